"""Find the earlier documents that share rare keys with a new one, at a cost that does not grow with their number.

An inverted index of fixed size: each slot holds the last DEPTH documents that had a key of it. Two keys that fall in
one slot make a candidate too many, which verification throws out.
"""

from array import array
from collections.abc import Sequence

DEPTH = 32
"""Documents that a slot remembers."""
SLOTS_PER_DOCUMENT = 4


class Candidates:
    """The index. Documents are numbered from 0 in the order of the stream; those beyond the window are not returned."""

    def __init__(self, window: int):
        self._window = window
        self._slots = 1 << max(10, (SLOTS_PER_DOCUMENT * window - 1).bit_length())
        self._kept = array("I", bytes(4 * DEPTH * self._slots))
        self._next = array("B", bytes(self._slots))

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
