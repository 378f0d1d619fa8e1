"""Find what a number counts in a language without spaces: the noun right before it or behind a link, or a listed one
right behind its counter."""

import re

from corrobora.read.alternation import alternation
from corrobora.read.counted import NOTHING, Counted
from corrobora.read.numbers import forms
from corrobora.read.numbers_table import NumbersTable

NOUN = r"[^\W\d_a-zA-Z\u3041-\u3096]{1,12}"
"""Chinese characters and katakana; hiragana ends a noun."""


class UnspacedNoun:
    """Reads what is counted in one language without spaces; compiled once from its tables. As `CountedNoun`."""

    def __init__(self, table: NumbersTable):
        self._before = re.compile(rf"({NOUN})")
        self._link = re.compile(rf"{alternation(forms(table.counter_links))}({NOUN})")
        self._stops = frozenset(forms(table.stops))
        self._refused = frozenset(forms(table.not_counted))
        self._nouns = tuple(forms(table.nouns)) or ("\0",)
        ahead = alternation(self._nouns) if not table.noun_before else r"(?!)"
        self._behind = re.compile(rf"(?:{alternation(forms(table.links))})?([^\W\d_a-zA-Z]{{0,4}}?{ahead})")
        self._not_noun = table.not_noun_endings

    def after(self, text: str, at: int, ceiling: int, *, linked: bool | None = None) -> Counted:
        """Nothing: without a counter, no noun follows a number."""
        return NOTHING

    def before(self, backwards: str, at: int) -> Counted:
        """The noun that ends just before `at`; `backwards` is the text before it, reversed."""
        found = self._before.match(backwards)
        if found is None:
            return NOTHING
        name = found.group(1)[::-1]
        if name in self._stops or (name.endswith(self._not_noun) and not name.endswith(self._nouns)):
            return NOTHING
        return Counted(at - found.end(1), at)

    def after_link(self, text: str, at: int, ceiling: int) -> Counted:
        """The noun behind a counter and its link (12人の乗客)."""
        found = self._link.match(text, at, ceiling) or self._behind.match(text, at, ceiling)
        if found is None or found.group(1) in self._stops or found.group(1) in self._refused:
            return NOTHING
        return Counted(*found.span(1))
