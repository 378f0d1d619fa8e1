"""Read the quantities of a text, "circa 12.000 soldati" or "up to $3 billion", by the tables of a language pack."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from corrobora.read.alternation import SPACE, alternation
from corrobora.read.counted import Counted, CountedNoun
from corrobora.read.counted_unspaced import UnspacedNoun
from corrobora.read.numbers import Number, NumberReader, forms, lowered, plain, whole
from corrobora.read.numbers_table import NumbersTable
from corrobora.read.packs import Pack
from corrobora.read.standing import Figure, Standing
from corrobora.read.surroundings import After, Before, Surroundings, backwards
from corrobora.read.templates import words
from corrobora.records import Quantity, TimeExpression

_HYPHENS = "-‐‑–—~∼〜～"
_CHANGE_REACH = 80


class _Context(NamedTuple):
    """The text around one number, cut off where the quantity before it and the time expression after it stand."""

    text: str
    low: str
    numbers: list[Number]
    floor: int
    ceiling: int


class _Range(NamedTuple):
    """The second number of a range, what follows it, and the word that opens the range."""

    second: Number
    after: After
    opener: str


class QuantityReader:
    """Finds the quantities of one language; everything is compiled once from its pack."""

    def __init__(self, pack: Pack):
        table = pack.table("numbers", NumbersTable)
        self._able = pack.has("numbers")
        self._letters = pack.letters
        self._numbers = NumberReader(pack)
        unspaced = not pack.language.spaces
        self._counted = UnspacedNoun(table) if unspaced else CountedNoun(table, pack.language)
        self._around = Surroundings(table, spaced=pack.language.spaces)
        self._standing = Standing(table, pack.language)
        self._noun_before = table.noun_before
        self._of_units = frozenset(table.of_units)
        self._ranges = _ranges(table)
        middles = alternation(self._ranges)
        signs = self._around.signs
        self._middle = re.compile(rf"{SPACE}?({middles}){SPACE}?(?:{signs}{SPACE}?)?")
        self._changes = re.compile(alternation(forms(table.changes)))

    def parse_number(self, text: str) -> float | None:
        """The value of a text that is one number in digits or words; None if it is not."""
        return self._numbers.parse_number(text)

    def find(self, text: str, *, times: Sequence[TimeExpression] = ()) -> tuple[Quantity, ...]:
        """All quantities of a text, in order, none overlapping another or one of `times` (sorted by start)."""
        if not self._able:
            return ()
        plain_text = self._letters.of(text)
        return plain_text.back(self._find(plain_text.text, plain_text.placed(times)))

    def _find(self, text: str, times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
        low = lowered(text)
        starts = [time.start for time in times]
        numbers = [number for number in self._numbers.find(low) if not _within(number, times, starts)]
        found: list[Quantity] = []
        at = floor = 0
        while at < len(numbers):
            later = bisect_right(starts, numbers[at].start)
            ceiling = starts[later] if later < len(starts) else len(text)
            below = times[later - 1].end if later else 0
            quantity, at = self._read(_Context(text, low, numbers, max(floor, below), ceiling), at)
            if quantity is not None:
                found.append(quantity)
                floor = quantity.end
                while at < len(numbers) and numbers[at].start < floor:
                    at += 1
        return tuple(found)

    def _read(self, context: _Context, at: int) -> tuple[Quantity | None, int]:
        """The quantity that begins with the number at index `at`, or None, and the index to go on with."""
        number = context.numbers[at]
        after = self._after(context, number)
        chain = at
        while _hyphenated(context, chain):
            chain += 1
        span = self._range(context, at, after) if chain <= at + 1 else None
        if span is not None:
            return self._ranged(context, number, span), at + 2
        if chain > at:
            return None, chain + 1
        return self._single(context, number, after), at + 1

    def _after(self, context: _Context, number: Number) -> After:
        money = self._around.money(context.low, number, context.floor)
        return self._around.after(context.low, number, context.ceiling, money=money)

    def _range(self, context: _Context, at: int, first: After) -> _Range | None:
        """The rest of a range that begins with the number at `at`; None if there is none."""
        if at + 1 >= len(context.numbers):
            return None
        left, right = context.numbers[at], context.numbers[at + 1]
        if right.start - first.end > 30 or right.end > context.ceiling:
            return None
        middle = self._middle.fullmatch(context.low, first.end, right.start)
        if middle is None:
            return None
        after = self._after(context, right)
        opener = self._opener(context, left, plain(middle.group(1)))
        if opener is None or (first.unit and after.unit and first.unit != after.unit) or left.vague or right.vague:
            return None
        low, high = _ends(left, right)
        if not low * after.factor < high * after.factor and (opener or first.unit or after.unit):
            return None
        return _Range(right, after._replace(unit=after.unit or first.unit), opener)

    def _opener(self, context: _Context, number: Number, middle: str) -> str | None:
        """The words that open a range with this middle, "" if it needs none, None if they are missing, or if it is
        told as a change ("rose from 12 to 15")."""
        reverse = backwards(context.low, number.start, context.floor)
        at = len(self._around.sign_before(reverse)) if number.digits else 0
        for opener in self._ranges[middle]:
            if opener and re.compile(rf"{SPACE}?{re.escape(opener[::-1])}(?!\w)").match(reverse, at):
                return None if self._changed(context, number) else opener
        return "" if "" in self._ranges[middle] else None

    def _changed(self, context: _Context, number: Number) -> bool:
        """True if a word of change stands shortly before the number ("rose from", "снизилась")."""
        return bool(self._changes.search(context.low, max(0, number.start - _CHANGE_REACH), number.start))

    def _ranged(self, context: _Context, first: Number, span: _Range) -> Quantity | None:
        before = self._around.before(context.low, first, context.floor, span.opener)
        low, high = _ends(first, span.second)
        high *= span.after.factor
        low *= span.after.factor
        if not low < high:
            return None
        figure = self._counting(context, Figure(span.second, before, span.after))
        if not (span.opener or figure.sense or figure.unit or figure.after.counter or figure.noun.found):
            return None
        return self._quantity(context, figure, (low, high))

    def _single(self, context: _Context, number: Number, after: After) -> Quantity | None:
        before = self._around.before(context.low, number, context.floor)
        opens = plain(context.low[before.start : number.start].strip()) in self._ranges
        if opens and "most" in before.sense and self._changed(context, number):
            before = Before(number.start)  # "rose to 45": elsewhere the same word may open an upper bound
        value = number.value * after.factor
        return self._quantity(context, self._counting(context, Figure(number, before, after)), (value, value))

    def _quantity(self, context: _Context, figure: Figure, values: tuple[float, float]) -> Quantity | None:
        """The record of a figure, if it stands as one."""
        text, noun, unit = context.text, figure.noun, figure.unit
        if noun.refused or not self._standing.holds(context.low, text, figure):
            return None
        if "minus" in figure.sense and not unit:
            return None
        start, end, sense = figure.before.start, max(noun.end, figure.after.end), figure.sense
        if unit and start > context.floor and text[start - 1] in "-−" and text[start - 2 : start - 1] in ("", " ", "("):
            start, values = start - 1, (-values[0], -values[1])
        elif "minus" in sense:
            values = (-values[0], -values[1])
        if noun.end > figure.after.end:
            end, more = self._around.late(context.low, end, context.ceiling)
            sense |= more
        low, high, approximate = _bounds(values, sense, figure.number)
        return Quantity(
            start=start,
            end=end,
            exact=text[start:end],
            low=low,
            high=high,
            approximate=approximate,
            unit=unit,
            of=text[noun.start : noun.end] if noun.found else None,
        )

    def _counting(self, context: _Context, figure: Figure) -> Figure:
        """The figure with what it counts, and with the modifiers before a noun that stands before the number."""
        number, before, after, _ = figure
        if not after.counter:
            if self._noun_before or (figure.unit and figure.unit not in self._of_units):
                return figure
            linked = True if figure.unit else None if number.scale > 1 else False
            return figure._replace(noun=self._counted.after(context.text, after.end, context.ceiling, linked=linked))
        noun = self._counted.after_link(context.text, after.end, context.ceiling)
        if noun.found or noun.refused or not self._noun_before:
            return figure._replace(noun=noun)
        noun = self._counted.before(backwards(context.low, before.start, context.floor), before.start)
        if not noun.found:
            return figure._replace(noun=Counted(*after.counter, refused=noun.refused))
        start, sense = self._around.modifiers(context.low, noun.start, context.floor)
        return figure._replace(noun=noun, before=Before(start, before.unit, before.sense | sense))


def _within(number: Number, times: Sequence[TimeExpression], starts: list[int]) -> bool:
    at = bisect_right(starts, number.start)
    return (at > 0 and times[at - 1].end > number.start) or (at < len(times) and times[at].start < number.end)


def _hyphenated(context: _Context, at: int) -> bool:
    """True for "3-1", "555-1234": digits tied by a bare hyphen, which are a range or no quantity at all."""
    if at + 1 >= len(context.numbers):
        return False
    left, right = context.numbers[at], context.numbers[at + 1]
    tied = right.start - left.end == 1 and context.low[left.end] in _HYPHENS
    return tied and left.digits and right.digits


def _ends(first: Number, second: Number) -> tuple[float, float]:
    """The two ends of a range; "2 to 3 million" begins at two million."""
    if first.scale == 1 and second.scale > 1 and first.value < second.coefficient:
        return first.value * (second.value / second.coefficient), second.value
    return first.value, second.value


def _bounds(
    values: tuple[float, float], sense: frozenset[str], number: Number
) -> tuple[float | None, float | None, bool]:
    """Low, high and approximate, from the value, the modifiers, and whether the number is a vague magnitude."""
    low, high = sorted(whole(value) for value in values)
    if number.vague:
        return low, None, True
    approximate = "about" in sense or number.rounded
    if "least" in sense:
        return low, None, approximate
    if "most" in sense:
        return None, high, approximate
    return low, high, approximate


def _ranges(table: NumbersTable) -> dict[str, list[str]]:
    """The middles of ranges with the words that open each, longest first ("" if it needs none)."""
    found: dict[str, list[str]] = {}
    for template in table.ranges:
        opener, _, rest = template.partition("<low>")
        middle = rest.partition("<high>")[0]
        for closing in words(middle.strip()):
            openers = words(opener.strip()) if opener.strip() else [""]
            found.setdefault(plain(closing), []).extend(openers)
    return {middle: sorted(openers, key=len, reverse=True) for middle, openers in found.items()}
