"""Say whose a statement is, as far as its article tells: which party, outlet or crowd speaks.

The party counts, not the channel: an agency that passes on a ministry's words is the way they came, not who said them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

import msgspec

from corrobora.gazetteer.organisation_ids import organisation_ids
from corrobora.gazetteer.voice_words import voice_words
from corrobora.records import Mention, Reading, Span, Statement
from corrobora.relate.channels import AGENCY, OUTLET, Channels
from corrobora.relate.credited import Credit, credits_of, spoke_to_own, without

VoiceKind = Literal["party", "private", "unnamed", "crowd", "channel", "own", "nobody"]
BESIDE = 45
"""Code points before a person's name, and behind a comma after it, that tell who that is."""
BESIDE_UNSPACED = 12
UNSPACED = "\u2e80"
"""From this letter on words are not parted by spaces, and few letters say much."""
SHORT = 5
"""A source of one word with so few letters, and no name, stands for somebody named before."""
JUST = 80
"""Code points between what somebody says and an assertion that names nobody and may go on with it."""
NEAR = 2_000
"""Code points before an assertion that names nobody in which somebody speaks who may be meant."""
TOLD_WITHIN = 60
"""Code points behind a cue in which it may say who was told."""
COMMON = 0.7
"""Part of a body's letters that common nouns make up, if it has no name."""
COUNTRY_CODE = 2
STOPS = (".", "。", "\n", ":", ";", "»", "”", "“", "«", "(", "؛")
PERSON, NAME, COUNTRY, CITY = "person:", "name:", "country:", "city:"


class Parties(Protocol):
    """Knows which ids mean one party, across languages and scripts. relate/entities.py does."""

    def of(self, reading: Reading, mention: Mention) -> str | None:
        """The id that all languages share of whoever a mention names; None if nothing is known."""
        ...

    def party(self, entity_id: str) -> str:
        """The party that an entity is or speaks for; the entity itself if no other is known."""
        ...


class AsTheyAre:
    """Every id is a party of its own."""

    def of(self, reading: Reading, mention: Mention) -> str | None:
        return mention.entity

    def party(self, entity_id: str) -> str:
        return entity_id


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks in one statement of one article.

    `kind`: a `party` (institution, office, or somebody who speaks for one), a `private` person, somebody `unnamed`, a
    `crowd`, a `channel` that does not say where it has it from, the outlet's `own` reporting, or `nobody`. `ids` are
    those of parties ("name:…" is what only its own language calls it), `roles` words of the lexicon for what they are
    (`generic`: only such as fit any institution), `countries` where. `channels` relay it. `own` is the outlet; `told`
    says that it was spoken to. `people` are the names in its words. `span` is where the words stand that tell.
    """

    article: str
    kind: VoiceKind
    language: str | None = None
    ids: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    channels: tuple[str, ...] = ()
    own: str | None = None
    span: Span | None = None
    told: bool = False
    generic: bool = False
    people: tuple[str, ...] = ()

    @property
    def vague(self) -> bool:
        """True if it is a party by words that fit many: no id but a country's or person's, no role that tells."""
        return self.kind == "party" and not self.roles and all(one.startswith((COUNTRY, PERSON)) for one in self.ids)


class VoiceReader:
    """The voices of one article."""

    def __init__(self, reading: Reading, channels: Channels, parties: Parties):
        self.reading = reading
        self.outlet = channels.publisher(reading.article)
        self._text = reading.article.text
        self._channels = channels
        self._parties = parties
        self._credits: dict[str | None, list[Credit]] = {}
        for credit in credits_of(reading, channels):
            self._credits.setdefault(credit.statement, []).append(credit)
        self._was_there = any(sign.kind == "own_reporter" for sign in reading.access)
        self._told_people: frozenset[str] = frozenset()
        self._mentions = sorted(reading.mentions, key=lambda one: one.start)
        self._described: dict[str, list[Span]] = {}
        for one in self._mentions:
            if one.kind == "person" and one.entity:
                self._described.setdefault(one.entity, []).extend(self._around_name(one))
        told = (one.speaker for one in reading.statements if one.speaker and one.source and self._told(one))
        self._told_people = frozenset(one for one in told if one.startswith(PERSON))

    def of(self, statement: Statement | None, span: Span) -> tuple[Voice, ...]:
        """The voices of a statement, more than one if several speak; of an assertion without source, one."""
        if statement is None:
            return (self._asserted(span),)
        if not statement.source:
            return (self._unsaid(statement, span),)
        mentions = [one for source in statement.source for one in self._within(source)]
        return tuple(self._said(statement, group) for group in self._groups(statement, mentions))

    def around(self, span: Span, *, before: bool = False) -> Voice | None:
        """Who speaks before a place; unless `before`, the first speaker of the article if nobody does."""
        spoken = [one for one in self.reading.statements if one.source]
        near = [one for one in spoken if one.cue and 0 < span.start - one.source[0].start <= NEAR]
        for statement in [*reversed(near), *([] if before else spoken)]:
            if not self._is_pronoun(statement):
                for voice in self.of(statement, span):
                    if voice.kind in ("party", "private", "unnamed", "own"):
                        return voice
        return None

    def _is_pronoun(self, statement: Statement) -> bool:
        words = " ".join(one.of(self._text) for one in statement.source).split()
        return len(words) == 1 and len(words[0]) <= SHORT and not any(self._within(one) for one in statement.source)

    def _said(self, statement: Statement, mentions: Sequence[Mention]) -> Voice:
        source = statement.source[0]
        if not statement.speaker and self._is_pronoun(statement) and not self._concepts(statement.source):
            meant = self.around(source, before=True)
            return meant or self._voice("nobody", source, channels=self._relays(statement))
        entities = [entity for one in mentions if (entity := self._entity(one))]
        if statement.speaker and statement.speaker not in entities and len(statement.source) == 1:
            entities.append(statement.speaker)
        described = [span for one in entities for span in self._described.get(one, ())]
        ids, countries = self._ids(entities, mentions, described)
        concepts = self._concepts([*statement.source, *described])
        told = self._told(statement) or not self._told_people.isdisjoint(entities)
        kind = self._kind(ids, concepts, mentions, source, told)
        return self._voice(
            kind,
            source,
            ids=frozenset(one for one in ids if not one.startswith((AGENCY, OUTLET))),
            roles=frozenset(concepts & voice_words().institutions),
            countries=countries,
            channels=self._relays(statement),
            told=told,
            generic=bool(concepts & voice_words().generic),
            people=tuple(dict.fromkeys(one.exact for one in mentions if one.kind == "person" and one.entity)),
        )

    def _kind(
        self, ids: frozenset[str], concepts: set[str], mentions: Sequence[Mention], source: Span, told: bool
    ) -> VoiceKind:
        words = voice_words()
        bodies = [one for one in ids if not one.startswith((PERSON, AGENCY, OUTLET))]
        person = any(one.startswith(PERSON) for one in ids)
        if self.outlet in ids or (not ids and any(sign.span.overlaps(source) for sign in self.reading.access)):
            return "own"
        named = {key for key, _ in self._channels.named(source.of(self._text))} - {self.outlet}
        if not bodies and not person and named:
            return "channel"
        if bodies or concepts & words.institutions or concepts & words.generic:
            return "party"
        if any(one.kind == "office" for one in mentions):
            return "party"
        if told or (person and (self._was_there or concepts & words.occupations)):
            return "private"
        if concepts & words.crowd and not person:
            return "crowd"
        return "unnamed" if concepts & words.unnamed and not person else "party"

    def _ids(
        self, entities: Sequence[str], mentions: Sequence[Mention], described: Sequence[Span] = ()
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of a source, institutions before countries and names, and its countries."""
        beside = [
            one.entity for span in described for one in self._within(span) if one.kind in ("office", "organisation")
        ]
        found = [party for one in (*entities, *beside) if one for party in self._speaking_for(one)]
        unknown = [one for one in mentions if one.kind == "organisation" and not one.entity]
        found += [_by_name(one.exact) for one in unknown if self._is_name(one)]
        countries = frozenset(code for one in found for code in _country(one))
        ids = [_shared(one) for one in found if not one.startswith(CITY)]
        if any(_is_institution(one) for one in ids):
            ids = [one for one in ids if not one.startswith((COUNTRY, NAME))]
        elif any(not one.startswith((COUNTRY, PERSON)) for one in ids):
            ids = [one for one in ids if not one.startswith(COUNTRY)]
        return frozenset(ids), countries

    def _is_name(self, body: Mention) -> bool:
        """False for a body that is called by common nouns only ("the ministry", "el Ayuntamiento"), or a channel."""
        if any(True for _ in self._channels.named(body.exact)):
            return False
        inside = [one for one in self.reading.concepts if body.span.covers(one.span)]
        known = voice_words().institutions | voice_words().generic
        told = sum(one.span.end - one.span.start for one in inside if known & set(one.concepts))
        return told < COMMON * len(body.exact)

    def _entity(self, mention: Mention) -> str | None:
        return self._parties.of(self.reading, mention)

    def _speaking_for(self, entity: str) -> list[str]:
        """An entity, and the institution that it speaks for. A country stays what it is: its name may stand for any of
        its institutions."""
        if entity.startswith((COUNTRY, CITY)):
            return [entity]
        party = self._parties.party(entity)
        return [entity, party] if entity.startswith(PERSON) and party != entity else [party]

    def _groups(self, statement: Statement, mentions: list[Mention]) -> list[list[Mention]]:
        """The mentions of each of several speakers: "South Korea and the United States". One group if one speaks."""
        entities = {entity for one in mentions if (entity := self._entity(one))}
        alike = len({one.kind for one in mentions}) == 1
        if statement.speaker or len(entities) < 2 or not alike or len(entities) < len(mentions):
            return [mentions]
        return [[one] for one in mentions]

    def _asserted(self, span: Span) -> Voice:
        """What an article says in its own words: that of the one institution that the sentence names beside it ("the
        prefecture counted 12,000"); else its outlet's own, if it says that it was there."""
        beside = self._named_beside(span)
        if beside is not None:
            return beside
        if self._was_there or any(self._same_paragraph(sign.span, span) for sign in self.reading.access):
            return self._voice("own", span)
        return self._just_before(span) or self._voice("nobody", span)

    def _just_before(self, span: Span) -> Voice | None:
        """Who is quoted last before an assertion, near enough for it to go on with what was said."""
        for statement in reversed(self.reading.statements):
            ends = [part.end for part in (*statement.cue, *statement.content)]
            if not statement.source or not ends or not 0 < span.start - max(ends) <= JUST:
                continue
            for voice in self.of(statement, span):
                if voice.kind in ("party", "private"):
                    return voice
            return None
        return None

    def _named_beside(self, span: Span) -> Voice | None:
        """The institution in the sentence of an assertion, outside of it, if there is one, and nobody is quoted."""
        sentences = [one for one in self.reading.sentences if one.overlaps(span)]
        if any(part.overlaps(one) for one in sentences for other in self.reading.statements for part in other.cue):
            return None  # whoever is named there says something else
        rest = [part for one in sentences for part in without(one, (span,))]
        bodies = [one for part in rest for one in self._within(part) if one.kind in ("organisation", "office")]
        ids, countries = self._ids([one.entity for one in bodies if one.entity], bodies)
        named = frozenset(one for one in ids if not one.startswith((AGENCY, OUTLET, PERSON, COUNTRY)))
        roles = frozenset(self._concepts(rest) & voice_words().institutions)
        if len(bodies) > 1 or not (named or (roles and len(roles) == 1 and not bodies)):
            return None
        place = bodies[0].span if bodies else rest[0]
        if self._was_there and place.start > span.start:
            return None
        return self._voice("party", place, ids=named, roles=roles, countries=countries)

    def _unsaid(self, statement: Statement, span: Span) -> Voice:
        """A statement without source: the speaker that goes on speaking, else whoever spoke before, else nobody."""
        entities = [statement.speaker] if statement.speaker else []
        if not entities and (meant := self.around(span, before=True)):
            return meant
        described = [span for one in entities for span in self._described.get(one, ())]
        ids, countries = self._ids(entities, (), described)
        concepts, words = self._concepts(described), voice_words()
        kind: VoiceKind = "nobody"
        if ids:
            official = any(not one.startswith(PERSON) for one in ids) or concepts & (words.institutions | words.generic)
            kind = "private" if self._was_there and not official else "party"
        roles = frozenset(concepts & words.institutions)
        return self._voice(kind, span, ids=ids, roles=roles, countries=countries, channels=self._relays(statement))

    def _voice(
        self,
        kind: VoiceKind,
        span: Span,
        *,
        ids: frozenset[str] = frozenset(),
        roles: frozenset[str] = frozenset(),
        countries: frozenset[str] = frozenset(),
        channels: tuple[str, ...] = (),
        told: bool = False,
        generic: bool = False,
        people: tuple[str, ...] = (),
    ) -> Voice:
        return Voice(
            article=self.reading.article.id,
            kind=kind,
            language=self.reading.article.language,
            ids=ids if kind != "channel" else frozenset(),
            roles=roles,
            countries=countries,
            channels=channels,
            own=self.outlet,
            span=span,
            told=told,
            generic=generic,
            people=people,
        )

    def _relays(self, statement: Statement) -> tuple[str, ...]:
        return tuple(dict.fromkeys(credit.to for credit in self._credits.get(statement.id, ())))

    def _same_paragraph(self, left: Span, right: Span) -> bool:
        first, last = min(left.end, right.end), max(left.start, right.start)
        return "\n\n" not in self._text[first:last]

    def _told(self, statement: Statement) -> bool:
        """True if the outlet itself was spoken to."""
        if spoke_to_own(self.reading, statement) is not None:
            return True
        spans = (*statement.source, *statement.cue)
        start, end = min(one.start for one in spans), max(one.end for one in spans)
        around = Span(start, end + TOLD_WITHIN)
        return any(sign.kind == "told_us" and sign.span.overlaps(around) for sign in self.reading.access)

    def _concepts(self, spans: Sequence[Span]) -> set[str]:
        """The concepts that some stretches name; not those that a person's name happens to be a word for."""
        found = [one for one in self.reading.concepts if any(span.covers(one.span) for span in spans)]
        people = [one.span for span in spans for one in self._within(span) if one.kind == "person"]
        return {
            concept for one in found if not any(name.covers(one.span) for name in people) for concept in one.concepts
        }

    def _within(self, span: Span) -> list[Mention]:
        first = bisect_left(self._mentions, span.start, key=lambda one: one.start)
        last = bisect_left(self._mentions, span.end, key=lambda one: one.start)
        return [one for one in self._mentions[first:last] if one.end <= span.end]

    def _around_name(self, person: Mention) -> Iterator[Span]:
        """The words before a name, up to a mark, and behind it, between commas: "the governor, Solveig Aamodt"."""
        unspaced = self._text[person.start] >= UNSPACED
        least = max(0, person.start - (BESIDE_UNSPACED if unspaced else BESIDE))
        before = self._text[least : person.start]
        yield Span(least + max(before.rfind(mark) for mark in STOPS) + 1, person.start)
        if self._text[person.end : person.end + 1] in (",", "،", "，", "("):
            after = self._text[person.end + 1 : person.end + 1 + BESIDE]
            ends = [at for mark in (*STOPS, ",", "،", "，", ")") if (at := after.find(mark)) >= 0]
            yield Span(person.end + 1, person.end + 1 + min(ends, default=len(after)))


def _by_name(name: str) -> str:
    return f"{NAME}{'-'.join(name.casefold().split())}"


def _shared(entity: str) -> str:
    """An id that all languages share, or a name if it was only made from the words of one."""
    scheme, _, name = entity.partition(":")
    if scheme != "org" or len(name.partition("-")[0]) == COUNTRY_CODE or entity in organisation_ids():
        return entity
    return f"{NAME}{name}"


def _is_institution(entity: str) -> bool:
    return not entity.startswith((COUNTRY, PERSON, NAME, CITY, AGENCY, OUTLET))


def _country(entity: str) -> Iterator[str]:
    """The country that an id carries: country:kr, org:kr-intelligence, office:kr-foreign-minister, city:kr-seoul."""
    scheme, _, name = entity.partition(":")
    code = name.partition("-")[0]
    if scheme in ("country", "org", "office", "city") and len(code) == COUNTRY_CODE:
        yield code
