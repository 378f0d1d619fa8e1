"""Make statements of matches: source, cue, content and relays as spans, and which of two readings of a line stands."""

import msgspec

from corrobora.read.frames import CUE_PARTS, Part, Words
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line
from corrobora.read.matching import Match
from corrobora.read.relays import Draft
from corrobora.read.sentences import Quotation
from corrobora.read.speech import only_quotes
from corrobora.read.subjects import shares_subject, subject_of
from corrobora.records import Quoted, Span

BETWEEN = " \t\n\u00a0\u202f.,–—―-"


def drafts_of(line: Line, match: Match, place: int, before: list[Draft]) -> list[Draft]:
    """The statement of one match; with a `<via>`, the relay's own statement too."""
    cue, row = match.cue, match.frame.row
    source = tuple(line.span(*at) for at in match.slot("source"))
    if cue.inverted is not None:
        source = source or (line.span(cue.inverted, cue.inverted + 1),)
    source = tuple(_unhyphened(line.text, span) for span in source)
    if not source and (row.shared or (row.dropped and shares_subject(line, match, before))):
        source = before[-1].source if before else subject_of(line, cue)
    if not source and not row.dropped:
        return []
    content = tuple(line.span(*at) for at in match.slot("content", "quote"))
    quoted = quoted_as(line, match)
    if row.interrupts:
        if line.quotation is None:
            return []
        content, quoted = _around(line, match, line.quotation), "direct"
    if row.previous:
        if line.previous is None or line.quotation is not None:
            return []
        content = (without_stop(line.text, line.previous),)
    via = tuple(line.span(*at) for at in match.slot("via"))
    draft = Draft(
        match=match,
        line=line,
        place=place,
        act=row.act or cue.act,
        source=source,
        cue=cue_spans(line, match),
        content=content,
        target=tuple(line.span(*at) for at in match.slot("target")),
        quoted=quoted,
        via=via,
    )
    if not via:
        return [draft]
    relay = msgspec.structs.replace(draft, source=via, via=(), act="report", target=())
    if (own := _relay_cue(line, match)) is None:
        return [draft, relay]
    return [draft, msgspec.structs.replace(relay, cue=(own,), content=_around_relay(draft, own), quoted="indirect")]


def _relay_cue(line: Line, match: Match) -> Span | None:
    """The words of a frame right before its `<via>` ("quoted by"); None if none stand there, or cues do."""
    start = match.slot("via")[0][0]
    for side, step in ((match.frame.right, -1), (match.frame.left, 1)):
        at = next((at for at, part in enumerate(side) if isinstance(part, Part) and part.name == "via"), None)
        words = side[at + step] if at is not None and 0 <= at + step < len(side) else None
        size = line.matches_back(start, words.choices) if isinstance(words, Words) and not words.comma else 0
        named = size and not line.bits[start - size] & W.SUBORDINATORS
        if named and not any(start - size <= cue.head < start for cue in line.cues):
            return line.span(start - size, start)
    return None


def _around_relay(draft: Draft, own: Span) -> tuple[Span, ...]:
    """What a relay passes on: a whole statement, without the words ("quoted by X") that name the relay."""
    stop = max(span.end for span in (*draft.source, *draft.cue, *draft.content))
    if own.start >= stop:
        return (Span(draft.begin, stop),)
    text, after = draft.line.text, draft.via[-1].end
    first = Span(draft.begin, draft.begin + len(text[draft.begin : own.start].rstrip(BETWEEN)))
    return (first, Span(stop - len(text[after:stop].lstrip(BETWEEN)), stop))


def _unhyphened(text: str, span: Span) -> Span:
    """A pronoun that hangs on its verb ("a-t-elle", "dit-il"), without its hyphens."""
    words = span.of(text)
    return Span(span.start + words.rindex("-") + 1, span.end) if words[0] == "-" and words[-1].isalpha() else span


def without_stop(text: str, sentence: Span) -> Span:
    """A sentence without its full stop."""
    return Span(sentence.start, sentence.end - (text[sentence.end - 1] in ".。" and sentence.end - sentence.start > 1))


def quoted_as(line: Line, match: Match) -> Quoted:
    places = match.slot("content", "quote")
    if places and all(only_quotes(line, *place) for place in places):
        return "direct"
    if any(line.bits[at] & W.QUOTE for start, end in places for at in range(start, end)):
        return "mixed"
    return "indirect"


def is_negated(draft: Draft) -> bool:
    """True if a negation stands before the cue, or between it and what it reports ("sagte nicht, dass")."""
    cue, bits = draft.match.cue, draft.line.bits
    following = min((start for _, start, _ in draft.match.bound if start >= cue.end), default=cue.end)
    return cue.negated or any(bit & W.NEGATIONS for bit in bits[cue.end : following])


def cue_spans(line: Line, match: Match) -> tuple[Span, ...]:
    cue = match.cue
    if cue.inverted is None:
        parts = sorted([(cue.start, cue.end), *match.slot(*CUE_PARTS)])
        return tuple(line.span(start, end) for start, end in _joint(parts))
    return (line.span(cue.start, cue.inverted), line.span(cue.inverted + 1, cue.end))


def _joint(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, with those that touch made one."""
    joint = places[:1]
    for start, end in places[1:]:
        joint[-1:] = [(joint[-1][0], end)] if start == joint[-1][1] else [joint[-1], (start, end)]
    return joint


def _around(line: Line, match: Match, quotation: Quotation) -> tuple[Span, ...]:
    """A quotation's parts before and after the words of the reporter that interrupt it."""
    places = [(match.cue.start, match.cue.end), *match.slot("source")]
    first, last = min(start for start, _ in places), max(end for _, end in places)
    spans = []
    if first > 0:
        end = first
        while end > 0 and line.bits[end - 1] & (W.COMMA | W.DASH):
            end -= 1
        if end > 0:
            spans.append(Span(quotation.start, line.ends[end - 1]))
    start = last
    while start < len(line) and line.bits[start] & (W.COMMA | W.END | W.DASH | W.COLON):
        start += 1
    if start < len(line):
        spans.append(Span(line.starts[start], quotation.end))
    elif line.ends[-1] < quotation.inner.end:
        rest = line.text[line.ends[-1] : quotation.end]
        spans.append(Span(quotation.end - len(rest.lstrip(BETWEEN)), quotation.end))
    return tuple(spans)


def repeats(other: Draft, draft: Draft) -> bool:
    """True if another statement has the same content, and a source where this one has none, or the same by a verb."""
    if other is draft or not draft.content:
        return False
    if draft.match.cue.kind == "colon" and other.content and other.content[0] == draft.content[0]:
        return other.match.cue.kind != "colon"
    if other.content != draft.content:
        return False
    if not draft.source:
        return bool(other.source) or other.cue[0].start < draft.cue[0].start
    return other.source == draft.source and other.match.cue.kind == "finite" != draft.match.cue.kind


def swallows(other: Draft, draft: Draft) -> bool:
    """True if a statement's cue lies within another's source, cue or target: then it is no cue."""
    if other.match is draft.match:
        return False
    place = draft.cue[0]
    return any(span.covers(place) for span in (*other.source, *other.cue, *other.target))
