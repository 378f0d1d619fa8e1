"""What a time expression means: one function for each kind of rule, from its slots to a value and an interval."""

from collections.abc import Callable

from corrobora.read.dates_clock import at_time, clock, part
from corrobora.read.dates_context import Context, Found, Value
from corrobora.read.dates_days import date_meant, part_of, relative, some_day
from corrobora.read.dates_periods import (
    century,
    days_range,
    decade,
    festival,
    fiscal,
    nth,
    part_of_year,
    season_meant,
)
from corrobora.read.dates_spans import duration, from_day, reference, repeated, shift, span

MEANINGS: dict[str, Callable[[Found, Context], Value | None]] = {
    "date": date_meant, "relative": relative, "shift": shift, "day": some_day, "duration": duration, "span": span,
    "set": repeated, "ref": reference, "clock": clock, "part": part, "quarter": part_of_year, "half": part_of_year,
    "decade": decade, "century": century, "festival": festival, "nth": nth, "range": days_range,
    "season": season_meant, "fiscal": fiscal,
}  # fmt: skip


def meaning(found: Found, context: Context) -> Value | None:
    """The value of what was found; None if it means no time after all (the 32nd of March)."""
    if found.base is not None:
        base = meaning(found.base, context)
        return from_day(found, base, context) if base is not None else None
    value = MEANINGS[found.rule.means](found, context)
    if value is not None and (found.rule.part or "part" in found.slots) and value.type == "DATE":
        part_said = context.part(found) if found.rule.means in ("date", "relative") else None
        value = part_of(value, part_said) if part_said else value
    if value is not None and found.time is not None:
        value = at_time(_whole_day(value), found.time, context)
    if value is not None and found.said_mod and value.mod is None:
        value = value._replace(mod=found.said_mod)
    return value


def _whole_day(value: Value) -> Value:
    """ "this morning" as its day, so that "at nine" can be joined to it."""
    if value.type != "TIME" or value.earliest is None or value.latest is None:
        return value
    return value._replace(timex=value.timex[:10], type="DATE", earliest=value.earliest[:10], latest=value.latest[:10])
