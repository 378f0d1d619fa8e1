"""Learn from the stream how rare each key is in each language.

Counts are kept by lossy counting (Manku & Motwani 2002): when a table is full, what was seen once is forgotten. When a
language has had as many documents as the window holds, its counts are halved, so that old news wears off. Until a
stream has taught it, a kind of key is taken to be as common as PRIOR says, with the weight of PRIOR_DOCUMENTS.
"""

import math
from collections.abc import Iterable, Mapping

PRIOR_DOCUMENTS = 300
"""How many documents what is known beforehand counts for, over all languages."""
SHARED_DOCUMENTS = 10
"""How many documents what other languages show counts for in one language."""
MOST_KEYS = 400_000
"""Keys of one table; about 40 MB."""

Counts = dict[int, int]


class RarityWithin(dict[int, float]):
    """The rarity of keys in one language, in nats, by key."""

    def __init__(self, counts: Counts, documents: int, everywhere: Mapping[int, float]):
        self._counts = counts
        self._documents = documents + SHARED_DOCUMENTS
        self._everywhere = everywhere

    def __missing__(self, key: int) -> float:
        common = self._counts.get(key, 0) + SHARED_DOCUMENTS * self._everywhere[key]
        self[key] = rarity = -math.log(common / self._documents)
        return rarity


class Rarity:
    """How many nats it says if a document of some language has a key: -log of the share of documents that have it."""

    def __init__(self, window: int, prior: Mapping[int, float], kind_of: int):
        self._window = window
        self._prior = prior
        self._kind_of = kind_of
        self._all: Counts = {}
        self._documents = 0
        self._by_language: dict[str, tuple[Counts, int]] = {}

    def everywhere(self, keys: Iterable[int]) -> dict[int, float]:
        """How common each key is in documents of all languages, from 0 to 1."""
        counts, prior, kind_of = self._all, self._prior, self._kind_of
        total = self._documents + PRIOR_DOCUMENTS
        return {key: (counts.get(key, 0) + PRIOR_DOCUMENTS * prior[key & kind_of]) / total for key in keys}

    def within(self, language: str, everywhere: Mapping[int, float]) -> "RarityWithin":
        """The rarity of these keys among the documents of one language, each worked out when it is asked for."""
        counts, documents = self._by_language.get(language, ({}, 0))
        return RarityWithin(counts, documents, everywhere)

    def learn(self, keys: Iterable[int], language: str) -> None:
        """Count one more document, with its keys (each once)."""
        counts, documents = self._by_language.setdefault(language, ({}, 0))
        everywhere = self._all
        for key in keys:
            everywhere[key] = everywhere.get(key, 0) + 1
            counts[key] = counts.get(key, 0) + 1
        self._documents += 1
        documents += 1
        if len(everywhere) > MOST_KEYS:
            self._all = _forgetting(everywhere, 1)
        if len(counts) > MOST_KEYS:
            counts = _forgetting(counts, 1)
        if documents >= self._window:
            counts, documents = _halved(counts), documents // 2
        if self._documents >= 2 * self._window:
            self._all, self._documents = _halved(self._all), self._documents // 2
        self._by_language[language] = (counts, documents)


def _forgetting(counts: Counts, seen: int) -> Counts:
    """Without what was seen so rarely; at most half of a table is left, whatever it costs."""
    while len(counts) > MOST_KEYS // 2:
        counts = {key: count for key, count in counts.items() if count > seen}
        seen += 1
    return counts


def _halved(counts: Counts) -> Counts:
    return {key: count // 2 for key, count in counts.items() if count > 1}
