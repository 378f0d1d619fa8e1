"""Find who said what, in one article: statements with source, cue and content.

The article is laid out line by line (lines.py): each sentence, with its longer quotations as single items, and the
inside of each longer quotation. In each line the cues of the pack are found, every frame of the pack is tried around
each cue (frames.py), and the fullest reading of each cue wins; among equals the frame that stands first in the pack.
How a pack is written is told in grammar.py (words, cues) and frames.py (frames).
"""

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from corrobora.read.extents import is_source, source_right
from corrobora.read.frames import Match, compile_frames, matches
from corrobora.read.grammar import Lexicon
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import CueAt, Line, LineMaker
from corrobora.read.packs import Pack
from corrobora.read.sentences import Quotation, SentenceFinder
from corrobora.read.tokens import Tokenizer
from corrobora.records import Mention, Passage, Quantity, Quoted, Span, Statement, TimeExpression

SHORTEST_QUOTATION = 3
"""A quotation of fewer words is a quoted word, not speech, unless it ends like a sentence."""
READABLE = ("headline", "standfirst", "paragraph", "list", "caption")


class Draft(msgspec.Struct, frozen=True):
    """A statement before it is related to the others."""

    match: Match
    line: Line
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    target: tuple[Span, ...]
    quoted: Quoted

    @property
    def begin(self) -> int:
        return min(span.start for span in (*self.source, *self.cue, *self.content))


class AttributionReader:
    """The statements of articles in one language."""

    def __init__(self, pack: Pack):
        self._tokenizer = Tokenizer(pack.language)
        self._sentences = SentenceFinder(pack.language)
        self._lexicon = Lexicon(pack, lambda form: tuple(self._tokenizer.cut(form).words))
        self._frames = compile_frames(self._lexicon)
        self.made_by = f"attribution/1+{pack.code}/{self._lexicon.table.version}"

    def find(
        self,
        text: str,
        *,
        passages: Sequence[Passage] = (),
        mentions: Sequence[Mention] = (),
        times: Sequence[TimeExpression] = (),
        quantities: Sequence[Quantity] = (),
    ) -> tuple[Statement, ...]:
        """All statements, in the order in which they begin. Without `passages` the whole text is one paragraph."""
        quotations = self._sentences.quotations(text)
        tokens = self._tokenizer.cut(text)
        maker = LineMaker(self._lexicon, tokens, [one.span for one in mentions], [one.span for one in times])
        drafts: list[Draft] = []
        for line in self._lines(text, passages, quotations, maker):
            drafts.extend(self._read_line(line, drafts))
        return self._statements(text, drafts, mentions, times, quantities)

    def _lines(
        self, text: str, passages: Sequence[Passage], quotations: list[Quotation], maker: LineMaker
    ) -> list[Line]:
        speech = [one for one in quotations if one.depth == 0 and _is_speech(text, one)]
        starts = [one.start for one in speech]
        headlines = [passage.span for passage in passages if passage.kind == "headline"]
        spans = [passage.span for passage in passages if passage.kind in READABLE] if passages else [Span(0, len(text))]
        lines: list[Line] = []
        for sentence in self._sentences.sentences(text, quotations):
            if not any(span.start < sentence.end and sentence.start < span.end for span in spans):
                continue
            first = max(0, bisect_left(starts, sentence.start) - 1)
            atoms = [one for one in speech[first : bisect_left(starts, sentence.end)] if one.end > sentence.start]
            line = maker.line(sentence, atoms)
            line.headline = any(span.overlaps(sentence) for span in headlines)
            lines.append(line)
            for atom in atoms:
                inner = maker.line(atom.inner, ())
                if inner.cues:
                    inner.quotation = atom
                    lines.append(inner)
        return lines

    def _read_line(self, line: Line, earlier: list[Draft]) -> list[Draft]:
        best: dict[int, Match] = {}
        for cue in line.cues:
            frames = self._frames.get(cue.kind)
            if not frames:
                continue
            for match in matches(line, cue, frames):
                kept = best.get(cue.head)
                if kept is None or (match.score, -match.frame.order) > (kept.score, -kept.frame.order):
                    best[cue.head] = match
        drafts: list[Draft] = []
        for match in best.values():
            draft = self._draft(line, match, drafts)
            if draft is not None:
                drafts.append(draft)
        return [draft for draft in drafts if not any(_swallows(other, draft) for other in drafts)]

    def _draft(self, line: Line, match: Match, before: list[Draft]) -> Draft | None:
        cue, row = match.cue, match.frame.row
        source = tuple(line.span(*place) for place in match.slot("source"))
        if cue.inverted is not None:
            source = source or (line.span(cue.inverted, cue.inverted + 1),)
        if not source and row.shared:
            source = before[-1].source if before else _subject(line, cue)
            if not source and not row.dropped:
                return None
        content = tuple(line.span(*place) for place in match.slot("content", "quote"))
        quotes = [place for place in match.slot("content", "quote") if _only_quotes(line, *place)]
        mixed = any(line.bits[at] & W.QUOTE for a, b in match.slot("content") for at in range(a, b))
        quoted: Quoted = "indirect"
        if content and len(quotes) == len(content):
            quoted = "direct"
        elif quotes or mixed:
            quoted = "mixed"
        if row.interrupts:
            if line.quotation is None:
                return None
            content = _around(line, match, line.quotation)
            quoted = "direct"
        elif line.quotation is not None and row.dropped:
            return None
        return Draft(
            match,
            line,
            source,
            _cue_spans(line, cue),
            content,
            tuple(line.span(*place) for place in match.slot("target")),
            quoted,
        )

    def _statements(
        self,
        text: str,
        drafts: list[Draft],
        mentions: Sequence[Mention],
        times: Sequence[TimeExpression],
        quantities: Sequence[Quantity],
    ) -> tuple[Statement, ...]:
        drafts = sorted(drafts, key=lambda draft: (draft.begin, draft.cue[0].start))
        statements = []
        for number, draft in enumerate(drafts):
            spans = (*draft.content, *draft.target)
            statements.append(
                Statement(
                    id=str(number),
                    act=draft.match.frame.row.act or draft.match.cue.act,
                    cue=draft.cue,
                    source=draft.source,
                    content=draft.content,
                    target=draft.target,
                    quoted=draft.quoted,
                    negated=draft.match.cue.negated,
                    times=tuple(one.span for one in times if any(span.covers(one.span) for span in spans)),
                    quantities=tuple(one.span for one in quantities if any(span.covers(one.span) for span in spans)),
                    made_by=self.made_by,
                )
            )
        return tuple(statements)


def _is_speech(text: str, quotation: Quotation) -> bool:
    inner = quotation.inner.of(text).strip()
    return inner.count(" ") + 1 >= SHORTEST_QUOTATION or inner.endswith((",", ".", "!", "?", "…"))


def _only_quotes(line: Line, start: int, end: int) -> bool:
    return all(line.bits[at] & (W.QUOTE | W.COMMA) for at in range(start, end))


def _cue_spans(line: Line, cue: CueAt) -> tuple[Span, ...]:
    if cue.inverted is None:
        return (line.span(cue.start, cue.end),)
    return (line.span(cue.start, cue.inverted), line.span(cue.inverted + 1, cue.end))


def _subject(line: Line, cue: CueAt) -> tuple[Span, ...]:
    """The noun phrase that the line begins with, as the subject that a later verb shares."""
    at = 0
    while at < cue.start and line.bits[at] & (W.LIGHT | W.CONJUNCTIONS | W.CONTRASTS | W.COMMA):
        at += 1
    for end in source_right(line, at)[:1]:
        if end <= cue.start and is_source(line, at, end, strict=True):
            return (line.span(at, end),)
    return ()


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
    return tuple(spans)


def _swallows(other: Draft, draft: Draft) -> bool:
    """True if a statement's cue lies within another's source, cue or target: then it is part of that name, not a cue."""
    if other is draft:
        return False
    place = draft.cue[0]
    return any(span.covers(place) for span in (*other.source, *other.cue, *other.target))
