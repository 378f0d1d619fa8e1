"""Write the big tables of src/corrobora/gazetteer/ as JSON, which is read 50 times as fast as TOML.

Run `python tools/bake_tables.py` after a change in one of the TOML files; until then the TOML file is read, which is
right, but slow. With `--check` nothing is written, and the exit code is 1 if a file on disk differs from what would be
written.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from corrobora.gazetteer import domains
from corrobora.read.gazetteer import BAKED, FOLDER, TABLES, UNREAD, checksum
from corrobora.read.packs import read_table


def baked(stem: str, shape: type[msgspec.Struct]) -> str:
    """The text of one baked file: one entry a line."""
    source = FOLDER / f"{stem}.toml"
    table = read_table(source, shape)
    parts = []
    for name, value in msgspec.structs.asdict(table).items():
        if isinstance(value, tuple):
            entries = [_plain(entry) for entry in value if getattr(entry, "names", True)]
            parts.append(f'"{name}":[\n' + ",\n".join(entries) + "\n]")
        elif value is not None:
            parts.append(f'"{name}":{msgspec.json.encode(value).decode()}')
    return f'{{"checksum":{checksum(source)},"table":{{\n' + ",\n".join(parts) + "}}\n"


def baked_domains() -> str:
    """The text of domains.json: one outlet or agency a line."""
    table = domains.made()
    lines = ",\n".join(msgspec.json.encode(publisher).decode() for publisher in table.publishers)
    checksums, suffixes = (msgspec.json.encode(one).decode() for one in (table.checksums, sorted(table.suffixes)))
    return f'{{"checksums":{checksums},"suffixes":{suffixes},"publishers":[\n{lines}\n]}}\n'


def _plain(entry: msgspec.Struct) -> str:
    """An entry as JSON without what it does not say, or nobody reads."""
    values = {name: value for name, value in msgspec.structs.asdict(entry).items() if value and name not in UNREAD}
    return msgspec.json.encode(values).decode()


def main(check: bool) -> int:
    """Write or check the files; returns the exit code."""
    differing = 0
    BAKED.mkdir(exist_ok=True)
    files: dict[Path, Callable[[], str]] = {
        BAKED / f"{stem}.json": partial(baked, stem, shape) for stem, shape in TABLES.items()
    }
    for path, write in (files | {domains.BAKED: baked_domains}).items():
        text = write()
        if check:
            differing += not path.is_file() or path.read_text(encoding="utf-8") != text
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {len(text.encode()):,} bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
