"""Find the longest stretches of words that two texts share, wherever they stand in each.

Runs of three words that stand in both texts are anchors; each is stretched as far as the words are equal, and of
stretches that claim the same words the longest wins, as in greedy string tiling (M. Wise, 1993). The order of the
stretches does not matter, so a text with its paragraphs moved is still found whole.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corrobora.relate.fingerprints import shingles

ANCHOR = 3
"""Words of an anchor: two words meet by chance in any two texts of one language. Of a text in which three words of ten
were changed, .55 are in unbroken runs of three or more, .46 in runs of four or more."""
MOST_PLACES = 8
"""Places of the left text that are tried for an anchor that stands there several times."""

Stretch = tuple[int, int, int]
"""First word in the left text, first word in the right text, number of words."""


def common_stretches(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> list[Stretch]:
    """The stretches that both share, none overlapping another in either text, longest first."""
    where_left, keys_left = shingles(left, ANCHOR)
    where_right, keys_right = shingles(right, ANCHOR)
    if not len(keys_left) or not len(keys_right):
        return []
    order = np.argsort(keys_left, kind="stable")
    keys_left = keys_left[order]
    places = where_left[order].tolist()
    first = np.searchsorted(keys_left, keys_right, side="left")
    last = np.searchsorted(keys_left, keys_right, side="right")
    met = np.flatnonzero(last > first)
    a, b = left.tolist(), right.tolist()
    found: list[Stretch] = []
    done = 0  # words of the right text before this one are in a stretch
    for at, low, high in zip(where_right[met].tolist(), first[met].tolist(), last[met].tolist(), strict=True):
        if at < done:
            continue
        runs = [(_run(a, b, place, at), -place) for place in places[low : min(high, low + MOST_PLACES)]]
        length, before = max(runs)
        start = -before
        found.append((start, at, length))
        done = at + length
    return _disjoint(found, len(left))


def _run(left: Sequence[int], right: Sequence[int], at_left: int, at_right: int) -> int:
    """How many words are equal from these two places on; a break (0) equals nothing."""
    limit = min(len(left) - at_left, len(right) - at_right)
    length = 0
    while length < limit and left[at_left + length] == right[at_right + length] != 0:
        length += 1
    return length


def _disjoint(found: list[Stretch], count: int) -> list[Stretch]:
    """The stretches, longest first, without the words of the left text that a longer one has taken."""
    taken = bytearray(count)
    kept: list[Stretch] = []
    for start, at, length in sorted(found, key=lambda one: (-one[2], one[1])):
        while length and taken[start]:
            start, at, length = start + 1, at + 1, length - 1
        while length and taken[start + length - 1]:
            length -= 1
        if length >= ANCHOR and not any(taken[start : start + length]):
            taken[start : start + length] = b"\x01" * length
            kept.append((start, at, length))
    return sorted(kept, key=lambda one: (-one[2], one[1]))
