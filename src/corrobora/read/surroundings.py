"""Read what stands around a number: modifiers ("circa", "이상"), currency signs, units, counters."""

import re
from typing import NamedTuple

from corrobora.read.alternation import SPACE, alternation
from corrobora.read.numbers import Number, forms, plain
from corrobora.read.numbers_table import NumbersTable
from corrobora.read.templates import words

REACH = 60
"""How far before a number what belongs to it may begin, in code points."""

NO_SENSE: frozenset[str] = frozenset()


class Before(NamedTuple):
    """What stands before a number: where it starts, the unit of a currency sign, and what its modifiers mean."""

    start: int
    unit: str | None = None
    sense: frozenset[str] = NO_SENSE


class After(NamedTuple):
    """What stands after a number: where it ends, its unit or counter, what its modifiers mean; `factor` multiplies the
    number ("$3m")."""

    end: int
    unit: str | None = None
    factor: float = 1
    counter: tuple[int, int] | None = None
    sense: frozenset[str] = NO_SENSE


def backwards(low: str, at: int, floor: int) -> str:
    """The text before `at`, reversed, so that words that end there can be matched from its start."""
    return low[max(floor, at - REACH) : at][::-1]


class Surroundings:
    """Reads modifiers, currencies and units of one language; compiled once from its tables."""

    def __init__(self, table: NumbersTable, *, spaced: bool = True):
        before = {"about": table.about, "least": table.least, "most": table.most, "minus": table.minus}
        after = {"about": table.about_after, "least": table.least_after, "most": table.most_after}
        self._before = {plain(form): sense for sense, rows in before.items() for form in forms(rows)}
        self._after = {plain(form): sense for sense, rows in after.items() for form in forms(rows)}
        self._units = {plain(form): symbol for symbol, row in table.units for form in words(row)}
        self._signs = {plain(form): symbol for symbol, row in table.units_before for form in words(row)}
        self._scales = {form: value for value, row in table.money_scales for form in words(row)}
        edge = rf"(?=[\W_]|{alternation(forms(table.particles))}|$)" if table.glued else r"(?!\w)"
        self._spaced = spaced
        if not spaced:
            edge = rf"(?!{alternation(forms(table.ordinal_ends))})"
        free = "" if table.glued else edge
        begins = r"(?!\w)" if spaced else ""
        self.signs = alternation(self._signs)
        apart = r"(?![^\W\d_])" if spaced else ""
        self._sign = re.compile(rf"{SPACE}?({alternation(form[::-1] for form in self._signs)}){apart}")
        self._modifier = re.compile(rf"{SPACE}{{0,2}}({alternation(form[::-1] for form in self._before)}){begins}")
        self._late = re.compile(rf"{SPACE}?({alternation(self._after)}){free}")
        link = rf"{SPACE}{alternation(forms(table.links))}{SPACE}?"
        # a lone letter after a hyphen is the end of an ordinal ("8-м"), not a unit
        self._unit = re.compile(rf"(?:{link}|{SPACE}{{1,2}}|[-‐‑](?=\w\w))?({alternation(self._units)}){edge}")
        self._scale = re.compile(rf"{SPACE}?({alternation(self._scales)})(?!\w)")
        self._counter = re.compile(rf"{SPACE}?({alternation(forms(table.counters))}){edge}")

    def before(self, low: str, number: Number, floor: int, opener: str = "") -> Before:
        """What stands before a number; `opener` is the word that opens its range ("between")."""
        reverse = backwards(low, number.start, floor)
        at, unit = 0, None
        if (number.digits or not self._spaced) and (sign := self._sign.match(reverse)):
            unit, at = self._signs[plain(sign.group(1)[::-1])], sign.end()
        if opener:
            at += len(opener) + (reverse[at : at + 1].isspace())
        start, sense = self.modifiers(low, number.start - at, floor)
        return Before(start, unit, sense)

    def modifiers(self, low: str, start: int, floor: int) -> tuple[int, frozenset[str]]:
        """Up to two modifiers that end just before `start`: where they begin, and what they mean."""
        reverse = backwards(low, start, floor)
        at, sense = 0, NO_SENSE
        for _ in range(2):
            if modifier := self._modifier.match(reverse, at):
                sense |= {self._before[plain(modifier.group(1)[::-1])]}
                at = modifier.end()
        return start - at, sense

    def late(self, low: str, end: int, ceiling: int) -> tuple[int, frozenset[str]]:
        """A modifier that begins just after `end` ("or more", "이상"): where it ends, and what it means."""
        found = self._late.match(low, end, ceiling)
        return (found.end(), frozenset({self._after[plain(found.group(1))]})) if found else (end, NO_SENSE)

    def sign_before(self, reverse: str) -> str:
        """The currency sign at the start of a reversed text, with its space; "" if there is none."""
        sign = self._sign.match(reverse)
        return sign.group() if sign else ""

    def money(self, low: str, number: Number, floor: int) -> bool:
        """True if a currency sign stands before the number."""
        return number.digits and bool(self._sign.match(backwards(low, number.start, floor)))

    def after(self, low: str, number: Number, ceiling: int, *, money: bool = False) -> After:
        """What stands after a number up to its unit or counter, with the modifiers between and behind."""
        end, sense = self.late(low, number.end, ceiling)
        factor, unit, counter = 1.0, None, None
        if money and number.scale == 1 and (scale := self._scale.match(low, end, ceiling)):
            factor, end = self._scales[scale.group(1)], scale.end()
        if found := self._unit.match(low, end, ceiling):
            unit, end = self._units[plain(found.group(1))], found.end()
        elif kind := self._counter.match(low, end, ceiling):
            counter, end = kind.span(1), kind.end()
        if unit or counter:
            end, more = self.late(low, end, ceiling)
            sense |= more
        return After(end, unit, factor, counter, sense)
