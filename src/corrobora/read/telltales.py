"""Tell the language of a longer text by words and letters that no neighbour has, and leave all others to the model."""

import re
from collections.abc import Collection
from functools import cache

import msgspec

from corrobora.read.language_id import identify
from corrobora.read.packs import BUILT_IN, read_table

SAMPLE = 3_000
"""Code points that are looked at."""

FEWEST = 6
"""Telltales that there must be."""

SHARE = 0.04
"""What share of all words they must be; half of the letters, for a script."""

RIVALS = 4
"""So many times as many as those of any other language."""

_WORDS = re.compile(r"[^\W\d_]+")


class TelltaleTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """telltale-words.toml: words with white space between them, and the first and last letter of a script, by code."""

    words: dict[str, str] = {}
    scripts: dict[str, str] = {}


def language_of(text: str, codes: Collection[str]) -> str | None:
    """The language of a text among `codes`, or None: by its telltales if it has enough, else by language_id."""
    return _told(text[:SAMPLE].lower(), codes) or identify(text, codes)[0]


def _told(sample: str, codes: Collection[str]) -> str | None:
    words = _WORDS.findall(sample)
    counts = dict.fromkeys(codes, 0)
    for word in words:
        for code in _telltales().get(word, ()):
            if code in counts:
                counts[code] += 1
    for code, letters in _scripts().items():
        if code in counts:
            counts[code] += len(letters.findall(sample)) // 4
    best, *others = sorted(counts, key=lambda code: -counts[code]) or [""]
    if not best or counts[best] < max(FEWEST, SHARE * len(words)):
        return None
    return best if all(counts[best] >= RIVALS * counts[other] for other in others) else None


@cache
def _table() -> TelltaleTable:
    return read_table(BUILT_IN / "telltale-words.toml", TelltaleTable)


@cache
def _telltales() -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for code, words in _table().words.items():
        for word in words.split():
            told.setdefault(word, []).append(code)
    return told


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(f"[{ends[0]}-{ends[1]}]") for code, ends in _table().scripts.items()}
