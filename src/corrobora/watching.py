"""The standing watch: polls feeds, fetches the pages that they name, reads and keeps them, host by host.

    hosts with something due | hold one | its robots.txt | next feed or page | fetch | read | keep | rest | give it back

Every step can be broken off and done again: what is kept is kept in one transaction, a page is on the list until it has
been brought to an end, and what a watcher held that is no more falls to the next one.
"""

import asyncio
import os
import random
import socket
import uuid
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import Connection

from corrobora import logs
from corrobora.errors import FetchError
from corrobora.gather import schedule
from corrobora.gather.feeds import Item, Listing, listing
from corrobora.gather.fetch import USER_AGENT, Fetched, Fetcher, Known
from corrobora.gather.inputs import Input
from corrobora.gather.links import canonical
from corrobora.gather.outlets import outlet_of
from corrobora.gather.robots import Robots
from corrobora.pipeline import Outcome, Pipe, Plan
from corrobora.records import Capture, Failure
from corrobora.save import worklist
from corrobora.save.keeper import Keeper
from corrobora.save.packing import moment
from corrobora.save.store import Store
from corrobora.save.upkeep import drop_bodies
from corrobora.save.worklist import FeedTask, Found, PageTask, Task
from corrobora.save.writer import kept_as, save_failure, save_page

LEASE = timedelta(minutes=2)
"""How long a host is held between two signs of life: longer than the slowest fetch and reading together."""
FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
PAGE_TYPES = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"
MOST_LISTS = 30
"""Lists that a list of lists (a sitemap index) adds to the watch, at most."""
MOST_TRIES = 1 + len(schedule.TRIES)
LEEWAY = timedelta(hours=24)
IDLE = 1.0
"""Seconds between two looks for something due, when nothing was."""


class Pace(msgspec.Struct, frozen=True):
    """How a watch treats the sites that it asks; the settings of the same names explain each."""

    connections: int = 24
    seconds_between: float = 2.0
    obey_robots: bool = True
    days_back: int = 30
    keep_bodies_days: int = 0


class Event(msgspec.Struct, frozen=True):
    """Something that happened, for people to see: `kind` is read, revised, unchanged, polled, failed."""

    kind: str
    what: str
    where: str


class Progress:
    """What a watch has done so far: counts by kind, the last events, the hosts that are being asked."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.recent: deque[Event] = deque(maxlen=12)
        self.asked: set[str] = set()

    def tell(self, kind: str, what: str, where: str) -> None:
        self.counts[kind] += 1
        if kind not in ("unchanged", "polled"):
            self.recent.append(Event(kind, what, where))
        logs.event("info", "watch", kind=kind, told=what, where=where)


def holder_here() -> str:
    """A name for this watcher: the machine, the process, and something that no other one has."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"


def is_gone(holder: str) -> bool:
    """True if a watcher was one of this machine and runs no more; of other machines nothing is known."""
    machine, process, _ = holder.rsplit("/", 2)
    if machine != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, ValueError):
        return False
    return False


class Watch:
    """One watcher. `run` until it is stopped, or until nothing is due."""

    def __init__(self, store: Store, fetcher: Fetcher, plan: Plan, pace: Pace, progress: Progress):
        self._store, self._fetcher, self._pace, self.progress = store, fetcher, pace, progress
        self._holder = holder_here()
        self._pipe = Pipe(plan)
        self._folders = tuple(map(Path, plan.gazetteer_folders))
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._keeper = Keeper(store)
        self._stopping = asyncio.Event()
        self._forgot: datetime | None = None

    def stop(self) -> None:
        """Begin nothing new; what was begun is brought to an end."""
        self._stopping.set()

    async def run(self, *, once: bool = False) -> None:
        """Watch; with `once`, only until nothing is due."""
        async with self._keeper:
            working: set[asyncio.Task[None]] = set()
            try:
                while not self._stopping.is_set():
                    await self._forget()
                    free = self._pace.connections - len(working)
                    claimed = await self._keeper.keep(partial(self._claim, most=free)) if free > 0 else []
                    working |= {asyncio.create_task(self._serve(host)) for host in claimed}
                    if once and not working and not await self._keeper.keep(self._has_work):
                        return
                    working = await self._wait(working, busy=bool(claimed) or len(working) == self._pace.connections)
                await asyncio.gather(*working)
            finally:
                for task in working:
                    task.cancel()
                await asyncio.gather(*working, return_exceptions=True)
                self._reader.shutdown(cancel_futures=True)

    async def _wait(self, working: "set[asyncio.Task[None]]", *, busy: bool) -> "set[asyncio.Task[None]]":
        """Until a host is done with, or something new may be due; the hosts that are still worked on."""
        stopping = asyncio.create_task(self._stopping.wait())
        seconds = 0.05 if busy else IDLE
        done, _ = await asyncio.wait({*working, stopping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in done - {stopping}:
            task.result()  # raises what only a defect or a broken store raises
        return working - done

    async def _forget(self) -> None:
        """Once a day, drop the bodies that are old enough."""
        now, days = _now(), self._pace.keep_bodies_days
        if days and (self._forgot is None or now - self._forgot > timedelta(days=1)):
            self._forgot = now
            await self._keeper.keep(lambda c: drop_bodies(c, older_than=now - timedelta(days=days)))

    def _claim(self, connection: Connection, *, most: int) -> list[str]:
        now = _now()
        gone = [name for name in worklist.holders(connection, now=moment(now)) if is_gone(name)]
        if gone:
            worklist.release_all(connection, gone)
        until = moment(now + LEASE)
        return worklist.claim_hosts(connection, self._holder, now=moment(now), until=until, most=most)

    def _has_work(self, connection: Connection) -> bool:
        return worklist.has_work(connection, now=moment(_now()))

    async def _serve(self, host: str) -> None:
        """Everything that is due at one host, one after the other."""
        self.progress.asked.add(host)
        pause = self._pace.seconds_between
        try:
            while not self._stopping.is_set():
                task = await self._keeper.keep(lambda c: self._next(c, host))
                if task is None:
                    break
                robots = await self._robots(host, task.url)
                if isinstance(robots, Robots):
                    pause = max(pause, robots.crawl_delay or 0.0)
                asked = asyncio.get_running_loop().time()
                await self._keep(task, await self._done(task, robots))
                await self._rest(pause - (asyncio.get_running_loop().time() - asked))
        finally:
            self.progress.asked.discard(host)
            rests = moment(_now() + timedelta(seconds=pause))
            await self._keeper.keep(lambda c: worklist.release(c, host, self._holder, rests_until=rests))

    def _next(self, connection: Connection, host: str) -> Task | None:
        now = _now()
        return worklist.next_task(connection, host, self._holder, now=moment(now), until=moment(now + LEASE))

    async def _rest(self, seconds: float) -> None:
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _robots(self, host: str, url: str) -> Robots | FetchError:
        """The rules of a host, asked for once a day; or why they cannot be had."""
        if not self._pace.obey_robots:
            return Robots.of(None, 404, USER_AGENT)
        kept = await self._keeper.keep(lambda c: worklist.robots_of(c, host, now=_now()))
        if kept is None:
            address = f"{urlsplit(url).scheme}://{host}/robots.txt"
            try:
                answer = await self._fetcher.fetch(address, accept="text/plain, */*;q=0.5")
                body, status = (answer.capture.body if answer.capture else None), 200
            except FetchError as error:
                if error.status is None:
                    return error
                body, status = None, error.status
            await self._keeper.keep(lambda c: worklist.keep_robots(c, host, body, status, now=moment(_now())))
            kept = (body, status)
        return Robots.of(*kept, USER_AGENT)

    async def _done(self, task: Task, robots: Robots | FetchError) -> Callable[[Connection], None]:
        """Bring one task to an end; what is to be kept of it."""
        try:
            if isinstance(robots, FetchError):
                raise robots
            if not robots.allows(task.url):
                raise FetchError(f"{task.url}: its robots.txt asks to leave it alone", status=403)
            if isinstance(task, FeedTask):
                return await self._poll(task)
            return await self._visit(task)
        except FetchError as error:
            return self._failed(task, error)
        except Exception as error:  # a defect of ours or of a library: this task fails, and the watch goes on
            logs.event("warning", "defect", page=task.url, exc_info=error)
            return self._failed(task, FetchError(f"{task.url}: {type(error).__name__}: {error}"))

    async def _keep(self, task: Task, change: Callable[[Connection], None]) -> None:
        try:
            await self._keeper.keep(change)
        except Exception as error:  # what a database cannot hold: this page fails; if not even that is kept, the watch
            logs.event("warning", "defect", page=task.url, exc_info=error)
            why = FetchError(f"{task.url}: cannot be kept: {type(error).__name__}: {error}"[:1_000], status=410)
            await self._keeper.keep(self._failed(task, why))

    async def _poll(self, task: FeedTask) -> Callable[[Connection], None]:
        known = Known(task.etag, task.last_modified)
        answer = await self._fetcher.fetch(task.url, known=known, accept=FEED_TYPES)
        body = sha256(answer.capture.body).hexdigest() if answer.capture else task.body
        found = Listing(title=task.title or "")
        if answer.capture and body != task.body:
            found = await asyncio.to_thread(_listed, answer.capture, answer.url)
        pages = tuple(self._worth_fetching(found.items))
        self.progress.tell("unchanged" if body == task.body else "polled", found.title, task.url)

        def keep(connection: Connection) -> None:
            now = _now()
            new = worklist.add_pages(connection, task.url, pages, now=moment(now))
            for url in found.lists[:MOST_LISTS]:
                worklist.add_feed(connection, url, host=urlsplit(url).netloc, now=moment(now),
                                  interval=schedule.FIRST, parent=task.url)  # fmt: skip
            interval = schedule.interval_after(task.interval, new) if task.polls else task.interval
            worklist.feed_polled(
                connection, task.url, now=moment(now), due=_due(now, interval), interval=interval, new=new, body=body,
                etag=answer.known.etag, last_modified=answer.known.last_modified, title=found.title or task.title,
            )  # fmt: skip

        return keep

    def _worth_fetching(self, items: tuple[Item, ...]) -> "list[Found]":
        """What a feed lists that is not too old; a date that cannot be is no date."""
        now = _now()
        found = []
        for item in items:
            stated = item.published if item.published and item.published <= now + LEEWAY else None
            if stated and stated < now - timedelta(days=self._pace.days_back):
                continue
            found.append(
                Found(url=item.url, host=urlsplit(item.url).netloc, guid=item.guid, title=item.title,
                      published=moment(stated) if stated else None, language=item.language)
            )  # fmt: skip
        return found

    async def _visit(self, task: PageTask) -> Callable[[Connection], None]:
        if task.tries > MOST_TRIES:
            raise FetchError(f"{task.url}: the watch was broken off {task.tries - 1} times in a row while reading it",
                             status=410)  # fmt: skip
        known = Known(task.etag, task.last_modified)
        answer = await self._fetcher.fetch(task.url, known=known, accept=PAGE_TYPES)
        if answer.capture is None:
            return self._looked_at(task, answer)
        outcome = await asyncio.get_running_loop().run_in_executor(
            self._reader, self._read, task, answer.capture, answer.url
        )
        return self._looked_at(task, answer, outcome)

    def _read(self, task: PageTask, capture: Capture, url: str) -> Outcome:
        address = canonical(url) or url
        outlet = outlet_of(address, self._folders)
        given = {"url": address}
        if outlet:
            given["outlet"] = outlet.id
        if task.published:
            given["feed_published"] = task.published
        return self._pipe.read(Input(address, capture, given))

    def _looked_at(
        self, task: PageTask, answer: Fetched, outcome: Outcome | None = None
    ) -> Callable[[Connection], None]:
        """Keep a page that was fetched, and say when it is looked at again, in case it is changed without a word."""

        def keep(connection: Connection) -> None:
            new, name, error = False, None, None
            if outcome is not None and answer.capture is not None:
                new = save_page(connection, answer.capture, outcome.reading, outcome.failures)
                if outcome.reading and not outcome.failures:
                    name = kept_as(connection, outcome.reading.article)
                error = outcome.failures[0].error if outcome.failures else None
            wait = schedule.wait_before_visit(task.visits + 1) if error is None else None
            worklist.page_visited(
                connection, task.url, due=None if wait is None else _due(_now(), wait), etag=answer.known.etag,
                last_modified=answer.known.last_modified, article=name, error=error,
            )  # fmt: skip
            kind = "failed" if error else "same" if not new else "revised" if task.visits else "read"
            self.progress.tell(kind, error or task.title, task.url)

        return keep

    def _failed(self, task: Task, error: FetchError) -> Callable[[Connection], None]:
        reason = str(error)

        def keep(connection: Connection) -> None:
            now = _now()
            step = "feed" if isinstance(task, FeedTask) else "fetch"
            save_failure(connection, Failure(step=step, input=task.url, error=reason, at=now))
            if isinstance(task, FeedTask):
                wait = schedule.wait_after_error(task.interval, task.errors + 1, error.retry_after)
                due = None if error.status in schedule.GONE else _due(now, wait)
                worklist.feed_failed(connection, task.url, now=moment(now), due=due, reason=reason)
            else:
                again = schedule.wait_before_try(task.tries, error.status, error.retry_after)
                due = None if again is None else _due(now, again)
                worklist.page_failed(connection, task.url, due=due, reason=reason)

        self.progress.tell("failed", reason, task.url)
        return keep


def _listed(capture: Capture, url: str) -> Listing:
    """What a feed lists. Raises FetchError, whatever it is that its parser stumbles over."""
    try:
        return listing(capture.body, url, capture.media_type)
    except FetchError:
        raise
    except Exception as error:  # a parser of others that met what it did not expect: this feed fails, no other
        raise FetchError(f"{url}: cannot be read as a feed: {type(error).__name__}: {error}") from error


def _due(now: datetime, seconds: float) -> str:
    return moment(now + timedelta(seconds=schedule.jittered(seconds, random.random())))


def _now() -> datetime:
    return datetime.now(UTC)
