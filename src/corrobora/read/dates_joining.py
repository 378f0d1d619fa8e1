"""Join expressions that belong together: a day and its time of day, the two ends of a range."""

from dataclasses import replace

from corrobora.read.dates_context import Found

LONGEST_GAP = 16
"""No more characters than this stand between a day and its time of day."""


def joined(found: list[Found], low: str, joins: frozenset[str], range_joins: frozenset[str]) -> list[Found]:
    """A day with its time of day as one expression; the year of a range's end given to its beginning."""
    out: list[Found] = []
    for here in found:
        before = out[-1] if out else None
        if before is not None and here.start - before.end <= LONGEST_GAP:
            gap = " ".join(low[before.end : here.start].split())
            if gap in joins:
                both = _join(before, here)
                if both is not None:
                    out[-1] = both
                    continue
            both = _same_day(before, here) if gap == "," else None
            if both is not None:
                out[-1] = both
                continue
            if gap in range_joins and set(here.slots) == {"day"} and _names_month_and_day(before):
                here.slots.update(
                    {slot: said for slot, said in before.slots.items() if slot in ("month", "mon", "year")}
                )
            if gap in range_joins and _lacks_year(before) and here.slots.get("year"):
                before.year = here.slots["year"]
        out.append(here)
    return out


def _join(left: Found, right: Found) -> Found | None:
    """A date and a time of day as one; None if they are not that."""
    times = ("clock", "part")
    if _is_day(left) and right.rule.means in times and left.time is None:
        return replace(left, end=right.end, time=right)
    if left.rule.means in times and _is_day(right) and right.time is None:
        return replace(right, start=left.start, time=left)
    if left.rule.means == "part" and left.rule.offset is not None and right.rule.means == "clock" and left.time is None:
        return replace(left, end=right.end, time=_in_part(right, left))
    part = left.time
    if _is_day(left) and part is not None and part.rule.means == "part" and right.rule.means == "clock":
        return replace(left, end=right.end, time=_in_part(right, part))
    return None


def _same_day(left: Found, right: Found) -> Found | None:
    """ "Sunday night, 15 September": a weekday and the date that it falls on; None if they are not that."""
    weekday = left.slots.get("weekday") or left.slots.get("wday")
    if left.rule.means != "date" or right.rule.means != "date" or not weekday or "wday" in right.slots:
        return None
    if len(left.slots) > 1 or not right.slots.get("day") or not right.slots.get("mon"):
        return None
    return replace(right, start=left.start, time=left.time or right.time, slots={**right.slots, "wday": weekday})


def _in_part(clock: Found, part: Found) -> Found:
    """A time of day that a part of the day beside it makes clear: nine, in the evening."""
    said = part.slots.get("part") or part.rule.part
    return replace(clock, slots={**clock.slots, "part": said}) if said else clock


def _is_day(found: Found) -> bool:
    """True if it names one day, so that a time of day may be joined to it."""
    if found.rule.means in ("day", "festival"):
        return True
    return found.rule.means in ("date", "relative", "nth") and any(
        slot in found.slots for slot in ("day", "weekday", "wday", "numeric", "short")
    )


def _names_month_and_day(found: Found) -> bool:
    """True if it names a day with its month, which the end of a range may leave out."""
    return found.rule.means == "date" and "day" in found.slots and bool({"month", "mon"} & found.slots.keys())


def _lacks_year(found: Found) -> bool:
    return (
        found.rule.means == "date"
        and not found.slots.get("year")
        and bool(found.slots.get("month") or found.slots.get("mon"))
    )
