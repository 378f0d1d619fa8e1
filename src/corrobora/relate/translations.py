"""Find, in a stream of articles, that one is a translation of an earlier one, or of the same original.

A translation, whole or abridged, by a person or a machine, keeps what relate/bridges.py finds: names, figures, dates,
concepts, cognates. Two things are asked of two articles:

1. Content: do they share as many of these keys as a translation would? Each key found again is evidence of
   log(survival / chance) nats, each one missing of log(1 - survival), and the sum is divided by what a translation is
   expected to reach (relate/content.py; Resnik & Smith 2003 score pages that may be translations of each other in this
   spirit). Chance is learned from the stream (relate/rarity.py).
2. Order: do the shared keys come in the same order? Two independent reports of one event share its names and figures,
   too, but not sentence by sentence. What the best alignment of sentences gains over the best one with one text read
   backwards is the part of the evidence that only a common order explains (relate/sentence_order.py).

Neither decides alone: a text of one sentence has no order, and reports of one event have much common content. The sum
of both must reach ENOUGH. The weights come from logistic regressions over some 60,000 judged pairs of two collections
of translated news (hard negatives: what shares most, among it reports of the same matches, trials and storms), rounded;
results change by less than half a point if any of them is changed by a fifth.
"""

import heapq
import math
from collections.abc import Callable, Iterable, Sequence

import msgspec

from corrobora.records import Reading, Span
from corrobora.relate.candidates import Candidates, telling
from corrobora.relate.content import SOFTENED, found_of_both
from corrobora.relate.document_keys import COMMON, KIND_OF, PRIOR, Kept, Places, Weights, kept_of, places_of
from corrobora.relate.matches import Match, Pair
from corrobora.relate.rarity import Rarity
from corrobora.relate.sentence_order import cells_of, covered, order_of

VERIFIED, VERIFIED_WITHIN = 8, 4
"""Candidates in other languages that are verified, at most, and in the same language."""
FAINT, FAINT_WITHIN = 0.03, 0.08
"""The least share of what a document is found by that a candidate must have; of translations, one in fifty has less."""
ENOUGH = 0.85
"""What content and weighted order must reach together, for texts long enough to have an order."""
ORDER_WEIGHT, LENIENT = 5.0, 0.5
"""How much order counts beside content, and how much less is enough for a text of one sentence (for others, divided by
the number of sentences), because it has no order."""
ORDER_WEIGHT_WITHIN, LENIENT_WITHIN = 2.0, 0.2
"""The same within a language, where more of the content must be there, and reports of one event share whole phrases."""
SECOND_BEST = 0.6
"""A match is dropped if another article in the same language matches so much better: it has explained the likeness."""
SURPLUS = 3.0
"""Nats by which the evidence may stay below the log of the number of articles compared. Of both sides the lower
evidence and of both languages the higher chance are taken, so that it is worth more than it seems."""
FEWEST_NATS = 6.0
"""What the evidence must be worth, however few articles were compared."""
SURE, STEEPNESS = 2.0, 6.0
"""What makes a probability of the sum of content and order: log odds where it is just enough, and per unit above."""
MOST_PAIRS = 8
MOST_ALIKE = 8
"""Articles in the same language that are noted as alike to one."""
MOST_MATCHES = 24
"""Matches of one article."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How a pair was judged; nats are natural units of evidence."""

    content: float
    order: float
    nats: float
    total: float
    needed: float
    """What `total` must reach."""
    chain: list[tuple[int, int]]


class Breadth(msgspec.Struct):
    """How many keys the documents of a language have on average; before any are known, some hundred."""

    documents: float = 10.0
    keys: float = 1_000.0

    @property
    def mean(self) -> float:
        return self.keys / self.documents


class Translations:
    """The articles of the window. `add` costs the same whatever their number.

    Two articles in the same language may be translations of one original, or independent reports that are worded alike.
    So they match only if one of them is known to match an article in another language, unless `originals` is False:
    then they match in any case, for collections of translations whose originals are not all there.
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
        places = places_of(reading)
        everywhere = self._rarity.everywhere(places)
        own = self._rarity.within(reading.article.language or "", everywhere)
        weights = {key: weight for key in places if (weight := own[key]) > COMMON}
        kept = kept_of(reading, places, weights)
        found_by = telling(weights)
        lookup = {kept.language: weights}

        def verdict(number: int) -> Verdict | None:
            old = self._kept[number % self._window]
            if old is None or old.id == kept.id or number < self._count - self._window:
                return None
            if old.language not in lookup:
                lookup[old.language] = self._rarity.within(old.language, everywhere)
            breadths = self._breadth(kept.language).mean, self._breadth(old.language).mean
            return judge(kept, old, places, (weights, lookup[old.language]), breadths)

        passed = self._passed(self._promising(kept, found_by), verdict)
        matches = self._matches(kept, passed, verdict)
        self._keep(kept, found_by, places)
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

    def _promising(self, kept: Kept, found_by: Sequence[tuple[int, float]]) -> list[int]:
        """The numbers of the documents that share most, some in other languages, fewer in its own."""
        shared = self._candidates.of(self._count, found_by)
        own: list[tuple[float, int]] = []
        others: list[tuple[float, int]] = []
        total = sum(weight for _, weight in found_by)
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

    def _keep(self, kept: Kept, found_by: Sequence[tuple[int, float]], places: Places) -> None:
        gone = self._count - self._window
        self._matched.discard(gone)
        self._alike.pop(gone, None)
        self._kept[self._count % self._window] = kept
        self._candidates.add(self._count, [key for key, _ in found_by])
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
    places: Places,
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
    content, nats = found_of_both(new, old, shared, breadths)
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
