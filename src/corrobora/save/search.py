"""Search the store: words, phrases, beginnings, and who said what; newest first, with the words that matched shown."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, column, exists, func, literal, select, text
from sqlalchemy.sql.expression import FromClause

from corrobora.errors import StoreError
from corrobora.records import Article, Reading, Span
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
    if needed:
        wanted = wanted.select_from(_matching(connection, needed, articles))
    return (
        wanted.where(*_conditions(question)).order_by(articles.c.number.desc()).limit(max(1, min(question.limit, MOST)))
    )


def _matching(connection: Connection, needed: tuple[Needed, ...], articles: FromClause) -> FromClause:
    if connection.dialect.name == "sqlite":
        found = (
            select(column("rowid").label("number"))
            .select_from(text("search_terms"))
            .where(text("search_terms MATCH :asked").bindparams(asked=as_fts5(needed)))
            .subquery("found")
        )
    else:
        found = (
            select(column("number"))
            .select_from(text("search_terms"))
            .where(text("terms @@ CAST(:asked AS tsquery)").bindparams(asked=as_tsquery(needed)))
            .subquery("found")
        )
    return articles.join(found, articles.c.number == found.c.number)


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
    snippet, marks = shown(unpack(row.record, Reading).article, needed)
    return Hit(
        number=row.number, id=row.id, url=row.url, outlet=row.outlet, language=row.language, headline=row.headline,
        published=row.published, snippet=snippet, marks=marks,
    )  # fmt: skip


def shown(article: Article, needed: tuple[Needed, ...]) -> tuple[str, tuple[Span, ...]]:
    """A stretch of the text around the first place that matched, and where in it the words stand."""
    places = matches(article.text, needed)
    first = places[0] if places else Span(0, 0)
    begin, end = max(0, first.start - AROUND), min(len(article.text), first.end + 2 * AROUND)
    marks = tuple(Span(one.start - begin, one.end - begin) for one in places if begin <= one.start and one.end <= end)
    return article.text[begin:end], marks


def matches(whole: str, needed: tuple[Needed, ...]) -> list[Span]:
    """Where in a text the words of a question stand, in order, overlapping ones joined."""
    found: list[Span] = []
    stretch = list(terms(whole))
    for one in needed:
        if not one.unwanted:
            found += _places(stretch, one)
    joined: list[Span] = []
    for span in sorted(found):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _places(stretch: list[Term], one: Needed) -> Iterator[Span]:
    size = len(one.terms)
    for at, term in enumerate(stretch[: len(stretch) - size + 1]):
        if not _same(term, one, 0):
            continue
        if all(_same(stretch[at + step], one, step) for step in range(1, size)):
            yield Span(term.start, stretch[at + size - 1].end)


def _same(term: Term, one: Needed, step: int) -> bool:
    if one.open and step == len(one.terms) - 1:
        return term.folded.startswith(one.terms[step])
    return term.folded == one.terms[step]


def count(connection: Connection) -> int:
    """How many articles the store has, revisions included."""
    return int(connection.execute(select(func.count()).select_from(schema.articles)).scalar_one())
