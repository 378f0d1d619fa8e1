"""Find what a number counts: the noun beside it, with its adjectives, by the word lists of a language pack."""

import re

import msgspec

from corrobora.read.alternation import SPACE, alternation
from corrobora.read.numbers import forms
from corrobora.read.numbers_table import NumbersTable
from corrobora.read.packs import LanguageTable

MOST_WORDS = 5
"""How far from the number a noun may end, in words: "200 short-range North Korean missiles"."""


class Counted(msgspec.Struct, frozen=True):
    """What stands beside a number: the noun's place, or, with `refused`, a sign that the number is no quantity."""

    start: int = -1
    end: int = -1
    refused: bool = False

    @property
    def found(self) -> bool:
        return self.start >= 0


NOTHING = Counted()
REFUSED = Counted(refused=True)


class CountedNoun:
    """Reads what is counted in one language; compiled once from its tables."""

    def __init__(self, table: NumbersTable, language: LanguageTable):
        inner = "" if language.elisions or language.clitics else "'’"
        word = rf"[^\W\d_]+(?:[-‐‑{inner}][^\W\d_]+|\.(?=[^\W\d_]\.)[^\W\d_]\.)*"
        elided = r"[^\W\d_]{1,5}['’](?=\w)|" if language.elisions else ""
        self._words = re.compile(rf"(?:{SPACE}|(?<=['’])|\n(?!\n))({elided}{word})")
        self._before = re.compile(rf"{SPACE}?([^\W\d_]{{1,12}})(?!\w)")
        self._link = re.compile(rf"{SPACE}?{alternation(forms(table.counter_links))}(?={SPACE})")
        self._links = frozenset(forms(table.links))
        self._inverted = frozenset(forms(table.inverted))
        self._stops = frozenset(forms(table.stops))
        self._refused = frozenset(forms(table.not_counted))
        self._fillers = frozenset(forms(table.fillers))
        self._adjectives = frozenset(forms(table.adjectives))
        self._nouns = frozenset(forms(table.nouns))
        self._leading = self._adjectives - self._nouns
        self._known = tuple(self._nouns) or ("\0",)
        self._particles = sorted(forms(table.particles), key=len, reverse=True)
        self._endings = table.adjective_endings
        self._plurals = table.plural_endings
        self._adjectives_first = table.adjectives_first
        self._not_noun = table.not_noun_endings
        self._not_after = () if table.noun_before else table.not_noun_endings
        self._noun_capitals = language.noun_capitals
        self._capitals = language.capitals

    def after(self, text: str, at: int, ceiling: int, *, linked: bool | None = None) -> Counted:
        """The noun after position `at`; with `linked` true only after a word such as "di" ("3 tonnellate di sale"),
        with false only without it ("tre soldati", not "tre dei soldati")."""
        words = self._following(text, at, ceiling)
        names = [text[start:end].lower().replace("’", "'").replace("ʼ", "'") for start, end in words]
        first = 0
        while first < len(names) and names[first] in self._links:
            first += 1
        if (linked and not first) or (linked is False and first):
            return NOTHING
        of = first > 0
        if linked and first < len(names) and self._is_proper(text, *words[first]):
            return NOTHING
        if not first and first < len(names) and names[first] in self._inverted:
            first += 1
        while first < len(names) and names[first] in self._fillers:
            first += 1
        if first >= len(names) or names[first] in self._stops or (not of and names[first].endswith(self._not_after)):
            return NOTHING
        if names[first] in self._refused:
            return REFUSED
        if self._noun_capitals:
            last = self._capital_noun(text, words, names, first)
            return NOTHING if last is None else Counted(words[first][0], words[last][1])
        last = self._last_before(text, words, names, first) if self._adjectives_first else self._last(names, first)
        if self._plurals and not of and not names[last].endswith(self._plurals) and names[last] not in self._adjectives:
            return NOTHING
        if any(name in self._refused for name in names[first : last + 1]):
            return REFUSED
        return Counted(words[first][0], words[last][1])

    def before(self, backwards: str, at: int) -> Counted:
        """The noun that ends just before `at`; `backwards` is the text before it, reversed ("병력 1만 명")."""
        found = self._before.match(backwards)
        if found is None:
            return NOTHING
        name = found.group(1)[::-1]
        if name in self._stops or (name.endswith(self._not_noun) and not name.endswith(self._known)):
            return NOTHING
        return Counted(at - found.end(1), at - found.start(1))

    def after_link(self, text: str, at: int, ceiling: int) -> Counted:
        """The noun after a counter and its link ("12명의 병사")."""
        link = self._link.match(text, at, ceiling)
        if link is None:
            return NOTHING
        first = -1
        for start, end in self._following(text, link.end(), ceiling)[:3]:
            name = text[start:end]
            if name in self._stops or name in self._refused:
                break
            first = start if first < 0 else first
            if particle := self._particle(name):
                return Counted(first, end - particle)
            noun_end = end
        return Counted(first, noun_end) if first >= 0 else NOTHING

    def _particle(self, name: str) -> int:
        """The length of the particle on a noun ("병사가"); 0 if it has none, or is known to end so."""
        if name.endswith(self._known):
            return 0
        return next(
            (len(ending) for ending in self._particles if name.endswith(ending) and len(name) > len(ending) + 1), 0
        )

    def _is_proper(self, text: str, start: int, end: int) -> bool:
        """True for a capitalised word that is no abbreviation: "30 km from Paris" measures no Paris."""
        return self._capitals and text[start].isupper() and not text[start:end].isupper()

    def _following(self, text: str, at: int, ceiling: int) -> list[tuple[int, int]]:
        words: list[tuple[int, int]] = []
        while len(words) < MOST_WORDS + 2:
            found = self._words.match(text, at, ceiling)
            if found is None:
                break
            at = found.end()
            words.append(found.span(1))
        return words

    def _is_adjective(self, name: str) -> bool:
        return name in self._adjectives or (name.endswith(self._endings) and name not in self._nouns)

    def _last(self, names: list[str], first: int) -> int:
        """The last word of a noun followed by its adjectives, with listed adjectives before it."""
        last = first
        while names[last] in self._leading and last + 1 < len(names) and self._may_follow(names[last + 1]):
            last += 1
        while last + 1 < len(names) and last - first < MOST_WORDS - 1 and self._may_follow(names[last + 1]):
            if not self._is_adjective(names[last + 1]):
                break
            last += 1
        return last

    def _capital_noun(self, text: str, words: list[tuple[int, int]], names: list[str], first: int) -> int | None:
        """The first word with a capital, behind adjectives, where that makes it the noun; None if there is none."""
        for at in range(first, min(len(names), first + MOST_WORDS)):
            if text[words[at][0]].isupper():
                return None if names[at] in self._refused else at
            if not self._is_adjective(names[at]):
                return None
        return None

    def _last_before(self, text: str, words: list[tuple[int, int]], names: list[str], first: int) -> int:
        """The last word of a noun that comes after its adjectives, or of an English-like chain up to its plural."""
        last = first
        limit = min(len(names), first + MOST_WORDS)
        for at in range(first, limit):
            if at > first and not self._may_follow(names[at]):
                break
            last = at
            modifies = self._is_adjective(names[at]) or (self._capitals and text[words[at][0]].isupper())
            if self._plurals and names[at].endswith(self._plurals) and not self._is_adjective(names[at]):
                return at + (names[at] in self._plurals and self._plural_ahead(names, at + 1, min(limit, at + 2)))
            if not modifies and (not self._plurals or not self._plural_ahead(names, at + 1, limit)):
                return at
        return last

    def _plural_ahead(self, names: list[str], at: int, limit: int) -> bool:
        for name in names[at:limit]:
            if not self._may_follow(name):
                return False
            if name.endswith(self._plurals):
                return True
        return False

    def _may_follow(self, name: str) -> bool:
        return name not in self._stops and not name.endswith(("'", "’"))
