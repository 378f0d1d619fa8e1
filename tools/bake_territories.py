"""Generate src/corrobora/gazetteer/territories.json from CLDR (babel): countries in the languages without a pack.

{"pl": {"fr": "Francja", …}, …}, for the languages of languages/also-told-apart.toml of which CLDR knows at least LEAST
names of countries. Run `python tools/bake_territories.py`; with `--check` nothing is written, and the exit code is 1 if
the file on disk differs from what would be written.
"""

import json
import sys

from babel import Locale, localedata

from corrobora.read.language_id import RivalsTable
from corrobora.read.packs import BUILT_IN, installed, read_table

TARGET = BUILT_IN.parent / "gazetteer" / "territories.json"
LEAST = 100
NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
"""CLDR's territories that are groups, or stand for the unknown."""


def names(code: str) -> dict[str, str]:
    """What one language calls the countries, by their codes."""
    english = Locale("en").territories
    found = Locale.parse(code).territories.items()
    return {
        territory.lower(): name
        for territory, name in sorted(found)
        if len(territory) == 2 and territory.isalpha() and territory not in NO_COUNTRY and territory in english
    }


def written() -> str:
    """The file's text: JSON with one language a line."""
    told_apart = set(read_table(BUILT_IN / "also-told-apart.toml", RivalsTable).codes)
    codes = told_apart & set(localedata.locale_identifiers()) - set(installed())
    by_code = {code: names(code) for code in sorted(codes)}
    kept = {code: table for code, table in by_code.items() if len(table) >= LEAST}
    lines = [f"{json.dumps(code)}:{_short(table)}" for code, table in kept.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(check: bool) -> int:
    """Write or check the file; returns the exit code."""
    text = written()
    if check:
        return int(not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET}: {len(text.encode()):,} bytes, {text.count(chr(10)) - 2} languages")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
