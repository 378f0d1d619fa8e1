"""Read the days that a page and others state for its publication: within bounds, the best believed, conflicts kept."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from corrobora.records import Stated

EARLIEST = date(1990, 1, 1)
"""No web page is older; an earlier date is that of something else, or of a clock that was never set."""

LEEWAY = timedelta(hours=24)
"""How far ahead of the clock a date may lie: outlets print their local time, and time zones get lost."""

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_LOOSE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


class Dating(msgspec.Struct, frozen=True):
    """A date of publication as it was found: of whatever type, how it is known, how sure it is.

    `states` is False for what only serves where nothing better is there, and contradicts nobody: the day on which a
    page was created, or a guess.
    """

    value: object
    how: str
    sure: float
    states: bool = True


class Bounds(msgspec.Struct, frozen=True):
    """Between which moments a date is believed: `now` is when the page was fetched, `since` its outlet's first year."""

    now: datetime | None = None
    since: int | None = None

    @property
    def earliest(self) -> date:
        """The first day that is believed."""
        return max(EARLIEST, date(self.since, 1, 1)) if self.since else EARLIEST

    @property
    def latest(self) -> datetime | None:
        """The last moment that is believed; None if no clock was given."""
        return as_utc(self.now) + LEEWAY if self.now else None

    def hold(self, moment: datetime | date) -> bool:
        """True if the moment lies within."""
        day = moment.date() if isinstance(moment, datetime) else moment
        return day >= self.earliest and (self.latest is None or as_utc(moment) <= self.latest)


NO_BOUNDS = Bounds()


def read_date(value: object, bounds: Bounds = NO_BOUNDS) -> str | None:
    """A stated date as ISO 8601 (with time and zone if it has them); None if it is none, or out of bounds."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    moment = _moment(str(value).strip())
    return moment.isoformat() if moment is not None and bounds.hold(moment) else None


def stated_date(value: str) -> str | None:
    """A date that the user states, as ISO 8601 and without bounds; None if it is none."""
    moment = _moment(value.strip())
    if moment is None:
        return None
    return value.strip() if _ISO.fullmatch(value.strip()) else moment.isoformat()


def first_date(datings: Iterable[Dating], bounds: Bounds) -> Stated | None:
    """The first of several dates that is one and within bounds."""
    for dating in datings:
        if (moment := read_date(dating.value, bounds)) is not None:
            return Stated(value=moment, how=dating.how, sure=dating.sure)
    return None


def conflicts(chosen: Stated, datings: Iterable[Dating], bounds: Bounds, *, modified: str | None) -> list[Stated]:
    """What others state and disagrees with the chosen date, and with each other, by more than a day.

    A date that says the same as `modified` is that of the last change, whatever it is called.
    """
    kept = [chosen]
    for dating in datings:
        value = read_date(dating.value, bounds) if dating.states else None
        if value is None or (modified is not None and not disagree(value, modified)):
            continue
        if all(disagree(value, one.value) for one in kept):
            kept.append(Stated(value=value, how=dating.how, sure=dating.sure))
    return kept[1:]


def contested(chosen: Stated, others: Sequence[Stated]) -> Stated:
    """The chosen date, less sure the surer one is who contradicts it: by half of that at most."""
    if not others:
        return chosen
    sure = chosen.sure * (1 - max(other.sure for other in others) / 2)
    return Stated(value=chosen.value, how=chosen.how, sure=round(sure, 2))


def disagree(left: str, right: str) -> bool:
    """True if two dates (ISO 8601) are more than a day apart; by the calendar, if one of them states no time."""
    one, other = _moment(left), _moment(right)
    if one is None or other is None:
        return False
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(as_utc(one) - as_utc(other)) > timedelta(days=1)
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in (one, other)]
    return abs(days[0] - days[1]) > timedelta(days=1)


def earlier(left: str, right: str) -> bool:
    """True if the first of two dates lies before the second."""
    one, other = _moment(left), _moment(right)
    return one is not None and other is not None and as_utc(one) < as_utc(other)


def as_utc(moment: datetime | date) -> datetime:
    """A moment in UTC; a day is its beginning, and a time without zone is taken for UTC."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment(value: str) -> datetime | date | None:
    if not value or len(value) > 60:
        return None
    try:
        if value.isdigit() and len(value) in (10, 13):
            return datetime.fromtimestamp(int(value) / (1 if len(value) == 10 else 1000), UTC)
        if found := _COMPACT.fullmatch(value) or _LOOSE.match(value):
            return _of_parts(found)
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


def _of_parts(found: re.Match[str]) -> datetime | date:
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None:
        return date(int(year), int(month), int(day))
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone or ""
    day_part = f"{int(year):04}-{int(month):02}-{int(day):02}"
    return datetime.fromisoformat(f"{day_part}T{int(hour):02}:{minute}:{second or '00'}{zone}")
