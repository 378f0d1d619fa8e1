"""The list of what the watch has to do, on both databases: who holds what, what is due, what is done."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, select

from corrobora.save import schema, worklist
from corrobora.save.health import healths
from corrobora.save.keeper import Keeper
from corrobora.save.packing import moment
from corrobora.save.store import Store
from corrobora.save.worklist import FeedTask, Found, PageTask

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def at(minutes: float) -> str:
    return moment(NOW + timedelta(minutes=minutes))


def feed(connection: Connection, name: str, minutes: float = 0) -> str:
    url = f"https://{name}.example/feed"
    assert worklist.add_feed(connection, url, host=f"{name}.example", now=at(minutes), interval=600)
    return url


def found(name: str, number: int) -> Found:
    return Found(url=f"https://{name}.example/{number}", host=f"{name}.example", guid=str(number), title="A title")


def claimed(connection: Connection, holder: str, minutes: float = 0, most: int = 10) -> list[str]:
    return worklist.claim_hosts(connection, holder, now=at(minutes), until=at(minutes + 2), most=most)


def task(connection: Connection, host: str, holder: str, minutes: float = 0) -> worklist.Task | None:
    return worklist.next_task(connection, host, holder, now=at(minutes), until=at(minutes + 2))


def test_a_host_is_held_by_one(store: Store) -> None:
    with store.writing() as connection:
        for name in ("a", "b", "c"):
            feed(connection, name)
        first = claimed(connection, "one", most=2)
        second = claimed(connection, "two")
        assert len(first) == 2 and len(second) == 1 and not set(first) & set(second)
        assert not claimed(connection, "three", minutes=1)
        assert worklist.holders(connection, now=at(1)) == {"one", "two"}
        assert task(connection, second[0], "one") is None, "another holds it"


def test_what_a_dead_watcher_held_is_taken_over(store: Store) -> None:
    with store.writing() as connection:
        feed(connection, "a")
        assert claimed(connection, "one") == ["a.example"]
        assert not claimed(connection, "two", minutes=1.9)
        assert claimed(connection, "two", minutes=2.1) == ["a.example"]
        assert task(connection, "a.example", "one", minutes=2.2) is None, "the first one notices"
        worklist.release(connection, "a.example", "one", rests_until=at(60))
        assert isinstance(task(connection, "a.example", "two", minutes=2.3), FeedTask)
        worklist.release_all(connection, ["two"])
        assert claimed(connection, "three", minutes=2.4) == ["a.example"]


def test_work_prolongs_the_hold_and_a_host_rests(store: Store) -> None:
    with store.writing() as connection:
        feed(connection, "a")
        claimed(connection, "one")
        task(connection, "a.example", "one", minutes=1.5)
        assert not claimed(connection, "two", minutes=3)
        worklist.release(connection, "a.example", "one", rests_until=at(5))
        assert worklist.has_work(connection, now=at(4))
        assert not claimed(connection, "two", minutes=4)
        assert claimed(connection, "two", minutes=5)


def test_feeds_come_before_pages_and_each_page_is_listed_once(store: Store) -> None:
    with store.writing() as connection:
        url = feed(connection, "a")
        assert worklist.add_pages(connection, url, [found("a", 1), found("a", 2), found("a", 1)], now=at(0)) == 2
        assert worklist.add_pages(connection, url, [found("a", 2), found("b", 3)], now=at(0)) == 1
        claimed(connection, "one")
        first = task(connection, "a.example", "one")
        assert isinstance(first, FeedTask) and first.url == url
        worklist.feed_polled(
            connection, url, now=at(0), due=at(10), interval=600, new=3, etag='"x"', last_modified=None, body="0" * 64,
            title="The A",
        )  # fmt: skip
        second = task(connection, "a.example", "one")
        assert isinstance(second, PageTask) and second.url == "https://a.example/1" and second.tries == 1
        worklist.page_visited(connection, second.url, due=None, etag=None, last_modified=None, article="x")
        third = task(connection, "a.example", "one")
        assert isinstance(third, PageTask) and third.url == "https://a.example/2"
        again = task(connection, "a.example", "one")
        assert isinstance(again, PageTask) and again.tries == 2, "begun twice and not brought to an end"
        worklist.page_failed(connection, third.url, due=None, reason="gone")
        assert task(connection, "a.example", "one") is None
        later = task(connection, "a.example", "one", minutes=10)
        assert isinstance(later, FeedTask) and later.etag == '"x"' and later.polls == 1


def test_a_feed_that_is_no_longer_watched(store: Store) -> None:
    with store.writing() as connection:
        url = feed(connection, "a")
        assert not worklist.add_feed(connection, url, host="a.example", now=at(1), interval=60)
        worklist.add_feed(connection, f"{url}/part", host="a.example", now=at(0), interval=60, parent=url)
        worklist.add_pages(connection, url, [found("a", 1)], now=at(0))
        assert worklist.remove_feed(connection, url)
        assert not worklist.remove_feed(connection, url)
        assert not worklist.has_work(connection, now=at(100))


def test_robots_are_kept_for_a_day_and_trouble_for_an_hour(store: Store) -> None:
    with store.writing() as connection:
        worklist.add_hosts(connection, ["a.example", "b.example"])
        assert worklist.robots_of(connection, "a.example", now=NOW) is None
        worklist.keep_robots(connection, "a.example", b"User-agent: *", 200, now=at(0))
        worklist.keep_robots(connection, "b.example", None, 503, now=at(0))
        hours = [NOW + timedelta(hours=number) for number in (0.5, 2, 25)]
        assert [worklist.robots_of(connection, "a.example", now=one) for one in hours] == [
            (b"User-agent: *", 200), (b"User-agent: *", 200), None,
        ]  # fmt: skip
        assert [worklist.robots_of(connection, "b.example", now=one) for one in hours] == [(None, 503), None, None]


def test_how_feeds_are_doing(store: Store) -> None:
    with store.writing() as connection:
        good, bad = feed(connection, "a"), feed(connection, "b")
        pages = [found("a", number) for number in range(14)]
        worklist.add_pages(connection, good, pages, now=at(0))
        for page in pages[:7]:
            worklist.page_visited(connection, page.url, due=None, etag=None, last_modified=None, article="none")
        worklist.page_failed(connection, pages[7].url, due=None, reason="gone")
        worklist.feed_polled(connection, good, now=at(0), due=at(10), interval=600, new=14, etag=None,
                             last_modified=None, body=None, title="The A")  # fmt: skip
        for minutes in (0, 20):
            worklist.feed_failed(connection, bad, now=at(minutes), due=at(99), reason=f"no answer {minutes}")
        one, two = healths(connection, now=NOW + timedelta(days=7))
    assert (one.title, one.per_day, one.waiting, one.refused, one.undated) == ("The A", 1.0, 6, 1, 1.0)
    assert (two.errors, two.last_error, two.last_success) == (2, "no answer 20", None)


def test_changes_of_many_tasks_are_kept_and_a_bad_one_fails_alone(store: Store) -> None:
    def add(number: int, connection: Connection) -> int:
        if number == 7:
            raise ValueError("cannot be kept")
        worklist.add_hosts(connection, [f"h{number}.example"])
        return number

    async def run() -> list[int | BaseException]:
        async with Keeper(store) as keeper:
            changes = [keeper.keep(partial(add, number)) for number in range(120)]
            return await asyncio.gather(*changes, return_exceptions=True)

    told = asyncio.run(run())
    assert isinstance(told[7], ValueError)
    assert [one for one in told if not isinstance(one, ValueError)] == [n for n in range(120) if n != 7]
    with store.reading() as connection:
        assert len(list(connection.execute(select(schema.hosts.c.host)))) == 119


@pytest.mark.parametrize("minutes", [0, 3])
def test_nothing_is_due_before_its_time(store: Store, minutes: float) -> None:
    with store.writing() as connection:
        feed(connection, "a", minutes=5)
        assert not claimed(connection, "one", minutes=minutes)
        assert not worklist.has_work(connection, now=at(minutes))
