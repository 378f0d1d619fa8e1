"""Decide when a feed is asked again, and when a page is tried or looked at again. Pure: no clock, no chance of its own.

A feed that brings much is asked more often, one that brings nothing less often (as in adaptive polling since Cho and
Garcia-Molina 2003); what fails is left alone for twice as long each time. A tenth more or less, by chance, keeps
thousands of feeds from falling due together.
"""

SHORTEST = 10 * 60.0
"""Seconds between two polls of a feed, at least: 144 a day."""
LONGEST = 12 * 3600.0
FIRST = 30 * 60.0
"""For a feed of which nothing is known yet."""
MANY = 3
"""New pages in one poll that show that it came late."""
FASTER, SLOWER = 0.6, 1.5
JITTER = 0.1
DAY = 86_400.0
WEEK = 7 * DAY
GONE = frozenset({410})
"""The server says that there will never be anything again."""
FOR_GOOD = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 414, 451})
"""Answers for a page that another try would not change."""
TRIES = (300.0, 1_800.0, 3 * 3600.0, 12 * 3600.0)
"""Seconds before a page that failed for a passing reason is tried again; then it is given up."""
VISITS = (3 * 3600.0, DAY)
"""Seconds after which a page that was read is looked at again, for what was changed without a word."""


def interval_after(interval: float, new: int) -> float:
    """Seconds to the next poll, after one that brought so many new pages."""
    if new >= MANY:
        interval *= FASTER
    elif new == 0:
        interval *= SLOWER
    return min(max(interval, SHORTEST), LONGEST)


def wait_after_error(interval: float, errors: int, retry_after: float | None) -> float:
    """Seconds to wait after so many failed polls in a row; never less than the server asks for, a week at most."""
    doubled = min(interval * 2.0 ** min(errors, 12), WEEK)
    return min(max(doubled, retry_after or 0.0), WEEK)


def wait_before_try(tries: int, status: int | None, retry_after: float | None) -> float | None:
    """Seconds until a page that has failed `tries` times is tried again; None if it is given up."""
    if status in FOR_GOOD or tries > len(TRIES):
        return None
    return max(TRIES[max(tries, 1) - 1], retry_after or 0.0)


def wait_before_visit(visits: int) -> float | None:
    """Seconds until a page that was read `visits` times is looked at again; None if it is left alone."""
    return VISITS[visits - 1] if 0 < visits <= len(VISITS) else None


def jittered(seconds: float, chance: float) -> float:
    """A tenth more or less; `chance` is a random number between 0 and 1."""
    return seconds * (1 + JITTER * (2 * chance - 1))
