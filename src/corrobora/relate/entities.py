"""Recognise the same person, organisation or place across articles, languages and scripts, as a stream of them arrives.

Readings give every mention an id: the gazetteer's own, or one made of its letters ("person:aldo-ferri"). Here ids whose
names are one's are linked: a link carries the two passages and why, it can be undone, and a person's judgement beats
it. Nothing looks ahead. A new name enters when `ENTERS_ARTICLES` articles of `ENTERS_OUTLETS` outlets carry it: before
that it may be linked to another full name, but no bare surname is taken for it.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from corrobora.gazetteer.called import Folders, called, people_keys
from corrobora.records import Entity, Evidence, Judgement, Mention, Reading
from corrobora.relate.links import Link, Links
from corrobora.relate.name_keys import keys
from corrobora.relate.name_sounds import alike, words_of
from corrobora.relate.parties import Parties
from corrobora.relate.same_name import Name, Verdict, same_name

__all__ = ["Entities", "Link", "Name", "Verdict"]

ENTERS_ARTICLES, ENTERS_OUTLETS = 2, 2
MOST_BEARERS = 200_000
"""New names that are remembered; of those that have not entered, the ones not seen for longest go first."""
MOST_CANDIDATES = 48
"""Bearers of one key that are compared with a new name, the latest ones."""
MOST_SPELLINGS = 12
"""Spellings of one bearer that are kept."""
NEAR = 3
"""Characters between an office and who holds it, at most ("il ministro Aldo Ferri", "Aldo Ferri, ministro")."""
SURNAME = 0.85
"""How alike a bare surname sounds to that of the one who is meant."""
LINKED_KINDS = frozenset({"person", "organisation", "place"})


class Bearer(msgspec.Struct):
    """Who bears a name that the gazetteer does not know, as far as the articles so far tell."""

    id: str
    kind: str
    spellings: dict[tuple[str, str | None], Evidence]
    offices: Counter[str]
    articles: int = 0
    outlets: set[str] = set()

    @property
    def entered(self) -> bool:
        return self.articles >= ENTERS_ARTICLES and len(self.outlets) >= ENTERS_OUTLETS


class Entities:
    """Who is who in a stream of readings. `judgements` are people's words on pairs of ids; they beat every score."""

    def __init__(self, *, judgements: Sequence[Judgement] = (), folders: Folders = ()):
        self._called = called(folders)
        self._parties = Parties(self._called)
        self._links = Links(judgements, self._called.known)
        self._bearers: OrderedDict[str, Bearer] = OrderedDict()
        self._by_key: dict[str, OrderedDict[str, None]] = {}
        self._held: dict[str, Counter[str]] = {}

    def add(self, reading: Reading, outlet: str | None) -> None:
        """Learn from one reading: its names, who holds which office, and which ids are one's."""
        offices = dict(_offices(reading))
        named: dict[str, Mention] = {}
        for mention in reading.mentions:
            if mention.entity and mention.kind in LINKED_KINDS:
                longest = named.get(mention.entity)
                if longest is None or len(mention.exact) > len(longest.exact):
                    named[mention.entity] = mention
        for entity, mention in named.items():
            held = offices.get(entity, ())
            if held:
                self._held.setdefault(entity, Counter()).update(held)
            if not self._called.known(entity):
                self._note(reading, mention, entity, outlet, held)

    def of(self, reading: Reading, mention: Mention) -> str | None:
        """The one id of whoever a mention names, shared by all languages; None if nothing is known, or too little.

        A bare surname that the article itself does not explain is somebody only if one entered person bears it whose
        country or office the article names, too.
        """
        if mention.entity:
            return self._links.root(mention.entity)
        if mention.kind != "person" or len(words_of(mention.exact)) != 1:
            return None
        found = {self._links.root(bearer.id) for bearer in self._surname_bearers(reading, mention)}
        return found.pop() if len(found) == 1 else None

    def same(self, left: Name, right: Name) -> Verdict:
        """Whether two names are names of one, and why. What a person has judged about their ids comes first."""
        ids = [name.entity or next(iter(self._called.ids(name.text, name.language)), None) for name in (left, right)]
        if ids[0] and ids[1]:
            judged = self._links.judged(ids[0], ids[1])
            if judged is not None:
                reason = f"{judged.by} judged so" + (f": {judged.note}" if judged.note else "")
                return Verdict(verdict=judged.verdict, reason=reason, score=1.0)
            if left.entity and right.entity and self._links.root(ids[0]) == self._links.root(ids[1]):
                return Verdict(verdict="same", reason="; ".join(self._links.why(ids[0], ids[1])), score=0.95)
        return same_name(left, right, self._called)

    def party(self, entity_id: str) -> str:
        """The party that an entity speaks for, as an id; itself if nothing else is known.

        One institution is one party, whoever speaks for it: a minister, a spokesperson and the ministry are one. A
        country or capital is its government. Ministries of one state are distinct parties, also from the government,
        unless a name stands for both; `state` tells that they belong together. Offices that articles name beat those of
        the gazetteer, which age.
        """
        root = self._links.root(entity_id)
        office = None
        if root.startswith("person:"):
            held: Counter[str] = Counter()
            for one in self._links.members(root):
                held.update(self._held.get(one, {}))
            office = max(held, key=lambda name: (held[name], name)) if held else None
        return self._parties.of(root, office)

    def state(self, entity_id: str) -> str | None:
        """The country that a party belongs to ("ru"), None if it belongs to no state: see `Parties.state`."""
        return self._parties.state(self.party(entity_id))

    def links(self) -> tuple[Link, ...]:
        """Every link between two ids that stands, with its evidence."""
        return self._links.standing()

    def undo(self, left: str, right: str) -> None:
        """Take back the link between two ids, and do not make it again; nothing happens if there is none."""
        self._links.undo(left, right)

    def judge(self, judgement: Judgement) -> None:
        """Take a person's word on two ids, now and for whatever comes."""
        self._links.judge(judgement)

    def entity(self, entity_id: str) -> Entity | None:
        """All names of one entity, by language; None for an id that neither gazetteer nor articles have."""
        root = self._links.root(entity_id)
        names: dict[str, dict[str, None]] = {}
        kind = ""
        for one in self._links.members(root):
            entry, bearer = self._called.entries.get(one), self._bearers.get(one)
            for code, written in (entry.names if entry else {}).items():
                names.setdefault(code, {}).update(dict.fromkeys(filter(None, written.split("|"))))
            for text, language in bearer.spellings if bearer else ():
                names.setdefault(language or "und", {})[text] = None
            kind = kind or (bearer.kind if bearer else "")
        if not names:
            return None
        kind = kind or ("person" if root.startswith("person:") else "organisation")
        listed = {code: tuple(called) for code, called in names.items()}
        return msgspec.convert({"id": root, "kind": kind, "names": listed}, Entity)

    def _note(
        self, reading: Reading, mention: Mention, entity: str, outlet: str | None, offices: Iterable[str]
    ) -> None:
        bearer = self._bearers.get(entity)
        if bearer is None:
            bearer = Bearer(id=entity, kind=mention.kind, spellings={}, offices=Counter(), outlets=set())
            self._bearers[entity] = bearer
            self._forget()
        self._bearers.move_to_end(entity)
        bearer.articles += 1
        if outlet and len(bearer.outlets) < ENTERS_OUTLETS:
            bearer.outlets.add(outlet)
        grown = any(office not in bearer.offices for office in offices)
        bearer.offices.update(offices)
        spelling = (mention.exact, reading.article.language)
        if spelling not in bearer.spellings and len(bearer.spellings) < MOST_SPELLINGS:
            bearer.spellings[spelling] = Evidence(article=reading.article.id, span=mention.span, exact=mention.exact)
            self._link(bearer, spelling)
            for key in keys(*spelling):
                held = self._by_key.setdefault(key, OrderedDict())
                held[entity] = None
                if len(held) > MOST_CANDIDATES:
                    held.popitem(last=False)
        elif grown:
            self._link(bearer, spelling)

    def _link(self, bearer: Bearer, spelling: tuple[str, str | None]) -> None:
        """Link a bearer to the one that its new spelling fits best, if one fits."""
        name = self._name(bearer, spelling)
        best: Link | None = None
        for candidate in self._candidates(spelling, bearer):
            for theirs, evidence in self._spellings(candidate):
                verdict = same_name(name, theirs, self._called)
                if verdict.verdict == "same" and (best is None or verdict.score > best.score):
                    here = bearer.spellings.get(spelling)
                    shown = tuple(one for one in (evidence, here) if one)
                    best = Link(candidate, bearer.id, verdict.reason, verdict.score, shown)
        if best is not None:
            self._links.add(best)

    def _candidates(self, spelling: tuple[str, str | None], bearer: Bearer) -> Iterator[str]:
        shared: Counter[str] = Counter()
        for key in keys(*spelling):
            for other in self._by_key.get(key, ()):
                if other in self._bearers and self._bearers[other].kind == bearer.kind:
                    shared[other] += 1
            if bearer.kind == "person":
                shared.update(f"person:{one}" for one in people_keys().get(key, "").split())
        shared.pop(bearer.id, None)
        own = self._links.root(bearer.id)
        yield from (one for one, _ in shared.most_common(MOST_CANDIDATES) if self._links.root(one) != own)

    def _spellings(self, entity: str) -> Iterator[tuple[Name, Evidence | None]]:
        bearer = self._bearers.get(entity)
        if bearer is not None:
            for spelling, evidence in bearer.spellings.items():
                yield self._name(bearer, spelling), evidence
            return
        entry = self._called.entries.get(entity)
        if entry is not None:
            first = next(entry.called(), entity)
            countries = (entry.country,) if entry.country else ()
            yield Name(text=first, kind="person", entity=entity, countries=countries), None

    @staticmethod
    def _name(bearer: Bearer, spelling: tuple[str, str | None]) -> Name:
        countries = dict.fromkeys(office[7:9] for office in bearer.offices if office[9:10] == "-")
        kind = {"person": "person", "organisation": "organisation"}.get(bearer.kind, "place")
        text, language = spelling
        return msgspec.convert(
            {
                "text": text,
                "language": language,
                "kind": kind,
                "entity": bearer.id,
                "offices": tuple(bearer.offices),
                "countries": tuple(countries),
            },
            Name,
        )

    def _surname_bearers(self, reading: Reading, mention: Mention) -> Iterator[Bearer]:
        """Entered people whose surname a bare word sounds like, and whose office or country the article names."""
        language = reading.article.language
        around = {one.entity for one in reading.mentions if one.entity}
        seen: set[str] = set()
        for key in keys(mention.exact, language):
            seen.update(self._by_key.get(key, ()))
        for one in seen:
            bearer = self._bearers.get(one)
            if bearer is None or bearer.kind != "person" or not bearer.entered:
                continue
            countries = {f"country:{office[7:9]}" for office in bearer.offices if office[9:10] == "-"}
            if not around & {*bearer.offices, *countries}:
                continue
            for text, theirs in bearer.spellings:
                last = text.replace("·", " ").replace("・", " ").rpartition(" ")[2]
                if alike(mention.exact, last, language, theirs) >= SURNAME:
                    yield bearer
                    break

    def _forget(self) -> None:
        """Keep to the number of names that are remembered: who has not entered and was not seen for longest goes."""
        if len(self._bearers) <= MOST_BEARERS:
            return
        for _ in range(MOST_BEARERS // 100):
            entity, bearer = self._bearers.popitem(last=False)
            if bearer.entered:
                self._bearers[entity] = bearer


def _offices(reading: Reading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """People and organisations with the offices that stand beside their names."""
    found: dict[str, dict[str, None]] = {}
    ordered = sorted(reading.mentions, key=lambda mention: mention.start)
    for left, right in pairwise(ordered):
        if {left.kind, right.kind} != {"office", "person"}:
            continue
        office, person = (left, right) if left.kind == "office" else (right, left)
        gap = reading.article.text[left.end : right.start]
        beside = len(gap) <= NEAR and not any(c in gap for c in "\n.;:!?。；：！？")
        if beside and office.entity and person.entity:
            found.setdefault(person.entity, {})[office.entity] = None
    return ((person, tuple(offices)) for person, offices in found.items())
