"""Seasons, quarters, decades, centuries, festivals, "the first Monday of May", "10-12 May"."""

from datetime import date, timedelta

from corrobora.read import timex
from corrobora.read.dates_context import UNKNOWN, Context, Found, Value, placed
from corrobora.read.dates_days import date_meant, month_alone, nearest, relative
from corrobora.read.timex import Period

ROMAN = {"i": 1, "v": 5, "x": 10}


def season_meant(found: Found, context: Context) -> Value | None:
    """A season of a named year, or without year the most recent one unless a cue says that it lies ahead."""
    season = context.season(found)
    year = context.year(found)
    if season is None:
        return None
    if year is not None:
        return placed(timex.season(year, season), "absolute", found.said_mod)
    if context.today is None:
        return Value(f"XXXX-{season}", precision="season", mod=found.said_mod)
    periods = [timex.season(context.today.year + shift, season) for shift in (-1, 0, 1)]
    return choose([period for period in periods if period], found, context)


def choose(periods: list[Period], found: Found, context: Context) -> Value | None:
    """The latest period that has begun, or with a cue towards the future the first one that has not."""
    today = context.today
    if today is None or not periods:
        return None
    begun = [period for period in periods if period.first and period.first <= today]
    ahead = [period for period in periods if period.first and period.first > today]
    if ahead and (context.direction(found) > 0 or not begun):
        return placed(ahead[0], "published", found.said_mod)
    return placed(begun[-1], "published", found.said_mod) if begun else None


def _ordinal(found: Found, context: Context) -> int | None:
    said = context.slot(found, "nth") or context.slot(found, "number")
    if said:
        return int(float(said)) if said != "X" else None
    roman = found.slots.get("roman")
    if roman:
        digits = [ROMAN[letter] for letter in roman]
        return sum(-here if here < max(digits[at:]) else here for at, here in enumerate(digits))
    return int(found.rule.number) if found.rule.number is not None else None


def part_of_year(found: Found, context: Context) -> Value | None:
    number = _ordinal(found, context)
    build = timex.quarter if found.rule.means == "quarter" else timex.half
    letter = "Q" if found.rule.means == "quarter" else "H"
    most = 4 if letter == "Q" else 2
    if number == -1:
        number = most
    if number is None or not 1 <= number <= most:
        return None
    year = context.year(found)
    if year is not None:
        return placed(build(year, number), "absolute", found.said_mod)
    if context.today is None:
        return Value(f"XXXX-{letter}{number}", precision=timex.PRECISIONS[letter], mod=found.said_mod)
    if "which" in found.slots or found.rule.offset is not None:
        return placed(build(context.today.year + context.offset(found), number), "published", found.said_mod)
    periods = [build(context.today.year + shift, number) for shift in (-1, 0, 1)]
    return choose([period for period in periods if period], found, context)


def decade(found: Found, context: Context) -> Value | None:
    named = context.slot(found, "decade")
    first = int(named) if named else context.year(found)
    if first is None:
        return None
    if first < 100:
        first += 2000 if first < 30 else 1900
    elif not named and "tens" in found.slots and first >= 2030:
        first -= 100
    return placed(timex.decade(first // 10 * 10), "absolute", found.said_mod)


def century(found: Found, context: Context) -> Value | None:
    number = _ordinal(found, context)
    return placed(timex.century(number), "absolute", found.said_mod) if number is not None else None


def fiscal(found: Found, context: Context) -> Value | None:
    """A business year, FY2008: its ends differ from firm to firm, so that it is not placed."""
    year = context.year(found)
    if year is None and context.today is not None:
        year = context.today.year + context.offset(found)
    return Value(f"FY{year:04d}" if year is not None else "FYXXXX", precision="year", mod=found.said_mod)


def festival(found: Found, context: Context) -> Value | None:
    rule = found.rule

    def of_year(year: int) -> date | None:
        if rule.easter is not None:
            when = timex.easter(year, orthodox=rule.orthodox) if 1583 <= year <= 9000 else None
            return timex.later(when, days=rule.easter) if when else None
        if rule.month is not None and rule.day is not None:
            period = timex.day(year, rule.month, rule.day)
            return period.first if period else None
        return next((when for when in rule.dates if when.year == year), None)

    year = context.year(found)
    if year is not None:
        day = of_year(year)
        return placed(timex.of_day(day), "absolute") if day else Value(f"{year:04d}-XX-XX")
    offset = context.said_offset(found)
    if context.today is not None and offset is not None and context.unit(found) == "Y":
        day = of_year(context.today.year + offset)
    elif context.today is not None and offset:
        near = [when for year in range(context.today.year - 1, context.today.year + 2) if (when := of_year(year))]
        if offset < 0:
            day = max((when for when in near if when < context.today), default=None)
        else:
            day = min((when for when in near if when > context.today), default=None)
    else:
        day = nearest(found, context, of_year)
    if day is None:
        known = rule.month is not None and rule.day is not None
        return Value(f"XXXX-{rule.month:02d}-{rule.day:02d}" if known else UNKNOWN["D"], precision="day")
    return placed(timex.of_day(day), "published", found.said_mod)


def nth(found: Found, context: Context) -> Value | None:
    """ "the last Monday of October 2024", "the first Monday of next month", "the third day of May", "week 27 of 2025"
    (weeks by number as ISO 8601 counts them)."""
    number, weekday, unit = _ordinal(found, context), context.weekday(found), context.unit(found)
    year, month = _year_and_month(found, context)
    if number is None:
        return None
    if month is None:
        if year is None or weekday is not None:
            return None
        anchor = "absolute" if "year" in found.slots else "published"
        return placed(_nth_of_year(number, unit, year), anchor, found.rule.mod)
    if year is None:
        value = month_alone(month, found, context)
        if value is None or value.earliest is None:
            number_of = f"-{number:02d}" if unit == "D" and weekday is None and number > 0 else ""
            return Value(f"XXXX-{month:02d}{number_of}", mod=found.rule.mod)
        year = int(value.earliest[:4])
    return _nth_of_month(number, weekday, unit, timex.month(year, month), found)


def _year_and_month(found: Found, context: Context) -> tuple[int | None, int | None]:
    """What the words say of both: "of May 2024", "of next month", "of last year"."""
    year, month, offset = context.year(found), context.month(found), context.said_offset(found)
    if year is None and offset is not None and context.today is not None:
        if found.rule.unit != "M":
            return context.today.year + offset, month
        when = timex.shifted("M", context.today, offset)
        return (when.year, when.month) if when else (None, None)
    return year, month


def _nth_of_month(
    number: int, weekday: int | None, unit: str | None, period: Period | None, found: Found
) -> Value | None:
    if period is None or period.first is None or period.last is None:
        return None
    days = [period.first + timedelta(days=at) for at in range((period.last - period.first).days + 1)]
    if weekday is not None:
        days = [day for day in days if day.isoweekday() == weekday]
    elif unit in ("W", "WE"):
        days = [day for day in days if day.isoweekday() == 4]  # a week belongs to the month of its Thursday
    elif unit != "D":
        return None
    if not (1 <= number <= len(days) or -len(days) <= number <= -1):
        return None
    day = days[number - 1 if number > 0 else number]
    anchor = "absolute" if "year" in found.slots else "published"
    return placed(timex.containing(unit if unit in ("W", "WE") else "D", day), anchor)


def _nth_of_year(number: int, unit: str | None, year: int) -> Period | None:
    """ "the third month of 2021", "week 27 of last year": weeks as ISO 8601 counts them."""
    if unit == "M":
        return timex.month(year, number if number > 0 else 13 + number)
    weeks = date(year, 12, 28).isocalendar().week if 2 <= year <= 9998 else 0
    number = number if number > 0 else weeks + 1 + number
    if unit != "W" or not 1 <= number <= weeks:
        return None
    return timex.containing("W", date.fromisocalendar(year, number, 1))


def days_range(found: Found, context: Context) -> Value | None:
    """ "dal 3 al 5 marzo": the day of the end decides the year; the value is the ISO 8601 interval."""
    last = relative(found, context) if found.rule.unit else date_meant(found, context)
    first = context.slot(found, "day2")
    if last is None or not first:
        return None
    # In the template the first <day> is the beginning; _date has read it with the month and year of the end.
    begins, number = last, int(first)
    if not 1 <= number <= 31:
        return None
    end = begins.timex[:8] + f"{number:02d}"
    if begins.earliest is None:
        return begins._replace(timex=f"{begins.timex}/{end}")
    closing = timex.day(int(begins.earliest[:4]), int(begins.earliest[5:7]), number)
    if closing is None or closing.first is None or closing.timex < begins.earliest:
        return None
    return begins._replace(timex=f"{begins.timex}/{closing.timex}", latest=closing.timex)
