"""Count in how many of the latest articles each word stands, in memory of fixed size.

Counts are kept by a part of the word's hash, so two words may share one; that makes a word look a little more frequent
than it is. When as many articles have been counted as `memory` says, all counts are halved: what is no longer written
fades, as in a decayed average.
"""

import numpy as np
from numpy.typing import NDArray

PLACES = 1 << 17
"""Counters (half a megabyte): a language has some 100,000 word forms that are more than once in a year of news."""
FEWEST = 1000.0
"""Articles that are supposed to be there at least: in an empty window every word would look frequent."""
FREQUENT = 20.0
"""A word that one article in 20 has tells nothing about what happened …"""
RARE = 1000.0
"""… one that a thousandth has tells all that a word can tell."""
LEAST = 0.05


class Frequencies:
    """How rare words are in the stream."""

    def __init__(self, memory: int) -> None:
        self._memory = max(memory, 2)
        self._counts = np.zeros(PLACES, dtype=np.float32)
        self._articles = 0.0

    @property
    def nbytes(self) -> int:
        return self._counts.nbytes

    def add(self, words: NDArray[np.uint32]) -> None:
        """Count one article's words, each once."""
        self._counts[np.unique(words >> 1 & (PLACES - 1))] += 1
        self._articles += 1
        if self._articles >= self._memory:
            self._counts /= 2
            self._articles /= 2

    def rarity(self, words: NDArray[np.uint32]) -> NDArray[np.float32]:
        """0.05 for a frequent word up to 1 for a rare one, on a logarithmic scale between `FREQUENT` and `RARE`."""
        seen = max(self._articles, FEWEST)
        inverse = np.log(seen / (self._counts[words >> 1 & (PLACES - 1)] + 1)) - np.log(FREQUENT)
        rarity: NDArray[np.float32] = np.clip(inverse / np.log(RARE / FREQUENT), LEAST, 1).astype(np.float32)
        rarity[words == 0] = 0
        return rarity
