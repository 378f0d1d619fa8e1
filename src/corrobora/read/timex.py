"""Calendar periods with their TIMEX3 values: days, weeks, months, quarters, seasons, years, decades, centuries.

The values follow TIMEX3 (ISO-TimeML): 2024-10-31, 2024-W44, 2024-W44-WE, 2024-10, 2024-Q4, 2024-H2, 2024-SU, 2024,
202 (the 2020s), 20 (the 21st century), and X for what is not known.
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The first month of each season, as meteorologists count them in the northern hemisphere."""

PART_HOURS = {"MO": (5, 11), "MI": (12, 13), "AF": (12, 17), "EV": (17, 22), "NI": (20, 23), "DT": (6, 17)}
"""First and last hour of each part of a day."""

PRECISIONS = {"CE": "century", "DE": "decade", "Y": "year", "H": "half", "Q": "quarter", "M": "month", "W": "week",
              "WE": "weekend", "D": "day"}  # fmt: skip


class Period(NamedTuple):
    """A stretch of the calendar: both ends included, None where it cannot be placed."""

    timex: str
    first: date | None
    last: date | None
    precision: str


def day(year: int, month: int, number: int) -> Period | None:
    """One day; None if the calendar has no such day."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    return of_day(date(year, month, number))


def of_day(when: date) -> Period:
    return Period(when.isoformat(), when, when, "day")


def month(year: int, number: int) -> Period | None:
    if not (MINYEAR <= year <= MAXYEAR and 1 <= number <= 12):
        return None
    return Period(
        f"{year:04d}-{number:02d}", date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month"
    )


def year(number: int) -> Period | None:
    if not MINYEAR <= number <= MAXYEAR:
        return None
    return Period(f"{number:04d}", date(number, 1, 1), date(number, 12, 31), "year")


def quarter(of_year: int, number: int) -> Period | None:
    return _months(of_year, f"Q{number}", 3 * number - 2, 3, "quarter") if 1 <= number <= 4 else None


def half(of_year: int, number: int) -> Period | None:
    return _months(of_year, f"H{number}", 6 * number - 5, 6, "half") if 1 <= number <= 2 else None


def season(of_year: int, name: str) -> Period | None:
    """A season; winter belongs to the year in which it begins."""
    return _months(of_year, name, SEASON_MONTHS[name], 3, "season")


def _months(of_year: int, name: str, first: int, count: int, precision: str) -> Period | None:
    begins, ends = month(of_year, first), month(of_year + (first + count - 2) // 12, (first + count - 2) % 12 + 1)
    if begins is None or ends is None:
        return None
    return Period(f"{of_year:04d}-{name}", begins.first, ends.last, precision)


def decade(first_year: int) -> Period | None:
    if not MINYEAR <= first_year <= MAXYEAR - 9:
        return None
    return Period(f"{first_year // 10:03d}", date(first_year, 1, 1), date(first_year + 9, 12, 31), "decade")


def century(number: int) -> Period | None:
    """The `number`th century after Christ, by the popular count: the 20th runs from 1900 to 1999."""
    if not 2 <= number <= 99:
        return None
    first = (number - 1) * 100
    return Period(f"{number - 1:02d}", date(first, 1, 1), date(first + 99, 12, 31), "century")


def containing(unit: str, when: date) -> Period | None:
    """The day, week, weekend, month, quarter, half, year, decade or century around a day."""
    monday = when - timedelta(days=when.weekday()) if when.toordinal() > 7 else when
    match unit:
        case "D":
            return of_day(when)
        case "W":
            iso = monday.isocalendar()
            return Period(f"{iso.year:04d}-W{iso.week:02d}", monday, later(monday, days=6), "week")
        case "WE":
            iso = monday.isocalendar()
            return Period(f"{iso.year:04d}-W{iso.week:02d}-WE", later(monday, days=5), later(monday, days=6), "weekend")
        case "M":
            return month(when.year, when.month)
        case "Q":
            return quarter(when.year, (when.month + 2) // 3)
        case "H":
            return half(when.year, (when.month + 5) // 6)
        case "Y":
            return year(when.year)
        case "DE":
            return decade(when.year // 10 * 10)
        case "CE":
            return century(when.year // 100 + 1)
    return None


STEPS = {"D": (0, 1), "W": (0, 7), "WE": (0, 7), "M": (1, 0), "Q": (3, 0), "H": (6, 0), "Y": (12, 0), "DE": (120, 0),
         "CE": (1200, 0)}  # fmt: skip
"""Each unit in months and days."""


def shifted(unit: str, when: date, count: int) -> date | None:
    """The day `count` units later (earlier if negative); None if the calendar ends before that."""
    months, days = STEPS[unit]
    if months:
        index = when.year * 12 + when.month - 1 + months * count
        to_year, to_month = index // 12, index % 12 + 1
        if not MINYEAR <= to_year <= MAXYEAR:
            return None
        return date(to_year, to_month, min(when.day, monthrange(to_year, to_month)[1]))
    return later(when, days=days * count)


def later(when: date, *, days: int) -> date | None:
    """`days` after a day; None if the calendar ends before that."""
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None


def duration(count: float | None, unit: str) -> str:
    """ "P3D", "PT12H", "P2.5Y"; an unknown count is X."""
    factor, letter, time = {
        "D": (1, "D", ""), "W": (1, "W", ""), "WE": (1, "WE", ""), "M": (1, "M", ""), "Q": (3, "M", ""),
        "H": (6, "M", ""), "Y": (1, "Y", ""), "DE": (10, "Y", ""), "CE": (100, "Y", ""),
        "h": (1, "H", "T"), "min": (1, "M", "T"), "s": (1, "S", "T"),
    }[unit]  # fmt: skip
    number = "X" if count is None else f"{count * factor:g}" if count * factor < 1e6 else f"{count * factor:.0f}"
    return f"P{time}{number}{letter}"


AMOUNTS = ("Y", "M", "W", "D", "h", "min", "s")
"""The units that a duration of two parts is made of, from the largest."""


def summed(whole: str, rest: str) -> str:
    """ "P2Y" and "P6M" as "P2Y6M", "P1D" and "PT6H" as "P1DT6H"."""
    return whole + rest.removeprefix("PT" if "T" in whole else "P")


@lru_cache(maxsize=512)
def easter(of_year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday, after Meeus, Astronomical Algorithms, chapter 8 (Gregorian, or Julian moved to our calendar)."""
    if orthodox:
        d = (19 * (of_year % 19) + 15) % 30
        e = (2 * (of_year % 4) + 4 * (of_year % 7) - d + 34) % 7
        julian = date(of_year, (d + e + 114) // 31, (d + e + 114) % 31 + 1)
        return julian + timedelta(days=of_year // 100 - of_year // 400 - 2)
    a, (b, c) = of_year % 19, divmod(of_year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    return date(of_year, (h + m - 7 * n + 114) // 31, (h + m - 7 * n + 114) % 31 + 1)


def narrowed(period: Period, mod: str | None) -> Period:
    """The start, middle or end of a period, with the period's own value: of a year the first quarter, the two middle
    ones, the last; of anything else a third."""
    first, last = period.first, period.last
    if first is None or last is None or mod not in ("START", "MID", "END"):
        return period
    if period.precision == "year":
        months = {"START": (1, 3), "MID": (4, 9), "END": (10, 12)}[mod]
        return period._replace(
            first=date(first.year, months[0], 1), last=date(last.year, months[1], 30 + (mod != "MID"))
        )
    third = ((last - first).days + 1) // 3
    if mod in ("MID", "END"):
        first = first + timedelta(days=third if mod == "MID" else 2 * third)
    if mod in ("START", "MID"):
        last = last - timedelta(days=third if mod == "MID" else 2 * third)
    return period._replace(first=first, last=last)


def moment(published: str | None) -> datetime | None:
    """An ISO date or date-time as a moment without zone (its own wall clock); None if it is not one, or if it lies so
    near to an end of the calendar that nothing can be counted from it."""
    for text in (published or "").strip(), (published or "").strip()[:10]:
        try:
            when = datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            continue
        return when if 100 <= when.year <= 9900 else None
    return None
