"""Keep what the watch has to do: feeds, the pages found in them, and hosts, each worked on by one watcher at a time.

A watcher holds a host for a while (a lease), so that however many watchers share a store, no host is asked by two. All
functions take a connection of `Store.writing()`; moments are those of packing.moment.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, exists, func, or_, select, update

from corrobora.save import schema
from corrobora.save.packing import moment
from corrobora.save.writer import add_rows

hosts, feeds, pages = schema.hosts, schema.feeds, schema.pages
ROBOTS_FRESH = timedelta(days=1)
"""How long a robots.txt holds (RFC 9309 lets it be a day)."""
ROBOTS_FAILED = timedelta(hours=1)
"""The same for the answer that a server could not give one."""
BEGINNING = "0001-01-01T00:00:00.000000Z"


class FeedTask(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that is due. `body` is the SHA-256 of what it said last."""

    url: str
    interval: float
    polls: int
    errors: int
    etag: str | None = None
    last_modified: str | None = None
    body: str | None = None
    title: str | None = None


class PageTask(msgspec.Struct, frozen=True, kw_only=True):
    """A page that is due. `tries` counts this one, too; `published` and `language` as its feed says."""

    url: str
    tries: int
    visits: int
    feed: str
    title: str
    etag: str | None = None
    last_modified: str | None = None
    published: str | None = None
    language: str | None = None


Task = FeedTask | PageTask


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A page that a feed names."""

    url: str
    host: str
    guid: str
    title: str
    published: str | None = None
    language: str | None = None


def add_feed(
    connection: Connection, url: str, *, host: str, now: str, interval: float,
    title: str | None = None, outlet: str | None = None, parent: str | None = None,
) -> bool:  # fmt: skip
    """Watch a feed from now on; False if it is watched already."""
    add_hosts(connection, [host])
    if connection.execute(select(feeds.c.url).where(feeds.c.url == url)).scalar() is not None:
        return False
    values = {"url": url, "host": host, "title": title, "outlet": outlet, "parent": parent, "added": now, "due": now,
              "interval": interval}  # fmt: skip
    add_rows(connection, feeds, [values])
    return True


def remove_feed(connection: Connection, url: str) -> bool:
    """Watch a feed and what it lists no more; False if it was not watched. What it brought is kept."""
    removed = connection.execute(delete(feeds).where(or_(feeds.c.url == url, feeds.c.parent == url)))
    connection.execute(update(pages).where(pages.c.feed == url, pages.c.visits == 0).values(due=None))
    return bool(removed.rowcount)


def poll_now(connection: Connection, now: str) -> None:
    """Make every feed due that is watched at all."""
    connection.execute(update(feeds).where(feeds.c.due > now).values(due=now))
    connection.execute(update(hosts).where(hosts.c.rests_until > now).values(rests_until=now))


def add_hosts(connection: Connection, names: Iterable[str]) -> None:
    add_rows(connection, hosts, [{"host": name, "rests_until": BEGINNING} for name in dict.fromkeys(names)])


def claim_hosts(connection: Connection, holder: str, *, now: str, until: str, most: int) -> list[str]:
    """Hosts with something due that nobody holds, held by this watcher from now on; at most so many."""
    free = or_(hosts.c.held_until.is_(None), hosts.c.held_until <= now)
    wanted = (
        select(hosts.c.host).where(hosts.c.rests_until <= now, free, _has_work(now)).order_by(hosts.c.rests_until)
    )  # fmt: skip
    found = list(connection.execute(wanted.limit(most).with_for_update(skip_locked=True)).scalars())
    if found:
        connection.execute(update(hosts).where(hosts.c.host.in_(found)).values(holder=holder, held_until=until))
    return found


def _has_work(now: str) -> Any:
    return or_(
        exists().where(feeds.c.host == hosts.c.host, feeds.c.due <= now),
        exists().where(pages.c.host == hosts.c.host, pages.c.due <= now),
    )


def has_work(connection: Connection, *, now: str) -> bool:
    """True if something is due that no other watcher holds; its host may rest still."""
    free = or_(hosts.c.held_until.is_(None), hosts.c.held_until <= now)
    return connection.execute(select(hosts.c.host).where(free, _has_work(now)).limit(1)).scalar() is not None


def holders(connection: Connection, *, now: str) -> set[str]:
    """The watchers that hold a host."""
    held = select(hosts.c.holder).distinct().where(hosts.c.held_until > now)
    return {str(name) for name in connection.execute(held).scalars()}


def release_all(connection: Connection, names: Iterable[str]) -> None:
    """Free the hosts of watchers that are no more."""
    connection.execute(update(hosts).where(hosts.c.holder.in_(list(names))).values(holder=None, held_until=None))


def release(connection: Connection, host: str, holder: str, *, rests_until: str) -> None:
    """Give a host back; nothing is asked of it before `rests_until`."""
    mine = (hosts.c.host == host, hosts.c.holder == holder)
    connection.execute(update(hosts).where(*mine).values(holder=None, held_until=None, rests_until=rests_until))


def next_task(connection: Connection, host: str, holder: str, *, now: str, until: str) -> Task | None:
    """What is due at a host, a feed before pages, and hold the host on; None if nothing is, or another holds it."""
    held = update(hosts).where(hosts.c.host == host, hosts.c.holder == holder).values(held_until=until)
    if not connection.execute(held).rowcount:
        return None
    feed = connection.execute(
        select(feeds).where(feeds.c.host == host, feeds.c.due <= now).order_by(feeds.c.due).limit(1)
    ).one_or_none()
    if feed is not None:
        return FeedTask(url=feed.url, interval=feed.interval, polls=feed.polls, errors=feed.errors, etag=feed.etag,
                        last_modified=feed.last_modified, body=feed.body, title=feed.title)  # fmt: skip
    page = connection.execute(
        select(pages).where(pages.c.host == host, pages.c.due <= now).order_by(pages.c.due, pages.c.url).limit(1)
    ).one_or_none()
    if page is None:
        return None
    connection.execute(update(pages).where(pages.c.url == page.url).values(tries=page.tries + 1))
    return PageTask(url=page.url, tries=page.tries + 1, visits=page.visits, feed=page.feed, title=page.title,
                    etag=page.etag, last_modified=page.last_modified, published=page.published,
                    language=page.language)  # fmt: skip


def add_pages(connection: Connection, feed: str, found: Sequence[Found], *, now: str) -> int:
    """Put the pages that a feed names on the list; how many were not on it."""
    add_hosts(connection, (one.host for one in found))
    known: set[str] = set()
    urls = [one.url for one in found]
    for first in range(0, len(urls), 500):
        some = urls[first : first + 500]
        known.update(connection.execute(select(pages.c.url).where(pages.c.url.in_(some))).scalars())
    new = {one.url: one for one in found if one.url not in known}
    rows = [{**msgspec.structs.asdict(one), "feed": feed, "found": now, "due": now} for one in new.values()]
    add_rows(connection, pages, rows)
    return len(new)


def feed_polled(
    connection: Connection, url: str, *, now: str, due: str, interval: float, new: int,
    etag: str | None, last_modified: str | None, body: str | None, title: str | None,
) -> None:  # fmt: skip
    """A poll went well."""
    values = {"due": due, "interval": interval, "etag": etag, "last_modified": last_modified, "body": body,
              "title": title, "polls": feeds.c.polls + 1, "errors": 0, "last_success": now}  # fmt: skip
    if not new:
        values["unchanged"] = feeds.c.unchanged + 1
    connection.execute(update(feeds).where(feeds.c.url == url).values(**values))


def feed_failed(connection: Connection, url: str, *, now: str, due: str | None, reason: str) -> None:
    """A poll failed; `due` None: the feed is not asked again."""
    values = {"due": due, "polls": feeds.c.polls + 1, "errors": feeds.c.errors + 1, "last_error": reason,
              "last_error_at": now}  # fmt: skip
    connection.execute(update(feeds).where(feeds.c.url == url).values(**values))


def page_visited(
    connection: Connection, url: str, *, due: str | None, etag: str | None, last_modified: str | None,
    article: str | None, error: str | None = None,
) -> None:  # fmt: skip
    """A page was brought to an end: read (`article`), unchanged, or no article (`error`)."""
    values = {"due": due, "tries": 0, "visits": pages.c.visits + 1, "etag": etag, "last_modified": last_modified,
              "error": error, "article": func.coalesce(pages.c.article, article)}  # fmt: skip
    connection.execute(update(pages).where(pages.c.url == url).values(**values))


def page_failed(connection: Connection, url: str, *, due: str | None, reason: str) -> None:
    """A page could not be had; `due` None: it is given up."""
    connection.execute(update(pages).where(pages.c.url == url).values(due=due, error=reason))


def keep_robots(connection: Connection, host: str, body: bytes | None, status: int, *, now: str) -> None:
    values = {"robots": body, "robots_status": status, "robots_at": now}
    connection.execute(update(hosts).where(hosts.c.host == host).values(**values))


def robots_of(connection: Connection, host: str, *, now: datetime) -> tuple[bytes | None, int] | None:
    """The robots.txt of a host and the status of the answer; None if it must be asked for (again)."""
    row = connection.execute(
        select(hosts.c.robots, hosts.c.robots_status, hosts.c.robots_at).where(hosts.c.host == host)
    ).one_or_none()
    if row is None or row.robots_at is None:
        return None
    fresh = ROBOTS_FAILED if row.robots_status >= 500 else ROBOTS_FRESH
    return (row.robots, row.robots_status) if row.robots_at >= moment(now - fresh) else None
