"""Fold a text into the terms that full-text search compares: the same for what is kept and for what is asked.

Small letters without accents (ё as е, ł as l, ß as ss; й stays), Arabic without harakat, tatweel, hamza seats and the
article; Chinese, Japanese and Korean as overlapping pairs of characters, since words are not set apart there or take
endings on. Every term keeps its place in the text (code points), so that what matched can be shown.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

PAIRED = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3々〆"
"""Kana, ideographs and Hangul: written in pairs."""
RUNS = re.compile(
    rf"(?P<paired>[{PAIRED}]+)|(?P<word>(?:(?![{PAIRED}])[^\W_]|[\u0300-\u036f\u064b-\u065f\u0640\u0670])+)"
)
LETTERS = str.maketrans({
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ŋ": "n",
    "ى": "ي", "ة": "ه", "ـ": None, "ٱ": "ا", "ک": "ك", "ی": "ي", "ґ": "г",
})  # fmt: skip
KEPT_MARKS = {("и", "\u0306"), ("і", "\u0308")}
"""Letters that are others without their mark: й, ї."""
ARABIC_FRONT = re.compile(r"^[وفبك]?ال(?=\w{3})|^لل(?=\w{3})")
LONGEST_TERM = 60


class Term(NamedTuple):
    """What is compared, and where it stands."""

    folded: str
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """All terms of a text in order; of a run of ideographs each pair, and its last character alone."""
    for run in RUNS.finditer(text):
        start, end = run.span()
        if run.lastgroup == "word":
            if folded := folded_word(run[0]):
                yield Term(folded, start, end)
            continue
        for at in range(start, end - 1):
            yield Term(folded_pair(text[at : at + 2]), at, at + 2)
        yield Term(folded_pair(text[end - 1]), end - 1, end)


def folded(text: str) -> Iterator[str]:
    """The same terms without their places, in less time."""
    for paired, word in RUNS.findall(text):
        if word:
            yield folded_word(word)
        else:
            yield from (folded_pair(paired[at : at + 2]) for at in range(len(paired)))


@lru_cache(maxsize=100_000)
def folded_pair(characters: str) -> str:
    """A pair of ideographs, kana or Hangul syllables in one width."""
    return unicodedata.normalize("NFKC", characters)


@lru_cache(maxsize=100_000)
def folded_word(word: str) -> str:
    """A word as it is compared; empty if nothing is left of it."""
    kept: list[str] = []
    for letter in unicodedata.normalize("NFKD", word.casefold()):
        if not unicodedata.combining(letter) or (kept and (kept[-1], letter) in KEPT_MARKS):
            kept.append(letter)
    folded = unicodedata.normalize("NFC", "".join(kept)).translate(LETTERS)
    return ARABIC_FRONT.sub("", folded)[:LONGEST_TERM]
