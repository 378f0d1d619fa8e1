"""Days, weekdays, months and years: as written, or counted from publication or another date of the text."""

from collections.abc import Callable
from datetime import date, timedelta

from corrobora.read import timex
from corrobora.read.dates_context import UNKNOWN, Context, Found, Value, full_year, placed, vague
from corrobora.read.timex import Period

SOON = 75
"""A day and month without a year lies ahead only if it is at most so many days away, or if a cue says so."""

NEAR = 400
"""A weekday decides between years only if that leaves the date at most so many days away."""


def date_meant(found: Found, context: Context) -> Value | None:
    if "numeric" in found.slots:
        return _numeric(found.slots["numeric"], context)
    year, month, number, weekday = (
        context.year(found), context.month(found), context.day(found), context.weekday(found),
    )  # fmt: skip
    if "short" in found.slots:
        left, right = (int(part) for part in found.slots["short"].replace(".", "/").split("/"))
        number, month = (right, left) if context.words.table.order in ("mdy", "ymd") else (left, right)
    if year is not None:
        return _with_year(found, year, month, number)
    if month is not None and number is not None:
        return _day_and_month(month, number, found, context)
    if month is not None:
        return month_alone(month, found, context)
    if number is not None:
        return _day_alone(number, weekday, found, context)
    return _weekday_alone(weekday, found, context) if weekday is not None else None


def _with_year(found: Found, year: int, month: int | None, number: int | None) -> Value | None:
    if month is None:
        return placed(timex.year(year), "absolute", found.said_mod)
    if number is None:
        return placed(timex.month(year, month), "absolute", found.said_mod)
    return placed(timex.day(year, month, number), "absolute", found.said_mod)


def _numeric(text: str, context: Context) -> Value | None:
    mark = next(char for char in text if not char.isdigit())
    parts = text.split(mark)
    figures = [int(part) for part in parts]
    if len(parts[0]) >= 3:
        year, month, number = figures
    else:
        year = full_year(parts[2])
        number, month = figures[:2] if context.words.table.order != "mdy" else (figures[1], figures[0])
        if context.words.table.order == "ymd" and len(parts[2]) <= 2:
            year, month, number = full_year(parts[0]), figures[1], figures[2]
        elif month > 12 >= number:
            number, month = month, number
    if mark == "." and len(parts[0]) < 3 and len(parts[2]) not in (2, 4):
        return None
    return placed(timex.day(year, month, number), "absolute")


def nearest(found: Found, context: Context, of_year: Callable[[int], date | None]) -> date | None:
    """The most recent such day, unless a cue or its closeness says that it lies ahead."""
    today = context.today
    if today is None:
        return None
    past = ahead = None
    for reach in (1, 9):  # a 29 February, or a weekday that must fit, may be years away
        days = [when for year in range(today.year - reach, today.year + reach + 1) if (when := of_year(year))]
        past = max((when for when in days if when <= today), default=None)
        ahead = min((when for when in days if when > today), default=None)
        if past is not None and ahead is not None:
            break
    if past is None or ahead is None or past == today:
        return past or ahead
    direction = context.direction(found)
    soon = (ahead - today).days <= SOON and (ahead - today) < (today - past)
    if direction > 0 and not ((today - past).days < SOON and (ahead - today).days > 300):
        return ahead
    return ahead if soon else past


def _day_and_month(month: int, number: int, found: Found, context: Context) -> Value | None:
    if timex.day(2024, month, number) is None:
        return None
    weekday = context.weekday(found)

    def of_year(year: int) -> date | None:
        period = timex.day(year, month, number)
        if period is None or period.first is None or (weekday and period.first.isoweekday() != weekday):
            return None
        return period.first

    offset = context.said_offset(found)
    if context.today is not None and offset is not None and context.unit(found) in ("Y", None):
        if context.unit(found) == "Y":
            return placed(timex.day(context.today.year + offset, month, number), "published", found.said_mod)
        years = range(context.today.year - 1, context.today.year + 2)
        days = [when for year in years if (when := of_year(year)) is not None]
        if offset < 0:
            when = max((day for day in days if day < context.today), default=None)
        else:
            when = min((day for day in days if day >= context.today), default=None)
    else:
        when = nearest(found, context, of_year)
        if weekday and context.today and (when is None or abs((when - context.today).days) > NEAR):
            weekday = None  # a slip of the pen: no such weekday falls on that date near by
            when = nearest(found, context, of_year)
    if when is None:
        return Value(f"XXXX-{month:02d}-{number:02d}", precision="day")
    return placed(timex.of_day(when), "published", found.said_mod)


def month_alone(month: int, found: Found, context: Context) -> Value | None:
    today = context.today
    if today is None:
        return Value(f"XXXX-{month:02d}", precision="month", mod=found.said_mod)
    ahead = month > today.month
    year = today.year - 1 if ahead else today.year
    if month != today.month and context.direction(found) > 0:
        year += 1
    return placed(timex.month(year, month), "published", found.said_mod)


def _day_alone(number: int, weekday: int | None, found: Found, context: Context) -> Value | None:
    """ "martedì 19": the nearest such day; without weekday the nearest day of that number."""
    today = context.today
    if today is None:
        return Value(f"XXXX-XX-{number:02d}", precision="day")
    near = (timex.shifted("M", today.replace(day=1), months) for months in (-2, -1, 0, 1, 2))
    periods = (timex.day(first.year, first.month, number) for first in near if first)
    fits = [
        period.first
        for period in periods
        if period
        and period.first
        and weekday in (None, period.first.isoweekday())
        and abs((period.first - today).days) < 46
    ]
    direction = context.said_offset(found) or context.direction(found)
    if direction:
        fits = [day for day in fits if (day >= today if direction > 0 else day <= today)] or fits
    if not fits:
        return None
    return placed(timex.of_day(min(fits, key=lambda day: (abs((day - today).days), day > today))), "published")


def _weekday_alone(weekday: int, found: Found, context: Context) -> Value | None:
    today = context.today
    if today is None:
        return Value(f"XXXX-WXX-{weekday}", precision="day")
    back = (today.isoweekday() - weekday) % 7
    if back and context.direction(found) > 0:
        back -= 7
    when = timex.later(today, days=-back)
    return placed(timex.of_day(when), "published", found.said_mod) if when else None


def relative(found: Found, context: Context) -> Value | None:
    offset, unit = context.offset(found), context.unit(found)
    base, anchor = context.anchor(found)
    weekday, month = context.weekday(found), context.month(found)
    if month is not None and context.day(found) is not None:
        return _day_and_month(month, context.day(found) or 0, found, context)
    if base is None:
        return _unplaced(unit, weekday, month, found, context)
    if weekday is not None:
        return placed(_that_weekday(weekday, offset, unit, base), anchor, found.said_mod)
    if month is not None:
        return placed(_that_month(month, offset, unit, base), anchor, found.said_mod)
    if season := context.season(found):
        return placed(_that_season(season, offset, unit, base), anchor, found.said_mod)
    if unit == "WE" and context.said_offset(found) is None:
        direction = context.direction(found)
        offset = -1 if direction < 0 or (direction == 0 and _before_weekend(base)) else 0
    if unit is None and (alone := context.day(found)) is not None:
        return _day_alone(alone, None, found, context)
    if unit is None or unit not in timex.STEPS:
        return None
    when = timex.shifted(unit, base, offset)
    if when is not None and found.rule.years:
        when = timex.shifted("Y", when, found.rule.years)
    number = context.day(found)
    if when is not None and unit == "M" and number is not None:
        return placed(timex.day(when.year, when.month, number), anchor)
    return placed(timex.containing(unit, when), anchor, found.said_mod) if when else None


def _before_weekend(today: date) -> bool:
    """Monday to Thursday: "over the weekend" is then the one that is over."""
    return today.isoweekday() < 5


def _unplaced(unit: str | None, weekday: int | None, month: int | None, found: Found, context: Context) -> Value | None:
    if weekday is not None:
        return Value(f"XXXX-WXX-{weekday}", precision="day")
    if month is not None:
        return Value(f"XXXX-{month:02d}", precision="month")
    if season := context.season(found):
        return Value(f"XXXX-{season}", precision="season", mod=found.said_mod)
    return vague(unit, found.said_mod) if unit in UNKNOWN else None


def _that_weekday(weekday: int, offset: int, unit: str | None, base: date) -> Period | None:
    if unit == "W":
        monday = base - timedelta(days=base.weekday())
        when = timex.later(monday, days=7 * offset + weekday - 1)
    elif offset == 0:
        when = timex.later(base, days=weekday - base.isoweekday())
    elif offset < 0:
        when = timex.later(base, days=-((base.isoweekday() - weekday - 1) % 7 + 1) + 7 * (offset + 1))
    else:
        when = timex.later(base, days=(weekday - base.isoweekday() - 1) % 7 + 1 + 7 * (offset - 1))
    return timex.of_day(when) if when else None


def _that_month(month: int, offset: int, unit: str | None, base: date) -> Period | None:
    if unit == "Y" or offset == 0:
        return timex.month(base.year + offset, month)
    if offset < 0:
        return timex.month(base.year + offset + (month < base.month), month)
    return timex.month(base.year + offset - (month > base.month), month)


def _that_season(season: str, offset: int, unit: str | None, base: date) -> Period | None:
    first = timex.SEASON_MONTHS[season]
    year = base.year - (season == "WI" and base.month <= 2)
    if unit == "Y" or offset == 0:
        return timex.season(base.year + offset if unit == "Y" else year, season)
    if offset < 0:
        ended = base.month >= first + 3 if season != "WI" else 3 <= base.month < 12
        inside = first <= base.month < first + 3 if season != "WI" else base.month == 12 or base.month <= 2
        return timex.season(year if ended and not inside and season != "WI" else base.year - 1, season)
    return timex.season(base.year if base.month < first else base.year + 1, season)


def some_day(found: Found, context: Context) -> Value | None:
    base, anchor = context.anchor(found)
    if anchor == "text" and found.rule.anchor == "either" and context.last and context.last.precision != "day":
        base, anchor = context.today, "published"  # "that day", after a month or year
    if base is None:
        return _with_part(vague("D"), found, context)
    when = timex.later(base, days=context.offset(found))
    return _with_part(placed(timex.of_day(when), anchor, found.said_mod), found, context) if when else None


def _with_part(value: Value | None, found: Found, context: Context) -> Value | None:
    part = context.part(found)
    if value is None or part is None:
        return value
    return part_of(value, part)


def part_of(day: Value, part: str) -> Value:
    if len(day.timex) != 10:
        return day
    value = day._replace(timex=f"{day.timex}T{part}", type="TIME", precision="part of day")
    if day.earliest is None:
        return value
    first, last = timex.PART_HOURS[part]
    return value._replace(earliest=f"{day.earliest}T{first:02d}:00", latest=f"{day.earliest}T{last:02d}:59")
