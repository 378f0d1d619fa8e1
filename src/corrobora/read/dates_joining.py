"""Join expressions that belong together: a day and its time or year, parts of a duration, the two ends of a range."""

from dataclasses import replace

from corrobora.read import timex
from corrobora.read.dates_context import Found
from corrobora.read.dates_table import DateTable
from corrobora.read.dates_words import Words

LONGEST_GAP = 16
"""No more characters than this stand between a day and its time of day."""


class Joins:
    """What may stand between expressions that belong together, and the words that tell their units."""

    def __init__(self, table: DateTable, words: Words):
        self.words = words
        self.times = frozenset(table.joins)
        self.ranges = frozenset(table.range_joins)
        self.years = frozenset(table.year_joins)
        self.amounts = frozenset(table.amount_joins)
        self.counts = {**dict.fromkeys(table.back_joins, -1), **dict.fromkeys(table.from_joins, 1)}


def joined(found: list[Found], low: str, joins: Joins) -> list[Found]:
    """A day with its time of day as one expression; the year of a range's end given to its beginning."""
    out: list[Found] = []
    for here in found:
        before = out[-1] if out else None
        if before is not None and here.start - before.end <= LONGEST_GAP:
            gap = " ".join(low[before.end : here.start].split())
            both = _one(before, here, gap, joins)
            if both is not None:
                out[-1] = both
                continue
            if gap in joins.ranges and set(here.slots) == {"day"} and _names_month_and_day(before):
                here.slots.update(
                    {slot: said for slot, said in before.slots.items() if slot in ("month", "mon", "year")}
                )
            if gap in joins.ranges and _lacks_year(before) and here.slots.get("year"):
                before.year = here.slots["year"]
        if before is not None and "nth" in before.slots:
            _share_month(out, here, low, joins)
        out.append(here)
    return out


def _share_month(out: list[Found], here: Found, low: str, joins: Joins) -> None:
    """ "3., 4. and 5. October": the days of a list before get the month of its last."""
    month = {slot: said for slot, said in here.slots.items() if slot in ("month", "mon", "year")}
    if here.rule.means not in ("date", "range") or not month or "day" not in here.slots:
        return
    at = here.start
    for one in reversed(out):
        gap = " ".join(low[one.end : at].strip(" ,").split())
        if set(one.slots) != {"nth"} or one.rule.means != "date" or (gap and gap not in joins.ranges):
            return
        one.slots = {"day": one.slots["nth"], **month}
        at = one.start


def _one(left: Found, right: Found, gap: str, joins: Joins) -> Found | None:
    """Two expressions as one; None if they are two."""
    both = _join(left, right) if gap in joins.times else None
    if both is None and gap == ",":
        both = _same_day(left, right)
    if both is None and gap in joins.years:
        both = _of_year(left, right, joins.words)
    if both is None and gap in joins.amounts:
        both = _amount(left, right, joins.words)
    if both is None and gap in joins.counts and _is_count(left) and _is_day(right) and right.time is None:
        both = replace(left, end=right.end, base=replace(right, start=left.start), sign=joins.counts[gap], shorter=[])
    return both


def _of_year(left: Found, right: Found, words: Words) -> Found | None:
    """ "4 July, 2019", "June of 1992", "Easter 2026", "Christmas of last year"; None if they are not that."""
    if left.year or left.slots.get("year") or left.slots.get("which") or left.rule.means not in ("date", "festival"):
        return None
    if left.rule.means == "date" and not {"month", "mon", "clear_month"} & left.slots.keys():
        return None
    if right.rule.means == "date" and set(right.slots) == {"year"} and right.mod is None:
        return replace(left, end=right.end, year=right.slots["year"])
    if left.rule.means != "festival" or right.rule.means != "relative" or set(right.slots) != {"which", "unit"}:
        return None
    if words.value("unit", right.slots["unit"]) != "Y":
        return None
    return replace(left, end=right.end, slots={**left.slots, **right.slots})


def _amount(left: Found, right: Found, words: Words) -> Found | None:
    """ "two years and six months": a duration and a smaller one; None if they are not that."""
    if not (_is_count(left) and _is_count(right)) or right.mod is not None or left.also is not None:
        return None
    units = [words.value("unit", one.slots["unit"]) for one in (left, right)]
    if not set(units) <= set(timex.AMOUNTS) or timex.AMOUNTS.index(units[0]) >= timex.AMOUNTS.index(units[1]):
        return None
    return replace(left, end=right.end, also=right)


def _is_count(found: Found) -> bool:
    """True for "three weeks": a plain duration of so many units."""
    return found.rule.means == "duration" and set(found.slots) == {"number", "unit"} and not found.rule.more


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
