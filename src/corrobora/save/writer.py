"""Write into a store. Every call is idempotent: what is there is left as it is, so that a batch may be done again.

All functions take a connection of `Store.writing()`; nothing is kept until its block ends.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import SplitResult, urlsplit

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from corrobora.records import Article, Capture, Derivation, Failure, Judgement, Reading, Statement
from corrobora.records.documents import Record
from corrobora.save import schema
from corrobora.save.full_text import index, unindex
from corrobora.save.packing import moment, moment_of, pack, squeeze, unpack

Row = Mapping[str, object]
Kept = Any
"""A row of OF_PAGE."""
_articles = schema.articles.c
OF_PAGE = select(
    _articles.number, _articles.id, _articles.page, _articles.revision, _articles.latest, _articles.capture,
    _articles.text_hash, _articles.made_by,
).where((_articles.id == bindparam("name")) | (_articles.page == bindparam("page")))  # fmt: skip
ADD_ARTICLE = schema.articles.insert().returning(_articles.number)


def save_capture(connection: Connection, capture: Capture, *, now: datetime | None = None) -> None:
    """Keep a body once, and each time that it was fetched."""
    seen = moment(capture.fetched_at or now or datetime.now(UTC))
    body = {
        "id": capture.id, "body": squeeze(capture.body), "size": len(capture.body),
        "media_type": capture.media_type, "first_seen": seen,
    }  # fmt: skip
    add_rows(connection, schema.captures, [body])
    fetched = {
        "capture": capture.id, "url": capture.url or "", "fetched_at": seen, "via": capture.via,
        "headers": json.dumps(capture.headers, sort_keys=True),
    }  # fmt: skip
    add_rows(connection, schema.fetches, [fetched])


def save_reading(connection: Connection, reading: Reading, *, now: datetime | None = None) -> bool:
    """Keep a reading; True if it is new or made by a newer reader.

    An article whose text is another than the one kept last of the same page is a revision of it. The same text read by
    another `made_by` takes the place of the older reading of it, and nothing else changes.
    """
    article = reading.article
    page = page_of(article)
    text_hash = sha256(article.text.encode()).hexdigest()
    revisions = _revisions(connection, article.id, page)
    kept = _kept(revisions, article.id, text_hash)
    if kept is not None and kept.text_hash == text_hash and kept.made_by == reading.made_by:
        return False
    if kept is not None and kept.id != article.id:
        article = msgspec.structs.replace(article, id=kept.id, capture=kept.capture)
        reading = msgspec.structs.replace(reading, article=article)
    columns = _columns(reading, page, text_hash)
    if kept is not None:
        record = connection.execute(select(schema.articles.c.record).where(schema.articles.c.number == kept.number))
        unindex(connection, kept.number, unpack(record.scalar_one(), Reading).article.text)
        connection.execute(update(schema.articles).where(schema.articles.c.number == kept.number).values(**columns))
        number = kept.number
        for table in (schema.statements, schema.mentions):
            connection.execute(delete(table).where(table.c.article == article.id))
    else:
        last = max((one.revision for one in revisions if one.page == page), default=None)
        number = _add_article(connection, columns, last, moment(now or datetime.now(UTC)))
    index(connection, number, article.text)
    add_rows(connection, schema.statements, [_statement(article.id, one) for one in reading.statements])
    add_rows(connection, schema.mentions, _mentions(reading))
    return True


def page_of(article: Article) -> str:
    """Which page an article is a revision of: what it calls its address if that is at the same host, else where it was.

    A page that names another host's address is a copy of that page, and no revision of it; one that names the front
    page is wrong about itself.
    """
    url, named = article.url, article.canonical_url
    if url and named:
        here, there = urlsplit(url), urlsplit(named)
        if _bare_host(here) != _bare_host(there) or (there.path in ("", "/") and here.path not in ("", "/")):
            return url
    return named or url or article.id


def _bare_host(parts: SplitResult) -> str:
    host = parts.netloc.lower()
    for front in ("www.", "m.", "amp.", "mobile."):
        host = host.removeprefix(front)
    return host


def save_page(connection: Connection, capture: Capture, reading: Reading | None, failures: Sequence[Failure]) -> bool:
    """Keep a page that was fetched and what was read of it; True if that is new.

    A page fetched again whose text has not changed leaves no trace, whatever else in it has.
    """
    if reading is not None and not failures:
        text_hash = sha256(reading.article.text.encode()).hexdigest()
        name = reading.article.id
        kept = _kept(_revisions(connection, name, page_of(reading.article)), name, text_hash)
        if kept is None or kept.text_hash != text_hash:
            save_capture(connection, capture)
    else:
        save_capture(connection, capture)
    return save_outcome(connection, reading, failures)


def kept_as(connection: Connection, article: Article) -> str | None:
    """The id under which a text is kept: the article's own, or that of the same text of its page; None if it is not."""
    text_hash = sha256(article.text.encode()).hexdigest()
    kept = _kept(_revisions(connection, article.id, page_of(article)), article.id, text_hash)
    return None if kept is None else str(kept.id)


def save_outcome(
    connection: Connection, reading: Reading | None, failures: Sequence[Failure], *, now: datetime | None = None
) -> bool:
    """Keep what became of one input: its reading and its failures; True if the reading is new."""
    for failure in failures:
        save_failure(connection, failure, now=now)
    return reading is not None and not failures and save_reading(connection, reading, now=now)


def _revisions(connection: Connection, name: str, page: str) -> Sequence[Kept]:
    """The article of this id, and all that are kept of its page."""
    return connection.execute(OF_PAGE, {"name": name, "page": page}).all()


def _kept(revisions: Sequence[Kept], name: str, text_hash: str) -> Kept | None:
    """The article of this id, else the last revision of its page if that has the same text."""
    by_name = next((one for one in revisions if one.id == name), None)
    return by_name or next((one for one in revisions if one.latest and one.text_hash == text_hash), None)


def _add_article(connection: Connection, columns: Row, last: int | None, arrived: str) -> int:
    """A new article: a first one of its page, or a revision after the last."""
    if last is not None:
        of_page = schema.articles.c.page == columns["page"]
        connection.execute(update(schema.articles).where(of_page).values(latest=False))
    values = {**columns, "revision": 0 if last is None else last + 1, "latest": True, "arrived": arrived}
    return int(connection.execute(ADD_ARTICLE, values).scalar_one())


def _columns(reading: Reading, page: str, text_hash: str) -> Row:
    article = reading.article
    return {
        "id": article.id, "page": page, "capture": article.capture, "url": article.url, "outlet": article.outlet,
        "language": article.language, "headline": article.headline,
        "published": moment_of(article.published.value) if article.published else None,
        "published_how": article.published.how if article.published else None,
        "text_hash": text_hash, "made_by": reading.made_by, "record": pack(reading),
    }  # fmt: skip


def _statement(article: str, one: Statement) -> Row:
    spans = (*one.source, *one.cue, *one.content, *one.about)
    return {
        "id": f"{article}:{one.id}", "article": article, "act": one.act, "speaker": one.speaker, "hearsay": one.hearsay,
        "start": min(span.start for span in spans), "end": max(span.end for span in spans),
    }  # fmt: skip


def _mentions(reading: Reading) -> list[Row]:
    named = Counter(mention.entity for mention in reading.mentions if mention.entity)
    return [{"article": reading.article.id, "entity": entity, "times": times} for entity, times in named.items()]


def save_derivations(connection: Connection, derivations: Iterable[Derivation]) -> None:
    """Keep derivations; one of the same articles and kind takes the place of the older."""
    for one in derivations:
        values = {
            "derived": one.derived, "origin": one.origin, "kind": one.kind, "score": one.score, "made_by": one.made_by,
            "record": pack(one),
        }  # fmt: skip
        _put(connection, schema.derivations, values)


def save_thing(connection: Connection, kind: str, name: str, record: Record) -> None:
    """Keep an outlet, feed, entity, story, claim, stance or disagreement in place of an older one of the same name."""
    _put(connection, schema.things, {"kind": kind, "id": name, "record": pack(record)})


def save_judgement(connection: Connection, judgement: Judgement) -> None:
    """Add a person's word; none is ever changed or taken away."""
    values = {
        "left": judgement.left, "right": judgement.right, "at": moment(judgement.at), "by": judgement.by,
        "record": pack(judgement),
    }  # fmt: skip
    add_rows(connection, schema.judgements, [values])


def save_failure(connection: Connection, failure: Failure, *, now: datetime | None = None) -> None:
    """Keep a failure; the same one again is counted, and its time is the last."""
    at = moment(failure.at or now or datetime.now(UTC))
    table = schema.failures
    told = (failure.step, failure.input, failure.error)
    key = sha256("\0".join(told).encode(errors="replace")).hexdigest()
    values = {"key": key, "step": failure.step, "input": failure.input, "error": failure.error, "at": at, "times": 1}
    statement = _insert(connection, table).values(**values)
    again = {"times": table.c.times + 1, "at": at}
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=again))


def add_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows; one that is there already stays as it is."""
    if rows:
        connection.execute(_add_if_new(connection.dialect.name, table), rows)


@cache
def _add_if_new(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_nothing()


def _put(connection: Connection, table: Table, values: Row) -> None:
    """Add a row, in place of one with the same key."""
    key = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in key}
    connection.execute(_insert(connection, table).values(**values).on_conflict_do_update(index_elements=key, set_=rest))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
