"""Find, in a stream of articles, that one is a translation of an earlier one, or of the same original.

A translation, whole or abridged, by a person or a machine, keeps what relate/bridges.py finds: names, figures, dates,
concepts, cognates. Two things are asked of two articles:

1. Content: do they share as many of these keys as a translation would? Each key found again is evidence of
   log(SURVIVAL / chance) nats, each one missing of log(1 - SURVIVAL); the sum is divided by what a translation is expected to
   reach (a log likelihood ratio, as Resnik & Smith 2003 score pages that may be translations of each other; chance is learned
   from the stream, relate/rarity.py).
2. Order: do the shared keys come in the same order? Two independent reports of one event share its names and figures, too,
   but not sentence by sentence. What the best alignment of sentences gains over the best one with one text read backwards is
   the part of the evidence that only a common order explains (relate/sentence_order.py).

Neither decides alone: a text of one sentence has no order, and reports of one event have much common content. The sum
of both must reach ENOUGH.
"""

import heapq
import math
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from corrobora.records import Reading, Span
from corrobora.relate.bridges import bridges
from corrobora.relate.candidates import Candidates
from corrobora.relate.matches import Match, Pair
from corrobora.relate.rarity import Rarity
from corrobora.relate.sentence_order import cells_of, covered, order_of

KINDS = "@*#t~-+="
"""The first letters of keys: entity, concept, figure, date, sound of a name, cognate, pair of Han signs, short word."""
KIND_OF = 7
"""The bits of a key that say its kind."""

SURVIVAL = (0.4, 0.5, 0.85, 0.7, 0.5, 0.15, 0.05, 0.0)
"""The share of each kind of keys that a translation keeps."""
SURVIVAL_UNCASED = 0.12
"""The same for sounds of a text without capitals, where every word may be a name and most are not."""
SURVIVAL_WITHIN = (0.65, 0.8, 0.93, 0.85, 0.7, 0.75, 0.65, 0.8)
"""The share of each kind that two translations of one original into the same language have in common."""
PRIOR = (0.01, 0.03, 0.03, 0.05, 0.003, 0.02, 0.005, 0.2)
"""The share of documents that has a key of each kind, before the stream has taught better."""

COMMON = 1.2
"""Nats below which a key is left out: three in ten documents of its language have it."""
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
VERIFIED = 8
"""Candidates in other languages that are verified, and half as many in the same language."""
MOST_KEYS = 3_000
"""Keys kept of one document, in the order of its text."""

ORDER_WEIGHT = 5.0
ENOUGH = 0.85
ENOUGH_ALONE = 8.0
"""Nats that the content must be worth in any case: the log of the documents among which it was looked for."""
SOFTENED = 5.0
"""Nats added to what is expected, so that very short texts do not look perfect."""
MOST_PAIRS = 8


class Kept(msgspec.Struct, frozen=True):
    """What is remembered of a document, some 2 KB: its keys with their sentences, and sums over its keys by kind."""

    id: str
    language: str
    cased: bool
    keys: "array[int]"
    at: "array[int]"
    starts: "array[int]"
    ends: "array[int]"
    sizes: tuple[int, ...]
    sums: tuple[float, ...]

    @property
    def lengths(self) -> list[int]:
        return [end - start for start, end in zip(self.starts, self.ends, strict=True)]


class Verdict(msgspec.Struct, frozen=True):
    """How a pair was judged; nats are natural units of evidence."""

    content: float
    order: float
    nats: float
    chain: list[tuple[int, int]]

    @property
    def total(self) -> float:
        return self.content + ORDER_WEIGHT * self.order


class Translations:
    """The articles of the window. `add` costs the same whatever their number."""

    def __init__(self, window: int = 200_000):
        self._window = window
        self._kept: list[Kept | None] = [None] * window
        self._count = 0
        self._sizes = {}
        self._candidates = Candidates(window)
        self._rarity = Rarity(window, dict(enumerate(PRIOR)), KIND_OF)

    def add(self, reading: Reading) -> tuple[Match, ...]:
        """The earlier articles of which this one seems a translation, or they of it, best first; then it is kept."""
        places = _places(reading)
        weights = self._rarity.weights(places, reading.article.language or "")
        weights = {key: weight for key, weight in weights.items() if weight > COMMON}
        kept = _kept(reading, places, weights)
        rarest = _telling(weights)
        by_language: dict[str, dict[int, float]] = {kept.language: weights}
        found = []
        for number in self._promising(kept, rarest):
            other = self._kept[number % self._window]
            if other is None or other.id == kept.id:
                continue
            if other.language not in by_language:
                by_language[other.language] = self._rarity.weights(weights, other.language)
            verdict = judge(
                kept,
                other,
                places,
                (weights, by_language[other.language]),
                (self._breadth(kept.language), self._breadth(other.language)),
            )
            if verdict.total >= ENOUGH and verdict.nats >= ENOUGH_ALONE:
                found.append((verdict.total, -number, _match(other, kept, verdict)))
        self._keep(kept, rarest, places)
        return tuple(match for *_, match in sorted(found, key=lambda one: one[:2], reverse=True))

    def _promising(self, kept: Kept, rarest: Sequence[tuple[int, float]]) -> list[int]:
        """The numbers of the documents that share most, some in other languages, fewer in its own."""
        shared = self._candidates.of(self._count, rarest)
        own, others = [], []
        for number, weight in shared.items():
            other = self._kept[number % self._window]
            if other is not None:
                (own if other.language == kept.language else others).append((weight, number))
        best = heapq.nlargest(VERIFIED, others) + heapq.nlargest(VERIFIED // 2, own)
        return [number for _, number in best]

    def _keep(self, kept: Kept, rarest: Sequence[tuple[int, float]], places: Mapping[int, Sequence[int]]) -> None:
        self._kept[self._count % self._window] = kept
        self._candidates.add(self._count, [key for key, _ in rarest])
        self._rarity.learn(places, kept.language)
        self._count += 1
        n, t = self._sizes.get(kept.language, (0, 0))
        self._sizes[kept.language] = (n + 1, t + sum(kept.sizes))

    def _breadth(self, language):
        n, t = self._sizes.get(language, (0, 0))
        return (t + 10 * 100) / (n + 10)


def judge(
    new: Kept,
    old: Kept,
    places: Mapping[int, Sequence[int]],
    weights: tuple[Mapping[int, float], Mapping[int, float]],
    breadths: tuple[float, float] = (100.0, 100.0),
) -> Verdict:
    """How much speaks for it that one of two documents is made from the other.

    `places` are the sentences of the new one's keys, `weights` the rarity of its keys in its own language and in the
    old one's.
    """
    in_new, in_old = weights
    there: dict[int, list[int]] = {}
    for key, at in zip(old.keys, old.at, strict=True):
        if key in in_new:
            there.setdefault(key, []).append(at)
    shared = {key: min(in_new[key], in_old[key]) for key in there}
    content, nats = _content(new, old, shared, breadths)
    cells = cells_of((shared[key], places[key], there[key]) for key in there)
    order = order_of(cells, len(old.starts))
    gain = (order.forwards - order.backwards) / (sum(shared.values()) + SOFTENED)
    return Verdict(content, gain, nats + order.forwards - order.backwards, order.chain)


def _content(new: Kept, old: Kept, shared: Mapping[int, float], breadths: tuple[float, float]) -> tuple[float, float]:
    """What is found again of either, as a share of what is expected of a translation, and in nats: the lower of both."""
    by_kind: list[list[float]] = [[] for _ in KINDS]
    for key, weight in shared.items():
        by_kind[key & KIND_OF].append(weight)
    within = new.language == old.language
    long_new, long_old = (
        math.log(min(4.0, max(1.0, sum(one.sizes) / b))) for one, b in zip((new, old), breadths, strict=True)
    )
    sides = (_found_again(new, old, by_kind, within, long_old), _found_again(old, new, by_kind, within, long_new))
    return min(nats / (expected + SOFTENED) for nats, expected in sides), min(nats for nats, _ in sides)


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


def _telling(weights: Mapping[int, float]) -> list[tuple[int, float]]:
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


def _places(reading: Reading) -> dict[int, list[int]]:
    """The sentences of each key, by its number: a checksum whose last bits are its kind."""
    places: dict[int, list[int]] = {}
    for bridge in bridges(reading):
        key = (zlib.crc32(bridge.key.encode()) & ~KIND_OF) | KINDS.index(bridge.key[0])
        at = places.setdefault(key, [])
        if bridge.sentence not in at:
            at.append(bridge.sentence)
    return places


def _kept(reading: Reading, places: Mapping[int, Sequence[int]], weights: Mapping[int, float]) -> Kept:
    sizes, sums = [0] * len(KINDS), [0.0] * len(KINDS)
    keys, at = array("I"), array("H")
    for key, weight in weights.items():
        sizes[key & KIND_OF] += 1
        sums[key & KIND_OF] += weight
        for sentence in places[key]:
            if sentence < 65_536 and len(keys) < MOST_KEYS:
                keys.append(key)
                at.append(sentence)
    spans = reading.sentences or (Span(0, len(reading.article.text)),)
    return Kept(
        id=reading.article.id,
        language=reading.article.language or "",
        cased=sizes[KINDS.index("-")] > sizes[KINDS.index("~")] / 2,
        keys=keys,
        at=at,
        starts=array("I", (span.start for span in spans)),
        ends=array("I", (span.end for span in spans)),
        sizes=tuple(sizes),
        sums=tuple(sums),
    )


def _match(old: Kept, new: Kept, verdict: Verdict) -> Match:
    """The match of two documents, with the sentences that prove it."""
    chain = sorted((j, i) for i, j in verdict.chain)
    left, right = old.lengths, new.lengths
    lefts, rights = covered(chain, left, right)
    pairs = [Pair(_span(old, i), _span(new, j)) for i, j in chain]
    longest = sorted(pairs, key=lambda pair: (pair.left.start - pair.left.end, pair.left.start, pair.right.start))
    return Match(
        left=old.id,
        right=new.id,
        translated=True,
        left_share=_share(lefts, left),
        right_share=_share(rights, right),
        score=1 / (1 + math.exp(-4 * (verdict.total - ENOUGH))),
        pairs=tuple(longest[:MOST_PAIRS]),
    )


def _span(kept: Kept, sentence: int) -> Span:
    return Span(kept.starts[sentence], kept.ends[sentence])


def _share(sentences: Iterable[int], lengths: Sequence[int]) -> float:
    return min(1.0, sum(lengths[i] for i in sentences) / max(1, sum(lengths)))
