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
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
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
VERIFIED, VERIFIED_WITHIN = 8, 4
"""Candidates in other languages that are verified, at most, and in the same language."""
FAINT, FAINT_WITHIN = 0.03, 0.08
"""The least share of what a document is found by that a candidate must have; of translations, one in fifty has less."""
LONGEST = 4.0
"""Times the average number of keys; a longer document has its keys over again."""
MOST_KEYS = 3_000
"""Keys kept of one document, in the order of its text."""

ENOUGH = 0.85
"""What content and weighted order must reach together, for texts long enough to have an order."""
ORDER_WEIGHT, LENIENT = 5.0, 0.5
"""How much order counts beside content, and how much less is enough for a text of one sentence (divided by the number of
sentences for others), because it has no order."""
ORDER_WEIGHT_WITHIN, LENIENT_WITHIN = 2.0, 0.2
"""The same within a language, where more of the content must be there, and reports of one event share whole phrases."""
FACTS = frozenset(KINDS.index(kind) for kind in "@#t~")
SAME_FACTS = 0.5
"""The share of names, figures and dates that two translations into the same language must have in common: what is worded
alike about other facts is a form that somebody filled in, such as a table, a forecast, a notice of a dividend."""
SECOND_BEST = 0.6
"""A match is dropped if another article in the same language matches so much better: it has explained the likeness."""
SURPLUS = 3.0
"""Nats by which the evidence may stay below the log of the number of articles compared. Both sides' lower evidence and both
languages' higher chance are taken, so that it is worth more than it seems."""
FEWEST_NATS = 6.0
"""What the evidence must be worth, however few articles were compared."""
SOFTENED = 5.0
"""Nats added to what is expected, so that very short texts do not look perfect."""
SURE, STEEPNESS = 2.0, 6.0
"""What makes a probability of the sum of content and order: log odds where it is just enough, and per unit above."""
MOST_PAIRS = 8
MOST_ALIKE = 8
"""Articles in the same language that are noted as alike to one."""
MOST_MATCHES = 24
"""Matches of one article."""

Weights = Mapping[int, float]


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


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How a pair was judged; nats are natural units of evidence."""

    content: float
    order: float
    nats: float
    chain: list[tuple[int, int]]

    needed: float
    """What `total` must reach."""
    total: float


class Breadth(msgspec.Struct):
    """How many keys the documents of a language have on average; before any are known, some hundred."""

    documents: float = 10.0
    keys: float = 1_000.0

    @property
    def mean(self) -> float:
        return self.keys / self.documents


class Translations:
    """The articles of the window. `add` costs the same whatever their number.

    Two articles in the same language may be translations of one original, or independent reports that are worded alike. So
    they match only if one of them is known to match an article in another language, unless `originals` is False: then they
    match in any case, for collections of translations whose originals are not all there.
    """

    def __init__(self, window: int = 200_000, *, originals: bool = True):
        self._window = window
        self._originals = originals
        self._kept: list[Kept | None] = [None] * window
        self._count = 0
        self._candidates = Candidates(window)
        self._rarity = Rarity(window, dict(enumerate(PRIOR)), KIND_OF)
        self._breadths: dict[str, Breadth] = {}
        self._matched: set[int] = set()
        self._alike: dict[int, list[int]] = {}

    def add(self, reading: Reading) -> tuple[Match, ...]:
        """The earlier articles of which this one seems a translation, or they of it, best first; then it is kept."""
        places = _places(reading)
        everywhere = self._rarity.everywhere(places)
        own = self._rarity.within(reading.article.language or "", everywhere)
        weights = {key: weight for key in places if (weight := own[key]) > COMMON}
        kept = _kept(reading, places, weights)
        telling = _telling(weights)
        lookup = {kept.language: weights}

        def verdict(number: int) -> Verdict | None:
            old = self._kept[number % self._window]
            if old is None or old.id == kept.id:
                return None
            if old.language not in lookup:
                lookup[old.language] = self._rarity.within(old.language, everywhere)
            breadths = self._breadth(kept.language).mean, self._breadth(old.language).mean
            return judge(kept, old, places, (weights, lookup[old.language]), breadths)

        passed = self._passed(self._promising(kept, telling), verdict)
        matches = self._matches(kept, passed, verdict)
        self._keep(kept, telling, places)
        return matches

    def _passed(self, candidates: Sequence[int], verdict: Callable[[int], Verdict | None]) -> dict[int, Verdict]:
        """The candidates that pass, best first."""
        least = max(FEWEST_NATS, math.log(self._count + 1) - SURPLUS)
        passed = [
            (judged.total, -number, judged)
            for number in candidates
            if (judged := verdict(number)) and judged.total >= judged.needed and judged.nats >= least
        ]
        best: dict[str, float] = {}
        kept: dict[int, Verdict] = {}
        for total, number, judged in sorted(passed, key=lambda one: one[:2], reverse=True):
            if total >= SECOND_BEST * best.setdefault(self._at(-number).language, total):
                kept[-number] = judged
        return kept

    def _matches(
        self, new: Kept, passed: dict[int, Verdict], verdict: Callable[[int], Verdict | None]
    ) -> tuple[Match, ...]:
        """The matches to tell; what is only alike in the same language is noted until an original turns up."""
        within = [number for number in passed if self._at(number).language == new.language]
        proven = len(within) < len(passed) or self._matched.intersection(within)
        if self._originals and not proven:
            self._note(within)
            return ()
        waiting = list(passed)
        while waiting:  # what is worded like a translation is one, too
            for alike in self._alike.pop(waiting.pop(), ()):
                if alike not in passed and len(passed) < MOST_MATCHES and (judged := verdict(alike)):
                    passed[alike] = judged
                    waiting.append(alike)
        if passed:
            self._matched.update(passed, (self._count,))
        return tuple(_match(self._at(number), new, judged) for number, judged in passed.items())

    def _note(self, within: Sequence[int]) -> None:
        """Remember that the new document is alike to these, in the same language."""
        for number in within:
            noted = self._alike.setdefault(number, [])
            if len(noted) < MOST_ALIKE:
                noted.append(self._count)
        if within:
            self._alike[self._count] = list(within)

    def _at(self, number: int) -> Kept:
        kept = self._kept[number % self._window]
        assert kept is not None
        return kept

    def _promising(self, kept: Kept, telling: Sequence[tuple[int, float]]) -> list[int]:
        """The numbers of the documents that share most, some in other languages, fewer in its own."""
        shared = self._candidates.of(self._count, telling)
        own: list[tuple[float, int]] = []
        others: list[tuple[float, int]] = []
        total = sum(weight for _, weight in telling)
        faint, faint_within = FAINT * total, FAINT_WITHIN * total
        for number, weight in shared.items():
            other = self._kept[number % self._window]
            if other is None or weight < faint:
                continue
            if other.language != kept.language:
                others.append((weight, number))
            elif weight >= faint_within:
                own.append((weight, number))
        best = heapq.nlargest(VERIFIED, others) + heapq.nlargest(VERIFIED_WITHIN, own)
        return [number for _, number in best]

    def _keep(self, kept: Kept, telling: Sequence[tuple[int, float]], places: Mapping[int, Sequence[int]]) -> None:
        gone = self._count - self._window
        self._matched.discard(gone)
        self._alike.pop(gone, None)
        self._kept[self._count % self._window] = kept
        self._candidates.add(self._count, [key for key, _ in telling])
        self._rarity.learn(places, kept.language)
        self._count += 1
        breadth = self._breadth(kept.language)
        breadth.documents += 1
        breadth.keys += sum(kept.sizes)

    def _breadth(self, language: str) -> Breadth:
        return self._breadths.setdefault(language, Breadth())


def judge(
    new: Kept,
    old: Kept,
    places: Mapping[int, Sequence[int]],
    weights: tuple[Weights, Weights],
    breadths: tuple[float, float],
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
    within = new.language == old.language
    weight, lenient = (ORDER_WEIGHT_WITHIN, LENIENT_WITHIN) if within else (ORDER_WEIGHT, LENIENT)
    return Verdict(
        content=content,
        order=gain,
        nats=nats + order.forwards - order.backwards,
        chain=order.chain,
        needed=ENOUGH - lenient / min(len(new.starts), len(old.starts)),
        total=content + weight * gain,
    )


def _content(new: Kept, old: Kept, shared: Mapping[int, float], breadths: tuple[float, float]) -> tuple[float, float]:
    """What is found again of either, as a share of what is expected of a translation, and in nats: the lower of both."""
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
        at = places.setdefault(_number(bridge.key), [])
        if bridge.sentence not in at:
            at.append(bridge.sentence)
    return places


@lru_cache(maxsize=500_000)
def _number(key: str) -> int:
    return (zlib.crc32(key.encode()) & ~KIND_OF) | KINDS.index(key[0])


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
        score=1 / (1 + math.exp(-SURE - STEEPNESS * (verdict.total - verdict.needed))),
        pairs=tuple(longest[:MOST_PAIRS]),
    )


def _span(kept: Kept, sentence: int) -> Span:
    return Span(kept.starts[sentence], kept.ends[sentence])


def _share(sentences: Iterable[int], lengths: Sequence[int]) -> float:
    return min(1.0, sum(lengths[i] for i in sentences) / max(1, sum(lengths)))
