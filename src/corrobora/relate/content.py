"""Compare what two documents hold: how much of either is found again in the other, as in a translation or by chance.

The survival rates are what translations were measured to keep of each kind of key (human ones of 63 news articles into
15 languages, human and machine ones of some 1,400 texts; rounded, over all pairs of languages with a pack); they were
not fitted to any decision. A key that is found again is worth log(survival / chance) nats, one that is missing
log(1 - survival): the log likelihood ratio of "a translation" against "another text".
"""

import math
from collections.abc import Mapping, Sequence

from corrobora.relate.document_keys import KIND_OF, KINDS, Kept

SURVIVAL = (0.4, 0.5, 0.85, 0.7, 0.5, 0.15, 0.05, 0.0)
"""The share of each kind of keys that a translation keeps."""
SURVIVAL_UNCASED = 0.12
"""The same for sounds of a text without capitals, where every word may be a name and most are not."""
SURVIVAL_WITHIN = (0.65, 0.8, 0.93, 0.85, 0.7, 0.75, 0.65, 0.8)
"""The share of each kind that two translations of one original into the same language have in common."""
LONGEST = 4.0
"""Times the average number of keys; a longer document has its keys over again."""
FACTS = frozenset(KINDS.index(kind) for kind in "@#t~")
SAME_FACTS = 0.5
"""The share of names, figures and dates that two translations into the same language must have in common: what is
worded alike about other facts is a form that somebody filled in: a table, a forecast, a notice of a dividend."""
SOFTENED = 5.0
"""Nats added to what is expected, so that very short texts do not look perfect."""


def found_of_both(
    new: Kept, old: Kept, shared: Mapping[int, float], breadths: tuple[float, float]
) -> tuple[float, float]:
    """What is found again of either: as a share of what a translation would keep, and in nats; the lower of both.

    `breadths` is how many keys documents of their languages have on average.
    """
    by_kind: list[list[float]] = [[] for _ in KINDS]
    for key, weight in shared.items():
        by_kind[key & KIND_OF].append(weight)
    within = new.language == old.language
    if within and _other_facts(new, old, by_kind):
        return 0.0, 0.0
    long_new, long_old = (_long(one, breadth) for one, breadth in zip((new, old), breadths, strict=True))
    sides = (_found_again(new, old, by_kind, within, long_old), _found_again(old, new, by_kind, within, long_new))
    return min(nats / (expected + SOFTENED) for nats, expected in sides), min(nats for nats, _ in sides)


def _other_facts(new: Kept, old: Kept, shared: Sequence[Sequence[float]]) -> bool:
    """True if two documents give too different facts to be the same text."""
    same = sum(len(shared[kind]) for kind in FACTS)
    return same < SAME_FACTS * sum(min(new.sizes[kind], old.sizes[kind]) for kind in FACTS)


def _long(kept: Kept, breadth: float) -> float:
    """The log of how much likelier any key is in this document than in others of its language, because it is long."""
    return math.log(min(LONGEST, max(1.0, sum(kept.sizes) / breadth)))


def _found_again(
    one: Kept, other: Kept, shared: Sequence[Sequence[float]], within: bool, long: float
) -> tuple[float, float]:
    """The nats for what of `one` stands in `other`, and what they would be on average if that were its translation."""
    nats = expected = 0.0
    for kind, survival in enumerate(SURVIVAL_WITHIN if within else SURVIVAL):
        size = one.sizes[kind]
        if not size or not other.sizes[kind] or not survival:
            continue  # a language without a lexicon names no concepts
        if KINDS[kind] == "~" and not one.cased:
            survival = SURVIVAL_UNCASED
        survival *= min(1.0, other.sizes[kind] / size)  # what has fewer cannot have all
        kept, lost = math.log(survival) - long, math.log(1 - survival)
        nats += sum(max(0.0, weight + kept) for weight in shared[kind]) + (size - len(shared[kind])) * lost
        expected += survival * (one.sums[kind] + size * kept) + (1 - survival) * size * lost
    return nats, max(0.0, expected)
