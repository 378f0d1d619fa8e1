"""When an article was published, read from its own text: a printed date, or what its weekdays and dates allow."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from corrobora.read import timex
from corrobora.read.dates_context import Context, Found
from corrobora.read.dates_words import plain_forms
from corrobora.records import Stated, TimeExpression

PRINTED_LINES = 12
"""A printed date of publication stands on one of the first, or one of the last, so many lines."""

LONGEST_LINE = 90
"""A line that holds a printed date is no longer than this."""

YEARS_BACK = 30
"""How far back an inferred date may lie."""

PRINTED, INFERRED = 0.9, 0.5


def printed(text: str, times: Iterable[TimeExpression], words: tuple[str, ...]) -> Stated | None:
    """The date of a line of its own ("1 novembre 2024", "Pubblicato il 01/11/2024, 10:30").

    `words` are what a pack allows beside the date on such a line.
    """
    allowed = {part for form in words for word in plain_forms(form) for part in word.split()}
    lines = [match for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    near = lines[:PRINTED_LINES] + lines[PRINTED_LINES:][-3:]
    known = [time for time in times if time.anchor == "absolute" and time.precision in ("day", "minute")]
    for line in near:
        if line.end() - line.start() > LONGEST_LINE:
            continue
        on_line = [time for time in known if line.start() <= time.start and time.end <= line.end()]
        if len({time.timex[:10] for time in on_line}) != 1 or on_line[0].earliest is None:
            continue
        rest = text[line.start() : on_line[0].start] + " " + text[on_line[-1].end : line.end()]
        if all(word.lower() in allowed for word in re.findall(r"[^\W\d_]+", rest)):
            return Stated(on_line[0].earliest, "text", PRINTED)
    return None


def inferred(found: Iterable[Found], context: Context, *, today: date) -> Stated | None:
    """The most recent day not later than `today` on which the text's weekdays fit its dates.

    "This Friday" beside "1 November" allows the years in which the 1st was a Friday; "Thursday 31 October" those in
    which the 31st was a Thursday. None if the text has no such pair. `sure` falls with the number of years that fit.
    """
    these: set[int] = set()
    days: list[tuple[int, int, int | None]] = []
    for one in found:
        weekday, month, number = context.weekday(one), context.month(one), context.day(one)
        if one.rule.means == "relative" and weekday and month is None and context.said_offset(one) == 0:
            these.add(weekday)
        elif one.rule.means == "date" and month and number and context.year(one) is None:
            days.append((month, number, weekday))
    best: date | None = None
    fitting = 0
    for year in range(today.year, today.year - YEARS_BACK, -1):
        fits = [day for named in days if (day := _fitting(year, named, these)) is not None and day <= today]
        if fits and all(_fits_weekday(year, named) for named in days):
            fitting += 1
            best = best or max(fits)
    if best is None:
        return None
    return Stated(best.isoformat(), "inferred", round(INFERRED / min(fitting, 5) + 0.3, 2))


def _fitting(year: int, named: tuple[int, int, int | None], these: set[int]) -> date | None:
    month, number, weekday = named
    period = timex.day(year, month, number)
    if period is None or period.first is None:
        return None
    if weekday is None and not these:
        return None
    if these and weekday is None:
        return period.first if period.first.isoweekday() in these else None
    if period.first.isoweekday() != weekday:
        return None
    if not these:
        return period.first
    ahead = [period.first + timedelta(days=days) for days in range(7)]
    return next((day for day in ahead if day.isoweekday() in these), None)


def _fits_weekday(year: int, named: tuple[int, int, int | None]) -> bool:
    month, number, weekday = named
    period = timex.day(year, month, number)
    if weekday is None or period is None or period.first is None:
        return weekday is None
    return period.first.isoweekday() == weekday
