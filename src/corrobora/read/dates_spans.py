"""Durations, spans that touch publication, repeated times, "two weeks ago", and the vague now, once and soon."""

from datetime import date, datetime, timedelta

from corrobora.read import timex
from corrobora.read.dates_context import Context, Found, Value, placed, vague


def shift(found: Found, context: Context) -> Value | None:
    unit = context.unit(found)
    number = context.number(found)
    base, anchor = context.anchor(found)
    if unit is None:
        return None
    if number is None:
        return Value("PAST_REF" if found.rule.sign < 0 else "FUTURE_REF")
    if unit in timex.STEPS:
        if base is None:
            return vague(unit)
        if number % 1:
            unit, number = {"Y": ("M", number * 12), "DE": ("Y", number * 10), "M": ("D", number * 30),
                            "W": ("D", number * 7)}.get(unit, (unit, number))  # fmt: skip
        when = timex.shifted(unit, base, found.rule.sign * int(number)) if number < 10_000 else None
        return placed(timex.containing(unit, when), anchor, found.said_mod) if when else None
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


def duration(found: Found, context: Context) -> Value | None:
    unit = context.unit(found)
    if unit is None:
        return None
    value = timex.duration(context.number(found), unit)
    rest = duration(found.also, context) if found.also is not None else None
    return Value(timex.summed(value, rest.timex) if rest else value, "DURATION", mod=found.said_mod)


def from_day(found: Found, base: Value, context: Context) -> Value | None:
    """ "two weeks before Christmas": the day itself, since it counts from a day."""
    unit, number = context.unit(found), context.number(found)
    if unit not in timex.STEPS or number is None or number >= 10_000:
        return None
    if base.earliest is None:
        return vague("D")
    when = timex.shifted(unit, date.fromisoformat(base.earliest[:10]), found.sign * int(number))
    return placed(timex.of_day(when), base.anchor or "text", found.said_mod) if when else None


def span(found: Found, context: Context) -> Value | None:
    """ "the last four years": a duration that is placed in time."""
    unit, number = context.unit(found), context.number(found)
    if unit is None:
        return None
    value = Value(timex.duration(number, unit), "DURATION", mod=found.said_mod)
    sign = found.rule.sign or (1 if context.offset(found) > 0 else -1)
    if context.today is None or number is None or unit not in timex.STEPS or number >= 10_000:
        return value
    other = timex.shifted(unit, context.today, sign * int(number))
    if other is None:
        return value
    first, last = sorted((context.today, other))
    return value._replace(
        earliest=first.isoformat(), latest=last.isoformat(), anchor="published", precision=timex.PRECISIONS.get(unit)
    )


def repeated(found: Found, context: Context) -> Value | None:
    weekday, month, number = context.weekday(found), context.month(found), context.day(found)
    if month is not None:
        return Value(f"XXXX-{month:02d}" + (f"-{number:02d}" if number else ""), "SET")
    if weekday is not None:
        return Value(f"XXXX-WXX-{weekday}", "SET")
    if season := context.season(found):
        return Value(f"XXXX-{season}", "SET")
    if part := context.part(found):
        return Value(f"XXXX-XX-XXT{part}", "SET")
    unit = context.unit(found)
    return Value(timex.duration(context.number(found) or 1, unit), "SET") if unit else None


def reference(found: Found, context: Context) -> Value | None:
    return Value(found.rule.value or "XXXX-XX-XX")
