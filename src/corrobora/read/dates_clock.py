"""Times of day: clock times and parts of a day, alone or joined to a date."""

from corrobora.read import timex
from corrobora.read.dates_context import UNKNOWN, Context, Found, Value, placed, vague
from corrobora.read.dates_days import part_of, some_day


def clock_of(found: Found, context: Context) -> str | None:
    """ "T18:30", with Z or an offset if the zone is known; None if there is no such time of day."""
    figures = found.slots.get("clock") or found.slots.get("colon")
    if figures:
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
    exact = bool(minute) or bool(figures)
    zone = context.slot(found, "zone") or ""
    if zone[:3] in ("utc", "gmt"):
        zone = f"{zone[3:].strip()[0].replace('−', '-')}{int(zone[3:].strip(' -+−')):02d}:00"
    return f"T{hour % 24:02d}:{int(minute or 0):02d}{zone}" if exact or zone else f"T{hour % 24:02d}:00"


def clock(found: Found, context: Context) -> Value | None:
    """A time of day without a date beside it: of the last day that its sentence names, else of publication."""
    day: Value | None = None
    if context.last is not None and context.last.precision == "day" and context.same_sentence:
        day = placed(context.last, "text")
    elif context.today is not None:
        day = placed(timex.of_day(context.today), "published")
    return at_time(day or vague("D"), found, context)


def part(found: Found, context: Context) -> Value | None:
    """A part of the day of publication, or of a day that its own words name; alone it means nothing."""
    name = context.part(found)
    if name is None or (found.rule.offset is None and "which" not in found.slots):
        return None
    day = some_day(found, context)
    return day if day is None or day.type == "TIME" else part_of(day, name)


def at_time(day: Value, time: Found, context: Context) -> Value | None:
    """A day with a time of day or a part of a day joined to it."""
    if time.rule.means == "part":
        name = context.part(time)
        return part_of(day, name) if name else day
    said = clock_of(time, context)
    if said is None or len(day.timex) != 10:
        return None if said is None and day.timex == UNKNOWN["D"] else day
    stamp = f"{day.earliest}{said[:6]}" if day.earliest else None
    return day._replace(timex=f"{day.timex}{said}", type="TIME", earliest=stamp, latest=stamp, precision="minute")
