"""Tell a quantity from the other things numbers do: years, ordinals, names, scores, list numbers, "the two"."""

import re
from typing import NamedTuple

from corrobora.read.alternation import SPACE, alternation
from corrobora.read.counted import NOTHING, Counted
from corrobora.read.numbers import Number, forms
from corrobora.read.numbers_table import NumbersTable
from corrobora.read.packs import LanguageTable
from corrobora.read.surroundings import After, Before, backwards

YEARS = range(1900, 2101)
"""Four plain digits in this range are a year, unless a unit or a modifier with a noun says otherwise."""

SMALL = 10
"""A bare number word up to this is never a quantity, and "the two countries" counts nothing new."""


class Figure(NamedTuple):
    """A number with all that was found around it; `number` is the second one of a range."""

    number: Number
    before: Before
    after: After
    noun: Counted = NOTHING

    @property
    def unit(self) -> str | None:
        return self.before.unit or self.after.unit

    @property
    def sense(self) -> frozenset[str]:
        return self.before.sense | self.after.sense

    @property
    def simple(self) -> bool:
        """True for plain digits or words without a scale word, separators or decimals."""
        return self.number.scale == 1 and not self.number.grouped


class Standing:
    """Decides whether a number is a quantity; compiled once from a language's tables."""

    def __init__(self, table: NumbersTable, language: LanguageTable):
        joiners = alternation(form[::-1] for form in forms(table.joiners))
        begins = r"(?!\w)" if language.spaces else ""
        listed = rf"(?:{SPACE}?(?:{joiners}{SPACE}|,)[0-9]{{1,5}})*"
        self._label = re.compile(
            rf"{listed}{SPACE}{{0,2}}{alternation(form[::-1] for form in forms(table.labels))}{begins}"
        )
        self._timed = re.compile(rf"{SPACE}{alternation(form[::-1] for form in forms(table.not_counted))}(?!\w)")
        self._joined = re.compile(rf"{SPACE}{alternation(forms(table.joiners))}{SPACE}[0-9]")
        self._definite = re.compile(rf"{SPACE}{alternation(form[::-1] for form in forms(table.definite))}(?!\w)")
        self._partitive = re.compile(rf"(?:{SPACE}{alternation(forms(table.links))}){{1,2}}{SPACE}[0-9]")
        self._among = re.compile(
            rf"{SPACE}{alternation(form[::-1] for form in forms(table.among))}(?!\w)" if table.among else r"(?!)"
        )
        self._among_after = re.compile(
            rf"{SPACE}{alternation(forms(table.among_after))}(?!\w)" if table.among_after else r"(?!)"
        )
        self._glued = table.glued
        self._capitals = language.capitals

    def holds(self, low: str, text: str, figure: Figure) -> bool:
        """True if the number, with what was found around it, is a quantity; `low` is `text` in lower case."""
        if self._tied(low, figure):
            return False
        if figure.unit or figure.after.counter:
            return bool(figure.unit) or not self._label.match(backwards(low, figure.before.start, 0))
        return (
            not self._label.match(backwards(low, figure.before.start, 0))
            and not _is_year(figure)
            and not self._is_definite(low, figure)
            and (figure.noun.found or self._alone(low, text, figure))
        )

    def _tied(self, low: str, figure: Figure) -> bool:
        """True if letters or marks tie the number to something else: "3rd", "38-й", "Covid-19", "'90", "12°"."""
        start, end = figure.before.start, figure.after.end
        first, second = low[start - 1 : start], low[max(0, start - 2) : start - 1]
        if first in ("-", "‐", "‑", "–") and second and (second.isalnum() or second == "_"):
            return True
        if first in ("'", "’") and not second.isalpha():
            return True
        if figure.unit or figure.after.counter:
            return False
        follower, beyond = low[end : end + 1], low[end + 1 : end + 2]
        return (
            follower in ("°", "'", "’", "′", "%")
            or follower.isalnum()
            or (follower in ("-", "‐", "‑") and beyond.isalnum())
        )

    def _is_definite(self, low: str, figure: Figure) -> bool:
        if figure.number.digits or figure.number.value > SMALL or figure.before.sense:
            return False
        return bool(self._definite.match(backwards(low, figure.before.start, 0)))

    def _alone(self, low: str, text: str, figure: Figure) -> bool:
        """True if a number without unit and noun is still a figure: "i morti sono 45", "thousands marched"."""
        number, start, end = figure.number, figure.before.start, figure.after.end
        if self._glued and not number.digits:
            return False
        if figure.sense:
            return number.value > 1
        if self._partitive.match(low, end):
            return True
        if number.value > 1 and (self._among_after.match(low, end) or self._among.match(backwards(low, start, 0))):
            return True
        if number.value <= SMALL and not number.vague and number.scale == 1:
            return False
        if self._timed.match(backwards(low, start, 0)) or (number.value < 100 and self._joined.match(low, end)):
            return False
        if re.search(r"[0-9] $", low[max(0, start - 2) : start]) or re.match(r" [0-9]", low[end : end + 2]):
            return False
        return not (figure.simple and _is_aside(text, start, end)) and not self._is_name(text, number, start)

    def _is_name(self, text: str, number: Number, start: int) -> bool:
        """True for "Boeing 737", "Apollo 11" and for "il Novecento"."""
        if not self._capitals:
            return False
        opening = re.search(r"(?:^|[.!?…:\n«“\"„(–—-])\s*$", text[max(0, start - 4) : start])
        if not number.digits:
            return text[number.start].isupper() and (number.scale == 1 or not opening)
        word = re.search(r"([^\W\d_][\w.’'-]*) $", text[max(0, start - 30) : start])
        return bool(word and word.group(1)[0].isupper() and number.scale == 1 and not number.grouped)


def _is_aside(text: str, start: int, end: int) -> bool:
    """True for a list number at the start of a line, "(32)", "“60", and ", 32," (an age)."""
    last, follower = text[start - 1 : start], text[end : end + 1]
    if (start == 0 or last == "\n") and follower in (".", ")", "", "\n", ":", "\t"):
        return True
    if last in ("(", "[", "“", "«", '"', "‘") or follower in (")", "]"):
        return True
    return text[max(0, start - 2) : start] == ", " and follower in (",", ".")


def _is_year(figure: Figure) -> bool:
    number = figure.number
    if not number.digits or not figure.simple:
        return False
    if number.value in YEARS:
        return not (figure.sense and figure.noun.found)
    return 1000 <= number.value < min(YEARS) and not figure.noun.found and not figure.sense
