"""Everything that one language calls people, bodies, places and offices, as one automaton with a unit for each name."""

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from corrobora.read import gazetteer
from corrobora.read.inflection import Declension
from corrobora.read.names_table import Gender, NamesTable, forms
from corrobora.read.packs import Pack


class Sense(NamedTuple):
    """What a name or word stands for.

    `kind` is one letter: N person, S person by one name only, O organisation, C place, D demonym, R role, P portfolio,
    B body word, T title. `id` is an entity id for N, S, O, C and D ("country:ru"), else the id shared by languages.
    `more` is the portfolio of a role or body, or "opens" for a capital that a word has only when it opens a sentence;
    `gender` that of a person, role or title.
    `naming`/`alone`: see names_table.Body.
    """

    kind: str
    id: str
    more: str = ""
    gender: Gender | None = None
    naming: str = ""
    alone: bool = False
    plural: bool = False


class Unit(NamedTuple):
    """A sense at a place in the text. The kind X is a name that no list knows."""

    start: int
    end: int
    sense: Sense


NO_NAME = Sense("-", "")
"""Of a word that holds a name's letters and is none."""


class Lexicon:
    """The names of one language. Building one costs some 40 to 100 ms; `lexicon_of` keeps it."""

    def __init__(self, pack: Pack):
        self.table = table = pack.table("names", NamesTable)
        self.language = pack.language
        self._plain = pack.letters.word
        self.declension = Declension(table.inflections, table.nouns.genitive)
        self.senses: dict[str, Sense] = {}
        places = gazetteer.places(pack.code)
        self._add_gazetteer(pack)
        self._add_places(places)
        self._add_genitives()
        self._add_words()
        self.cities: dict[str, str] = places.cities
        self.before_names = tuple(f" {word}" if word.endswith("'") else f" {word} " for word in table.articles.split())
        """Articles as they stand before a name, with the spaces around them."""
        never = set(table.never.split()) | set(table.ambiguous_places.split("|"))
        if not self.language.capitals:
            ends = tuple(f" {word}" for word in table.city_words.split()) or ("\0",)
            for written, city in places.cities.items():
                name = self._plain(written)
                bare = name.rpartition(" ")[0] if name.endswith(ends) else ""
                if len(bare) >= table.shortest_city and bare not in never:
                    self.senses.setdefault(bare, Sense("C", f"city:{city}"))
                if name not in never and len(name) >= table.shortest_city:
                    self.senses.setdefault(name, Sense("C", f"city:{city}"))
        self.given: dict[str, Gender | None] = {}
        self.lemmas: dict[str, str] = {}
        self._add_given(pack.language.script)
        if not self.language.spaces:
            for word in self.table.never.split():
                self.senses[word] = NO_NAME
        self._add_contracted()
        self._list = list(self.senses.values())
        self._automaton = AhoCorasick(list(self.senses), matchkind=MATCHKIND_LEFTMOST_LONGEST, store_patterns=False)

    def matches(self, text: str) -> Iterable[tuple[int, int, Sense]]:
        """All leftmost longest names, without any look at word boundaries."""
        senses = self._list
        return ((start, end, senses[which]) for which, start, end in self._automaton.find_matches_as_indexes(text))

    def _add_contracted(self) -> None:
        """Names with the article as they stand behind "to", whose letter it takes on: الأمم, للأمم."""
        article = self.language.article
        to = article[1:]
        if len(article) == 2 and to in self.language.proclitics:
            for name, sense in list(self.senses.items()):
                if name.startswith(article) and not sense.plural:
                    self.senses.setdefault(f"{to}{to}{name[2:]}", sense)

    def _add(self, names: Iterable[str], sense: Sense) -> None:
        for name in names:
            for form in self.declension.forms(self._plain(name)):
                self.senses.setdefault(form, sense)

    def _common_words(self) -> frozenset[str]:
        """Where titles stand before names without capitals: words and given names, which nobody and no body is called
        alone."""
        table = self.table
        if not table.titles_first:
            return frozenset()
        return frozenset(f"{table.never} {table.starters} {table.given.female} {table.given.male}".split())

    def _add_gazetteer(self, pack: Pack) -> None:
        folders, code, script = pack.gazetteer_folders, pack.code, pack.language.script
        words = self._common_words()
        never = frozenset(self.table.never.split())
        for person in gazetteer.people(folders):
            full = person.called(code, script)
            self._add(full, Sense("N", person.id, gender=person.gender))
            short = [
                name
                for name in person.shortened(code, script)
                if name not in full and self._plain(name) not in words and name not in never
            ]
            self._add(short, Sense("S", person.id, gender=person.gender))
        bodies = (gazetteer.organisations(folders), gazetteer.agencies(folders), gazetteer.outlets(folders))
        for entry in chain(*bodies):
            self._add(
                (name for name in entry.called(code, script) if self._plain(name) not in words), Sense("O", entry.id)
            )

    def _add_places(self, places: gazetteer.Places) -> None:
        endings = self.table.endings
        for identifier, template in self.table.places.items():
            self.senses.update(dict.fromkeys(forms(template, endings), Sense("C", identifier)))
        for identifier, template in self.table.organisations.items():
            self.senses.update(dict.fromkeys(forms(template, endings), Sense("O", identifier)))
        never = set(self.table.ambiguous_places.split("|"))
        for kind, named in (("country", places.countries), ("city", places.capitals)):
            for identifier, names in named.items():
                sense = Sense("C", f"{kind}:{identifier}")
                for name in map(self._plain, names):
                    if name not in never:
                        self.senses.setdefault(name, sense)

    def _add_genitives(self) -> None:
        ending = self.table.nouns.genitive
        if ending:
            names = [(name, sense) for name, sense in self.senses.items() if sense.kind in "NC"]
            for name, sense in names:
                if name[-1].islower() and not name.endswith(("s", "x", "z", "ß")):
                    self.senses.setdefault(name + ending, sense)

    def _add_words(self) -> None:
        endings = self.table.endings
        for code, template in self.table.demonyms.items():
            for word in forms(template, endings):
                self.senses.setdefault(word, Sense("D", f"country:{code}"))
                if word[0].islower():
                    self.senses.setdefault(word[0].upper() + word[1:], Sense("D", f"country:{code}", more="opens"))
        for role in self.table.roles:
            ways: tuple[tuple[str, Gender | None, bool], ...] = (
                (role.female, "female", False),
                (role.male, "male", False),
                (role.plural, None, True),
                (role.words, None, False),
            )
            for template, gender, plural in ways:
                sense = Sense("R", role.id, role.portfolio, gender, naming=role.naming, plural=plural)
                self._add_variants(forms(template, endings), sense)
        for body in self.table.bodies:
            sense = Sense("B", body.id, body.portfolio, naming=body.naming, alone=body.alone)
            self._add_variants(forms(body.words, endings), sense)
        for portfolio in self.table.portfolios:
            self._add_variants(forms(portfolio.words, endings), Sense("P", portfolio.id))
        for title in self.table.titles:
            self._add_variants(forms(title.words, endings), Sense("T", "", gender=title.gender, plural=title.plural))

    def _add_variants(self, words: Iterable[str], sense: Sense) -> None:
        for word in words:
            self.senses.setdefault(word, sense)
            if self.language.capitals:
                self.senses.setdefault(word[:1].upper() + word[1:], sense)
                self.senses.setdefault(" ".join(w[:1].upper() + w[1:] for w in word.split(" ")), sense)

    def _add_given(self, script: str) -> None:
        own = self.table.given
        starters = set(self.table.starters.split())
        lists = [(own.female, own.male), *((names.female, names.male) for names in gazetteer.given_names(script))]
        for female, male in (map(self._plain, pair) for pair in lists):
            here: dict[str, Gender | None] = dict.fromkeys(female.split(), "female")
            for name in male.split():
                here[name] = None if name in here else "male"
            for name, gender in here.items():
                if name in self.given or name.lower() in starters:
                    continue
                for form in self.declension.forms(name):
                    self.given.setdefault(form, gender)
                    self.lemmas.setdefault(form, name)


@cache
def lexicon_of(pack: Pack) -> Lexicon:
    """The lexicon of a pack, built once."""
    return Lexicon(pack)
