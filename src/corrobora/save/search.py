"""Search the store: words, phrases, beginnings, and who said what; newest first, with the words that matched shown."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    column,
    exists,
    func,
    literal,
    select,
    table,
    text,
)  # fmt: skip
from sqlalchemy.sql.expression import FromClause

from corrobora.errors import StoreError
from corrobora.records import Span
from corrobora.records.documents import Record
from corrobora.save import schema
from corrobora.save.folding import Term, terms
from corrobora.save.full_text import Needed, as_fts5, as_tsquery, parse
from corrobora.save.packing import moment, unpack

AROUND = 90
"""Characters shown on each side of the first match."""
MOST = 200
"""Articles that one page of an answer has, at most."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What to search for; all that is given must hold. `words` as full_text.parse reads them."""

    words: str = ""
    language: str | None = None
    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    speaker: str | None = None
    act: str | None = None
    entity: str | None = None
    revisions: bool = False
    """True: older revisions of a page, too."""
    limit: int = 20
    before: int | None = None
    """Only articles that arrived before the one with this number: the next page of an answer."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """An article that was found: what to list of it, and a stretch of its text with the places that matched."""

    number: int
    id: str
    url: str | None
    outlet: str | None
    language: str | None
    headline: str | None
    published: str | None
    snippet: str
    marks: tuple[Span, ...]
    """Places in `snippet`."""


def search(connection: Connection, question: Question) -> list[Hit]:
    """The articles that a question asks for, the last that arrived first. Raises StoreError if it asks for nothing."""
    needed = parse(question.words)
    if question.words.strip() and not any(not one.unwanted for one in needed):
        raise StoreError(f"nothing to search for in {question.words!r}: give a word that must be there")
    found = connection.execute(_statement(connection, question, needed)).all()
    return [_hit(row, needed) for row in found]


def _statement(connection: Connection, question: Question, needed: tuple[Needed, ...]) -> Select[Any]:
    articles = schema.articles
    wanted = select(
        articles.c.number, articles.c.id, articles.c.url, articles.c.outlet, articles.c.language, articles.c.headline,
        articles.c.published, articles.c.record,
    )  # fmt: skip
    found: FromClause = articles
    newest: ColumnElement[Any] = articles.c.number
    if needed:
        found, newest = _matching(connection, needed)
    limit = max(1, min(question.limit, MOST))
    return wanted.select_from(found).where(*_conditions(question)).order_by(newest.desc()).limit(limit)


def _matching(connection: Connection, needed: tuple[Needed, ...]) -> tuple[FromClause, ColumnElement[Any]]:
    """The articles with the words, and what to sort them by so that the newest come without looking at all of them.

    FTS5 walks its lists from the newest to the oldest by itself, if it is asked for the order of its own row numbers.
    """
    articles, index = schema.articles, table("search_terms", column("rowid"), column("number"))
    if connection.dialect.name == "sqlite":
        asked = text("search_terms MATCH :asked").bindparams(asked=as_fts5(needed))
        joined = index.join(articles, and_(articles.c.number == index.c.rowid, asked))
        return joined, index.c.rowid
    asked = text("search_terms.terms @@ CAST(:asked AS tsquery)").bindparams(asked=as_tsquery(needed))
    return index.join(articles, and_(articles.c.number == index.c.number, asked)), articles.c.number


def _conditions(question: Question) -> Iterator[ColumnElement[bool]]:
    articles, statements, mentions = schema.articles, schema.statements, schema.mentions
    if not question.revisions:
        yield articles.c.latest
    if question.language:
        yield articles.c.language == question.language
    if question.outlet:
        yield articles.c.outlet == question.outlet
    if question.since:
        yield articles.c.published >= moment(question.since)
    if question.until:
        yield articles.c.published <= moment(question.until)
    if question.before is not None:
        yield articles.c.number < question.before
    if question.speaker or question.act:
        said = [statements.c.article == articles.c.id]
        if question.speaker:
            said.append(statements.c.speaker == question.speaker)
        if question.act:
            said.append(statements.c.act == question.act)
        yield exists(select(literal(1)).select_from(statements).where(*said))
    if question.entity:
        named = (mentions.c.article == articles.c.id, mentions.c.entity == question.entity)
        yield exists(select(literal(1)).select_from(mentions).where(*named))


def _hit(row: Row[Any], needed: tuple[Needed, ...]) -> Hit:
    snippet, marks = shown(unpack(row.record, _Kept).article.text, needed)
    return Hit(
        number=row.number, id=row.id, url=row.url, outlet=row.outlet, language=row.language, headline=row.headline,
        published=row.published, snippet=snippet, marks=marks,
    )  # fmt: skip


class _Text(Record, frozen=True):
    """The part of an article that is shown."""

    text: str


class _Kept(Record, frozen=True):
    """The part of a kept reading that is unpacked to show it."""

    article: _Text


def shown(whole: str, needed: tuple[Needed, ...]) -> tuple[str, tuple[Span, ...]]:
    """A stretch of a text around the first place that matched, and where in it the words of a question stand."""
    places: list[Span] = []
    for place in _places(whole, [one for one in needed if not one.unwanted]):
        if places and place.end > places[0].end + 2 * AROUND:
            break
        places.append(place)
    first = min(places, default=Span(0, 0))
    begin, end = max(0, first.start - AROUND), min(len(whole), first.end + 2 * AROUND)
    marks = tuple(Span(one.start - begin, one.end - begin) for one in _joined(places) if one.end <= end)
    return whole[begin:end], marks


def _places(whole: str, needed: Sequence[Needed]) -> Iterator[Span]:
    """Where the words of a question stand, in the order in which they end; read no further than is asked for."""
    longest = max((len(one.terms) for one in needed), default=0)
    ends = frozenset(one.terms[-1] for one in needed if not one.open)
    beginnings = tuple(one.terms[-1] for one in needed if one.open)
    last: deque[Term] = deque(maxlen=longest)
    for term in terms(whole) if longest else ():
        last.append(term)
        if term.folded not in ends and not term.folded.startswith(beginnings):
            continue
        for one in needed:
            size = len(one.terms)
            if size <= len(last) and all(_same(last[at - size], one, at) for at in range(size)):
                yield Span(last[-size].start, term.end)


def _joined(places: Iterable[Span]) -> list[Span]:
    """Places in their order, overlapping ones as one."""
    joined: list[Span] = []
    for span in sorted(places):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _same(term: Term, one: Needed, step: int) -> bool:
    if one.open and step == len(one.terms) - 1:
        return term.folded.startswith(one.terms[step])
    return term.folded == one.terms[step]


def count(connection: Connection) -> int:
    """How many articles the store has, revisions included."""
    return int(connection.execute(select(func.count()).select_from(schema.articles)).scalar_one())
