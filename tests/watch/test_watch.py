"""The standing watch over real sockets: torture, sharing, revisions, rules of sites, stopping."""

import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import newspapers
import pytest
from newspapers import ADDRESS, ODD, Newspapers
from sqlalchemy import select, update
from torture import torture
from watcher import network

from corrobora.gather.fetch import Fetcher
from corrobora.gather.schedule import FIRST
from corrobora.pipeline import Plan
from corrobora.save import schema
from corrobora.save.packing import moment
from corrobora.save.store import Store
from corrobora.save.upkeep import check
from corrobora.save.worklist import Found, add_feed, add_pages, poll_now
from corrobora.watching import Pace, Progress, Watch, holder_here, is_gone

WATCHER = Path(__file__).parent / "watcher.py"


def watched(store: str, feeds: list[str]) -> None:
    with Store(store) as archive, archive.writing() as connection:
        for url in feeds:
            add_feed(connection, url, host=urlsplit(url).netloc, now=moment(datetime.now(UTC)), interval=FIRST)


def run(store: str, log: Path, pace: Pace = Pace(seconds_between=0)) -> Progress:  # noqa: B008
    """One watcher in this process until nothing is due."""
    progress = Progress()

    async def watch(archive: Store) -> None:
        async with Fetcher(network(ADDRESS, str(log)), seconds=5) as fetcher:
            await Watch(archive, fetcher, Plan(languages=("it",)), pace, progress).run(once=True)

    with Store(store) as archive:
        asyncio.run(watch(archive))
    return progress


def column(store: str, what: Any, *conditions: Any) -> list[Any]:
    with Store(store) as archive, archive.reading() as connection:
        return list(connection.execute(select(what).where(*conditions)).scalars())


def due_now(store: str) -> None:
    """As if hours had passed: every page that is to be looked at again is due."""
    with Store(store) as archive, archive.writing() as connection:
        now = moment(datetime.now(UTC))
        connection.execute(update(schema.pages).where(schema.pages.c.due.is_not(None)).values(due=now))
        poll_now(connection, now)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_watcher_killed_again_and_again_keeps_each_article_once(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store = str(tmp_path / "store.db") if database == "sqlite" else request.getfixturevalue("postgres")
    result = torture(tmp_path, store, healthy=25, seconds=12, kills=4)
    assert result.holds, result
    assert result.expected >= 3 * (25 + len(ODD)), "articles appeared while the watcher was being killed"
    assert result.second_polls == result.not_modified == 25
    assert result.reread == 0
    assert result.peak_memory < 500


def test_two_watchers_share_the_work(postgres: str, tmp_path: Path) -> None:
    with Newspapers(healthy=80, first=2, more_every=0) as papers:
        watched(postgres, papers.feeds()[:80])
        log = tmp_path / "log"
        command = [sys.executable, str(WATCHER), postgres, ADDRESS, str(log), "--once"]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        told = [process.communicate(timeout=60)[0] for process in both]
        pages = [times for path, times in papers.asked.items() if "/news/" in path]
    assert len(pages) == 160
    assert set(pages) == {1}
    assert all("'read'" in one for one in told), "each did a part"
    assert len(column(postgres, schema.articles.c.url)) == 160


def test_a_page_changed_without_a_word_is_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, log = str(tmp_path / "store.db"), tmp_path / "log"
    with Newspapers(healthy=1, first=2, more_every=0) as papers:
        watched(store, papers.feeds()[:1])
        assert run(store, log).counts["read"] == 2
        due_now(store)
        page = newspapers.article

        def changed(paper: str, number: int) -> str:
            """The text of one page is changed; the other gets an advertisement."""
            whole: str = page(paper, number)
            return whole.replace("prefettura", "questura") if number else whole.replace("<nav>", "<nav>Offerta!")

        monkeypatch.setattr(newspapers, "article", changed)
        counts = run(store, log).counts
        assert (counts["revised"], counts["same"]) == (1, 1)
    table = schema.articles.c
    assert sorted(column(store, table.revision)) == [0, 0, 1]
    assert len(column(store, table.id, table.latest)) == 2
    assert len(column(store, schema.captures.c.id)) == 3, "what has not changed is not kept again"


def test_a_site_is_asked_no_more_often_than_it_wants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = b"User-agent: *\nDisallow: /news/1\nCrawl-delay: 0.5\n"
    monkeypatch.setattr(newspapers, "ROBOTS", rules)
    store, log = str(tmp_path / "store.db"), tmp_path / "log"
    with Newspapers(healthy=1, first=4, more_every=0) as papers:
        watched(store, papers.feeds()[:1])
        begun = time.monotonic()
        counts = run(store, log).counts
        assert time.monotonic() - begun > 4 * 0.5
        assert papers.asked["paper000/robots.txt"] == 1
        assert papers.asked["paper000/news/1"] == 0
    assert (counts["read"], counts["failed"]) == (3, 1)
    assert "robots.txt" in str(column(store, schema.failures.c.error))


def test_a_watcher_stops_when_it_is_told_to(tmp_path: Path) -> None:
    store = str(tmp_path / "store.db")
    with Newspapers(healthy=5, first=1, more_every=0) as papers:
        watched(store, papers.feeds()[:5])
        process = subprocess.Popen(
            [sys.executable, str(WATCHER), store, ADDRESS, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + 30
        while len(column(store, schema.articles.c.id)) < 5 and time.monotonic() < deadline:
            time.sleep(0.1)
        process.terminate()
        told, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "'read': 5" in told
    with Store(store) as archive, archive.reading() as connection:
        assert not list(connection.execute(select(schema.hosts.c.host).where(schema.hosts.c.holder.is_not(None))))


def test_old_items_and_dates_that_cannot_be(tmp_path: Path) -> None:
    store, log = str(tmp_path / "store.db"), tmp_path / "log"
    with Newspapers(healthy=1, first=3, more_every=0) as papers:
        future = next(url for url in papers.feeds() if "future" in url)
        watched(store, [papers.feeds()[0], future])
        run(store, log)
    stated = column(store, schema.pages.c.published, schema.pages.c.feed == future)
    assert stated == [None] * 3, "nobody publishes in 2203"
    assert None not in column(store, schema.pages.c.published, schema.pages.c.feed != future)


def test_two_addresses_of_one_page_are_one_article(tmp_path: Path) -> None:
    """What redirects elsewhere is what it leads to; both are done, and point to the one article that is kept."""
    store, log = str(tmp_path / "store.db"), tmp_path / "log"
    with Newspapers(healthy=1, first=1, more_every=0) as papers:
        watched(store, papers.feeds()[:1])
        run(store, log)
        (url,) = column(store, schema.pages.c.url)
        with Store(store) as archive, archive.writing() as connection:
            again = Found(url=url.replace("/news/0", "/short/0"), host=urlsplit(url).netloc, guid="x", title="x")
            add_pages(connection, papers.feeds()[0], [again], now=moment(datetime.now(UTC)))
        assert run(store, log).counts["same"] == 1
    assert len(column(store, schema.articles.c.id)) == 1
    assert len(set(column(store, schema.pages.c.article))) == 1
    with Store(store) as archive, archive.reading() as connection:
        assert not list(check(connection))


def test_who_is_gone() -> None:
    assert not is_gone(holder_here())
    machine = holder_here().split("/")[0]
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert is_gone(f"{machine}/{process.pid}/abc")
    assert not is_gone(f"another-{machine}/{process.pid}/abc")
