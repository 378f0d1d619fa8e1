"""Show a reading in a terminal: the article with its statements highlighted, then who said what as a table."""

import re
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from corrobora.records import Article, Failure, Passage, PassageKind, Reading
from corrobora.serve.article_facts import dispute, limits, when
from corrobora.serve.painting import Piece, Role, painted
from corrobora.serve.statement_rows import Row, dates_and_figures, rows

STYLES: dict[Role, str] = {
    "cue": "bold yellow",
    "source": "bold cyan",
    "via": "blue",
    "target": "magenta",
    "content": "green",
    "about": "underline green",
    "time": "underline",
    "quantity": "underline",
}
SHOWN: tuple[Role, ...] = ("source", "cue", "content", "target", "via")
"""The roles in the legend: the others are dates and figures, which have a table of their own."""

PASSAGES: dict[PassageKind, str] = {
    "headline": "bold",
    "standfirst": "italic",
    "heading": "bold",
    "caption": "italic",
    "related_links": "dim",
    "boilerplate": "dim",
}
MEASURE = 100
"""Columns after which running text is no longer easy to read."""
LONGEST = 220
"""Characters of content that a table cell shows."""

# Control characters could move the cursor or recolour the screen; directional overrides could reorder it.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def show(console: Console, name: str, reading: Reading | None, failures: tuple[Failure, ...]) -> None:
    """Print one document: headline, where and when, the text, the statements, dates and figures, and what failed."""
    if reading:
        for part in _page(reading, console):
            console.print(part)
    for failure in failures:
        message = Text.assemble(("✗ ", "bold red"), (safe(name), "bold"), f"  {safe(failure.error)}")
        message.append(f"  ({failure.step})", "dim")
        console.print(message)


def _page(reading: Reading, console: Console) -> Iterator[RenderableType]:
    statements = rows(reading)
    text = reading.article.text
    passages = [(passage.kind, _passage(text, passage, pieces)) for passage, pieces in painted(reading)]
    yield Rule(style="cyan")
    for kind, shown in passages:
        if kind == "headline":
            yield from _lines(shown, console)
    yield _facts(reading.article)
    for kind, shown in passages:
        if kind != "headline":
            yield Text()
            yield from _lines(shown, console, indent="  ")
    yield Text()
    if statements:
        yield _legend()
        yield _statement_table(statements)
    else:
        yield Text("No statement found.", "dim")
    if reading.times or reading.quantities:
        yield Text()
        yield _dates_and_figures(reading)
    yield Text()


def _lines(shown: Text, console: Console, *, indent: str = "") -> Iterator[Text]:
    """The text in lines of a readable length, each of its own, so that none ends in spaces."""
    for line in shown.wrap(console, min(console.width, MEASURE) - len(indent)):
        line.rstrip()
        yield Text(indent).append_text(line)


def _facts(article: Article) -> Text:
    """One line: who published it, when (how that is known, who disagrees), and in which language; what was not read."""
    facts = [article.outlet or article.url]
    facts.append(when(article))
    facts.append(dispute(article))
    facts.append(article.language or "unknown language")
    facts.extend(f"credit: {credit}" for credit in article.credits)
    shown = Text(" · ".join(safe(fact) for fact in facts if fact), "dim")
    if limit := limits(article):
        shown.append(f"\n{limit}", "yellow not dim")
    return shown


def _passage(text: str, passage: Passage, pieces: list[Piece]) -> Text:
    shown = Text(style=PASSAGES.get(passage.kind, ""))
    quiet = passage.kind in ("boilerplate", "related_links")
    for piece in pieces:
        role = next(iter(piece.roles), None)
        style = " ".join(dict.fromkeys(STYLES[role] for role in piece.roles if role in ("time", "quantity")))
        shown.append(
            safe(piece.span.of(text)), " ".join(part for part in (STYLES[role] if role else "", style) if part)
        )
        for number in piece.closes:
            shown.append(f"[{number}]", "dim yellow")
    if quiet:
        shown.append(f"  ‹{passage.kind.replace('_', ' ')}›", "dim italic")
    return shown


def _legend() -> Text:
    legend = Text()
    for role in SHOWN:
        legend.append(role, STYLES[role]).append("  ")
    return legend


def _statement_table(statements: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 1, 0), header_style="dim underline", expand=True)
    has_via = any(row.via for row in statements)
    has_when = any(row.when for row in statements)
    table.add_column("", style="dim yellow", justify="right", min_width=len(str(len(statements))))
    table.add_column("source", style=STYLES["source"], ratio=5, min_width=14, overflow="fold")
    table.add_column("act", style="yellow", min_width=9, overflow="fold")
    table.add_column("content", ratio=11, min_width=20, overflow="fold")
    if has_via:
        table.add_column("via", style=STYLES["via"], ratio=4, min_width=11, overflow="fold")
    if has_when:
        table.add_column("when", width=10, overflow="fold")
    for row in statements:
        cells = [Text(str(row.number)), _said_by(row), Text(row.act), _said(row)]
        if has_via:
            cells.append(Text(safe(" ← ".join(row.via))))
        if has_when:
            cells.append(Text(row.when))
        table.add_row(*cells)
    return table


def _said_by(row: Row) -> Text:
    return Text(safe(row.source)) if row.source else Text(row.unnamed, "dim")


def _said(row: Row) -> Text:
    said = Text()
    if row.target:
        said.append(f"→ {safe(row.target)}", STYLES["target"]).append("  ")
    if row.content:
        said.append(safe(_shortened(row.content)))
    elif row.denies:
        said.append(f"what [{row.denies}] says", "italic")
    elif row.about:
        said.append("about: ", "italic").append(safe(_shortened(row.about)))
    return said


def _dates_and_figures(reading: Reading) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim underline")
    table.add_column("date or figure", overflow="fold")
    table.add_column("value", overflow="fold")
    table.add_column("when, or of what", style="dim", overflow="fold")
    for words, value, note in dates_and_figures(reading):
        table.add_row(Text(safe(words)), Text(value), Text(safe(note)))
    return table


def _shortened(text: str) -> str:
    """The beginning and the end of a long content: both are needed to find it in the text."""
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST * 2 // 3].rsplit(" ", 1)[0]
    tail = text[-LONGEST // 3 :].split(" ", 1)[-1]
    return f"{head} … {tail}"


def safe(text: str) -> str:
    return _UNSAFE.sub("�", text)
