"""Find the subject that a verb without one of its own shares: the line's, or that of the verb before."""

from corrobora.read.clauses import is_clause
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import CueAt, Line
from corrobora.read.matching import Match
from corrobora.read.noun_phrases import is_source, source_right
from corrobora.read.relays import Draft
from corrobora.records import Span


def subject_of(line: Line, cue: CueAt) -> tuple[Span, ...]:
    """The noun phrase that the line begins with, as the subject that a later verb shares."""
    at = 0
    while at < cue.start and line.bits[at] & (W.LIGHT | W.CONJUNCTIONS | W.CONTRASTS | W.COMMA):
        at += 1
    if line.verb_first:
        return subject_behind(line, at, cue)
    for end in source_right(line, at)[:1]:
        if end <= cue.start and is_source(line, at, end, strict=True):
            return (line.span(at, end),)
    return ()


def subject_behind(line: Line, at: int, cue: CueAt) -> tuple[Span, ...]:
    """The subject where it stands behind the line's first verb: the names that follow it, or the noun phrase."""
    at += not line.bits[at] & (W.MENTION | W.SOURCE_NOUNS)
    end = at
    while end < cue.start and line.bits[end] & W.MENTION and not line.bits[end] & W.TIME:
        end += 1
    ends = [end] if end > at else source_right(line, at)[-1:]
    return tuple(line.span(at, end) for end in ends if end <= cue.start and is_source(line, at, end, strict=True))


def shares_subject(line: Line, match: Match, before: list[Draft]) -> bool:
    """True if a verb without a subject has that of a verb before it: "…, but warned that …". After "and" only if what
    the verb before it takes is no clause, whose subject it could have."""
    first = min([match.cue.start, *(start for _, start, _ in match.bound)])
    while first and line.bits[first - 1] & W.LIGHT and not line.bits[first - 1] & W.COMMA:
        first -= 1
    if not first or not line.bits[first - 1] & (W.CONJUNCTIONS | W.CONTRASTS):
        return False
    if not before:
        subject = subject_of(line, match.cue)
        return bool(subject) and any(
            bit & W.MENTION and subject[0].start <= start < subject[0].end
            for start, bit in zip(line.starts, line.bits, strict=True)
        )
    content = before[-1].match.slot("content")
    clause = any(is_clause(line, *place, sure=True) for place in content)
    held = any(start <= match.cue.start < end for start, end in content)
    return not held and (not clause or bool(line.bits[first - 1] & W.CONTRASTS))
