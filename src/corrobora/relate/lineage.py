"""Say what each article of a stream was made from: copies, excerpts, wires, translations, revisions, credits.

Articles come in the order in which they arrive, and nothing looks ahead; a later article may show where an earlier one
came from, and then its derivation is given with the later one.
"""

import zlib
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from corrobora.records import Derivation, Evidence, Reading, Span
from corrobora.relate.channels import AGENCY, Channels
from corrobora.relate.credited import Credit
from corrobora.relate.direction import Kind, Way, believable, way
from corrobora.relate.matches import Match
from corrobora.relate.traits import Traits, traits_of

VERSION = 1
MADE_BY = f"lineage/{VERSION}"
WINDOW = 200_000
TEXTS = 20_000
"""Articles whose texts are kept to show the words of both sides as evidence."""
RECENT = 64
"""Articles of one outlet among which one that is credited is looked for."""
TOO_FREE = 0.3
"""Part of the people and figures that a translation too free to be found must share with what it credits."""
DAYS_APART = 4
SIGNED, RELAYED = 0.9, 0.8
"""How sure a derivation is that a signature or a relay alone tells."""
ANOTHER_PART = 0.15
"""Part of an article that a second origin must explain, where the first does not."""
ALMOST_ALL = 0.8
MOST_PAIRS = 3


class Matcher(Protocol):
    """Finds earlier articles that share text with one, best first, and keeps it."""

    def add(self, reading: Reading) -> tuple[Match, ...]: ...


class Lineage:
    """The derivations of a stream. Memory is bounded by `window` articles; the cost of one article does not grow."""

    def __init__(
        self,
        matchers: Sequence[Matcher],
        *,
        channels: Channels | None = None,
        window: int = WINDOW,
        text_of: Callable[[str], str | None] | None = None,
    ):
        """`text_of` gives the text of an earlier article by its id; without it the last `TEXTS` texts are kept."""
        self.channels = channels or Channels()
        self._matchers = matchers
        self._window = window
        self._kept: OrderedDict[str, Traits] = OrderedDict()
        self._origins: dict[str, tuple[str, ...]] = {}
        self._recent: dict[str, deque[str]] = {}
        self._texts: OrderedDict[str, bytes] = OrderedDict()
        self._text_of = text_of or self._kept_text

    def add(self, reading: Reading) -> tuple[Derivation, ...]:
        """What this article was made from, and what earlier ones turn out to be made from; each link once."""
        right = traits_of(reading, self.channels)
        if right.id in self._kept:
            return ()
        matches: dict[str, Match] = {}
        for matcher in self._matchers:  # what an earlier one finds of two articles counts
            for match in matcher.add(reading):
                left = self._kept.get(match.left)
                if left is not None and believable(left, right, match):
                    matches.setdefault(match.left, match)
        ways = [way(self._kept[left], right, match) for left, match in matches.items()]
        self._keep(reading, right)
        found = [*self._derived(right, ways), *self._revealed(right, ways)]
        for one in found:
            self._origins[one.derived] = (*self._origins.get(one.derived, ()), one.origin)
        return tuple(found)

    def _derived(self, right: Traits, ways: list[Way]) -> Iterator[Derivation]:
        chosen = _chosen([one for one in ways if one.derived is right])
        signed = {credit.to: credit for credit in right.credits if credit.how == "signed"}
        explained = {one.origin.outlet for one in chosen}
        for channel, credit in signed.items():
            if channel in explained or not channel.startswith(AGENCY):
                continue
            # a sibling that prints the same wire is no origin of this one, if both say whose it is
            chosen = [one for one in chosen if not one.origin.signs(channel)]
            yield self._credit(right, credit, "syndication", SIGNED)
        for one in chosen:
            yield self._derivation(one)
        yield from self._credits(right, chosen, {*signed, *explained})

    def _credits(self, right: Traits, chosen: list[Way], known: set[str | None]) -> Iterator[Derivation]:
        """Derivations for relays that no shared text explains, and that the article has not taken over with its text."""
        handed_down = {credit.to for one in chosen for credit in one.origin.credits}
        above = {outlet for one in chosen for outlet in self._outlets_above(one.origin.id)}
        for channel in dict.fromkeys(credit.to for credit in right.credits if credit.how == "relayed"):
            if channel in known or channel in handed_down or channel in above:
                continue
            credit = next(one for one in right.credits if one.to == channel)
            yield from self._relayed(right, credit)
        for credit in right.credits:
            if credit.how == "signed" and not credit.to.startswith(AGENCY) and credit.to not in known - {credit.to}:
                yield from self._relayed(right, credit)

    def _relayed(self, right: Traits, credit: Credit) -> Iterator[Derivation]:
        origin, shared = self._article_of(credit.to, right)
        if origin is not None or credit.to.startswith(AGENCY) or credit.to in self.channels.well_known:
            yield self._credit(right, credit, self._kind_of(right, origin, shared), RELAYED, origin)

    def _kind_of(self, right: Traits, origin: str | None, shared: float) -> Kind:
        """A credit, or a translation that was too free to be found, if the article has nothing of its own."""
        left = self._kept.get(origin or "")
        if left is None or right.own_access or left.language == right.language or shared < TOO_FREE:
            return "credit"
        return "translation"

    def _revealed(self, right: Traits, ways: list[Way]) -> Iterator[Derivation]:
        """Earlier articles that this one shows to be made from it, or from the agency that it names."""
        for one in ways:
            if one.origin is right and not self._origins.get(one.derived.id):
                yield self._derivation(one)

    def _derivation(self, one: Way) -> Derivation:
        evidence = [item for pair in one.match.pairs[:MOST_PAIRS] for item in self._both(one, pair.left, pair.right)]
        for credit in one.derived.credits:
            if credit.to == one.origin.outlet:
                evidence += self._evidence(one.derived.id, credit.span)
                break
        return Derivation(derived=one.derived.id, origin=one.origin.id, kind=one.kind, score=round(one.score, 3),
                          evidence=tuple(evidence), made_by=MADE_BY)  # fmt: skip

    def _both(self, one: Way, left: Span, right: Span) -> list[Evidence]:
        return [*self._evidence(one.match.right, right), *self._evidence(one.match.left, left)]

    def _credit(self, right: Traits, credit: Credit, kind: Kind, score: float, origin: str | None = None) -> Derivation:
        return Derivation(derived=right.id, origin=origin or credit.to, kind=kind, score=score,
                          evidence=tuple(self._evidence(right.id, credit.span)), made_by=MADE_BY)  # fmt: skip

    def _evidence(self, article: str, span: Span) -> list[Evidence]:
        text = self._text_of(article)
        return [Evidence(article=article, span=span, exact=span.of(text))] if text else []

    def _article_of(self, channel: str, right: Traits) -> tuple[str | None, float]:
        """The earlier article of an outlet that one credits, and the part of their people and figures that both name: the
        one that shares most; none if none shares any."""
        best: tuple[str | None, float] = (None, 0.0)
        most = 0
        for id in self._recent.get(channel, ()):
            other = self._kept.get(id)
            if other is None or id == right.id or _far_apart(other, right):
                continue
            shared = len(other.features & right.features)
            if shared > most:
                most = shared
                best = (id, shared / min(len(other.features), len(right.features)))
        return best

    def _outlets_above(self, id: str) -> set[str]:
        """The outlets and agencies that an article comes from, through any number of steps."""
        found: set[str] = set()
        waiting, seen = [id], {id}
        while waiting:
            for origin in self._origins.get(waiting.pop(), ()):
                kept = self._kept.get(origin)
                found.add((kept.outlet or "") if kept else origin)
                if kept and origin not in seen:
                    seen.add(origin)
                    waiting.append(origin)
        return found

    def _keep(self, reading: Reading, traits: Traits) -> None:
        self._kept[traits.id] = traits
        if traits.outlet:
            self._recent.setdefault(traits.outlet, deque(maxlen=RECENT)).append(traits.id)
        if len(self._kept) > self._window:
            gone, _ = self._kept.popitem(last=False)
            self._origins.pop(gone, None)
        if self._text_of == self._kept_text:
            self._texts[traits.id] = zlib.compress(reading.article.text.encode("utf-8", "surrogatepass"), 1)
            if len(self._texts) > TEXTS:
                self._texts.popitem(last=False)

    def _kept_text(self, id: str) -> str | None:
        kept = self._texts.get(id)
        return zlib.decompress(kept).decode("utf-8", "surrogatepass") if kept else None


def _chosen(ways: list[Way]) -> list[Way]:
    """The nearest origin, and others that explain parts of the article which it does not."""
    ranked = sorted(ways, key=lambda one: -one.weight)
    chosen = ranked[:1]
    covered = [pair.right for one in chosen for pair in one.match.pairs]
    share = sum(one.match.right_share for one in chosen)
    for one in ranked[1:]:
        if share >= ALMOST_ALL:
            break
        own = [pair.right for pair in one.match.pairs]
        fresh = [span for span in own if not any(span.overlaps(other) for other in covered)]
        part = one.match.right_share * _length(fresh) / max(1, _length(own))
        if part >= ANOTHER_PART:
            chosen.append(one)
            covered += fresh
            share += part
    return chosen


def _length(spans: list[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _far_apart(left: Traits, right: Traits) -> bool:
    if not (left.published and right.published):
        return False
    return abs((right.published - left.published).total_seconds()) > DAYS_APART * 86_400
