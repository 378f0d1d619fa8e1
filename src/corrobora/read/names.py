"""Find mentions of people, organisations, places and offices, with the entity that each of them names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise

import msgspec

from corrobora.read.capitalised import STRANGER, CapitalReader
from corrobora.read.capitalised_opening import CLOSERS, OPENERS
from corrobora.read.chains import ChainReader, office_id
from corrobora.read.grammar import said
from corrobora.read.identities import Identities
from corrobora.read.leading import LeadingReader
from corrobora.read.lexicon import Lexicon, Sense, Unit, lexicon_of
from corrobora.read.names_headlines import capital_lines, in_title_case
from corrobora.read.names_titled import TitledReader
from corrobora.read.names_unspaced import UnspacedReader
from corrobora.read.packs import Pack
from corrobora.read.slugs import slug
from corrobora.read.uncased import UncasedReader
from corrobora.records import Mention, MentionKind, Span

LONGEST_QUOTED_NAME = 40
LONGEST_APPOSITION = 40
LONGEST_REST = 30
"""How far behind a name that is none the word is looked up that it ends in."""
MOST_EXPLAINED = 30
"""Names looked for again in quotation marks, and occurrences of each, at most."""
_APOSTROPHES = re.compile(r"(?<=\w)[’ʼ](?=\w)")
PLAIN_KINDS: dict[str, MentionKind] = {
    "N": "person",
    "S": "person",
    "O": "organisation",
    "C": "place",
    "B": "organisation",
    "R": "office",
}


def _uncased_reader(pack: Pack, lexicon: Lexicon) -> UncasedReader | LeadingReader | UnspacedReader | TitledReader:
    """What reads names in a script without capitals, by where titles stand and whether words are set apart."""
    table = lexicon.table
    if table.titles_follow:
        return TitledReader(lexicon)
    if table.titles_first:
        return LeadingReader(lexicon)
    return UnspacedReader(lexicon, said(pack)) if table.never_inside else UncasedReader(lexicon)


class NameReader:
    """Reads the names of one language. Building it costs some 10 to 40 ms; keep it.

    Every rule is the pack's (names.toml) or the gazetteer's. The order of work: known names (one automaton), names
    that only capitals or titles show, phrases that join them, then the ids.
    """

    def __init__(self, pack: Pack):
        self.lexicon = lexicon_of(pack)
        self._letters = pack.letters
        self._determiners = tuple(
            f"{mark}{word}" if word.endswith("'") else f"{mark}{word} "
            for word in self.lexicon.table.determiners.split()
            for mark in ' \n«“"('
        )
        self._determined = frozenset(self.lexicon.table.determiners.split())
        self._links = frozenset(link.lstrip() for link in self.lexicon.table.links)
        self._opening = {marks[0]: marks[1] for marks in pack.language.quotation_marks}
        self._articles = frozenset(self.lexicon.table.articles.split())
        self._chains = ChainReader(self.lexicon)
        self._capitals = CapitalReader(self.lexicon) if pack.language.capitals else None
        self._titles_first = pack.language.capitals or self.lexicon.table.titles_first
        self._uncased = None if pack.language.capitals else _uncased_reader(pack, self.lexicon)
        self._apostrophes = "'" in self.lexicon.table.alphabet

    def find(self, text: str, *, blocked: Sequence[Span] = ()) -> tuple[Mention, ...]:
        """All mentions, sorted, none overlapping another, none touching `blocked` (time expressions, as a rule)."""
        plain = self._letters.of(text)
        return plain.back(self._find(plain.text, [plain.span(span) for span in blocked]))

    def _find(self, text: str, blocked: Sequence[Span]) -> tuple[Mention, ...]:
        written, text = text, self._plain(text)
        units = self._units(text, blocked)
        identities = Identities(self.lexicon, text, units)
        mentions: list[Mention] = []
        groups = self._chains.chains(text, units)
        identities.bodies.update(_explained(text, groups))
        identities.bodies.update(self._apposed(text, groups))
        for at, group in enumerate(groups):
            if len(group) > 1:
                mentions.append(self._joined(text, group))
                continue
            unit = group[0]
            if unit.sense.kind == "R" and self._is_title(text, unit, groups, at):
                continue
            mention = self._single(text, unit, identities)
            if mention is not None:
                mentions.append(mention)
        again = _quoted_again(text, identities.bodies, mentions) if identities.bodies else []
        found = sorted([*mentions, *again], key=lambda mention: mention.start) if again else mentions
        places = {text[one.start : one.end]: one.sense.id for one in units if one.sense.kind == "C"}
        found = list(self._throughout(found, places))
        return tuple(found if written == text else _as_written(written, found))

    def _throughout(self, mentions: Sequence[Mention], places: Mapping[str, str]) -> Iterator[Mention]:
        """The mentions, with a word that what stands around it shows to be a place taken for one everywhere, unless
        somebody in the text bears it as a surname."""
        lemmas = self.lexicon.declension.lemmas
        people = [one for one in mentions if one.kind == "person" and " " in one.exact]
        borne = {lemma: one for one in people for lemma in lemmas(one.exact.split(" ")[-1])}
        words = ((exact, entity) for exact, entity in places.items() if " " not in exact)
        shown = {lemma: _placed(entity) for exact, entity in words for lemma in lemmas(exact)}
        for one in mentions:
            if " " not in one.exact and one.kind == "person":
                forms = lemmas(one.exact)
                place = next((lemma for lemma in forms if lemma in shown), None)
                if place is not None and not any(lemma in borne for lemma in forms):
                    one = msgspec.structs.replace(one, kind="place", entity=shown[place])
            elif one.exact in borne and one.kind == "place" and (one.entity or "").startswith("place:"):
                one = msgspec.structs.replace(one, kind="person", entity=borne[one.exact].entity)
            yield one

    def _plain(self, text: str) -> str:
        """The text with straight apostrophes inside words, as long as it was, if the language's words hold them."""
        return _APOSTROPHES.sub("'", text) if self._apostrophes else text

    def _apposed(self, text: str, groups: Sequence[Sequence[Unit]]) -> Iterator[tuple[str, str]]:
        """Unknown names beside a comma and a word for a body: "Tidewarden, an environmental group", "its owner, X"."""
        determiners = self._determined
        for left, right in pairwise(groups):
            start, end = left[-1].end, right[0].start
            if end - start > LONGEST_APPOSITION:
                continue
            gap = text[start:end]
            if gap.count(",") != 1 or "\n" in gap:
                continue
            owned, _, rest = gap.replace("'", "' ").partition(",")
            words = rest.split()
            if not words and (not owned or f"{' '.join(owned.split()[:1])} " in self._links):
                before = text[max(0, left[0].start - 12) : left[0].start].lower().replace("'", "' ").split()
                name, body, told = right, left, bool(before) and before[-1] in determiners
            else:
                name, body = left, right
                told = (
                    not owned and bool(words) and words[0] in determiners and all(word[0].islower() for word in words)
                )
            naming = body[0].sense.naming
            if not told or not naming or len(name) > 1 or name[0].sense.kind not in "NX" or name[0].sense.id:
                continue
            exact = text[name[0].start : name[0].end]
            if exact.split()[0] not in self.lexicon.given:
                yield exact, f"{naming}:{slug(exact)}"

    def _units(self, text: str, blocked: Sequence[Span]) -> list[Unit]:
        if self._uncased is not None:
            known = self._uncased.known(text, self.lexicon.matches(text))
            return _outside(self._uncased.units(text, _outside(known, blocked)), blocked)
        assert self._capitals is not None
        lines = capital_lines(text)
        lowered = in_title_case(text, lines, self.lexicon) if lines else text
        known = _outside(self._known(lowered), blocked)
        return _outside(self._capitals.units(lowered, known, lines), blocked)

    def _known(self, text: str) -> list[Unit]:
        """The known names that are words. An article that begins a name ("La Repubblica") may belong to a longer one
        ("La Repubblica Ceca"): then what follows the article is looked up again."""
        units: list[Unit] = []
        for start, end, sense in self.lexicon.matches(text):
            if units and start < units[-1].end:
                continue
            if not _is_word(text, start, end):
                units.extend(self._behind_first_word(text, start, end))
                continue
            if sense.more == "opens" and not (self._capitals and self._capitals.opens(text, start)):
                continue
            if sense.kind == "O" and text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
                article = text[start:end].partition(" ")[0]
                if article.lower() in self._articles:
                    at = start + len(article) + 1
                    longer = next(iter(self.lexicon.matches(text[at : end + 30])), None)
                    if longer is not None and longer[0] == 0 and _is_word(text, at, at + longer[1]):
                        units.append(Unit(at, at + longer[1], longer[2]))
                        continue
            if units and units[-1].sense.kind == "T" and self._is_surname(text, units[-1].end, (start, end), sense):
                sense = STRANGER
            units.append(Unit(start, end, sense))
            if sense.kind == "B" and text[end + 1 : end + 2] in self._opening:
                units.extend(self._quoted_name(text, units[-1]))
        return units

    def _behind_first_word(self, text: str, start: int, end: int) -> Iterator[Unit]:
        """The word in whose middle a known name of more words ends: "Zeitung" in "Die Zeitung", not "Die Zeit"."""
        first, space, _ = text[start:end].partition(" ")
        at = start + len(first) + 1
        found = next(iter(self.lexicon.matches(text[at : end + LONGEST_REST])), None) if space else None
        if found is not None and found[0] == 0 and at + found[1] > end and _is_word(text, at, at + found[1]):
            yield Unit(at, at + found[1], found[2])

    def _quoted_name(self, text: str, body: Unit) -> Iterator[Unit]:
        """The name in quotation marks behind an organisation word: агентство «Ханмэк»."""
        start = body.end + 2
        end = text.find(self._opening[text[body.end + 1]], start, start + LONGEST_QUOTED_NAME)
        if text[body.end] == " " and end > start and not text[start].islower() and "\n" not in text[start:end]:
            yield Unit(start, end, Sense("O", f"{body.sense.naming or 'org'}:{text[start:end]}"))

    @staticmethod
    def _is_surname(text: str, title_end: int, span: tuple[int, int], sense: Sense) -> bool:
        """True if a known word stands as a name after a title: "Mr. King said", "Ms. Paris"."""
        word, follower = text[span[0] : span[1]], text[span[1] : span[1] + 2]
        if text[title_end : span[0]] not in (" ", "\u00a0", ". ") or " " in word or not word[0].isupper():
            return False
        if sense.kind == "R":
            return follower[:1] == " " and follower[1:].islower()
        return sense.kind in "BPDC" and not (follower[:1] == " " and follower[1:].isupper())

    def _joined(self, text: str, group: list[Unit]) -> Mention:
        named = _named_body(text, group)
        if named is not None:
            return self._with_head(text, group, named)
        owners = [unit.sense.id for unit in group if unit.sense.kind == "O"]
        start, end = group[0].start, group[-1].end
        exact = text[start:end]
        if len(owners) == 1 and all(unit.sense.kind == "O" or unit.sense.naming for unit in group):
            return Mention(start=start, end=end, exact=exact, kind="organisation", entity=_placed(owners[0]))
        identifier = office_id(text, group)
        if any(unit.sense.kind == "R" for unit in group):
            entity = f"office:{identifier}" if identifier else None
            return Mention(start=start, end=end, exact=exact, kind="office", entity=entity)
        if identifier is None and any(unit.sense.kind in "XN" for unit in group):
            identifier = slug(exact)
        entity = f"org:{identifier}" if identifier else None
        return Mention(start=start, end=end, exact=exact, kind="organisation", entity=entity)

    def _with_head(self, text: str, group: Sequence[Unit], named: Mention) -> Mention:
        """A name with the word before it that says what it is, where that has a capital of its own: "Radio Norte"."""
        head = group[0]
        gap = text[head.end : named.start]
        if self._capitals is None or self._capitals.noun_capitals or gap != " " or not text[head.start].isupper():
            return named
        if self._capitals.opens(text, head.start):
            return named
        return msgspec.structs.replace(named, start=head.start, exact=text[head.start : named.end])

    def _is_title(self, text: str, unit: Unit, groups: Sequence[Sequence[Unit]], at: int) -> bool:
        """True if a lone role belongs to the person beside it, as part of the way to address somebody."""
        if " " in text[unit.start : unit.end]:
            return False
        if self._titles_first:
            after = groups[at + 1][0] if at + 1 < len(groups) else None
            gaps = (" ", "\u00a0", ". ")
            return after is not None and after.sense.kind in "NS" and text[unit.end : after.start] in gaps
        before = groups[at - 1][-1] if at else None
        if before is not None and before.sense.kind in "NS" and text[before.end : unit.start] in (" ", ""):
            return True
        unspaced = isinstance(self._uncased, UnspacedReader | TitledReader)
        after = groups[at + 1][0] if at + 1 < len(groups) else None
        if after is None or after.sense.kind not in "NS":
            return False
        if unspaced:
            return after.start == unit.end
        whole = self.lexicon.senses.get(text[unit.start : unit.end - 1])
        return text[unit.end : after.start] == " " and (whole is None or whole.kind not in "BO")

    def _is_noun(self, text: str, role: Unit) -> bool:
        """False if a lone role may as well be a verb or adjective: no article or the like stands before it."""
        if not self._determiners or role.sense.plural:
            return True
        before = text[max(0, role.start - 12) : role.start].lower().replace("’", "'")
        return f" {before}".endswith(self._determiners)

    def _single(self, text: str, unit: Unit, identities: Identities) -> Mention | None:
        start, end, sense = unit
        kind = sense.kind
        if kind in "DPT" or (kind == "B" and not sense.alone) or (kind == "R" and not self._is_noun(text, unit)):
            return None
        exact = text[start:end]
        if kind in "NSX" or (kind == "C" and sense.id.startswith("city:") and identities.is_surname(exact)):
            named, entity = identities.of(unit)
            return Mention(start=start, end=end, exact=exact, kind=named, entity=entity)
        entity = _placed(sense.id) if kind in "OC" else None
        return Mention(start=start, end=end, exact=exact, kind=PLAIN_KINDS[kind], entity=entity)


def _as_written(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions with the words as they stand in the text."""
    for mention in mentions:
        yield msgspec.structs.replace(mention, exact=text[mention.start : mention.end])


def _named_body(text: str, group: Sequence[Unit]) -> Mention | None:
    """The name alone, where a word before or behind it says what it is: "l'agenzia sudcoreana Hanmaek"."""
    naming = group[0].sense.naming
    first = next((unit for unit in group[1:] if unit.sense.kind not in "DC"), None)
    if naming and first is not None and first.sense.kind in "XON":
        start, end = first.start, group[-1].end
        own = first.sense.id if first.sense.kind == "O" else f"{naming}:{slug(text[start:end])}"
    elif len(group) > 1 and group[-1].sense.naming and group[-2].sense.kind in "XN":
        start, end = group[-2].start, group[-2].end
        own = f"{group[-1].sense.naming}:{slug(text[start:end])}"
    else:
        return None
    return Mention(start=start, end=end, exact=text[start:end], kind="organisation", entity=_placed(own))


def _quoted_again(text: str, bodies: Mapping[str, str], mentions: Sequence[Mention]) -> list[Mention]:
    """Where an explained name stands alone in quotation marks: "«Заречный рыбфлот» опроверг", after "компания «…»"."""
    taken = {mention.start for mention in mentions}
    found: list[Mention] = []
    for name, entity in islice(bodies.items(), MOST_EXPLAINED):
        at = -1
        for _ in range(MOST_EXPLAINED):
            at = text.find(name, at + 1)
            if at < 0:
                break
            end = at + len(name)
            quoted = at > 0 and end < len(text) and text[at - 1] in OPENERS and text[end] in CLOSERS
            if quoted and at not in taken:
                taken.add(at)
                found.append(Mention(start=at, end=end, exact=name, kind="organisation", entity=entity))
    return [one for one in found if not any(m.start < one.end and one.start < m.end for m in mentions)]


def _explained(text: str, groups: Sequence[Sequence[Unit]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        if len(group) > 1:
            named = _named_body(text, group)
            if named is not None and named.entity:
                yield named.exact, named.entity
        elif group[0].sense.kind == "O" and not group[0].sense.id.isascii():
            exact = text[group[0].start : group[0].end]
            yield exact, _placed(group[0].sense.id) or ""


@lru_cache(maxsize=4096)
def _placed(identifier: str) -> str | None:
    """An id whose last part may still be in the language's own letters."""
    scheme, _, name = identifier.partition(":")
    return f"{scheme}:{slug(name)}" if (name and not name.isascii()) or name != name.lower() else identifier or None


def _is_word(text: str, start: int, end: int) -> bool:
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return False
    if start > 1 and text[start - 1] == "-" and text[start - 2].isalpha():
        return False
    if end < len(text):
        follower = text[end]
        if follower.isalnum() or follower == "_":
            return False
        if follower == "-" and end + 1 < len(text) and text[end + 1].islower():
            return False
    return True


def _outside(units: list[Unit], blocked: Sequence[Span]) -> list[Unit]:
    """The units that touch none of the blocked spans; both are sorted."""
    if not blocked:
        return units
    spans = sorted(blocked)
    kept: list[Unit] = []
    at = 0
    for unit in units:
        while at < len(spans) and spans[at].end <= unit.start:
            at += 1
        if at >= len(spans) or spans[at].start >= unit.end:
            kept.append(unit)
    return kept
