"""Write the big tables of src/corrobora/gazetteer/ as JSON, which is read 50 times as fast as TOML.

Run `python tools/bake_tables.py` after a change in one of the TOML files; until then the TOML file is read, which is
right, but slow. With `--check` nothing is written, and the exit code is 1 if a file on disk differs from what would be
written.
"""

import sys
from pathlib import Path

import msgspec

from corrobora.read.gazetteer import BAKED, FOLDER, TABLES, checksum
from corrobora.read.packs import read_table


def baked(stem: str, shape: type[msgspec.Struct]) -> str:
    """The text of one baked file: one entry a line."""
    source = FOLDER / f"{stem}.toml"
    table = read_table(source, shape)
    lines = [f'{{"checksum":{checksum(source)},"table":{{']
    for name in table.__struct_fields__:
        entries = [_plain(entry) for entry in getattr(table, name)]
        lines.append(f'"{name}":[\n' + ",\n".join(entries) + "\n]")
    return "\n".join(lines) + "}}\n"


def _plain(entry: msgspec.Struct) -> str:
    """An entry as JSON without what it does not say."""
    values = {name: value for name, value in msgspec.structs.asdict(entry).items() if value}
    return msgspec.json.encode(values).decode()


def main(check: bool) -> int:
    """Write or check the files; returns the exit code."""
    differing = 0
    BAKED.mkdir(exist_ok=True)
    for stem, shape in TABLES.items():
        path: Path = BAKED / f"{stem}.json"
        text = baked(stem, shape)
        if check:
            differing += not path.is_file() or path.read_text(encoding="utf-8") != text
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {len(text.encode()):,} bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
