"""Cut an article's text into pieces that each play the same roles from end to end, for any medium to paint.

Statements nest and overlap (a relay's content holds the statement that it relays); pieces never do. Layout knows
nothing of spans, and this module nothing of colours.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

import msgspec

from corrobora.records import Passage, Reading, Span, Statement

Role = Literal["cue", "source", "via", "target", "content", "about", "time", "quantity"]

ROLES: tuple[Role, ...] = ("cue", "source", "via", "target", "content", "about", "time", "quantity")
"""The roles of words, the one that shows first where several meet."""


class Mark(msgspec.Struct, frozen=True):
    """A stretch of text and its role; `number` is that of the statement (from 1), 0 for a time or quantity."""

    span: Span
    role: Role
    number: int


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with the marks that lie over it; `closes` are the statements whose cue ends here."""

    span: Span
    marks: tuple[Mark, ...]
    closes: tuple[int, ...] = ()

    @property
    def roles(self) -> list[Role]:
        """The roles that the words play, the one that shows first at the front."""
        present = {mark.role for mark in self.marks}
        return [role for role in ROLES if role in present]

    @property
    def numbers(self) -> list[int]:
        """The statements that the words belong to."""
        return sorted({mark.number for mark in self.marks if mark.number})


def painted(reading: Reading) -> Iterator[tuple[Passage, list[Piece]]]:
    """Each passage of the article with its pieces, in text order; text without passages is one paragraph."""
    text = reading.article.text
    passages = reading.article.passages or (Passage(start=0, end=len(text), kind="paragraph"),)
    waiting = iter(sorted(_marks(reading), key=lambda mark: mark.span))
    following = next(waiting, None)
    begun: list[Mark] = []  # those that have begun and may reach into the next passage
    for passage in sorted(passages, key=lambda passage: passage.span):
        begun = [mark for mark in begun if mark.span.end > passage.start]
        while following is not None and following.span.start < passage.end:
            begun.append(following)
            following = next(waiting, None)
        yield passage, list(_pieces(passage.span, [mark for mark in begun if mark.span.overlaps(passage.span)]))


def _marks(reading: Reading) -> Iterator[Mark]:
    for number, statement in enumerate(reading.statements, 1):
        yield from _marks_of(statement, number)
    yield from (Mark(time.span, "time", 0) for time in reading.times)
    yield from (Mark(quantity.span, "quantity", 0) for quantity in reading.quantities)


def _marks_of(statement: Statement, number: int) -> Iterator[Mark]:
    by_role: tuple[tuple[Role, Iterable[Span]], ...] = (
        ("cue", statement.cue),
        ("source", statement.source),
        ("via", (span for relay in statement.via for span in relay)),
        ("target", statement.target),
        ("content", statement.content),
        ("about", statement.about),
    )
    for role, spans in by_role:
        yield from (Mark(span, role, number) for span in spans)


def _pieces(window: Span, marks: list[Mark]) -> Iterator[Piece]:
    """The pieces of one window: cut wherever a mark begins or ends."""
    cuts = {window.start, window.end}
    for mark in marks:
        cuts.update(at for at in (mark.span.start, mark.span.end) if window.start < at < window.end)
    places = sorted(cuts)
    waiting = iter(marks)
    following = next(waiting, None)
    active: list[Mark] = []
    for start, end in pairwise(places):
        active = [mark for mark in active if mark.span.end > start]
        while following is not None and following.span.start <= start:
            active.append(following)
            following = next(waiting, None)
        closes = sorted({mark.number for mark in active if mark.role == "cue" and mark.span.end == end})
        yield Piece(Span(start, end), tuple(active), tuple(closes))
