"""Keep which text has which key, for the latest texts only, in memory that does not grow beyond them.

A table of buckets, as a set-associative cache has them: a key may stand in one of the 16 places of the one bucket that
its hash names. Looking up and posting cost the same however full the table is; what has left the window is simply
written over; nothing is ever searched for or moved, but for doubling the table while the window fills.
"""

import numpy as np
from numpy.typing import NDArray

from corrobora.relate.fingerprints import Numbers

PLACES = 16
"""Places of a bucket. At half load 8 of them are taken on average, and one bucket in 260 overflows (Poisson)."""
MOST_TEXTS = 4
"""Texts kept for one key. A key in so many unrelated texts says nothing about any of them; the eldest gives way."""
FIRST_BUCKETS = 1 << 12


class Postings:
    """Which texts (numbered upwards from 1) have a key."""

    def __init__(self) -> None:
        self._keys = np.zeros((FIRST_BUCKETS, PLACES), dtype=np.uint64)
        self._texts = np.zeros((FIRST_BUCKETS, PLACES), dtype=np.uint32)

    @property
    def nbytes(self) -> int:
        return self._keys.nbytes + self._texts.nbytes

    def find(self, keys: Numbers, eldest: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Index of a key and number of a text that has it, for all such pairs, of texts from `eldest` on."""
        buckets = self._buckets(keys)
        texts = self._texts[buckets]
        rows, places = np.nonzero((self._keys[buckets] == keys[:, None]) & (texts >= eldest))
        return rows, texts[rows, places]

    def post(self, keys: Numbers, text: int, eldest: int) -> None:
        """Write down that `text` has these keys (each once)."""
        while len(keys):
            buckets, first = np.unique(self._buckets(keys), return_index=True)  # one for each bucket at a time
            self._place(keys[first], buckets, text, eldest)
            keys = np.delete(keys, first)

    def _place(self, keys: Numbers, buckets: NDArray[np.int64], text: int, eldest: int) -> None:
        texts = self._texts[buckets]
        same = (self._keys[buckets] == keys[:, None]) & (texts >= eldest)
        full = same.sum(axis=1) >= MOST_TEXTS
        places = np.where(full[:, None] & ~same, np.uint32(0xFFFFFFFF), texts).argmin(axis=1)
        self._keys[buckets, places] = keys
        self._texts[buckets, places] = text

    def make_room(self, live: int) -> None:
        """Double the table if `live` postings fill more than half of it."""
        while live > self._texts.size // 2:
            bit = np.uint64(len(self._keys))
            upper = (self._keys & bit) > 0
            texts = self._texts
            self._keys = np.concatenate((self._keys, self._keys))
            self._texts = np.concatenate((np.where(upper, 0, texts), np.where(upper, texts, 0))).astype(np.uint32)

    def _buckets(self, keys: Numbers) -> NDArray[np.int64]:
        return (keys & np.uint64(len(self._keys) - 1)).astype(np.int64)
