"""Tell how every feed of the watch is doing: when it last answered, what it brings, whether its dates are right."""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

import msgspec
from sqlalchemy import ColumnElement, Connection, case, func, select

from corrobora.save import schema
from corrobora.save.packing import moment

DAYS = 7
"""What the figures of a feed are taken from."""
MOST_DATES = 50_000


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """One feed. `per_day`: articles read a day, in the last week; `waiting` pages are on the list, `refused` gave none.

    `drift`: hours by which the feed's dates are later than those of its pages, in the middle; `undated`: the share of
    its pages for which it states no date that can be. None if there are no pages to tell from.
    """

    url: str
    title: str | None
    outlet: str | None
    last_success: str | None
    last_error: str | None
    last_error_at: str | None
    errors: int
    polls: int
    unchanged: int
    due: str | None
    interval: float
    per_day: float = 0.0
    waiting: int = 0
    refused: int = 0
    drift: float | None = None
    undated: float | None = None


def healths(connection: Connection, *, now: datetime) -> list[Health]:
    """The feeds of the watch, in the order of their addresses."""
    since = moment(now - timedelta(days=DAYS))
    counts = _counts(connection, since)
    drifts = _drifts(connection, since)
    found = []
    for row in connection.execute(select(schema.feeds).order_by(schema.feeds.c.url)).mappings():
        plain = {name: row[name] for name in Health.__struct_fields__ if name in row}
        days = min(max((now - datetime.fromisoformat(row["added"])) / timedelta(days=1), 1.0), DAYS)
        read, waiting, refused, listed, undated = counts.get(row["url"], (0, 0, 0, 0, 0))
        found.append(
            Health(**plain, per_day=read / days, waiting=waiting, refused=refused, drift=drifts.get(row["url"]),
                   undated=undated / listed if listed else None)
        )  # fmt: skip
    return found


def _counts(connection: Connection, since: str) -> dict[str, tuple[int, int, int, int, int]]:
    pages = schema.pages
    recent = pages.c.found >= since

    def many(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    rows = connection.execute(
        select(
            pages.c.feed,
            many(recent & pages.c.article.is_not(None)),
            many(pages.c.due.is_not(None) & (pages.c.visits == 0)),
            many(pages.c.due.is_(None) & pages.c.article.is_(None)),
            many(recent),
            many(recent & pages.c.published.is_(None)),
        ).group_by(pages.c.feed)
    )
    return {feed: (read, waiting, refused, listed, undated) for feed, read, waiting, refused, listed, undated in rows}


def _drifts(connection: Connection, since: str) -> dict[str, float]:
    pages, articles = schema.pages, schema.articles
    both = (pages.c.found >= since, pages.c.published.is_not(None), articles.c.published.is_not(None))
    rows = connection.execute(
        select(pages.c.feed, pages.c.published, articles.c.published)
        .join(articles, articles.c.id == pages.c.article)
        .where(*both)
        .order_by(pages.c.found.desc())
        .limit(MOST_DATES)
    )
    hours: dict[str, list[float]] = defaultdict(list)
    for feed, stated, own in rows:
        apart = datetime.fromisoformat(stated) - datetime.fromisoformat(own)
        hours[feed].append(apart / timedelta(hours=1))
    return {feed: median(some) for feed, some in hours.items()}
