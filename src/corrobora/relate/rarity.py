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


class Rarity:
    """How many nats it says if a document of some language has a key: -log of the share of documents that have it."""

    def __init__(self, window: int, prior: Mapping[int, float], kind_of: int):
        self._window = window
        self._prior = prior
        self._kind_of = kind_of
        self._all: Counts = {}
        self._documents = 0
        self._by_language: dict[str, tuple[Counts, int]] = {}

    def weights(self, keys: Iterable[int], language: str) -> dict[int, float]:
        """The rarity of each key among the documents of one language."""
        counts, documents = self._by_language.get(language, ({}, 0))
        everywhere = self._all
        total = self._documents + PRIOR_DOCUMENTS
        per_language = documents + SHARED_DOCUMENTS
        log, prior, kind_of = math.log, self._prior, self._kind_of
        found = {}
        for key in keys:
            known = (everywhere.get(key, 0) + PRIOR_DOCUMENTS * prior[key & kind_of]) / total
            found[key] = -log((counts.get(key, 0) + SHARED_DOCUMENTS * known) / per_language)
        return found

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
