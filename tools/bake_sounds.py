"""Write src/corrobora/gazetteer/baked/han.json: how Chinese characters are read, from pypinyin, hanja and OpenCC.

For every character of Unicode's first block that the libraries know a reading of: its simplified form, its syllable
in pinyin without tone, and how it is read in Korean names. Run `python tools/bake_sounds.py` (`uv sync --group tables`
brings the libraries); with `--check` nothing is written, and the exit code is 1 if the file on disk differs.
"""

import sys
from pathlib import Path

import hanja.table
import msgspec
import opencc
from pypinyin import Style, pinyin

from corrobora.relate.sounds import BAKED_HAN

FIRST, LAST = 0x4E00, 0x9FFF
SURNAMES = {"金": "김", "李": "리", "林": "림", "柳": "류", "盧": "노", "羅": "나", "梁": "양"}
"""Readings that Korean names have where the table has the one of ordinary words, or the other way about."""


def plain_forms() -> dict[str, str]:
    """Traditional and Japanese forms → simplified ones."""
    folder = Path(opencc.__file__).parent / "dictionary"
    found: dict[str, str] = {}
    traditional: dict[str, str] = {}
    for line in (folder / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition("\t")
        traditional[left] = right.split(" ")[0]
    for line in (folder / "JPVariants.txt").read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition("\t")
        for japanese in right.split(" "):
            found[japanese] = traditional.get(left, left)
    for left, right in traditional.items():
        found[left] = right
    return {left: right for left, right in found.items() if left != right and len(left) == len(right) == 1}


def written() -> str:
    """The file's text: one reading a line, the characters that have it behind it."""
    plain = plain_forms()
    by_pinyin: dict[str, list[str]] = {}
    by_hangul: dict[str, list[str]] = {}
    for code in range(FIRST, LAST + 1):
        character = chr(code)
        if character not in plain:
            syllable = pinyin(character, style=Style.NORMAL, v_to_u=False)[0][0]
            if syllable.isascii() and syllable.isalpha():
                by_pinyin.setdefault(syllable, []).append(character)
        read = SURNAMES.get(character) or hanja.table.hanja_table.get(character)
        if read:
            by_hangul.setdefault(read, []).append(character)
    table = {
        "plain": {
            right: "".join(sorted(k for k, v in plain.items() if v == right)) for right in sorted(set(plain.values()))
        },
        "pinyin": {key: "".join(value) for key, value in sorted(by_pinyin.items())},
        "hangul": {key: "".join(value) for key, value in sorted(by_hangul.items())},
    }
    parts = [
        f'"{name}":{{\n' + ",\n".join(msgspec.json.encode({k: v}).decode()[1:-1] for k, v in rows.items()) + "\n}"
        for name, rows in table.items()
    ]
    return "{" + ",\n".join(parts) + "}\n"


def main(check: bool) -> int:
    """Write or check the file; returns the exit code."""
    text = written()
    if check:
        return int(not BAKED_HAN.is_file() or BAKED_HAN.read_text(encoding="utf-8") != text)
    BAKED_HAN.write_text(text, encoding="utf-8")
    print(f"{BAKED_HAN}: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
