"""Find unknown places and clubs in scripts without capitals: by words before them, endings, and bodies behind them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from corrobora.read.lexicon import Lexicon, Sense, Unit

SHORTEST_FOREIGN = 3
"""Letters of an unknown foreign place's name that only a word before it shows, at least."""


def choice(words: str) -> str:
    """A pattern for one of the words; one that matches nothing if there are none."""
    return "|".join(sorted(map(re.escape, words.split()), key=lambda one: (-len(one), one))) or r"(?!)"


class PlaceFinder:
    """Finds the unknown places and clubs of one language's texts. Its rules are the pack's."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._senses = lexicon.senses
        after = choice(table.postpositions)
        city = choice(table.city_words)
        cities = tuple(table.city_words.split())
        offices = [word for word, sense in lexicon.senses.items() if sense.kind in "BR" and word.startswith(cities)]
        offices = [word for word in offices if word not in cities]
        self._of_city = "|".join(sorted(map(re.escape, offices), key=lambda one: (-len(one), one))) or r"(?!)"
        lists = (table.starters, table.never, table.person_signs, table.place_signs)
        self._common = frozenset(" ".join(lists).split())
        self._foreign = frozenset(table.foreign_letters)
        self._never_held = tuple(table.body_stops.split())
        self._verbal = tuple(table.adjective_endings.split())
        self._stops = frozenset(table.ending_stops)
        self._particle = re.compile(rf"(?:{after})$")
        signed = re.compile(rf"(?<!\w)(?:{choice(table.place_signs)}) ([^\W\d_]{{2,8}}?)(?:{after})(?!\w)")
        self._signed = (signed, table.place_signs.split())
        self._ended = re.compile(rf"(?<!\w)([^\W\d_]{{2,8}}?({choice(table.place_endings)}))(?:{after}){{0,2}}(?!\w)")
        land = choice(table.country_endings)
        country = re.compile(rf"(?<!\w)([^\W\d_]{{2,6}}(?:{land}))(?:{after}){{0,2}}(?!\w)")
        self._country = (country, table.country_endings.split())
        club = re.compile(rf"(?<!\w)(([^\W\d_]{{2,6}}) (?:{choice(table.club_words)}))(?:{after}){{0,2}}(?!\w)")
        self._club = (club, table.club_words.split())
        self._city = re.compile(rf"(?<!\w)([^\W\d_]{{2,6}}?)(?:{city}|({self._of_city}))(?:{after}){{0,2}}(?!\w)")
        self._behind = re.compile(rf"({city})?({self._of_city})?(?:{after}){{0,3}}(?!\w)")
        self._onto = re.compile(rf"({self._of_city})(?:{after}){{0,3}}(?!\w)")
        self._word = re.compile(r"(?<!\w)[^\W\d_]{2,8}$")

    def units(self, text: str, known: Sequence[Unit]) -> set[Unit]:
        """Each occurrence of the places and clubs that the text shows to be such."""
        names: dict[str, Sense] = {}
        for match in self._all(self._signed, text):
            if len(match.group(1)) >= SHORTEST_FOREIGN and self._foreign.intersection(match.group(1)):
                self._add(names, match.group(1), "C")
        for match in self._all(self._country, text):
            self._add(names, match.group(1), "C")
        for unit in known:
            if unit.sense.kind == "B" and unit.sense.more and text[unit.start - 1 : unit.start] == " ":
                word = self._word.search(text[max(0, unit.start - 10) : unit.start - 1])
                if word is not None and not self._particle.search(word.group()):
                    self._add(names, word.group(), "C")
        cities = [match.group(1, 2) for match in self._city.finditer(text)]
        often = Counter(name for name, _ in cities)
        for name, office in cities:
            if not office and often[name] > 1 and name[-1] not in self._stops:
                self._add(names, name, "C")
        found: set[Unit] = set()
        for match in self._all(self._club, text):
            if self._add(names, match.group(2), "O"):
                found.add(Unit(*match.span(1), Sense("O", f"org:{match.group(1)}")))
        for match in self._ended.finditer(text):
            name = match.group(1)
            if name not in self._senses and (len(match.group(2)) > 1 or name[-2] not in self._stops):
                found.add(Unit(*match.span(1), Sense("C", f"place:{name}")))
        return found | set(self._everywhere(text, names)) if names else found

    def _all(self, rule: tuple[re.Pattern[str], Sequence[str]], text: str) -> Iterable[re.Match[str]]:
        """The matches of a pattern, if any of the words that it cannot do without is in the text."""
        pattern, words = rule
        return pattern.finditer(text) if any(word in text for word in words) else ()

    def _add(self, names: dict[str, Sense], name: str, kind: str) -> bool:
        """Take the name for one, unless it is a word or a name that is known."""
        if name in self._senses or name in self._common or name.endswith(self._verbal):
            return False
        if any(stop in name for stop in self._never_held):
            return False
        names.setdefault(name, Sense(kind, f"{'place' if kind == 'C' else 'org'}:{name}"))
        return True

    def _everywhere(self, text: str, names: dict[str, Sense]) -> Iterator[Unit]:
        """The names wherever they stand, with the word for city or an office of the city written onto them."""
        listed = sorted(names)
        automaton = AhoCorasick(listed, matchkind=MATCHKIND_LEFTMOST_LONGEST)
        for which, start, end in automaton.find_matches_as_indexes(text):
            if start and text[start - 1].isalnum():
                continue
            office = self._onto.match(text, end)
            if office is not None:
                yield Unit(start, end, names[listed[which]])
                yield Unit(*office.span(1), self._senses[office.group(1)])
            elif (match := self._behind.match(text, end)) is not None:
                sense = names[listed[which]]
                city = match.end(1)
                yield (
                    Unit(start, city, Sense("C", f"place:{text[start:city]}")) if city > 0 else Unit(start, end, sense)
                )
