"""When feeds are asked again, and pages tried or looked at again."""

from hypothesis import given
from hypothesis import strategies as st

from corrobora.gather import schedule
from corrobora.gather.schedule import (
    DAY,
    FIRST,
    LONGEST,
    SHORTEST,
    TRIES,
    WEEK,
    interval_after,
    jittered,
    wait_after_error,
    wait_before_try,
    wait_before_visit,
)  # fmt: skip

SECONDS = st.floats(min_value=SHORTEST, max_value=LONGEST)


def test_a_feed_that_brings_nothing_is_asked_less_and_less() -> None:
    interval, asked = FIRST, 0
    spent = 0.0
    while spent < 7 * DAY:
        interval = interval_after(interval, 0)
        spent += interval
        asked += 1
    assert interval == LONGEST
    assert asked < 25


def test_a_busy_feed_is_asked_every_ten_minutes_and_no_more() -> None:
    interval = FIRST
    for _ in range(10):
        interval = interval_after(interval, 40)
    assert interval == SHORTEST
    assert DAY / SHORTEST == 144


@given(SECONDS, st.integers(min_value=0, max_value=5_000))
def test_intervals_stay_within_bounds(interval: float, new: int) -> None:
    after = interval_after(interval, new)
    assert SHORTEST <= after <= LONGEST
    assert after <= interval if new else after >= interval


@given(SECONDS, st.integers(min_value=1, max_value=500), st.none() | st.floats(min_value=0, max_value=10 * WEEK))
def test_what_fails_is_left_alone_for_longer(interval: float, errors: int, retry_after: float | None) -> None:
    wait = wait_after_error(interval, errors, retry_after)
    assert min(2 * interval, WEEK) <= wait <= WEEK
    assert wait >= min(retry_after or 0, WEEK)
    assert wait_after_error(interval, errors + 1, retry_after) >= wait


def test_a_page_is_tried_five_times() -> None:
    waits = [wait_before_try(tries, None, None) for tries in range(1, 7)]
    assert waits == [*TRIES, None, None]
    assert wait_before_try(1, 503, 7_200) == 7_200
    assert all(wait_before_try(1, status, None) is None for status in schedule.FOR_GOOD)


def test_a_page_is_looked_at_again_twice() -> None:
    assert [wait_before_visit(visits) for visits in range(5)] == [None, *schedule.VISITS, None, None]


@given(st.floats(min_value=1, max_value=WEEK), st.floats(min_value=0, max_value=1))
def test_chance_is_a_tenth(seconds: float, chance: float) -> None:
    assert 0.9 * seconds - 1e-6 <= jittered(seconds, chance) <= 1.1 * seconds + 1e-6
