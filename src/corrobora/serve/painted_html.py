"""Paint an article's text as HTML: marks with their roles, and at each cue a card that tells its statement."""

import re
from collections.abc import Sequence
from html import escape
from unicodedata import bidirectional

import msgspec

from corrobora.records import PassageKind, Reading
from corrobora.serve.painting import Piece, painted
from corrobora.serve.statement_rows import Row

# HTML forbids control characters even when escaped; directional overrides could show words in another order.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

LETTERS = frozenset({"L", "R", "AL"})
"""The classes of Unicode whose letters have a direction of their own."""
MOST_LETTERS = 400
"""Characters of a block that are looked at for its direction."""

QUIET: frozenset[PassageKind] = frozenset({"related_links", "boilerplate"})


class PaintedText(msgspec.Struct, frozen=True):
    """An article's text as HTML: the inside of its headline, and its other passages as blocks."""

    headline: str
    body: str


def painted_text(reading: Reading, statements: Sequence[Row], number: int) -> PaintedText:
    """The article's text as HTML; `number` is the article's place on the page, from 1."""
    text = reading.article.text
    begun: set[int] = set()
    headlines: list[str] = []
    blocks: list[str] = []
    for passage, pieces in painted(reading):
        inside = "".join(_piece(text, piece, statements, number, begun=begun) for piece in pieces)
        if passage.kind == "headline":
            headlines.append(inside)
            continue
        kind = f'<span class="kind">{passage.kind.replace("_", " ")}</span>' if passage.kind in QUIET else ""
        name = "h3" if passage.kind == "heading" else "p"
        way = direction(passage.span.of(text))
        blocks.append(f'<{name} class="{passage.kind}" dir="{way}">{inside}{kind}</{name}>')
    return PaintedText("<br>".join(headlines), "\n".join(blocks))


def direction(words: str) -> str:
    """The `dir` of a block: "rtl" if most of its letters are written from right to left, whatever its first one is (a
    paragraph in Arabic may begin with "AFP"); else the browser's own choice."""
    ways = [way for letter in words[:MOST_LETTERS] if (way := bidirectional(letter)) in LETTERS]
    return "rtl" if sum(way != "L" for way in ways) > len(ways) / 2 else "auto"


def _piece(text: str, piece: Piece, statements: Sequence[Row], number: int, *, begun: set[int]) -> str:
    words = shown(piece.span.of(text)).replace("\n", "<br>")
    if not piece.marks:
        return words
    first = piece.roles[0]
    roles = " ".join([first, *(role for role in piece.roles[1:] if role in ("about", "time", "quantity"))])
    members = " ".join(f"a{number}s{index}" for index in piece.numbers)
    classes = f"{roles} {members}".strip()
    cued = [mark.number for mark in piece.marks if mark.role == "cue"]
    if not cued:
        return f'<mark class="{classes}">{words}</mark>'
    index = cued[-1]
    target = "" if index in begun else f' id="a{number}s{index}t"'
    begun.add(index)
    labels = "".join(f"<sup>{closed}</sup>" for closed in piece.closes)
    link = f'<a href="#a{number}s{index}">{words}{labels}</a>'
    return f'<mark class="{classes}"{target}>{link}{_card(statements[index - 1])}</mark>'


def _card(row: Row) -> str:
    """Who says what, via whom and when: shown while the cue is pointed at or has the focus."""
    facts = [
        ("who", row.source or row.unnamed),
        ("act", row.act),
        ("of whom", row.target),
        ("what", row.content or (f"what {row.denies} says" if row.denies else row.about)),
        ("via", " ← ".join(row.via)),
        ("when", row.when),
    ]
    lines = "<br>".join(f"<i>{name}</i> <bdi>{shown(value)}</bdi>" for name, value in facts if value)
    return f'<span class="card" role="note" dir="auto"><b>{row.number}</b> {lines}</span>'


def shown(text: str) -> str:
    """Text from outside as HTML that is nothing but text."""
    return escape(FORBIDDEN.sub("�", text))
