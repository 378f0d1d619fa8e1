"""Hearsay: what a text tells as told by others without saying by whom ("aurait été tué", "soll … haben", "якобы").

Such cues are of the kind `hearsay`, and their frames have no source. A frame without content takes the clause around
its cue. What somebody said is not hearsay of the text: such a reading gives way to any statement that holds it. A cue
of the list `impersonals` ("сообщается", "si dice") is hearsay where it has no source.
"""

from collections.abc import Sequence

from corrobora.read.clauses import clause_left, clause_right
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line
from corrobora.read.matching import Match
from corrobora.read.relays import Draft, contains
from corrobora.records import Span


def clause_around(line: Line, match: Match, conditions: frozenset[tuple[str, ...]]) -> tuple[Span, ...]:
    """The clause around a cue that marks hearsay; nothing if the clause depends on another, or on a condition."""
    first, last = match.cue.start, max([match.cue.end, *(end for _, _, end in match.bound)])
    if any(line.matches(at, conditions) for at in range(len(line))):
        return ()
    depends = W.COMPLEMENTIZERS | W.SUBORDINATORS | W.RELATIVES
    start = next((at for at in range(first - 1, -1, -1) if line.bits[at] & depends), None)
    if start is None:
        start, end = clause_left(line, first), clause_right(line, first)
    elif line.bits[start] & W.RELATIVES and start and line.bits[start - 1] & W.COMMA:
        end = next((at for at in range(last, len(line)) if line.bits[at] & (W.COMMA | W.END)), len(line))
    else:
        return ()
    return (line.span(start, end),) if start < end else ()


def is_held(draft: Draft, others: Sequence[Draft]) -> bool:
    """True if a hearsay statement is part of what somebody said, or is said again by a fuller reading."""
    if not draft.hearsay:
        return False
    return any(
        contains(other.content, draft.cue) or contains(other.cue, draft.cue) or other.content == draft.content
        for other in others
        if not other.hearsay
    )
