"""Say what each article of a stream was made from: copies, excerpts, wires, translations, revisions, credits.

Articles come in the order in which they arrive, and nothing looks ahead; a later article may show where an earlier one
came from, and then its derivation is given with the later one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from corrobora.records import Derivation, Reading, Span
from corrobora.relate.channels import AGENCY, Channels
from corrobora.relate.credited import Credit
from corrobora.relate.direction import Kind, Way, alike, believable, way
from corrobora.relate.matches import Match
from corrobora.relate.remembered import Remembered
from corrobora.relate.traits import Traits, traits_of

VERSION = 1
MADE_BY = f"lineage/{VERSION}"
WINDOW = 200_000
FIRST = 0.06
"""What it weighs that an article is not known to come from one of another outlet."""
TOO_FREE = 0.3
"""Part of the people and figures that a translation too free to be found must share with what it credits."""
SIGNED, RELAYED = 0.9, 0.8
"""How sure a derivation is that a signature or a relay alone tells."""
WELL_EXPLAINED = 0.9
"""Part of an article that stands in its nearest origin, if it need not be looked for elsewhere."""
ANOTHER_PART, ALMOST_ALL = 0.15, 0.8
"""Part of an article that a second origin must explain, where the first does not; and part that needs no second."""
MOST_PAIRS = 3


class Matcher(Protocol):
    """Finds earlier articles that share text with one, best first, and keeps it."""

    def add(self, reading: Reading) -> tuple[Match, ...]: ...


class Lineage:
    """The derivations of a stream. Memory is bounded by `window` articles; the cost of one article does not grow.

    What an earlier one of the `matchers` says of two articles counts. `text_of` gives the text of an earlier article.
    """

    def __init__(
        self,
        matchers: Sequence[Matcher],
        *,
        channels: Channels | None = None,
        window: int = WINDOW,
        text_of: Callable[[str], str | None] | None = None,
    ):
        self.channels = channels or Channels()
        self._matchers = matchers
        self._earlier = Remembered(window, text_of)

    def add(self, reading: Reading) -> tuple[Derivation, ...]:
        """What this article was made from, and what earlier ones turn out to be made from; each link once."""
        right = traits_of(reading, self.channels)
        if right.id in self._earlier:
            return ()
        ways = self._ways(reading, right)
        self._earlier.add(reading, right)
        made = self._nearest(list(self._derived(right, ways)))
        found = {(one.derived, one.origin): one for one in (*made, *self._revealed(right, ways))}
        for derived, origin in found:
            self._earlier.came_from(derived, origin)
        return tuple(found.values())

    def _nearest(self, made: list[Derivation]) -> list[Derivation]:
        """Without those from what another origin of the article comes from itself."""
        above = {origin for one in made if one.kind != "credit" for origin in self._earlier.above(one.origin)}
        return [one for one in made if one.origin not in above]

    def _ways(self, reading: Reading, right: Traits) -> list[Way]:
        found: dict[str, Match] = {}
        for matcher in self._matchers:
            for match in matcher.add(reading):
                left = self._earlier.get(match.left)
                if left is not None and believable(left, right, match):
                    found.setdefault(match.left, match)
        return [way(left, right, match) for id, match in found.items() if (left := self._earlier.get(id))]

    def _derived(self, right: Traits, ways: list[Way]) -> Iterator[Derivation]:
        chosen = self._chosen([one for one in ways if one.derived is right])
        signed = next((one for one in right.credits if one.how == "signed" and one.to.startswith(AGENCY)), None)
        whose = signed or next((one for one in right.credits if one.how == "relayed"), None)
        explained = {one.origin.outlet for one in chosen}
        if whose is not None and whose.to not in explained and (signed or (chosen and chosen[0].translated)):
            own = self._article_of(whose.to, right, ways, chosen)
            if own is not None or signed:
                # a sibling that has the same words from the same agency is no origin of this article
                chosen = [one for one in chosen if not self._is_sibling(one, whose, signed is not None)]
                kind = self._kind(right, own, "syndication" if signed else "translation")
                yield self._by_credit(right, whose, kind, SIGNED if signed else RELAYED, own)
                explained.add(whose.to)
        for one in chosen:
            yield self._by_text(one)
        yield from self._credits(right, chosen, explained)

    def _chosen(self, ways: list[Way]) -> list[Way]:
        """The nearest origin, and others, of another family, that explain parts of the article which it does not."""
        ranked = sorted(ways, key=lambda one: -one.weight - FIRST * self._is_first(one.origin))
        chosen = ranked[:1]
        covered = [pair.right for one in chosen for pair in one.match.pairs]
        share = sum(one.match.right_share for one in chosen)
        for one in ranked[1:]:
            if share >= ALMOST_ALL or self._is_kin(one, chosen):
                continue
            own = [pair.right for pair in one.match.pairs]
            fresh = [span for span in own if not any(span.overlaps(other) for other in covered)]
            part = one.match.right_share * _length(fresh) / max(1, _length(own))
            if part >= ANOTHER_PART:
                chosen.append(one)
                covered += fresh
                share += part
        return chosen

    def _is_first(self, article: Traits) -> bool:
        return self._earlier.outlets_above(article.id) <= {article.outlet or ""}

    def _is_kin(self, one: Way, chosen: list[Way]) -> bool:
        """True if an origin has a beginning in common with one of the chosen."""
        family = {one.origin.id, *self._earlier.above(one.origin.id)}
        return any(family & {other.origin.id, *self._earlier.above(other.origin.id)} for other in chosen)

    def _is_sibling(self, one: Way, whose: Credit, signed: bool) -> bool:
        origin = one.origin
        if signed and one.translated is False and not (origin.credited(whose.to) or self._comes_from(origin, whose.to)):
            return False
        return one.derived.credited(origin.outlet) is False

    def _comes_from(self, article: Traits, channel: str) -> bool:
        return channel in self._earlier.outlets_above(article.id)

    def _article_of(self, channel: str, right: Traits, ways: list[Way], chosen: list[Way]) -> str | None:
        """The article of an agency or outlet that another one prints or translates: one that shares its text, one that
        its nearest origin comes from, one about the same people and figures."""
        own = [one.origin for one in ways if one.derived is right and one.origin.outlet == channel]
        for one in chosen:
            above = (self._earlier.get(id) for id in self._earlier.above(one.origin.id))
            own += [kept for kept in above if kept is not None and kept.outlet == channel]
        likeliest, shared = self._earlier.likeliest(channel, right)
        if own:
            best = max(own, key=lambda one: alike(one, right))
            kin = self._earlier.outlets_above(likeliest or "") <= {channel} and shared > alike(best, right)
            return likeliest if kin else best.id
        explained = bool(chosen) and chosen[0].match.right_share >= WELL_EXPLAINED
        return likeliest if shared >= TOO_FREE and not explained else None

    def _kind(self, right: Traits, origin: str | None, kind: Kind) -> Kind:
        """The kind by language: what is in another one is a translation, what is in the same one is none."""
        left = self._earlier.get(origin or "")
        if left is None:
            return kind
        if left.language != right.language:
            return "translation"
        return "syndication" if kind == "syndication" else "credit"

    def _credits(self, right: Traits, chosen: list[Way], explained: set[str | None]) -> Iterator[Derivation]:
        """Derivations for credits that no shared text explains, and that were not taken over together with the text."""
        handed_down = {credit.to for one in chosen for credit in one.origin.credits}
        for one in chosen:
            handed_down |= self._earlier.outlets_above(one.origin.id)
        first = {credit.to: credit for credit in reversed(right.credits)}
        for channel, credit in reversed(first.items()):
            if channel in explained or channel in handed_down:
                continue
            origin, shared = self._earlier.likeliest(channel, right)
            if origin is None and not channel.startswith(AGENCY) and channel not in self.channels.well_known:
                continue
            left = self._earlier.get(origin or "")
            free = left is not None and left.language != right.language and not right.own_access and shared >= TOO_FREE
            yield self._by_credit(right, credit, "translation" if free else "credit", RELAYED, origin)

    def _revealed(self, right: Traits, ways: list[Way]) -> Iterator[Derivation]:
        """Earlier articles that this one shows to be made from it."""
        for one in ways:
            if one.origin is right and set(self._earlier.origins(one.derived.id)) <= {right.outlet}:
                yield self._by_text(one)

    def _by_text(self, one: Way) -> Derivation:
        evidence = []
        for pair in one.match.pairs[:MOST_PAIRS]:
            evidence += self._earlier.evidence(one.match.right, pair.right)
            evidence += self._earlier.evidence(one.match.left, pair.left)
        credit = next((one_of for one_of in one.derived.credits if one_of.to == one.origin.outlet), None)
        if credit is not None:
            evidence += self._earlier.evidence(one.derived.id, credit.span)
        return Derivation(derived=one.derived.id, origin=one.origin.id, kind=one.kind, score=round(one.score, 3),
                          evidence=tuple(evidence), made_by=MADE_BY)  # fmt: skip

    def _by_credit(self, right: Traits, credit: Credit, kind: Kind, score: float, origin: str | None) -> Derivation:
        return Derivation(derived=right.id, origin=origin or credit.to, kind=kind, score=score,
                          evidence=tuple(self._earlier.evidence(right.id, credit.span)), made_by=MADE_BY)  # fmt: skip


def _length(spans: list[Span]) -> int:
    return sum(span.end - span.start for span in spans)
