"""Tell a quantity from the other things numbers do: years, ordinals, names, scores, list numbers, "the two"."""

import re

from corrobora.read.alternation import SPACE, alternation
from corrobora.read.counted import Counted
from corrobora.read.numbers import Number, NumbersTable, forms
from corrobora.read.packs import LanguageTable
from corrobora.read.surroundings import After, Before, backwards

YEARS = range(1900, 2101)
"""Four plain digits in this range are a year, unless a unit or a modifier with a noun says otherwise."""

SMALL = 10
"""A bare number word up to this is never a quantity, and "the two countries" counts nothing new."""


class Standing:
    """Decides whether a number is a quantity; compiled once from a language's tables."""

    def __init__(self, table: NumbersTable, language: LanguageTable):
        joiners = alternation(form[::-1] for form in forms(table.joiners))
        listed = rf"(?:{SPACE}?(?:{joiners}{SPACE}|,)[0-9]{{1,5}})*"
        self._label = re.compile(
            rf"{listed}{SPACE}{{0,2}}{alternation(form[::-1] for form in forms(table.labels))}(?!\w)"
        )
        self._timed = re.compile(rf"{SPACE}{alternation(form[::-1] for form in forms(table.not_counted))}(?!\w)")
        self._joined = re.compile(rf"{SPACE}{alternation(forms(table.joiners))}{SPACE}[0-9]")
        self._definite = re.compile(rf"{SPACE}{alternation(form[::-1] for form in forms(table.definite))}(?!\w)")
        self._glued = table.glued
        self._capitals = language.capitals

    def holds(
        self, low: str, text: str, number: Number, before: Before, after: After, unit: str | None, noun: Counted
    ) -> bool:
        """True if the number, with what was found around it, is a quantity."""
        return (
            not self._tied(low, number, before, after, unit)
            and not (not unit and self._label.match(backwards(low, before.start, 0)))
            and not _is_year(number, before, after, unit, noun)
            and not self._is_definite(low, number, before, unit)
            and (bool(unit) or noun.found or bool(after.counter) or self._alone(low, text, number, before, after))
        )

    def _tied(self, low: str, number: Number, before: Before, after: After, unit: str | None) -> bool:
        """True if letters or marks tie the number to something else: "3rd", "38-й", "Covid-19", "'90", "12°"."""
        start, end = before.start, after.end
        first, second = low[start - 1 : start], low[max(0, start - 2) : start - 1]
        if first in ("-", "‐", "‑", "–") and second and (second.isalnum() or second == "_"):
            return True
        if first in ("'", "’") and not second.isalpha():
            return True
        if unit or after.counter:
            return False
        follower, beyond = low[end : end + 1], low[end + 1 : end + 2]
        return (
            follower in ("°", "'", "’", "′", "%")
            or follower.isalnum()
            or (follower in ("-", "‐", "‑") and beyond.isalnum())
        )

    def _is_definite(self, low: str, number: Number, before: Before, unit: str | None) -> bool:
        if unit or number.digits or number.value > SMALL or before.sense:
            return False
        return bool(self._definite.match(backwards(low, before.start, 0)))

    def _alone(self, low: str, text: str, number: Number, before: Before, after: After) -> bool:
        """True if a number without unit and noun is still a figure: "i morti sono 45", "thousands marched"."""
        start, end = before.start, after.end
        if before.sense or after.sense:
            return number.value > 1
        if number.value <= SMALL and not number.vague and number.scale == 1:
            return False
        if self._timed.match(backwards(low, start, 0)) or (number.value < 100 and self._joined.match(low, end)):
            return False
        if re.search(r"[0-9] $", low[max(0, start - 2) : start]) or re.match(r" [0-9]", low[end : end + 2]):
            return False
        line = start == 0 or text[start - 1] == "\n"
        if line and text[end : end + 1] in (".", ")", "", "\n", ":", "\t") and number.scale == 1:
            return False
        last, follower = text[start - 1 : start], text[end : end + 1]
        if (
            number.scale == 1
            and not number.grouped
            and (last in ("(", "[", "“", "«", '"', "‘") or follower in (")", "]"))
        ):
            return False
        if (
            number.scale == 1
            and not number.grouped
            and text[max(0, start - 2) : start] == ", "
            and follower in (",", ".")
        ):
            return False
        return not self._is_name(text, number, start)

    def _is_name(self, text: str, number: Number, start: int) -> bool:
        """True for "Boeing 737", "Apollo 11" and for "il Novecento"."""
        if not self._capitals:
            return False
        opening = re.search(r"(?:^|[.!?…:\n«“\"„(–—-])\s*$", text[max(0, start - 4) : start])
        if not number.digits:
            return text[number.start].isupper() and (number.scale == 1 or not opening)
        word = re.search(r"([^\W\d_][\w.’'-]*) $", text[max(0, start - 30) : start])
        return bool(word and word.group(1)[0].isupper() and number.scale == 1 and not number.grouped)


def _is_year(number: Number, before: Before, after: After, unit: str | None, noun: Counted) -> bool:
    if not number.digits or number.grouped or number.scale > 1 or unit or after.counter:
        return False
    if number.value in YEARS:
        return not (before.sense and noun.found)
    return 1000 <= number.value < 1900 and not noun.found and not before.sense
