"""Find names where neither capitals nor spaces show them: by surnames, by the letters of foreign names, by the roles
and words around them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corrobora.read.alternation import alternation
from corrobora.read.capitalised import STRANGER
from corrobora.read.lexicon import NO_NAME, Lexicon, Sense, Unit
from corrobora.read.names_again import again, spoken_of
from corrobora.read.uncased import merged

LOCAL = ("city:", "place:")
"""The ids of places that belong to the name of a body behind them."""
LONGEST_PREFIX = 8
"""Characters that may stand before a body's word and belong to its name, at most."""
GAPS = (" ", ":")
"""What may stand between a role and a name: （记者 …）, 编辑：…"""
DOTS = "·・•‧"
"""What parts the given and family names of foreigners."""


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda one: (-len(one), one))) or r"(?!)"


class UnspacedReader:
    """Finds the known units, unknown bodies by what ends their names, and unknown people by what stands around them."""

    def __init__(self, lexicon: Lexicon, verbs: Iterable[str] = ()):
        """`verbs`: words of saying, which end a name before them and begin nothing's name."""
        table = lexicon.table
        verbs = [verb for verb in verbs if len(verb) > 1]
        self._lexicon = lexicon
        surnames = table.surnames.split()
        self._surnames = frozenset(surnames)
        self._double = frozenset(name for name in surnames if len(name) > 1)
        self._titles = frozenset(table.honorifics.split())
        self._heads = tuple(table.joined_roles.split()) or ("\0",)
        self._inner = frozenset(table.never_inside)
        self._stops = frozenset(table.body_stops)
        self._starters = re.compile(alternation([*table.starters.split(), *verbs]))
        letters = re.escape(table.foreign_letters) or "\0"
        self._letters = frozenset(table.foreign_letters)
        self._run = re.compile(f"[{letters}]{{2,8}}(?:[{DOTS}][{letters}]{{1,9}})*")
        self._dotted = re.compile(f"[{letters}]{{1,8}}(?:[{DOTS}](?:[A-Z][{DOTS}.])?[{letters}]{{1,9}})+")
        verbs = [*table.after_names.split(), *verbs]
        after = alternation([*table.postpositions.split(), *verbs])
        self._verb = re.compile(alternation(verbs))
        self._follows = re.compile(rf"{after}|[^\w]|[0-9A-Za-z]|\Z")
        doubtful = self._doubtful = frozenset(table.doubtful_surnames.split())
        self._polite = tuple(table.courtesies.split()) or ("\0",)
        self._common = frozenset(table.common_prefixes.split())
        places = _choice(table.place_endings.split())
        self._place = re.compile(places) if table.place_endings else None
        countries = _choice(table.country_endings.split())
        self._country = (
            re.compile(rf"[{letters}]{{1,6}}?(?:{countries})(?![{letters}])") if table.country_endings else None
        )
        openers = _choice(table.conjunctions.split())
        self._subject = re.compile(
            rf"(?:^|(?<=[^\w])|(?<={openers.replace('|', ')|(?<=')}))"
            rf"(?P<name>(?:{_choice(self._surnames - doubtful)})[^\W\d_a-zA-Z]{{1,2}}?)"
            rf"(?={alternation(verbs)}|\d)",
            re.MULTILINE,
        )

    def known(self, text: str, hits: Iterable[tuple[int, int, Sense]]) -> list[Unit]:
        """The hits, without those that only keep others from being found; a body's word with its own name before it."""
        units: list[Unit] = []
        floor = 0
        for start, end, sense in hits:
            begin = start
            if sense.kind == "B" and sense.naming:
                begin = self._own_name(text, start, floor)
                if begin < start and units and units[-1].end == begin and units[-1].sense.id.startswith(LOCAL):
                    begin = units.pop().start  # 昆明市天文爱好者协会
                if begin < start:
                    sense = Sense("O", f"{sense.naming}:{text[begin:end]}")
            if sense.kind in "BCO" and text.startswith(self._heads, end):
                owner, role = self._headed(text, begin, end + 1)
                if owner is not None:
                    units.append(owner)
                if role is not None:
                    begin, end, sense = role
            floor = end
            if sense is not NO_NAME and not self._within_name(text, units, begin, sense):
                units.append(Unit(begin, end, sense))
        return units

    def _headed(self, text: str, start: int, end: int) -> tuple[Unit | None, Unit | None]:
        """Who owns the office, and the office, where a head is written onto the body: 消防局长, 韩国国防部长."""
        senses = self._lexicon.senses
        if senses.get(text[end - 2 : end + 1]) is NO_NAME:
            return None, None  # 国防部长期……
        for at in range(start + 1, end - 1):
            owner, role = senses.get(text[start:at]), senses.get(text[at:end])
            if owner is not None and role is not None and role.kind == "R" and owner.kind in "CO":
                return Unit(start, at, owner), Unit(at, end, role)
        role = senses.get(text[end - 2 : end])
        return None, Unit(start, end, role) if role is not None and role.kind == "R" else None

    def _within_name(self, text: str, units: Sequence[Unit], start: int, sense: Sense) -> bool:
        """True if a short known name is the end of a longer foreign one that begins right behind a role."""
        if sense.kind not in "NSC" or not units or units[-1].sense.kind != "R":
            return False
        between = text[units[-1].end : start]
        return 0 < len(between) <= 3 and self._letters.issuperset(between)

    def _own_name(self, text: str, start: int, floor: int) -> int:
        """Where the unknown name that ends in a body's word begins: behind what is no part of it."""
        begin = start
        while begin > floor and start - begin < LONGEST_PREFIX and text[begin - 1].isalnum():
            if text[begin - 1] in self._stops or text[begin - 1].isdigit():
                break
            begin -= 1
        for word in self._starters.finditer(text, begin, start):
            begin = word.end()
        return begin if start - begin >= 2 and text[begin:start] not in self._common else start

    def units(self, text: str, known: Sequence[Unit]) -> list[Unit]:
        """The known units and the unknown people beside them, in order."""
        known = merged(known, set(self._strange_places(text, known)))
        starts = {unit.start for unit in known}
        ends = {unit.end for unit in known}
        people: set[Unit] = set()
        for unit in known:
            if unit.sense.kind in "RT":
                at = unit.end + (text[unit.end : unit.end + 1] in GAPS)
                if at not in starts and (person := self._behind(text, at)):
                    people.add(person)
                    people.update(self._listed(text, person.end))
                elif text[unit.start : unit.end] in self._titles and (person := self._before(text, unit.start, ends)):
                    people.add(person)
        for match in self._dotted.finditer(text):
            people.add(Unit(match.start(), self._cut(text, *match.span()), STRANGER))
        for match in self._subject.finditer(text):
            name = match["name"]
            if not self._inner.intersection(name) and not self._starters.match(name):
                people.add(Unit(*match.span("name"), STRANGER))
        units = merged(known, people)
        return merged(units, set(again(text, spoken_of(text, units, STRANGER, DOTS))))

    def _behind(self, text: str, at: int) -> Unit | None:
        """Somebody unknown whose name begins behind a role."""
        run = self._run.match(text, at)
        size = run.end() - at if run else 0
        surname = 2 if text[at : at + 2] in self._double else 1 if text[at : at + 1] in self._surnames else 0
        if run and (size > 3 or (not surname and size > 1) or text[at + size - 1] in DOTS):
            return Unit(at, self._cut(text, at, at + size), STRANGER)
        if not surname or self._starters.match(text, at):
            return None
        fits = [
            at + surname + given for given in (2, 1) if self._is_given(text[at + surname : at + surname + given], given)
        ]
        for end in fits:
            if self._follows.match(text, end):
                return Unit(at, end, STRANGER)
        unsure = text[at : at + surname] in self._doubtful
        return Unit(at, fits[0], STRANGER) if fits and not unsure else None

    def _cut(self, text: str, start: int, end: int) -> int:
        """The end of a foreign name, before a verb that begins with a letter of such names."""
        for at in range(start + 2, end):
            if self._verb.match(text, at):
                return at
        return end

    def _is_given(self, name: str, size: int) -> bool:
        return len(name) == size and name.isalpha() and not name.isascii() and not self._inner.intersection(name)

    def _before(self, text: str, end: int, ends: set[int]) -> Unit | None:
        """Somebody unknown whose name stands before a title."""
        begin = end
        while begin and (text[begin - 1] in self._letters or text[begin - 1] in DOTS) and end - begin < 16:
            begin -= 1
        if end - begin >= 3 and self._is_edge(text, begin, ends):
            return Unit(begin, end, STRANGER)
        for size in (3, 2):
            begin = end - size
            if begin < 0 or text[begin] not in self._surnames or not self._is_edge(text, begin, ends):
                continue
            if self._is_given(text[begin + 1 : end], size - 1) and not self._starters.match(text, begin):
                return Unit(begin, end, STRANGER)
        begin = end - 1
        one = begin >= 0 and text[begin] in self._surnames and text.startswith(self._polite, end)
        return Unit(begin, end, STRANGER) if one and self._is_edge(text, begin, ends) else None

    def _listed(self, text: str, at: int) -> Iterator[Unit]:
        """More names behind the first: （记者陈思远 高雅琴）."""
        while text[at : at + 1] in (" ", "、"):
            surname = 2 if text[at + 1 : at + 3] in self._double else 1
            if text[at + 1 : at + 1 + surname] not in self._surnames:
                return
            for end in (at + 3 + surname, at + 2 + surname):
                if self._is_given(text[at + 1 + surname : end], end - at - 1 - surname) and text[end : end + 1] in (
                    ")",
                    " ",
                    "、",
                ):
                    yield Unit(at + 1, end, STRANGER)
                    at = end
                    break
            else:
                return

    def _strange_places(self, text: str, known: Sequence[Unit]) -> Iterator[Unit]:
        """Unknown places by what ends their names: 东岭省, 阿尔瓦尼亚."""
        ends = {unit.end for unit in known}
        for match in self._place.finditer(text) if self._place else ():
            for start in (match.start() - 3, match.start() - 2):
                name = text[max(0, start) : match.start()]
                strange = start >= 0 and name.isalpha() and not name.isascii() and not self._inner.intersection(name)
                if strange and self._is_edge(text, start, ends) and not self._starters.search(name):
                    yield Unit(start, match.end(), Sense("C", f"place:{name}{match.group()}"))
                    break
        for match in self._country.finditer(text) if self._country else ():
            yield Unit(*match.span(), Sense("C", f"place:{match.group()}"))

    def _is_edge(self, text: str, at: int, ends: set[int]) -> bool:
        return at == 0 or at in ends or not text[at - 1].isalpha() or text[at - 1] in self._inner
