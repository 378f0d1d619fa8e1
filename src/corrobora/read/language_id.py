"""Tell the language of a text among those that have a pack, with "unknown" as an answer."""

import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from corrobora.read.packs import BUILT_IN, read_table

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

SAMPLE = 2_000
"""Code points that are looked at; more of them change no answer."""

FEWEST_LETTERS = 4
"""A text of fewer letters is in no language that can be told."""

SURE = 0.3
"""The least probability that is believed on its own."""

LIKELY = 0.2
"""The least probability that is believed if the next language is not half as probable."""

_NO_LETTERS = re.compile(r"[\W\d_]+")
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


class RivalsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """also-told-apart.toml: languages without a pack that must not be taken for one that has a pack."""

    codes: tuple[str, ...] = ()


def identify(text: str, codes: Collection[str]) -> tuple[str | None, float]:
    """The language of `text` among `codes`, and its probability; None if it is another one or cannot be told.

    Many more languages than `codes` compete, so that a text in a language without a pack is unknown and not forced into
    the nearest. The probability is that of the best language, in `codes` or not.
    """
    sample = _ADDRESSES.sub(" ", text[: 4 * SAMPLE])[:SAMPLE]
    if len(_NO_LETTERS.sub("", sample)) < FEWEST_LETTERS:
        return None, 0.0
    ranked = _identifier(frozenset(codes)).rank(sample)
    best, probability = ranked[0]
    after = ranked[1][1] if len(ranked) > 1 else 0.0
    believed = probability >= SURE or (probability >= LIKELY and probability >= 2 * after)
    return (best if believed and best in codes else None), float(probability)


@cache
def _identifier(codes: frozenset[str]) -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # takes half a second to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    rivals = read_table(BUILT_IN / "also-told-apart.toml", RivalsTable)
    identifier.set_languages(sorted(known & (codes | set(rivals.codes))))
    return identifier
