"""Say whose a statement is, as far as its article tells: which party, outlet or crowd speaks.

The party counts, not the channel: an agency that passes on a ministry's words is the way they came, not who said them.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

import msgspec

from corrobora.gazetteer.voice_words import voice_words
from corrobora.records import Mention, Reading, Span, Statement
from corrobora.relate.channels import AGENCY, OUTLET, Channels
from corrobora.relate.credited import Credit, credits_of, spoke_to_own

VoiceKind = Literal["party", "private", "unnamed", "crowd", "channel", "own", "nobody"]
INSTITUTIONS = ("org:", "office:", "country:")
"""How the ids of parties begin that are institutions, not people."""
BESIDE = 4
"""Code points between a person's name and the office beside it, at most."""
NEAR = 2_000
"""Code points before an assertion that names nobody in which somebody speaks who may be meant."""


class Parties(Protocol):
    """Knows which ids mean one party, across languages and scripts."""

    def party(self, entity: str) -> str:
        """The party that an entity is or speaks for; the entity itself if no other is known."""
        ...


class AsTheyAre:
    """Every id is a party of its own."""

    def party(self, entity: str) -> str:
        return entity


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks in one statement of one article.

    `kind`: a `party` (institution, office, or somebody who speaks for one), a `private` person, somebody `unnamed`, a
    `crowd`, a `channel` that does not say where it has it from, the outlet's `own` reporting, or `nobody`. `ids` are the
    parties' ids, `roles` the words of the lexicon for what they are, `countries` where. `span` is where the words stand
    that tell; `told` says that the outlet itself was spoken to.
    """

    article: str
    kind: VoiceKind
    ids: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    channels: tuple[str, ...] = ()
    own: str | None = None
    span: Span | None = None
    told: bool = False

    @property
    def vague(self) -> bool:
        """True if it fits many: no id but a country's, and no role that tells."""
        return not self.roles and all(one.startswith("country:") for one in self.ids)


class VoiceReader:
    """The voices of one article."""

    def __init__(self, reading: Reading, channels: Channels, parties: Parties):
        self.reading = self._reading = reading
        self._text = reading.article.text
        self._channels = channels
        self._parties = parties
        self.outlet = channels.publisher(reading.article)
        self._credits: dict[str | None, list[Credit]] = {}
        for credit in credits_of(reading, channels):
            self._credits.setdefault(credit.statement, []).append(credit)
        self._beside = dict(self._offices_beside())

    @property
    def has_own_access(self) -> bool:
        """True if the article says that its outlet was there, or was spoken to."""
        if self._reading.access:
            return True
        return any(spoke_to_own(self._reading, statement) for statement in self._reading.statements)

    def of(self, statement: Statement | None, span: Span) -> tuple[Voice, ...]:
        """The voices of a statement, more than one if several speak; of an assertion without source, one."""
        if statement is None:
            return (self._asserted(span),)
        if not statement.source:
            return (self._unsaid(statement, span),)
        mentions = [one for source in statement.source for one in self._within(source)]
        groups = self._groups(statement, mentions)
        return tuple(self._voice(statement, group) for group in groups)

    def _voice(self, statement: Statement, mentions: Sequence[Mention]) -> Voice:
        source = statement.source[0]
        ids, countries = self._ids(statement, mentions)
        concepts = self._concepts(statement.source)
        words = voice_words()
        relays = tuple(dict.fromkeys(credit.to for credit in self._credits.get(statement.id, ())))
        told = spoke_to_own(self._reading, statement) is not None or self._told(statement)
        channel = next((one for one in ids if one.startswith((AGENCY, OUTLET))), None)
        roles = frozenset(concepts & words.institutions - words.generic)
        named = frozenset(one for one in ids if not one.startswith((AGENCY, OUTLET)))
        own_people = self.outlet in ids or (
            not named and any(sign.span.overlaps(source) for sign in self._reading.access)
        )
        kind: VoiceKind
        if own_people:
            kind = "own"
        elif (channel or self._names_a_channel(source)) and not {one for one in named if not one.startswith("person:")}:
            kind, named = "channel", frozenset()
        elif any(one.startswith(INSTITUTIONS) for one in named) or (roles and named):
            kind = "party"
        elif any(one.startswith("person:") for one in named):
            kind = "private"
        elif concepts & words.crowd and not roles:
            kind = "crowd"
        elif named or roles or (concepts & words.generic and not concepts & words.unnamed):
            kind = "party"
        else:
            kind = "unnamed"
        return Voice(article=self._reading.article.id, kind=kind, ids=named, roles=roles, countries=countries,
                     channels=relays, own=self.outlet, span=source, told=told)  # fmt: skip

    def _names_a_channel(self, source: Span) -> bool:
        return any(True for _ in self._channels.named(source.of(self._text)))

    def _ids(self, statement: Statement, mentions: Sequence[Mention]) -> tuple[frozenset[str], frozenset[str]]:
        """The parties' ids of a source, institutions before people, and its countries."""
        found: list[str] = []
        countries: set[str] = set()
        entities = [one.entity for one in mentions if one.entity]
        if statement.speaker and statement.speaker not in entities:
            entities.append(statement.speaker)
        for entity in entities:
            for one in (entity, *self._beside.get(entity, ())):
                party = self._parties.party(one)
                found.append(party)
                countries.update(_country(party))
        for one in mentions:
            if one.kind == "organisation" and not one.entity:
                found.append(f"name:{'-'.join(one.exact.casefold().split())}")
        places = [one for one in found if one.startswith("city:")]
        ids = [one for one in found if one not in places]
        if any(not one.startswith("country:") for one in ids):
            ids = [one for one in ids if not one.startswith("country:")]
        if any(one.startswith(INSTITUTIONS) for one in ids):
            ids = [one for one in ids if not one.startswith("name:")]
        return frozenset(ids), frozenset(countries)

    def _groups(self, statement: Statement, mentions: list[Mention]) -> list[list[Mention]]:
        """The mentions of each of several speakers: "South Korea and the United States". One group if one speaks."""
        entities = {self._parties.party(one.entity) for one in mentions if one.entity}
        alike = len({one.kind for one in mentions}) == 1
        if statement.speaker or len(entities) < 2 or not alike or len(entities) < len(mentions):
            return [mentions]
        return [[one] for one in mentions]

    def _asserted(self, span: Span) -> Voice:
        """What an article says in its own words: its outlet's own, if it says that it was there."""
        own = any(sign.kind == "own_reporter" or self._same_paragraph(sign.span, span) for sign in self._reading.access)
        return Voice(article=self._reading.article.id, kind="own" if own else "nobody", own=self.outlet, span=span)

    def _unsaid(self, statement: Statement, span: Span) -> Voice:
        """A statement without source: the speaker that goes on speaking, else nobody."""
        relays = tuple(dict.fromkeys(credit.to for credit in self._credits.get(statement.id, ())))
        ids = self._ids(statement, ())[0] if statement.speaker else frozenset()
        kind: VoiceKind = "nobody"
        if any(one.startswith(INSTITUTIONS) for one in ids):
            kind = "party"
        elif ids:
            kind = "private"
        return Voice(article=self._reading.article.id, kind=kind, ids=ids, channels=relays, own=self.outlet, span=span)

    def around(self, span: Span) -> Voice | None:
        """Who speaks before an assertion that names nobody, in the same story; the first speaker if nobody does."""
        spoken = [one for one in self._reading.statements if one.source and one.act != "report"]
        before = [one for one in spoken if one.cue and 0 <= span.start - one.cue[0].start <= NEAR]
        for statement in [*reversed(before), *spoken]:
            for voice in self.of(statement, span):
                if voice.kind in ("party", "private", "unnamed"):
                    return voice
        return None

    def _same_paragraph(self, left: Span, right: Span) -> bool:
        first, last = min(left.end, right.end), max(left.start, right.start)
        return "\n\n" not in self._text[first:last]

    def _told(self, statement: Statement) -> bool:
        spans = (*statement.source, *statement.cue)
        if not spans:
            return False
        start, end = min(one.start for one in spans), max(one.end for one in spans)
        around = Span(start, end + 60)
        return any(sign.kind == "told_us" and sign.span.overlaps(around) for sign in self._reading.access)

    def _concepts(self, spans: Sequence[Span]) -> set[str]:
        return {
            concept
            for one in self._reading.concepts
            if any(span.covers(one.span) for span in spans)
            for concept in one.concepts
        }

    def _within(self, span: Span) -> list[Mention]:
        return [one for one in self._reading.mentions if span.covers(one.span)]

    def _offices_beside(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The institutions and offices that stand beside each person's name somewhere in the article."""
        found: dict[str, list[str]] = {}
        mentions = sorted(self._reading.mentions, key=lambda one: one.start)
        for left, right in zip(mentions, mentions[1:], strict=False):
            if right.start - left.end > BESIDE or "\n" in self._text[left.end : right.start]:
                continue
            for person, office in ((left, right), (right, left)):
                if person.kind == "person" and person.entity and office.kind in ("office", "organisation"):
                    entity = office.entity or ""
                    if entity.startswith(INSTITUTIONS):
                        found.setdefault(person.entity, []).append(entity)
        yield from ((person, tuple(dict.fromkeys(offices))) for person, offices in found.items())


def _country(party: str) -> Iterator[str]:
    """The country that an id carries: country:kr, org:kr-intelligence, office:kr-foreign-minister, city:kr-seoul."""
    scheme, _, name = party.partition(":")
    code = name.partition("-")[0]
    if scheme in ("country", "org", "office", "city") and len(code) == 2:
        yield code
