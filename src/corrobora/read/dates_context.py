"""What an expression is resolved against, and what its slots say: found rules, context, values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from corrobora.read import timex
from corrobora.read.dates_table import RuleTable
from corrobora.read.dates_words import Words
from corrobora.read.timex import Period
from corrobora.records import TimexType

UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "H": "XXXX-HX",
           "Y": "XXXX", "DE": "XXX", "CE": "XX"}  # fmt: skip
"""The value of a day, week … that cannot be placed."""


class Value(NamedTuple):
    """A TIMEX3 value with its interval."""

    timex: str
    type: TimexType = "DATE"
    earliest: str | None = None
    latest: str | None = None
    precision: str | None = None
    anchor: str | None = None
    mod: str | None = None


@dataclass(slots=True)
class Found:
    """A rule that matched, with the text of its slots.

    `time` is a time of day that stands beside it and is read with it; `year` is lent by the end of a range, or stands
    apart; `also` is the smaller part of a duration; a duration with a `base` counts from that day, in direction `sign`;
    `shorter` are the other readings of the same words, for the case that this one means nothing.
    """

    start: int
    end: int
    rule: RuleTable
    slots: dict[str, str]
    mod: str | None = None
    time: "Found | None" = None
    year: str | None = None
    also: "Found | None" = None
    base: "Found | None" = None
    sign: int = 1
    shorter: "list[Found]" = field(default_factory=list)

    @property
    def said_mod(self) -> str | None:
        """ "the end of", "early" … from the words before, else from the rule."""
        return self.mod or self.rule.mod


@dataclass(slots=True)
class Context:
    """What an expression is resolved against: publication, the last date that the text gave, and cues around it."""

    words: Words
    published: datetime | None
    direction: Callable[[Found], int]
    last: Period | None = None
    last_end: int = -1
    same_sentence: bool = False
    today: date | None = field(init=False)

    def __post_init__(self) -> None:
        self.today = self.published.date() if self.published else None

    def slot(self, found: Found, name: str) -> str | None:
        """The value of what a slot matched; None if it matched nothing."""
        text = found.slots.get(name)
        return self.words.value(name, text) if text else None

    def number(self, found: Found) -> float | None:
        """How many; None if the words leave it open ("several")."""
        said = self.slot(found, "number")
        if not said:
            return found.rule.number if "vague" not in found.slots else None
        return float(said) + found.rule.more

    def offset(self, found: Found) -> int:
        """-1 for the last, 0 for this, 1 for the next."""
        return self.said_offset(found) or 0

    def said_offset(self, found: Found) -> int | None:
        which = self.slot(found, "which")
        return int(which) if which is not None else found.rule.offset

    def unit(self, found: Found) -> str | None:
        return self.slot(found, "unit") or found.rule.unit

    def month(self, found: Found) -> int | None:
        said = self.slot(found, "month") or self.slot(found, "mon") or self.slot(found, "clear_month")
        return int(said) if said else found.rule.month

    def weekday(self, found: Found) -> int | None:
        said = self.slot(found, "weekday") or self.slot(found, "wday")
        return int(said) if said else found.rule.weekday

    def day(self, found: Found) -> int | None:
        said = self.slot(found, "day")
        return int(said) if said else found.rule.day

    def year(self, found: Found) -> int | None:
        said = found.slots.get("year") or found.year or found.slots.get("tens") or found.slots.get("two")
        if found.rule.era is not None and (number := self.slot(found, "number")) and number.isdigit():
            return found.rule.era + int(number)
        return full_year(self.words.figures(said)) if said else None

    def season(self, found: Found) -> str | None:
        return self.slot(found, "season") or found.rule.season

    def part(self, found: Found) -> str | None:
        return self.slot(found, "part") or found.rule.part

    def anchor(self, found: Found) -> tuple[date | None, str]:
        """The day that an expression counts from, and whether publication or the text gave it."""
        if found.rule.anchor != "published" and self.last is not None:
            return self.last.last, "text"
        if found.rule.anchor == "text":
            return None, "text"
        return self.today, "published"


def placed(period: Period | None, anchor: str, mod: str | None = None) -> Value | None:
    """The value of a period, narrowed to its start, middle or end; None if there is no such period."""
    if period is None:
        return None
    cut = timex.narrowed(period, mod)
    return Value(
        period.timex,
        earliest=cut.first.isoformat() if cut.first else None,
        latest=cut.last.isoformat() if cut.last else None,
        precision=period.precision,
        anchor=anchor if cut.first else None,
        mod=mod,
    )


def vague(unit: str, mod: str | None = None) -> Value:
    """A day, week … that cannot be placed."""
    return Value(UNKNOWN[unit], precision=timex.PRECISIONS.get(unit), mod=mod)


def full_year(said: str) -> int:
    """ "24" is 2024, "74" is 1974: two figures stand for 1950 to 2049."""
    figures = said.strip("'’‘")
    number = int(figures)
    return number if len(figures) > 2 else number + (2000 if number < 50 else 1900)
