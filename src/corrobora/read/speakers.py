"""Say which entity speaks in each statement: who is named, whose office it is, whom a pronoun stands for."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from functools import cache

import msgspec

from corrobora.read import gazetteer
from corrobora.read.lexicon import Lexicon, lexicon_of
from corrobora.read.names_table import Gender, Pronoun, forms
from corrobora.read.packs import Pack
from corrobora.read.relays import RELAY_ENTITIES
from corrobora.records import Mention, Span, Statement

PARAGRAPHS = 2
"""A pronoun reaches back over this many paragraph breaks, at most."""
FARTHEST = 6_000
"""Characters that a pronoun reaches back over, at most."""
TITLE_REACH = 40
DEEPEST = 4
"""Quotations inside each other that a statement is looked for in."""
LONGEST_VERB_FORM = 4
"""Of "was", "does" and the like, which end as plurals do."""


class Known(msgspec.Struct):
    """What one text tells about a person: where first named, with what roles and offices, of what gender."""

    entity: str
    first: int
    roles: set[str]
    offices: set[str]
    genders: set[Gender]


def resolve_speakers(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention], pack: Pack
) -> tuple[Statement, ...]:
    """The same statements, in the same order, with `speaker` set where exactly one entity fits, else None.

    A named person beats the office and body beside the name. A capital that speaks is its country. An office becomes a
    person only if the text names one who holds it. A pronoun, role or missing source is resolved to a person named
    before, within two paragraphs, if just one fits.
    """
    voices = _Voices(pack.letters.alike(text), mentions, pack)
    order = sorted(range(len(statements)), key=lambda at: _place(statements[at]))
    speakers: dict[int, str | None] = {}
    earlier: tuple[int, str] | None = None
    open_source = False
    for at in order:
        statement = statements[at]
        speaker = None if open_source and not statement.source else voices.speaker(statement, earlier)
        speakers[at] = speaker
        # who only passes on what others say does not go on speaking in the next sentence
        if speaker and not speaker.startswith(RELAY_ENTITIES):
            earlier = (_place(statement), speaker)
        if statement.source:
            open_source = speaker is None
            if speaker is None:
                voices.note_unnamed(statement.source)
    voices.quote_oneself(statements, order, speakers)
    return tuple(
        statement if statement.speaker == speakers[at] else msgspec.structs.replace(statement, speaker=speakers[at])
        for at, statement in enumerate(statements)
    )


def _place(statement: Statement) -> int:
    spans = statement.cue or statement.source or statement.content
    return spans[0].start if spans else 0


class _Voices:
    """All who may speak in one text."""

    def __init__(self, text: str, mentions: Sequence[Mention], pack: Pack):
        self._text = text
        self._words = _words_of(pack)
        self._lexicon = lexicon_of(pack)
        self._mentions = sorted(mentions, key=lambda mention: (mention.start, mention.end))
        self._starts = [mention.start for mention in self._mentions]
        self._people: dict[str, Known] = {}
        self._named: list[tuple[int, str]] = []
        for at, mention in enumerate(self._mentions):
            if mention.kind == "person" and mention.entity:
                self._note(at, mention)
        self._holders: dict[str, list[Known]] = {}
        self._bearers: dict[str, list[Known]] = {}
        for known in self._people.values():
            for office in known.offices:
                self._holders.setdefault(office, []).append(known)
            for role in known.roles:
                self._bearers.setdefault(role, []).append(known)
        self._unnamed = [
            mention.start
            for at, mention in enumerate(self._mentions)
            if mention.kind == "office" and not self._has_holder(at)
        ]

    def _note(self, at: int, mention: Mention) -> None:
        assert mention.entity is not None
        known = self._people.get(mention.entity)
        if known is None:
            known = self._people[mention.entity] = Known(mention.entity, mention.start, set(), set(), set())
            person = self._words.people.get(mention.entity)
            if person is not None and person.gender:
                known.genders.add(person.gender)
            if person is not None and person.office:
                known.offices.add(f"office:{'-'.join(filter(None, (person.country, person.office)))}")
        self._named.append((mention.start, mention.entity))
        if not known.genders and (gender := self._given_gender(mention.exact)):
            known.genders.add(gender)
        for neighbour in (*self._mentions[max(0, at - 1) : at], *self._mentions[at + 1 : at + 2]):
            if neighbour.kind == "office" and self._apposed(neighbour, mention):
                if neighbour.entity:
                    known.offices.add(neighbour.entity)
                self._add_roles(known, neighbour.start, neighbour.end)
        if self._text[mention.start - 1 : mention.start] in (" ", "\u00a0"):
            self._add_roles(known, max(0, mention.start - TITLE_REACH), mention.start, beside=True)
        if not self._lexicon.language.capitals:
            self._add_roles(known, mention.end, min(len(self._text), mention.end + TITLE_REACH), after=True)

    def note_unnamed(self, source: Sequence[Span]) -> None:
        """Remember that somebody spoke whom the text has not made known."""
        for span in source:
            for mention in self._within(span):
                if mention.kind == "person" and mention.entity is None:
                    insort(self._unnamed, mention.start)

    def quote_oneself(
        self, statements: Sequence[Statement], order: Sequence[int], speakers: dict[int, str | None]
    ) -> None:
        """Let who is quoted speak where a statement inside the quotation is in the first person, and nobody else where
        it names nobody: "I believed that …", she said."""
        direct = [at for at in order if statements[at].quoted == "direct"]
        quoted = sorted((span.start, span.end, at) for at in direct for span in statements[at].content)
        for at in order:
            place, oneself = _place(statements[at]), self._is_oneself(statements[at])
            if statements[at].source and not oneself:
                continue
            last = bisect_left(quoted, place, key=lambda one: one[0])
            around = [outer for _, end, outer in quoted[max(0, last - DEEPEST) : last] if place < end]
            if around:
                speakers[at] = speakers[around[-1]] if oneself else None

    def _is_oneself(self, statement: Statement) -> bool:
        spans = statement.source or statement.cue
        said = spans[0].of(self._text) if spans else ""
        return said.lower().replace("’", "'").partition(" ")[0] in self._words.first_person

    def _has_holder(self, at: int) -> bool:
        office = self._mentions[at]
        beside = (*self._mentions[max(0, at - 1) : at], *self._mentions[at + 1 : at + 2])
        named = any(one.kind == "person" and self._apposed(office, one) for one in beside)
        return named or self._holder(office, office.start) not in (None, office.entity)

    def _apposed(self, office: Mention, person: Mention) -> bool:
        between = self._text[min(office.end, person.end) : max(office.start, person.start)]
        if "," not in between:
            return between in self._words.apposition
        words = between.lower().replace(",", " ").split()
        return all(word in self._words.determiners for word in words) or between in self._words.apposition

    def _add_roles(self, known: Known, start: int, end: int, *, beside: bool = False, after: bool = False) -> None:
        """The roles and titles in a stretch of text; `beside`: only those at its end, `after`: those at its start."""
        stretch = self._text[start:end]
        for begin, finish, sense in self._lexicon.matches(stretch):
            if beside and stretch[finish:] not in (" ", "\u00a0", ". "):
                continue
            if after and begin > 1:
                continue
            if begin and stretch[begin - 1].isalnum() and not after:
                continue
            if sense.kind == "R":
                known.roles.add(sense.id)
            if sense.kind in "RT" and sense.gender and not known.genders:
                known.genders.add(sense.gender)

    def _given_gender(self, exact: str) -> Gender | None:
        given = self._lexicon.given
        words = exact.split()
        return given.get(words[0]) if len(words) > 1 else None

    def speaker(self, statement: Statement, earlier: tuple[int, str] | None) -> str | None:
        """The entity that speaks; `earlier` is the place and speaker of the statement before."""
        at = _place(statement)
        if not statement.source:
            return self._continued(at, earlier) if self._lexicon.table.drops_subjects else None
        first = statement.source[0]
        words = " ".join(span.of(self._text) for span in statement.source).strip().lower()
        pronoun = self._words.pronouns.get(words)
        if pronoun is not None:
            return None if pronoun.plural else self._stood_for(first.start, pronoun.gender, earlier)
        found: list[str | None] = []
        groups = self._conjuncts([mention for span in statement.source for mention in self._within(span)])
        for group, follower in zip(groups, [*groups[1:], None], strict=False):
            if follower is not None and self._owned(first, group[0]) and self._comma(group[-1], follower[0]):
                continue
            if found and group[0].kind == "office" and group[0].entity is None and len(group) == 1:
                continue
            found.append(self._one(first, group))
        return found[0] if found and len(set(found)) == 1 else None

    def _conjuncts(self, inside: Sequence[Mention]) -> list[list[Mention]]:
        """The mentions of a source, parted where a conjunction, or a comma between two of a kind, stands."""
        groups: list[list[Mention]] = []
        for mention in inside:
            if groups:
                last = groups[-1][-1]
                gap = self._text[last.end : mention.start].lower()
                listed = gap.strip() == "," and last.kind == mention.kind
                if not listed and self._words.conjunctions.isdisjoint(gap.replace(",", " ").split()):
                    groups[-1].append(mention)
                    continue
            groups.append([mention])
        return groups

    def _comma(self, left: Mention, right: Mention) -> bool:
        return self._text[left.end : right.start].strip() == ","

    def _one(self, source: Span, inside: Sequence[Mention]) -> str | None:
        """The speaker among mentions that are not parted by a conjunction: the first person, else the first office …"""
        named = [mention for mention in inside if mention.kind == "person"]
        if named:
            return next((mention.entity for mention in named if not self._owned(source, mention)), None)
        office = next((mention for mention in inside if mention.kind == "office"), None)
        if office is not None:
            bodies = [
                mention
                for mention in inside
                if mention.kind == "organisation" and self._text[office.end : mention.start].rstrip().endswith(",")
            ]
            return bodies[0].entity if bodies else self._holder(office, source.start)
        return self._body_or_place(source, inside)

    def _within(self, span: Span) -> list[Mention]:
        at = bisect_left(self._starts, span.start)
        found: list[Mention] = []
        while at < len(self._mentions) and self._mentions[at].start < span.end:
            if self._mentions[at].end <= span.end:
                found.append(self._mentions[at])
            at += 1
        return found

    def _owned(self, source: Span, mention: Mention) -> bool:
        """True if the mention only belongs to somebody else who speaks: "i parenti di Aldo Ferri", "Trump's team"."""
        prefix = self._text[source.start : mention.start].lower().replace("’", "'")
        if bool(prefix.strip()) and prefix.endswith(self._words.links):
            return True
        if mention.kind != "person":
            return False
        if any(word in self._words.small for word in prefix.split()[1:]):
            return True
        suffix = self._text[mention.end : source.end].replace("’", "'")
        if not self._words.possessives or not self._lexicon.language.capitals:
            return False
        words = suffix.split()
        noun = bool(words) and words[0].isalpha() and words[0].islower() and words[0] not in self._words.small
        people = bool(words) and len(words[0]) > LONGEST_VERB_FORM and words[0].endswith(self._words.plurals)
        if suffix[:1] == " " and (noun or people):
            return True
        return len(words) > 1 and suffix.startswith(self._words.possessives)

    def _body_or_place(self, source: Span, inside: Sequence[Mention]) -> str | None:
        bodies = [mention for mention in inside if mention.kind == "organisation"]
        if bodies:
            return next((body.entity for body in bodies if body.entity and not self._owned(source, body)), None)
        if len(inside) != 1:
            return None
        prefix = self._text[source.start : inside[0].start].lower().replace("’", "'").split()
        bare = all(word in self._words.articles or word in self._words.conjunctions for word in prefix[-1:])
        return self.government(inside[0].entity) if bare and not self._owned(source, inside[0]) else None

    def government(self, entity: str | None) -> str | None:
        """The country that a capital stands for; anything else stands for itself."""
        if entity and entity.startswith("city:") and entity[5:] in self._words.capitals:
            return f"country:{entity[5:].partition('-')[0]}"
        return entity

    def _holder(self, office: Mention, before: int) -> str | None:
        """Who holds an office: by its id in all the text, by its role among those named before; else the office."""
        if office.entity:
            holders = self._holders.get(office.entity, [])
            return holders[0].entity if len(holders) == 1 else office.entity
        senses = [sense for _, _, sense in self._lexicon.matches(office.exact) if sense.kind == "R"]
        if not senses or senses[0].plural:
            return None
        role, gender = senses[0].id, senses[0].gender
        fitting = [
            known.entity for known in self._bearers.get(role, ()) if known.first < before and _agrees(known, gender)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _between(self, start: int, end: int) -> list[Known]:
        """The people named in a stretch of text, each once."""
        first, last = bisect_left(self._named, (start, "")), bisect_left(self._named, (end, ""))
        return [self._people[entity] for entity in dict.fromkeys(entity for _, entity in self._named[first:last])]

    def _stood_for(self, at: int, gender: Gender | None, earlier: tuple[int, str] | None) -> str | None:
        """Whom a pronoun means: the only person who fits, else whoever spoke last if nobody else was named since."""
        since = self._window(at)
        if self._somebody_unnamed(since, at):
            return None
        fitting = [known for known in self._between(since, at) if _agrees(known, gender)]
        if len(fitting) == 1:
            return fitting[0].entity
        if earlier is not None and earlier[0] >= since and any(known.entity == earlier[1] for known in fitting):
            later = [known for known in self._between(earlier[0], at) if _agrees(known, gender)]
            if all(known.entity == earlier[1] for known in later):
                return earlier[1]
        if earlier is None or earlier[0] < self._text.rfind("\n\n", since, at):
            alone = self._only_in_paragraph(at, since)
            if alone is not None and _agrees(alone, gender):
                return alone.entity
        sure = [known for known in fitting if gender and gender in known.genders]
        nearest = self._named[bisect_left(self._named, (at, "")) - 1][1] if fitting else None
        return nearest if [known.entity for known in sure] == [nearest] else None

    def _only_in_paragraph(self, at: int, since: int) -> Known | None:
        """The only person named in a paragraph before `at`, if no pronoun before the name may mean somebody else."""
        start = max(self._text.rfind("\n\n", since, at), since)
        named = self._between(start, at)
        if len(named) != 1:
            return None
        first = self._named[bisect_left(self._named, (start, ""))][0]
        before = self._text[start:first].lower().replace("’", "'").split()
        return None if any(word.strip(",.;:") in self._words.pronouns for word in before) else named[0]

    def _continued(self, at: int, earlier: tuple[int, str] | None) -> str | None:
        """Without a source, the speaker before goes on, unless somebody else has been named since."""
        window = self._window(at)
        if self._somebody_unnamed(max(window, earlier[0] if earlier else 0), at):
            return None
        if earlier is None or earlier[0] < window:
            near = self._between(window, at)
            return near[0].entity if len(near) == 1 else None
        since = self._between(earlier[0] + 1, at)
        return earlier[1] if all(known.entity == earlier[1] for known in since) else None

    def _somebody_unnamed(self, since: int, at: int) -> bool:
        """True if an office whose holder the text does not name was mentioned after the last person was."""
        last = bisect_left(self._unnamed, at) - 1
        if last < 0 or self._unnamed[last] < since:
            return False
        person = bisect_left(self._named, (at, "")) - 1
        return person < 0 or self._named[person][0] < self._unnamed[last]

    def _window(self, at: int) -> int:
        start, least = at, max(0, at - FARTHEST)
        for _ in range(PARAGRAPHS + 1):
            start = self._text.rfind("\n\n", least, max(start, 0))
            if start < 0:
                return least
        return start


def _agrees(known: Known, gender: Gender | None) -> bool:
    return gender is None or not known.genders or gender in known.genders


class _Words(msgspec.Struct, frozen=True):
    pronouns: dict[str, Pronoun]
    articles: frozenset[str]
    conjunctions: frozenset[str]
    determiners: frozenset[str]
    links: tuple[str, ...]
    possessives: tuple[str, ...]
    small: frozenset[str]
    plurals: tuple[str, ...]
    apposition: frozenset[str]
    first_person: frozenset[str]
    capitals: frozenset[str]
    people: dict[str, gazetteer.Person]


@cache
def _words_of(pack: Pack) -> _Words:
    """What a pack says about pronouns and the like, ready for lookups; built once."""
    lexicon: Lexicon = lexicon_of(pack)
    table = lexicon.table
    return _Words(
        pronouns={form: pronoun for pronoun in table.pronouns for form in forms(pronoun.words, table.endings)},
        articles=frozenset(table.articles.split()),
        conjunctions=frozenset(table.conjunctions.split()),
        determiners=frozenset(table.determiners.split()),
        links=tuple(link.replace("’", "'") for link in table.links),
        possessives=tuple(mark.replace("’", "'") for mark in table.possessives),
        plurals=tuple(table.plural_endings.split()) or ("\0",),
        small=frozenset(table.starters.split()) - set(f"{table.determiners} {table.articles}".split()),
        apposition=frozenset(table.apposition),
        first_person=frozenset(table.first_person.split()),
        capitals=frozenset(gazetteer.places(pack.code).capitals),
        people={person.id: person for person in gazetteer.people(pack.gazetteer_folders)},
    )
