"""Read the tables of sounds: how letters of every script are spoken in names.

A sound is one of `SOUNDS`; a `Sound` stands for one or several of them, so that a letter which languages read in
different ways ("j") has all of its sounds at once. What a language reads in its own way stands in the tables, too.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from corrobora.errors import PackError

FOLDER = Path(__file__).parents[1] / "gazetteer" / "sounds"
BAKED_HAN = Path(__file__).parents[1] / "gazetteer" / "baked" / "han.json"

SOUNDS = "pbfvwmntdTszSZcCJkgxhyrlaeiou"
_BITS = {sound: 1 << at for at, sound in enumerate(SOUNDS)}
_NOTATION = re.compile(r"(\()?(?:\[([A-Za-z]+)\]|([A-Za-z]))(\))?")
CHANCE, MOST_CHANCE = 0.015, 0.15
"""What each further sound that two consonants may have adds: letters of many sounds are alike by chance."""
_FORBIDDEN = 2.0
"""What it costs to take a vowel for a consonant."""


Table = TypeVar("Table")


class Sound(NamedTuple):
    """One or several sounds (a bit for each), and what it costs to leave it out: 0 if it need not be spoken."""

    bits: int
    price: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What it costs to leave out a sound, by its kind."""

    consonant: float
    vowel: float
    glide: float
    coda: float
    coda_liquid: float


class CostTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """costs.toml."""

    vowels: str
    glides: str
    liquids: str
    leaving_out: Weights
    alike: dict[str, float]


class HanTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Han.toml: sounds → characters of transcription, and the sounds of pinyin's initials and finals."""

    characters: dict[str, str]
    initials: dict[str, str]
    finals: dict[str, str]


class BakedHan(msgspec.Struct, frozen=True):
    """han.json: form → its variants, pinyin → characters, Korean reading → characters."""

    plain: dict[str, str]
    pinyin: dict[str, str]
    hangul: dict[str, str]


@cache
def letters(language: str | None) -> tuple[dict[str, str], int]:
    """All scripts' letters in sounds, with the language's own readings over them; then the longest entry's length."""
    tables = _letter_tables()
    found: dict[str, str] = {}
    for name in ("sounds", language):
        for table in tables:
            found.update(table.get(name, {}) if name else {})
    return found, max(map(len, found))


@cache
def _letter_tables() -> tuple[dict[str, dict[str, str]], ...]:
    paths = [path for path in sorted(FOLDER.glob("*.toml")) if path.stem not in ("costs", "Han", "words")]
    return tuple(_read(path, dict[str, dict[str, str]]) for path in paths)


@cache
def costs() -> CostTable:
    return _read(FOLDER / "costs.toml", CostTable)


@cache
def han() -> HanTable:
    return _read(FOLDER / "Han.toml", HanTable)


@cache
def han_surnames() -> frozenset[str]:
    """First characters of whole names written as one word: surnames of China, Korea (in Hangul, too) and Japan."""
    words = _read(FOLDER / "words.toml", dict[str, dict[str, str]])["surnames"]
    return frozenset(word for line in words.values() for word in line.split())


@cache
def light_words() -> frozenset[str]:
    """Small words of names that are written or left out: articles, particles, "son of"."""
    words = _read(FOLDER / "words.toml", dict[str, dict[str, str]])["light"]
    return frozenset(word for line in words.values() for word in line.split())


def _read(path: Path, shape: type[Table]) -> Table:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PackError(f"{path}: {error}") from error


@cache
def baked_han() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Characters → simplified form, → pinyin, → Korean reading. Raises PackError if the file is missing or broken."""
    try:
        table = msgspec.json.decode(BAKED_HAN.read_bytes(), type=BakedHan)
    except (OSError, msgspec.MsgspecError) as error:
        raise PackError(f"{BAKED_HAN}: {error}; run `python tools/bake_sounds.py` again") from error
    plain, pinyin, hangul = (
        {character: key for key, characters in rows.items() for character in characters}
        for rows in (table.plain, table.pinyin, table.hangul)
    )
    return plain, pinyin, hangul


@cache
def _transcribed() -> dict[str, str]:
    return {character: sounds for sounds, characters in han().characters.items() for character in characters}


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"


def plain_han(text: str) -> str:
    """The text with simplified characters for their traditional and Japanese forms."""
    plain = baked_han()[0]
    return "".join(plain.get(character, character) for character in text)


def transcription(word: str) -> str | None:
    """A word of simplified characters in sounds as a foreign name; None if one is not used for that."""
    table = _transcribed()
    parts = [table.get(character) for character in word]
    return None if None in parts else "".join(filter(None, parts))


def pinyin_sounds(word: str) -> str | None:
    """A word of simplified characters in the sounds of their pinyin; None for a character without."""
    readings = baked_han()[1]
    parts = [_syllable(readings[character]) for character in word if character in readings]
    return "".join(parts) if len(parts) == len(word) else None


def korean_reading(word: str) -> str | None:
    """A word of Chinese characters as Koreans read it, in Hangul; None for a character without a reading."""
    readings = baked_han()[2]
    parts = [readings[character] for character in word if character in readings]
    return "".join(parts) if len(parts) == len(word) else None


def _syllable(syllable: str) -> str:
    table = han()
    for size in (2, 1, 0):
        initial, final = syllable[:size], syllable[size:]
        if final in table.finals and (not size or initial in table.initials):
            return table.initials.get(initial, "") + table.finals[final]
    return ""


@cache
def parsed(notation: str) -> tuple[tuple[int, bool], ...]:
    """Sounds as they are noted in the tables: "[sk]e(n)" → bits, and whether it may be left out free of charge."""
    found = []
    for opened, several, single, _ in _NOTATION.findall(notation):
        bits = 0
        for sound in several or single:
            bits |= _BITS[sound]
        found.append((bits, bool(opened)))
    return tuple(found)


@cache
def mask(sounds: str) -> int:
    """The bits of several sounds."""
    return sum(_BITS[sound] for sound in set(sounds))


@cache
def _pair_costs() -> dict[tuple[int, int], float]:
    table = costs()
    found: dict[tuple[int, int], float] = {}
    vowels = mask(table.vowels)
    for one in _BITS.values():
        for other in _BITS.values():
            mixed = bool(one & vowels) != bool(other & vowels)
            found[one, other] = _FORBIDDEN if mixed else table.leaving_out.vowel if one & vowels else 1.0
        found[one, one] = 0.0
    for pair, cost in table.alike.items():
        left, right = _BITS[pair[0]], _BITS[pair[1]]
        found[left, right] = found[right, left] = cost
    return found


@cache
def _vowel_bits() -> int:
    return mask(costs().vowels)


@cache
def cost(left: int, right: int) -> float:
    """What it costs to take one sound for the other: the least that any two of their bits cost."""
    if left & right:
        choices = left.bit_count() * right.bit_count() - 1
        return 0.0 if left & _vowel_bits() else min(MOST_CHANCE, CHANCE * choices)
    table = _pair_costs()
    singles = list(_BITS.values())
    return min(table[a, b] for a in singles if a & left for b in singles if b & right)


def plain_letters(word: str) -> str:
    """Lower case, without marks where letters with marks are not in the tables by themselves; Hangul in its parts."""
    known, _ = letters(None)
    out = []
    for character in unicodedata.normalize("NFC", word.lower()):
        if character in known or is_han(character):
            out.append(character)
        else:
            apart = unicodedata.normalize("NFD", character)
            out.append("".join(c for c in apart if not unicodedata.combining(c)))
    return "".join(out)
