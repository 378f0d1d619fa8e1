"""Run the command line as `python -m corrobora`."""

from corrobora.cli import main

if __name__ == "__main__":
    main()
