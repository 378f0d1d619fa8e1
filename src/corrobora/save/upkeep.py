"""Look after a store: check that nothing is damaged, copy it while it runs, drop bodies that are old enough."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, column, exists, func, select, text, update

from corrobora.errors import StoreError
from corrobora.records import Mention, Quantity, Reading, Span, TimeExpression
from corrobora.save import schema
from corrobora.save.packing import moment, unpack, unsqueeze
from corrobora.save.store import Store

BATCH = 500
PAGES = 1_000
"""Database pages that a copy takes at once, so that writers come in between."""


class Damage(msgspec.Struct, frozen=True):
    """Something that is not as it must be: what kind, where, and what is wrong with it."""

    kind: str
    where: str
    what: str


def check(connection: Connection) -> Iterator[Damage]:
    """Everything that is damaged: file, bodies, readings and their offsets, orphans, revisions, the search index."""
    if connection.dialect.name == "sqlite":
        for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if line != "ok":
                yield Damage("file", "database", line)
    yield from _bodies(connection)
    yield from _readings(connection)
    yield from _orphans(connection)
    yield from _revisions(connection)
    yield from _index(connection)


def _bodies(connection: Connection) -> Iterator[Damage]:
    table = schema.captures
    for row in _stream(connection, select(table).where(table.c.body.is_not(None)).order_by(table.c.id)):
        try:
            body = unsqueeze(row.body)
        except ValueError as error:
            yield Damage("body", row.id, str(error))
            continue
        if sha256(body).hexdigest() != row.id:
            yield Damage("body", row.id, "is not the body that was captured: its SHA-256 is another")


def _readings(connection: Connection) -> Iterator[Damage]:
    table = schema.articles
    for row in _stream(connection, select(table).order_by(table.c.number)):
        try:
            reading = unpack(row.record, Reading)
        except ValueError as error:
            yield Damage("reading", row.id, str(error))
            continue
        whole = reading.article.text
        if reading.article.id != row.id or sha256(whole.encode()).hexdigest() != row.text_hash:
            yield Damage("reading", row.id, "is not the text that was kept: its SHA-256 is another")
        for what in _wrong_offsets(reading):
            yield Damage("offsets", row.id, what)


def _wrong_offsets(reading: Reading) -> Iterator[str]:
    whole = reading.article.text
    named: tuple[Mention | TimeExpression | Quantity, ...] = (*reading.mentions, *reading.times, *reading.quantities)
    for one in named:
        if one.span.of(whole) != one.exact:
            yield f"{one.exact!r} does not stand at {one.start}–{one.end}"
    for statement in reading.statements:
        relays = (span for relay in statement.via for span in relay)
        for span in (
            *statement.source,
            *statement.cue,
            *statement.content,
            *statement.target,
            *statement.about,
            *relays,
        ):
            if not _lies_in(span, whole):
                yield f"statement {statement.id} has a part at {span.start}–{span.end}, outside the text"
    for passage in reading.article.passages:
        if not _lies_in(passage.span, whole):
            yield f"a passage at {passage.start}–{passage.end} lies outside the text"


def _lies_in(span: Span, whole: str) -> bool:
    return 0 <= span.start <= span.end <= len(whole)


def _orphans(connection: Connection) -> Iterator[Damage]:
    links = (
        (schema.fetches.c.capture, schema.captures.c.id),
        (schema.articles.c.capture, schema.captures.c.id),
        (schema.statements.c.article, schema.articles.c.id),
        (schema.mentions.c.article, schema.articles.c.id),
        (schema.pages.c.article, schema.articles.c.id),
        (schema.pages.c.host, schema.hosts.c.host),
        (schema.feeds.c.host, schema.hosts.c.host),
    )
    for child, parent in links:
        lost = select(child).distinct().where(child.is_not(None), ~exists().where(parent == child))
        for name in connection.execute(lost).scalars():
            yield Damage("orphan", f"{child.table.name}.{child.name}", f"{name} is not in {parent.table.name}")


def _revisions(connection: Connection) -> Iterator[Damage]:
    table = schema.articles
    newest = select(table.c.page, func.max(table.c.revision).label("revision")).group_by(table.c.page).subquery()
    wrong = select(table.c.id).join(newest, table.c.page == newest.c.page).where(
        table.c.latest != (table.c.revision == newest.c.revision)
    )  # fmt: skip
    for name in connection.execute(wrong).scalars():
        yield Damage("revision", name, "is wrongly marked as the latest of its page, or as not")


def _index(connection: Connection) -> Iterator[Damage]:
    if connection.dialect.name == "sqlite":
        indexed = select(column("id").label("number")).select_from(text("search_terms_docsize")).subquery("indexed")
    else:
        indexed = select(column("number")).select_from(text("search_terms")).subquery("indexed")
    table = schema.articles
    missing = select(table.c.id).where(~exists().where(indexed.c.number == table.c.number))
    for name in connection.execute(missing).scalars():
        yield Damage("index", name, "cannot be found by its words")
    left = select(indexed.c.number).where(~exists().where(table.c.number == indexed.c.number))
    for number in connection.execute(left).scalars():
        yield Damage("index", str(number), "is in the index, but no article")


def _stream(connection: Connection, statement: Any) -> Iterator[Row[Any]]:
    yield from connection.execution_options(yield_per=BATCH).execute(statement)


def backup(store: Store, path: Path) -> None:
    """Copy a SQLite store to a new file while others write. Raises StoreError for PostgreSQL, or if it is there."""
    if not store.is_sqlite:
        raise StoreError("a PostgreSQL store is copied with pg_dump, or with `corrobora store export`")
    if path.exists():
        raise StoreError(f"{path} is there already; nothing is overwritten")
    part = path.with_name(path.name + ".part")
    with store.reading() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        try:
            with sqlite3.connect(part) as copy:
                source.backup(copy, pages=PAGES, sleep=0.001)
            copy.close()
            part.replace(path)
        except (OSError, sqlite3.Error) as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"{path}: the copy could not be written: {error}") from error


def drop_bodies(connection: Connection, *, older_than: datetime) -> int:
    """Forget bodies last fetched before a moment, and keep all that was read of them; how many were dropped."""
    table, fetches = schema.captures, schema.fetches
    recent = exists().where(fetches.c.capture == table.c.id, fetches.c.fetched_at >= moment(older_than))
    done = connection.execute(update(table).where(table.c.body.is_not(None), ~recent).values(body=None))
    return int(done.rowcount)
