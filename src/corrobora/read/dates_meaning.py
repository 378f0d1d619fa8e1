"""What a time expression means: from the slots of its rule to a TIMEX3 value and an interval."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from corrobora.read import timex
from corrobora.read.dates_rules import Words
from corrobora.read.dates_table import RuleTable
from corrobora.read.timex import Period
from corrobora.records import TimexType

SOON = 60
"""A day and month without a year lies ahead only if it is at most so many days away, or if a cue says so."""

UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "H": "XXXX-HX",
           "Y": "XXXX", "DE": "XXX", "CE": "XX"}  # fmt: skip

ROMAN = {"i": 1, "v": 5, "x": 10}


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
    """A rule that matched, with the text of its slots; `clock` and `part` are joined to it if they stand beside it."""

    start: int
    end: int
    rule: RuleTable
    slots: dict[str, str]
    mod: str | None = None
    time: "Found | None" = None
    year: str | None = None
    shorter: "list[Found]" = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """What an expression is resolved against: publication, the last date that the text gave, and cues around it."""

    words: Words
    published: datetime | None
    direction: Callable[["Found"], int]
    last: Period | None = None
    last_end: int = -1
    same_sentence: bool = False
    today: date | None = field(init=False)

    def __post_init__(self) -> None:
        self.today = self.published.date() if self.published else None

    def slot(self, found: Found, name: str) -> str | None:
        """The value of a slot: from the words, else from the rule."""
        text = found.slots.get(name)
        if text:
            return self.words.value(name, text)
        return None


def meaning(found: Found, context: Context) -> Value | None:
    """The value of what was found; None if it means no time after all (the 32nd of March)."""
    value = MEANINGS[found.rule.means](found, context)
    if value is not None and found.time is not None:
        value = _at_time(value, found.time, context)
    if value is not None and found.rule.mod and value.mod is None:
        value = value._replace(mod=found.rule.mod)
    return value


def _of(period: Period | None, anchor: str, mod: str | None = None) -> Value | None:
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


def _vague(unit: str, mod: str | None = None) -> Value:
    return Value(UNKNOWN[unit], precision=timex.PRECISIONS.get(unit), mod=mod)


def _mod(found: Found) -> str | None:
    return found.mod or found.rule.mod


def _number(found: Found, context: Context, name: str = "number") -> float | None:
    said = context.slot(found, name)
    if said in (None, ""):
        return found.rule.number
    return None if said == "X" else float(said) + found.rule.more  # type: ignore[arg-type]


def _offset(found: Found, context: Context) -> int:
    which = context.slot(found, "which")
    return int(which) if which is not None else found.rule.offset or 0


def _said_offset(found: Found, context: Context) -> int | None:
    which = context.slot(found, "which")
    return int(which) if which is not None else found.rule.offset


def _unit(found: Found, context: Context) -> str | None:
    return context.slot(found, "unit") or found.rule.unit


def _month(found: Found, context: Context) -> int | None:
    said = context.slot(found, "month") or context.slot(found, "mon") or context.slot(found, "clear_month")
    return int(said) if said else found.rule.month


def _weekday(found: Found, context: Context) -> int | None:
    said = context.slot(found, "weekday") or context.slot(found, "wday")
    return int(said) if said else found.rule.weekday


def _day(found: Found, context: Context) -> int | None:
    said = context.slot(found, "day")
    return int(said) if said else found.rule.day


def full_year(said: str) -> int:
    """ "24" is 2024, "74" is 1974: two figures stand for 1950 to 2049."""
    figures = said.strip("'’‘")
    number = int(figures)
    return number if len(figures) > 2 else number + (2000 if number < 50 else 1900)


def _year(found: Found, context: Context) -> int | None:
    said = found.slots.get("year") or found.year or found.slots.get("tens")
    return full_year(said) if said else None


# --- dates ------------------------------------------------------------------------------------------------------


def _date(found: Found, context: Context) -> Value | None:
    if "numeric" in found.slots:
        return _numeric(found.slots["numeric"], context)
    year, month, number, weekday = (
        _year(found, context), _month(found, context), _day(found, context), _weekday(found, context),
    )  # fmt: skip
    if "short" in found.slots:
        left, right = (int(part) for part in found.slots["short"].replace(".", "/").split("/"))
        number, month = (right, left) if context.words.table.order in ("mdy", "ymd") else (left, right)
    if year is not None:
        return _with_year(found, year, month, number)
    if month is not None and number is not None:
        return _day_and_month(month, number, found, context)
    if month is not None:
        return _month_alone(month, found, context)
    if number is not None:
        return _day_alone(number, weekday, found, context)
    return _weekday_alone(weekday, found, context) if weekday is not None else None


def _with_year(found: Found, year: int, month: int | None, number: int | None) -> Value | None:
    if month is None:
        return _of(timex.year(year), "absolute", _mod(found))
    if number is None:
        return _of(timex.month(year, month), "absolute", _mod(found))
    return _of(timex.day(year, month, number), "absolute", _mod(found))


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
    return _of(timex.day(year, month, number), "absolute")


def _nearest(found: Found, context: Context, of_year: Callable[[int], date | None]) -> date | None:
    """The most recent such day, unless a cue or its closeness says that it lies ahead."""
    today = context.today
    if today is None:
        return None
    days = [when for year in range(today.year - 9, today.year + 10) if (when := of_year(year)) is not None]
    past = max((when for when in days if when <= today), default=None)
    ahead = min((when for when in days if when > today), default=None)
    if past is None or ahead is None or past == today:
        return past or ahead
    direction = context.direction(found)
    soon = (ahead - today).days <= SOON and (ahead - today) < (today - past)
    if direction > 0 and (ahead - today).days <= 330:
        return ahead
    return ahead if soon else past


def _day_and_month(month: int, number: int, found: Found, context: Context) -> Value | None:
    if timex.day(2024, month, number) is None:
        return None
    weekday = _weekday(found, context)

    def of_year(year: int) -> date | None:
        period = timex.day(year, month, number)
        if period is None or period.first is None or (weekday and period.first.isoweekday() != weekday):
            return None
        return period.first

    offset = _said_offset(found, context)
    if context.today is not None and offset is not None and _unit(found, context) in ("Y", None):
        if _unit(found, context) == "Y":
            return _of(timex.day(context.today.year + offset, month, number), "published", _mod(found))
        years = range(context.today.year - 1, context.today.year + 2)
        days = [when for year in years if (when := of_year(year)) is not None]
        if offset < 0:
            when = max((day for day in days if day < context.today), default=None)
        else:
            when = min((day for day in days if day >= context.today), default=None)
    else:
        when = _nearest(found, context, of_year)
    if when is None:
        return Value(f"XXXX-{month:02d}-{number:02d}", precision="day")
    return _of(timex.of_day(when), "published", _mod(found))


def _month_alone(month: int, found: Found, context: Context) -> Value | None:
    today = context.today
    if today is None:
        return Value(f"XXXX-{month:02d}", precision="month", mod=_mod(found))
    ahead = month > today.month
    year = today.year - 1 if ahead else today.year
    if month != today.month and context.direction(found) > 0:
        year += 1
    return _of(timex.month(year, month), "published", _mod(found))


def _day_alone(number: int, weekday: int | None, found: Found, context: Context) -> Value | None:
    """ "martedì 19": the nearest such day; without weekday the nearest day of that number."""
    today = context.today
    if today is None:
        return Value(f"XXXX-XX-{number:02d}", precision="day")
    near = [today + timedelta(days=days) for days in range(-45, 46)]
    fits = [day for day in near if day.day == number and weekday in (None, day.isoweekday())]
    direction = _said_offset(found, context) or context.direction(found)
    if direction:
        fits = [day for day in fits if (day >= today if direction > 0 else day <= today)] or fits
    if not fits:
        return None
    return _of(timex.of_day(min(fits, key=lambda day: (abs((day - today).days), day > today))), "published")


def _weekday_alone(weekday: int, found: Found, context: Context) -> Value | None:
    today = context.today
    if today is None:
        return Value(f"XXXX-WXX-{weekday}", precision="day")
    back = (today.isoweekday() - weekday) % 7
    if back and context.direction(found) > 0:
        back -= 7
    when = timex.later(today, days=-back)
    return _of(timex.of_day(when), "published", _mod(found)) if when else None


# --- relative to an anchor ---------------------------------------------------------------------------------------


def _anchor(found: Found, context: Context) -> tuple[date | None, str]:
    if found.rule.anchor != "published" and context.last is not None:
        return context.last.last, "text"
    if found.rule.anchor == "text":
        return None, "text"
    return context.today, "published"


def _relative(found: Found, context: Context) -> Value | None:
    offset, unit = _offset(found, context), _unit(found, context)
    base, anchor = _anchor(found, context)
    weekday, month = _weekday(found, context), _month(found, context)
    if month is not None and _day(found, context) is not None:
        return _day_and_month(month, _day(found, context) or 0, found, context)
    if base is None:
        return _unplaced(unit, weekday, month, found, context)
    if weekday is not None:
        return _of(_that_weekday(weekday, offset, unit, base), anchor, _mod(found))
    if month is not None:
        return _of(_that_month(month, offset, unit, base), anchor, _mod(found))
    if season := (context.slot(found, "season") or found.rule.season):
        return _of(_that_season(season, offset, unit, base), anchor, _mod(found))
    if unit is None and (alone := _day(found, context)) is not None:
        return _day_alone(alone, None, found, context)
    if unit is None or unit not in timex.STEPS:
        return None
    when = timex.shifted(unit, base, offset)
    number = _day(found, context)
    if when is not None and unit == "M" and number is not None:
        return _of(timex.day(when.year, when.month, number), anchor)
    return _of(timex.containing(unit, when), anchor, _mod(found)) if when else None


def _unplaced(unit: str | None, weekday: int | None, month: int | None, found: Found, context: Context) -> Value | None:
    if weekday is not None:
        return Value(f"XXXX-WXX-{weekday}", precision="day")
    if month is not None:
        return Value(f"XXXX-{month:02d}", precision="month")
    if season := (context.slot(found, "season") or found.rule.season):
        return Value(f"XXXX-{season}", precision="season", mod=_mod(found))
    return _vague(unit, _mod(found)) if unit in UNKNOWN else None


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


def _season(found: Found, context: Context) -> Value | None:
    """A season of a named year, or without year the most recent one unless a cue says that it lies ahead."""
    season = (context.slot(found, "season") or found.rule.season)
    year = _year(found, context)
    if season is None:
        return None
    if year is not None:
        return _of(timex.season(year, season), "absolute", _mod(found))
    if context.today is None:
        return Value(f"XXXX-{season}", precision="season", mod=_mod(found))
    periods = [timex.season(context.today.year + shift, season) for shift in (-1, 0, 1)]
    return _choose([period for period in periods if period], found, context)


def _choose(periods: list[Period], found: Found, context: Context) -> Value | None:
    """The latest period that has begun, or with a cue towards the future the first one that has not."""
    today = context.today
    if today is None or not periods:
        return None
    begun = [period for period in periods if period.first and period.first <= today]
    ahead = [period for period in periods if period.first and period.first > today]
    if ahead and (context.direction(found) > 0 or not begun):
        return _of(ahead[0], "published", _mod(found))
    return _of(begun[-1], "published", _mod(found)) if begun else None


def _shift(found: Found, context: Context) -> Value | None:
    unit = _unit(found, context)
    number = _number(found, context)
    base, anchor = _anchor(found, context)
    if unit is None:
        return None
    if number is None:
        return Value("PAST_REF" if found.rule.sign < 0 else "FUTURE_REF")
    if unit in timex.STEPS:
        if base is None:
            return _vague(unit)
        if number % 1:
            unit, number = {"Y": ("M", number * 12), "DE": ("Y", number * 10), "M": ("D", number * 30),
                            "W": ("D", number * 7)}.get(unit, (unit, number))  # fmt: skip
        when = timex.shifted(unit, base, found.rule.sign * int(number)) if number < 10_000 else None
        return _of(timex.containing(unit, when), anchor, _mod(found)) if when else None
    return _moment_shift(unit, number, found, context)


def _moment_shift(unit: str, number: float, found: Found, context: Context) -> Value | None:
    if context.published is None or found.rule.anchor == "text":
        return Value("XXXX-XX-XXTXX:XX", "TIME", precision="minute")
    try:
        step = timedelta(seconds=number * {"h": 3600, "min": 60, "s": 1}[unit] * found.rule.sign)
        when = context.published + step
    except OverflowError:
        return None
    if context.published.time() == datetime.min.time():  # only the day of publication is known
        first, last = sorted((when.date(), (context.published + timedelta(days=1) + step).date()))
        return Value(
            f"{when.date().isoformat()}TXX:XX", "TIME", first.isoformat(), last.isoformat(), "day", "published"
        )
    stamp = when.isoformat(timespec="minutes")
    return Value(stamp, "TIME", stamp, stamp, "minute", "published")


def _some_day(found: Found, context: Context) -> Value | None:
    base, anchor = _anchor(found, context)
    if base is None:
        return _with_part(_vague("D"), found, context)
    when = timex.later(base, days=_offset(found, context))
    return _with_part(_of(timex.of_day(when), anchor, _mod(found)), found, context) if when else None


def _with_part(value: Value | None, found: Found, context: Context) -> Value | None:
    part = context.slot(found, "part") or found.rule.part
    if value is None or part is None:
        return value
    return _part_of(value, part)


# --- durations, sets, references ----------------------------------------------------------------------------------


def _duration(found: Found, context: Context) -> Value | None:
    unit = _unit(found, context)
    if unit is None:
        return None
    return Value(timex.duration(_number(found, context), unit), "DURATION", mod=_mod(found))


def _span(found: Found, context: Context) -> Value | None:
    """ "the last four years": a duration that is placed in time."""
    unit, number = _unit(found, context), _number(found, context)
    if unit is None:
        return None
    value = Value(timex.duration(number, unit), "DURATION", mod=_mod(found))
    sign = found.rule.sign or (1 if _offset(found, context) > 0 else -1)
    if context.today is None or number is None or unit not in timex.STEPS or number >= 10_000:
        return value
    other = timex.shifted(unit, context.today, sign * int(number))
    if other is None:
        return value
    first, last = sorted((context.today, other))
    return value._replace(
        earliest=first.isoformat(), latest=last.isoformat(), anchor="published", precision=timex.PRECISIONS.get(unit)
    )


def _set(found: Found, context: Context) -> Value | None:
    weekday, month, number = _weekday(found, context), _month(found, context), _day(found, context)
    if month is not None:
        return Value(f"XXXX-{month:02d}" + (f"-{number:02d}" if number else ""), "SET")
    if weekday is not None:
        return Value(f"XXXX-WXX-{weekday}", "SET")
    if season := (context.slot(found, "season") or found.rule.season):
        return Value(f"XXXX-{season}", "SET")
    if part := context.slot(found, "part") or found.rule.part:
        return Value(f"XXXX-XX-XXT{part}", "SET")
    unit = _unit(found, context)
    return Value(timex.duration(_number(found, context) or 1, unit), "SET") if unit else None


def _ref(found: Found, context: Context) -> Value | None:
    return Value(found.rule.value or "XXXX-XX-XX")


# --- times of day ---------------------------------------------------------------------------------------------


def clock_of(found: Found, context: Context) -> str | None:
    """ "T18:30", with Z or an offset if the zone is known; None if there is no such time of day."""
    if "clock" in found.slots:
        figures = found.slots["clock"]
        hour, minute = int("".join(c for c in figures[:2] if c.isdigit())), figures.lstrip("0123456789")[1:3]
    else:
        said = context.slot(found, "hour")
        hour = int(float(said)) if said else int(found.rule.number or 0)
        minute = context.slot(found, "minute") or ("30" if found.rule.more == 0.5 else "")
    half = context.slot(found, "half_day") or found.rule.half_day or context.slot(found, "part")
    if half in ("pm", "AF", "EV", "NI") and hour < 12 and not (half == "NI" and hour < 6):
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 24 or (minute and int(minute) > 59):
        return None
    exact = bool(minute) or "clock" in found.slots
    zone = context.slot(found, "zone") or ""
    if zone[:3] in ("utc", "gmt"):
        zone = f"{zone[3:].strip()[0].replace('−', '-')}{int(zone[3:].strip(' -+−')):02d}:00"
    return f"T{hour % 24:02d}:{int(minute or 0):02d}{zone}" if exact or zone else f"T{hour % 24:02d}:00"


def _clock(found: Found, context: Context) -> Value | None:
    day: Value | None = None
    if context.last is not None and context.last.precision == "day" and context.same_sentence:
        day = _of(context.last, "text")
    elif context.today is not None:
        day = _of(timex.of_day(context.today), "published")
    return _at_time(day or _vague("D"), found, context)


def _part(found: Found, context: Context) -> Value | None:
    part = context.slot(found, "part") or found.rule.part
    if found.rule.offset is None and "which" not in found.slots or part is None:
        return None
    day = _some_day(found, context)
    return day if day is None or day.type == "TIME" else _part_of(day, part)


def _part_of(day: Value, part: str) -> Value:
    if len(day.timex) != 10:
        return day
    value = day._replace(timex=f"{day.timex}T{part}", type="TIME", precision="part of day")
    if day.earliest is None:
        return value
    first, last = timex.PART_HOURS[part]
    return value._replace(earliest=f"{day.earliest}T{first:02d}:00", latest=f"{day.earliest}T{last:02d}:59")


def _at_time(day: Value, time: Found, context: Context) -> Value | None:
    """A day with a time of day or a part of a day joined to it."""
    if time.rule.means == "part":
        part = context.slot(time, "part") or time.rule.part
        return _part_of(day, part) if part else day
    clock = clock_of(time, context)
    if clock is None or len(day.timex) != 10:
        return None if time.rule.means == "clock" and day.timex == UNKNOWN["D"] and clock is None else day
    stamp = f"{day.earliest}{clock[:6]}" if day.earliest else None
    return day._replace(timex=f"{day.timex}{clock}", type="TIME", earliest=stamp, latest=stamp, precision="minute")


# --- parts of years and larger ------------------------------------------------------------------------------------


def _ordinal(found: Found, context: Context) -> int | None:
    said = context.slot(found, "nth") or context.slot(found, "number")
    if said:
        return int(float(said)) if said != "X" else None
    roman = found.slots.get("roman")
    if roman:
        digits = [ROMAN[letter] for letter in roman]
        return sum(-here if here < max(digits[at:]) else here for at, here in enumerate(digits))
    return int(found.rule.number) if found.rule.number is not None else None


def _part_of_year(found: Found, context: Context) -> Value | None:
    number = _ordinal(found, context)
    build = timex.quarter if found.rule.means == "quarter" else timex.half
    letter = "Q" if found.rule.means == "quarter" else "H"
    most = 4 if letter == "Q" else 2
    if number == -1:
        number = most
    if number is None or not 1 <= number <= most:
        return None
    year = _year(found, context)
    if year is not None:
        return _of(build(year, number), "absolute", _mod(found))
    if context.today is None:
        return Value(f"XXXX-{letter}{number}", precision=timex.PRECISIONS[letter], mod=_mod(found))
    if "which" in found.slots or found.rule.offset is not None:
        return _of(build(context.today.year + _offset(found, context), number), "published", _mod(found))
    periods = [build(context.today.year + shift, number) for shift in (-1, 0, 1)]
    return _choose([period for period in periods if period], found, context)


def _decade(found: Found, context: Context) -> Value | None:
    named = context.slot(found, "decade")
    first = int(named) if named else _year(found, context)
    if first is None:
        return None
    if first < 100:
        first += 2000 if first < 30 else 1900
    elif not named and "tens" in found.slots and first >= 2030:
        first -= 100
    return _of(timex.decade(first // 10 * 10), "absolute", _mod(found))


def _century(found: Found, context: Context) -> Value | None:
    number = _ordinal(found, context)
    return _of(timex.century(number), "absolute", _mod(found)) if number is not None else None


def _festival(found: Found, context: Context) -> Value | None:
    rule = found.rule

    def of_year(year: int) -> date | None:
        if rule.easter is not None:
            when = timex.easter(year, orthodox=rule.orthodox) if 1583 <= year <= 9000 else None
            return timex.later(when, days=rule.easter) if when else None
        if rule.month is not None and rule.day is not None:
            period = timex.day(year, rule.month, rule.day)
            return period.first if period else None
        return next((when for when in rule.dates if when.year == year), None)

    year = _year(found, context)
    if year is not None:
        day = of_year(year)
        return _of(timex.of_day(day), "absolute") if day else Value(f"{year:04d}-XX-XX")
    offset = _said_offset(found, context)
    if context.today is not None and offset is not None and _unit(found, context) == "Y":
        day = of_year(context.today.year + offset)
    else:
        day = _nearest(found, context, of_year)
    if day is None:
        known = rule.month is not None and rule.day is not None
        return Value(f"XXXX-{rule.month:02d}-{rule.day:02d}" if known else UNKNOWN["D"], precision="day")
    return _of(timex.of_day(day), "published", _mod(found))


def _nth(found: Found, context: Context) -> Value | None:
    """ "the last Monday of October 2024", "the first week of May", "the third day of the month"."""
    number, weekday, unit = _ordinal(found, context), _weekday(found, context), _unit(found, context)
    month = _month(found, context)
    whole = found.rule.mod
    if number is None or month is None:
        return None
    year = _year(found, context)
    offset = _said_offset(found, context)
    if year is None and offset is not None and context.today is not None:
        year = context.today.year + offset
    period: Period | None
    if year is None:
        value = _month_alone(month, found, context)
        if value is None or value.earliest is None:
            return Value(f"XXXX-{month:02d}", mod=whole)
        year = int(value.earliest[:4])
    period = timex.month(year, month)
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
    return _of(timex.containing(unit if unit in ("W", "WE") else "D", day), anchor)


def _range(found: Found, context: Context) -> Value | None:
    """ "dal 3 al 5 marzo": the day of the end decides the year; the value is the ISO 8601 interval."""
    last = _date(found, context)
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


MEANINGS: dict[str, Callable[[Found, Context], Value | None]] = {
    "date": _date, "relative": _relative, "shift": _shift, "day": _some_day, "duration": _duration, "span": _span,
    "set": _set, "ref": _ref, "clock": _clock, "part": _part, "quarter": _part_of_year, "half": _part_of_year,
    "decade": _decade, "century": _century, "festival": _festival, "nth": _nth, "range": _range, "season": _season,
}  # fmt: skip
