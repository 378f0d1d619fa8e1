"""Find the earlier documents that share rare keys with a new one, at a cost that does not grow with their number.

An inverted index of fixed size: each slot holds the last DEPTH documents that had a key of it. Two keys that fall in
one slot make a candidate too many, which verification throws out.
"""

import heapq
import mmap
from collections.abc import Sequence
from itertools import combinations

from corrobora.relate.content import SURVIVAL, SURVIVAL_WITHIN
from corrobora.relate.document_keys import KIND_OF, Weights

DEPTH = 32
"""Documents that a slot remembers."""
SLOTS_PER_DOCUMENT = 4
INDEXED = 96
"""The keys of a document under which it is found again in other languages: those likeliest to bring a lot."""
INDEXED_WITHIN = 32
"""The same for its own language."""
SHORT = 96
"""A document with no more keys than this is also found by pairs of its keys,"""
PAIRED = 12
"""of which so many are paired each with each."""
PAIR_FACTOR = 2_654_435_769
"""Spreads the numbers of pairs (Knuth's multiplicative hashing)."""


class Candidates:
    """The index. Documents are numbered from 0 in the order of the stream; those beyond the window are not returned."""

    def __init__(self, window: int):
        self._window = window
        self._slots = 1 << max(10, (SLOTS_PER_DOCUMENT * window - 1).bit_length())
        self._kept = _zeros(DEPTH * self._slots)
        self._next = bytearray(self._slots)

    def add(self, number: int, keys: Sequence[int]) -> None:
        """Enter a document under its rarest keys."""
        mask, kept, following = self._slots - 1, self._kept, self._next
        for key in keys:
            slot = (key >> 3) & mask
            at = following[slot]
            kept[slot * DEPTH + at] = number + 1
            following[slot] = (at + 1) % DEPTH

    def of(self, number: int, weighted: Sequence[tuple[int, float]]) -> dict[int, float]:
        """The documents before `number` that share some of these keys, with the weight of what they share."""
        mask, kept = self._slots - 1, self._kept
        oldest = max(1, number + 1 - self._window)
        found: dict[int, float] = {}
        get = found.get
        for key, weight in weighted:
            begin = ((key >> 3) & mask) * DEPTH
            for document in set(kept[begin : begin + DEPTH]):
                if document >= oldest:
                    found[document - 1] = get(document - 1, 0.0) + weight
        return found


def _zeros(size: int) -> memoryview:
    """So many numbers of 32 bits, all 0; memory is taken only where one is written."""
    return memoryview(mmap.mmap(-1, 4 * size)).cast("I")


def telling(weights: Weights) -> list[tuple[int, float]]:
    """What a document is found by: the keys that tell most, with what they may be expected to bring in nats.

    A short text may have no rare key; it is found by two common ones together.
    """
    best: dict[int, float] = {}
    for survivals, most in ((SURVIVAL_WITHIN, INDEXED_WITHIN), (SURVIVAL, INDEXED)):
        expected = ((weight * survivals[key & KIND_OF], key) for key, weight in weights.items())
        top = [(value, key) for value, key in heapq.nlargest(most, expected) if value]
        best |= {key: value for value, key in top}
        if len(weights) <= SHORT:
            for (one, first), (two, second) in combinations(top[:PAIRED], 2):
                best[(first * PAIR_FACTOR + second * PAIR_FACTOR) & 0xFFFFFFFF] = one + two
    return list(best.items())
