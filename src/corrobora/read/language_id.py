"""Tell the language of a text among those that have a pack, with "unknown" as an answer."""

import re
from collections import Counter
from collections.abc import Collection
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from corrobora.read.packs import BUILT_IN, read_table

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

SAMPLE = 2_000
"""Code points that are looked at; more of them change no answer."""

FEWEST_LETTERS = 4
"""A text of fewer letters is in no language that can be told."""

FEWEST_WORDS = 40
"""A text of fewer words is not settled by its frequent words."""

FREQUENT = 0.25
"""The least share of a language's frequent words in a text that settles it, if no other language has nearly as many."""

MARKED = 0.15
"""The least share of letters that only one language uses which settles it."""

SURE = 0.3
"""The least probability that is believed on its own."""

LIKELY = 0.2
"""The least probability that is believed if the next language is not half as probable."""

_WORDS = re.compile(r"[^\W\d_]+")
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


class RivalsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """also-told-apart.toml: languages without a pack that must not be taken for one that has a pack."""

    codes: tuple[str, ...] = ()


class FrequentTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """frequent-words.toml: by language its most frequent words, parted by spaces, scripts that are its alone, and
    letters that are its alone, among others that it shares (`marks`)."""

    words: dict[str, str] = {}
    scripts: dict[str, str] = {}
    marks: dict[str, str] = {}


def identify(text: str, codes: Collection[str]) -> tuple[str | None, float]:
    """The language of `text` among `codes`, and its probability; None if it is another one or cannot be told.

    Many more languages than `codes` compete, so that a text in a language without a pack is unknown and not forced into
    the nearest. The probability is that of the best language, in `codes` or not. Running text is mostly settled by its
    frequent words (probability 1); py3langid's model answers for the rest, and takes half a second to load.
    """
    sample = _ADDRESSES.sub(" ", text[: 4 * SAMPLE])[:SAMPLE]
    words = _WORDS.findall(sample.lower())
    if sum(map(len, words)) < FEWEST_LETTERS:
        return None, 0.0
    if (settled := _settled(words)) in codes:
        return settled, 1.0
    ranked = _identifier(frozenset(codes)).rank(sample)
    best, probability = ranked[0]
    after = ranked[1][1] if len(ranked) > 1 else 0.0
    believed = probability >= SURE or (probability >= LIKELY and probability >= 2 * after)
    return (best if believed and best in codes else None), float(probability)


def _settled(words: list[str]) -> str | None:
    """The language that the frequent words or the script leave no doubt of; None for most short texts."""
    frequent, scripts, marks = _frequent()
    letters = "".join(words)
    for code, script in scripts.items():
        if len(script.sub("", letters)) < 0.4 * len(letters):
            return code
    for code, mark in marks.items():
        if len(letters) - len(mark.sub("", letters)) >= MARKED * len(letters):
            return code
    if len(words) < FEWEST_WORDS:
        return None
    counts = Counter(chain.from_iterable(filter(None, map(frequent.get, words))))
    (best, most), (_, next_most) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return best if most >= FREQUENT * len(words) and next_most <= 0.6 * most else None


@cache
def _frequent() -> tuple[dict[str, list[str]], dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    """The languages of each frequent word, the scripts that tell a language, and the letters that do."""
    table = read_table(BUILT_IN / "frequent-words.toml", FrequentTable)
    frequent: dict[str, list[str]] = {}
    for code, words in table.words.items():
        for word in set(words.split()):
            frequent.setdefault(word, []).append(code)
    scripts, marks = (
        {code: re.compile(f"[{letters}]+") for code, letters in listed.items()}
        for listed in (table.scripts, table.marks)
    )
    return frequent, scripts, marks


@cache
def _identifier(codes: frozenset[str]) -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    rivals = read_table(BUILT_IN / "also-told-apart.toml", RivalsTable)
    identifier.set_languages(sorted(known & (codes | set(rivals.codes))))
    return identifier
