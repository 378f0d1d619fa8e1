"""Lay readings out as one self-contained web page: no script, nothing loaded from elsewhere."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from corrobora.records import Article, Failure, Reading, Span
from corrobora.serve.article_facts import dispute, limits, when
from corrobora.serve.painted_html import direction, painted_text, shown
from corrobora.serve.statement_rows import Row, dates_and_figures, rows
from corrobora.serve.text_fragment import text_fragment

STYLE = Path(__file__).with_name("reading.css")
LEGEND = (("source", "who"), ("cue", "says"), ("content", "what"), ("target", "of whom"), ("via", "via whom"))

Document = tuple[str, Reading | None, tuple[Failure, ...]]
"""A document's id, what was read of it, and what failed."""


def page(documents: Sequence[Document]) -> str:
    """The whole page, one section for each document; everything that came from outside is escaped."""
    title = _title(documents[0]) if len(documents) == 1 else f"{len(documents)} articles"
    sections = [_section(number, document) for number, document in enumerate(documents, 1)]
    style = STYLE.read_text(encoding="utf-8") + _pointing(documents)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{shown(title)} · Corrobora</title>",
            f"<style>\n{style}</style></head><body>",
            _contents(documents) if len(documents) > 1 else "",
            "<main>",
            *sections,
            "</main>",
            "<footer>Read by Corrobora. Every mark is an automatic reading of the words under it: check them.</footer>",
            "</body></html>\n",
        ]
    )


def _title(document: Document) -> str:
    name, reading, _ = document
    return (reading.article.headline if reading else None) or name


def _contents(documents: Sequence[Document]) -> str:
    items = "".join(
        f'<li><a href="#a{number}" dir="auto">{shown(_title(document))}</a></li>'
        for number, document in enumerate(documents, 1)
    )
    return f'<nav aria-label="Articles"><ol>{items}</ol></nav>'


def _section(number: int, document: Document) -> str:
    name, reading, failures = document
    notes = "".join(
        f'<p class="failure" role="note">Could not {shown(one.step)}: {shown(one.error)}</p>' for one in failures
    )
    if reading is None:
        return f'<section id="a{number}"><h1 dir="auto">{shown(name)}</h1>{notes}</section>'
    article = reading.article
    statements = rows(reading)
    text = painted_text(reading, statements, number)
    language = f' lang="{shown(article.language)}"' if article.language else ""
    return "\n".join(
        [
            f'<section id="a{number}"><header>',
            f'<h1 dir="{direction(_title(document))}"{language}>{text.headline or shown(_title(document))}</h1>',
            f"{_facts(article)}{_limit(article)}{notes}</header>",
            f'<div class="sides"><article aria-label="Text">{_legend() if statements else ""}',
            f'<div class="text"{language}>{text.body}</div></article>',
            '<aside class="beside" aria-label="Statements">',
            f"{_table(reading, statements, number)}{_figures(reading)}</aside></div></section>",
        ]
    )


def _facts(article: Article) -> str:
    facts: list[str] = []
    if article.outlet:
        facts.append(shown(article.outlet))
    if article.byline:
        facts.append(shown(article.byline))
    facts.extend(shown(fact) for fact in (when(article), dispute(article)) if fact)
    facts.append(shown(article.language or "unknown language"))
    facts.extend(f"credit: {shown(credit)}" for credit in article.credits)
    if _is_web(article.url):
        facts.append(f'<a href="{shown(article.url or "")}" rel="noreferrer">original page</a>')
    return '<ul class="facts">' + "".join(f"<li><bdi>{fact}</bdi></li>" for fact in facts) + "</ul>"


def _limit(article: Article) -> str:
    limit = limits(article)
    return f'<p class="limit" role="note">{limit[0].upper()}{limit[1:]}.</p>' if limit else ""


def _legend() -> str:
    items = "".join(f'<li><span class="{role}">{word}</span></li>' for role, word in LEGEND)
    return f'<ul class="legend" aria-label="Colours">{items}<li><span class="figure">date or figure</span></li></ul>'


def _table(reading: Reading, statements: Sequence[Row], number: int) -> str:
    if not statements:
        return "<h2>Who says what</h2><p class=unnamed>No statement found.</p>"
    head = "".join(
        f'<th scope="col" role="columnheader">{word}</th>' for word in ("", "source", "act", "content", "via", "when")
    )
    lines = [_row(reading, row, number) for row in statements]
    return (
        '<h2>Who says what</h2><table class="statements" role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(lines)}</tbody></table>'
    )


def _row(reading: Reading, row: Row, number: int) -> str:
    anchor = f"a{number}s{row.number}"
    source = f"<bdi>{shown(row.source)}</bdi>" if row.source else f'<span class="unnamed">{row.unnamed}</span>'
    via = " ← ".join(f"<bdi>{shown(relay)}</bdi>" for relay in row.via)
    cells = (
        ("number", f'<a href="#{anchor}t" aria-label="statement {row.number} in the text">{row.number}</a>'),
        ("source", source),
        ("act", shown(row.act)),
        ("said", said(row, number) + _original(reading.article, reading.statements[row.number - 1].content)),
        ("via", via),
        ("when", shown(row.when)),
    )
    inside = "".join(f'<td role="cell" class="{name}" dir="auto">{cell}</td>' for name, cell in cells)
    return f'<tr role="row" id="{anchor}">{inside}</tr>'


def said(row: Row, number: int) -> str:
    """What a statement says, of whom, or which statement it is about, as HTML."""
    parts: list[str] = []
    if row.target:
        parts.append(f'<span class="target">→ <bdi>{shown(row.target)}</bdi></span>')
    if row.content:
        parts.append(f"<bdi>{shown(row.content)}</bdi>")
    elif row.denies:
        parts.append(f'<a href="#a{number}s{row.denies}">what {row.denies} says</a>')
    elif row.about:
        parts.append(f"about: <bdi>{shown(row.about)}</bdi>")
    return " ".join(parts)


def _original(article: Article, content: Sequence[Span]) -> str:
    """A link to the very words on the page that they came from."""
    if not content or not _is_web(article.url):
        return ""
    address = shown((article.url or "").partition("#")[0] + text_fragment(article, content[0]))
    return f' <a href="{address}" rel="noreferrer" title="on the original page">↗</a>'


def _figures(reading: Reading) -> str:
    lines = dates_and_figures(reading)
    if not lines:
        return ""
    body = "".join("<tr>" + "".join(f'<td dir="auto">{shown(cell)}</td>' for cell in line) + "</tr>" for line in lines)
    return (
        '<table class="figures"><thead><tr><th scope="col">date or figure</th><th scope="col">value</th>'
        f'<th scope="col">when, or of what</th></tr></thead><tbody>{body}</tbody></table>'
    )


def _pointing(documents: Iterable[Document]) -> str:
    """Rules that light up all words of a statement while its row or one of its words is pointed at."""
    rules: list[str] = []
    for number, (_, reading, _failures) in enumerate(documents, 1):
        for index in range(1, len(reading.statements) + 1 if reading else 1):
            name = f"a{number}s{index}"
            rules.append(
                f"body:has(.{name}:hover, .{name}:focus-within, #{name}:hover, #{name}:focus-within, #{name}:target) "
                f".{name} {{ outline: 1.5px solid currentColor; outline-offset: 1px; }}\n"
            )
    return "".join(rules)


def _is_web(address: str | None) -> bool:
    return (address or "").lower().startswith(("http://", "https://"))
