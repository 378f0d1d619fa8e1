"""Judge from the stretches that two texts share whether one is made from the other.

Sharing words is not enough: the reports of two earnings, two auctions or two quakes share a mould. Three things are
asked, and the score is their product:

- how much of the text stands in the other (`share`, by letters, without what stands in many unrelated texts);
- whether numbers and names agree as the other words do (`agreement`): in a mould filled again, the words around
  a figure are the same and the figure is another, while somebody who rewrites changes the words and keeps the figures;
- whether enough is shared to judge at all (`certainty`).

The figures below were set on a stream of an English agency's wire, with copies planted in it, and read over by a
person: see bench/near_copies.py.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from corrobora.relate.alignment import Stretch, common_stretches
from corrobora.relate.fingerprints import NAME, NUMBER, PLAIN, Fingerprint
from corrobora.relate.frequencies import Frequencies

Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]

HEADLINE_WEIGHT = 0.25
"""A headline is often written anew for the same text, and often the same for another: it counts a quarter."""
ENOUGH = 10.0
"""Words that make a judgement two-thirds certain (1 - 1/e): a stock phrase has 5 to 10, a short paragraph 25."""
LONGEST_GAP = 8
"""Words between two stretches that are still read as one sentence with words exchanged."""
LONGEST_EQUAL_GAP = 40
"""The same, if the gap has as many words in both texts: then word may stand for word over a longer stretch."""
DOUBT = 2.0
"""The agreement is taken to be that of the plain words until about as many numbers and names have been compared."""
PLAIN_WORTH = 1 / 3
"""What a rare plain word says about the event, in numbers: it takes about three to tell as much as a figure."""
NAME_WORTH = 0.7
"""What another name in the same place says against it, in numbers."""
TELLING = 0.5
"""Rarity from which on a word at the beginning may name the subject."""
SUBJECT_WORTH = 3.5
"""What another subject says against it, in numbers."""
TABLE = 0.4
"""A text of which no more than this part are plain words, or as much as this numbers, is a table."""
MILDEST, STRICTEST = 2.0, 7.0
"""How sharply disagreement counts (exponents): mildly in a text that was rewritten, sharply where the plain words are
the same; a correction exchanges one figure of the same text, a mould that is filled again exchanges many."""
REWRITTEN = 0.8
"""Part of the plain words that were kept up to which a text counts as rewritten."""


class Side(msgspec.Struct, frozen=True):
    """One of the two texts: its words, what each weighs (0: stands in many unrelated texts), which are shared."""

    words: Fingerprint
    weights: Weights
    shared: Mask


class Comparison(msgspec.Struct, frozen=True):
    """What two texts have in common. `score` is 0 to 1; `exactness` is the score as it would be for a long text."""

    left_share: float
    right_share: float
    score: float
    exactness: float
    is_table: bool
    stretches: list[Stretch]


NOTHING = Comparison(0.0, 0.0, 0.0, 0.0, False, [])


def compare(
    left: Fingerprint, right: Fingerprint, weights: tuple[Weights, Weights], frequencies: Frequencies
) -> Comparison:
    """What two texts have in common, judged from the one of which more stands in the other.

    `weights` are those of the left and the right words.
    """
    stretches = common_stretches(left.words, right.words)
    if not stretches:
        return NOTHING
    sides = Side(left, weights[0], np.zeros(len(left), bool)), Side(right, weights[1], np.zeros(len(right), bool))
    for start, at, length in stretches:
        sides[0].shared[start : start + length] = True
        sides[1].shared[at : at + length] = True
    told = [one for one in stretches if one[0] >= left.headline[1] and one[1] >= right.headline[1]]
    contradictions = _bridge(sides[0], sides[1], told)
    if told and _other_subject(sides[0], sides[1], told, frequencies):
        contradictions += SUBJECT_WORTH
    certainty = 1 - float(np.exp(-min(map(_size, sides)) / ENOUGH))
    exactness = max(
        _exactness(one, other.words, contradictions, frequencies) for one, other in (sides, reversed(sides))
    )
    return Comparison(
        left_share=_share(sides[0], 1.0),
        right_share=_share(sides[1], 1.0),
        score=exactness * certainty,
        exactness=exactness,
        is_table=all(map(_is_table, sides)),
        stretches=stretches,
    )


def own_size(fingerprint: Fingerprint) -> float:
    """The length of a text in words, of which those of the headline count a quarter."""
    first, end = fingerprint.headline
    return fingerprint.size - (1 - HEADLINE_WEIGHT) * (end - first)


def _is_table(side: Side) -> bool:
    kinds = side.words.kinds
    return float((kinds == PLAIN).mean()) <= TABLE or float((kinds == NUMBER).mean()) >= TABLE


def _letters(fingerprint: Fingerprint) -> Weights:
    letters = fingerprint.lengths.astype(np.float32)
    first, end = fingerprint.headline
    letters[first:end] *= HEADLINE_WEIGHT
    return letters


def _share(side: Side, weights: Weights | float) -> float:
    """The part of the text's letters, as weighted, that is shared."""
    letters = _letters(side.words) * weights
    total = float(letters.sum())
    return float(letters[side.shared].sum()) / total if total > 0 else 0.0


def _size(side: Side) -> float:
    """How many words are shared, as weighted; two characters of a script without spaces are one word."""
    words = np.where(side.words.words & 1, np.float32(0.5), np.float32(1)) * side.weights
    first, end = side.words.headline
    words[first:end] *= HEADLINE_WEIGHT
    return float(words[side.shared].sum())


def _bridge(left: Side, right: Side, stretches: Sequence[Stretch]) -> float:
    """How many numbers and names stand against each other in short gaps between stretches that follow one another.

    Words that stand in the same place of two gaps of one length are marked as shared. If as many of the words in the
    gaps are plain ones as in the rest of the text, the text was rewritten word by word, and what stands against each
    other says nothing; it counts by how much more of the gaps than of the text is numbers and names.
    """
    found, exchanged, telling = 0.0, 0, 0
    for a, b in _gaps(stretches, left.words.headline[1], right.words.headline[1]):
        ours, theirs = left.words.words[a], right.words.words[b]
        if len(ours) == len(theirs):
            same = (ours == theirs) & (ours > 0)
            left.shared[a] |= same
            right.shared[b] |= same
        for side, gap in ((left, a), (right, b)):
            kinds = side.words.kinds[gap][~side.shared[gap]]
            exchanged += len(kinds)
            telling += int(np.count_nonzero(kinds))
        for kind, worth in ((NUMBER, 1.0), (NAME, NAME_WORTH)):
            found += worth * _against(ours[left.words.kinds[a] == kind], theirs[right.words.kinds[b] == kind])
    usual = float(np.mean([np.count_nonzero(side.words.kinds) / len(side.words) for side in (left, right)]))
    if not exchanged or usual == 1:
        return found
    surplus = (telling / exchanged - usual) / (1 - usual)  # 0: as in the rest of the text, 1: nothing else
    return found * min(1.0, max(0.0, 4 * surplus))


def _gaps(stretches: Sequence[Stretch], left: int, right: int) -> Iterator[tuple[slice, slice]]:
    """The short gaps between stretches that follow one another, after the headlines, which end at `left`, `right`."""
    end, stop = left, right
    for start, at, length in sorted(stretches, key=lambda one: one[1]):
        longest = LONGEST_EQUAL_GAP if start - end == at - stop else LONGEST_GAP
        if end < start <= end + longest and stop < at <= stop + longest:
            yield slice(end, start), slice(stop, at)
        end, stop = start + length, at + length


def _against(ours: NDArray[np.uint32], theirs: NDArray[np.uint32]) -> int:
    """How many words of each of the two, at least, are not in the other."""
    mine, yours = set(ours.tolist()), set(theirs.tolist())
    return min(len(mine - yours), len(yours - mine))


def _other_subject(left: Side, right: Side, stretches: Sequence[Stretch], frequencies: Frequencies) -> bool:
    """True if the two texts run together from near the beginning, but name somebody else before: rare words on both
    sides, and none in common."""
    first = min(stretches)
    if first != min(stretches, key=lambda one: one[1]):
        return False
    leads = []
    for side, end in ((left, first[0]), (right, first[1])):
        lead = side.words.words[side.words.headline[1] : end]
        if len(lead) > LONGEST_GAP:
            return False
        leads.append(set(lead[frequencies.rarity(lead) >= TELLING].tolist()))
    return min(map(len, leads)) > 0 and not leads[0] & leads[1]


def _exactness(side: Side, other: Fingerprint, contradictions: float, frequencies: Frequencies) -> float:
    """The share of a text that stands in the other, less what numbers and names that disagree take off."""
    words = side.words
    rarity = frequencies.rarity(words.words)
    first, end = words.headline
    rarity[first:end] *= HEADLINE_WEIGHT
    plain = words.kinds == PLAIN
    there = side.shared[plain] | np.isin(_counted(words.words[plain]), _counted(other.words))
    kept = (float(rarity[plain][there].sum()) + 1) / (float(rarity[plain].sum()) + 1)
    worth = np.where(plain, np.float32(PLAIN_WORTH), np.float32(1)) * rarity
    support = float(worth[side.shared].sum())
    agreement = (support + DOUBT * kept) / (support + contradictions + DOUBT)
    sharpness = MILDEST + (STRICTEST - MILDEST) * max(0.0, (kept - REWRITTEN) / (1 - REWRITTEN))
    return _share(side, side.weights) * float(min(1.0, agreement / kept) ** sharpness)


def _counted(words: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The words with their ordinal: the second "the" of a text only meets a second "the"."""
    order = np.argsort(words, kind="stable")
    ordered = words[order]
    places = np.arange(len(words), dtype=np.uint64)
    new = np.ones(len(words), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    first = np.maximum.accumulate(np.where(new, places, np.uint64(0)))
    counted = np.empty(len(words), dtype=np.uint64)
    counted[order] = (ordered.astype(np.uint64) << np.uint64(16)) | (places - first)
    return counted
