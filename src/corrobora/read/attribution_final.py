"""Find who said what in one article of a cue-final language: statements with source, cue and content.

The same task as attribution.py, for languages that put the reporting verb last. Each sentence is laid out as words with
their endings (final_line.py), and its clauses are read from the outside in (final_clauses.py). How a pack is written is
told in final_table.py.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from corrobora.read.attribution import READABLE, inside
from corrobora.read.drafts import without_stop
from corrobora.read.final_clauses import ClauseReader
from corrobora.read.final_grammar import FinalLexicon
from corrobora.read.final_line import FinalLineMaker
from corrobora.read.final_statements import Piece
from corrobora.read.packs import Pack
from corrobora.read.sentences import Quotation, SentenceFinder
from corrobora.records import Mention, Passage, Quantity, Span, Statement, TimeExpression

HEADLINES = ("headline", "heading", "standfirst")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)+\s*")
_BLANKS = re.compile(r"(?:…|\.\.\.)+\s*|\s+")
"""What divides a headline; without spaces between words, a blank does, too."""
NEAREST = 4
"""Statements back from a bare denial that it may be about."""


class CueFinalReader:
    """The statements of articles in one cue-final language."""

    def __init__(self, pack: Pack):
        self._sentences = SentenceFinder(pack.language)
        self._lexicon = FinalLexicon(pack)
        self._divides = _ELLIPSIS if pack.language.spaces else _BLANKS
        self._ends = tuple(pack.language.sentence_ends)
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
        outermost = [Span(one.start, one.end) for one in quotations if one.depth == 0]
        maker = FinalLineMaker(self._lexicon, text, outermost, times, [one.span for one in mentions])
        whole = frozenset(outermost)
        pieces: list[Piece] = []
        sentences = list(self._readable(text, passages, quotations))
        for place, (sentence, headline) in enumerate(sentences):
            titled = headline or not text[sentence.start : sentence.end].endswith(self._ends)
            found: list[Piece] = []
            for part in _parts(text, sentence, outermost, self._divides) if titled else (sentence,):
                reader = ClauseReader(self._lexicon, maker.line(part))
                found += reader.read() or (reader.headline(strict=not headline) if titled else [])
            beside = [sentences[at][0] for at in (place - 1, place + 1) if 0 <= at < len(sentences)]
            pieces.extend(self._completed(found, pieces, text, beside, whole))
        return self._statements(pieces, times, quantities)

    def _readable(
        self, text: str, passages: Sequence[Passage], quotations: Sequence[Quotation]
    ) -> Iterator[tuple[Span, bool]]:
        """The sentences of what is to be read, each with whether it is a headline."""
        spans = [one for one in passages if one.kind in READABLE] if passages else None
        starts = [one.start for one in spans or ()]
        for sentence in self._sentences.sentences(text, quotations):
            if spans is None:
                yield self._undated(text, sentence) if not sentence.start else sentence, False
                continue
            at = bisect_left(starts, sentence.end) - 1
            if at >= 0 and spans[at].end > sentence.start:
                first = spans[at].start == sentence.start
                yield self._undated(text, sentence) if first else sentence, spans[at].kind in HEADLINES

    def _undated(self, text: str, sentence: Span) -> Span:
        """The sentence without the dateline that it opens with."""
        start = self._lexicon.story_start(text, sentence.start)
        while start < sentence.end and text[start].isspace():
            start += 1
        return Span(start, sentence.end) if start < sentence.end else sentence

    def _completed(
        self, found: list[Piece], earlier: list[Piece], text: str, beside: list[Span], quotations: frozenset[Span]
    ) -> Iterator[Piece]:
        """The pieces of one sentence; those whose content stands elsewhere get it, or are dropped."""
        known = earlier[-NEAREST:]
        for piece in sorted(found, key=_begin) if len(found) > 1 else found:
            if piece.bare == "thus":
                spoken = [bare for span in beside if (bare := without_stop(text, span)) in quotations]
                if not spoken and (piece.act != "report" or not beside or beside[0].start > _begin(piece)[0]):
                    continue
                content = spoken[0] if spoken else without_stop(text, beside[0])
                piece = msgspec.structs.replace(piece, content=(content,), quoted="direct" if spoken else "indirect")
            elif piece.bare == "about":
                denied = [one for one in known if one.content and not _same(one.source, piece.source, text)]
                if not denied:
                    continue
                piece = msgspec.structs.replace(piece, about=denied[-1].content)
            known.append(piece)
            yield piece

    def _statements(
        self, pieces: list[Piece], times: Sequence[TimeExpression], quantities: Sequence[Quantity]
    ) -> tuple[Statement, ...]:
        statements = []
        dated, counted = [one.span for one in times], [one.span for one in quantities]
        for number, piece in enumerate(sorted(pieces, key=_begin)):
            told = (*piece.content, *_all(piece.target))
            statements.append(
                Statement(
                    id=str(number),
                    act=piece.act,
                    cue=_all(piece.cue),
                    source=_all(piece.source),
                    content=piece.content,
                    target=_all(piece.target),
                    quoted=piece.quoted,
                    negated=piece.negated,
                    hearsay=piece.hearsay,
                    via=tuple((source,) for source in piece.via),
                    about=piece.about,
                    times=inside(dated, told),
                    quantities=inside(counted, told),
                    made_by=self.made_by,
                )
            )
        return tuple(statements)


def _parts(text: str, headline: Span, quotations: Sequence[Span], divides: "re.Pattern[str]") -> Iterator[Span]:
    """A headline's parts: an ellipsis outside quotations divides it."""
    start = headline.start
    for match in divides.finditer(text, headline.start, headline.end):
        if start < match.start() and not any(one.start <= match.start() < one.end for one in quotations):
            yield Span(start, match.start())
            start = match.end()
    if start < headline.end:
        yield Span(start, headline.end)


def _all(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _begin(piece: Piece) -> tuple[int, int]:
    starts = [span.start for span in (piece.source, piece.cue, *piece.content[:1]) if span is not None]
    return min(starts), piece.cue.start if piece.cue else 0


def _same(left: Span | None, right: Span | None, text: str) -> bool:
    return left is not None and right is not None and left.of(text) == right.of(text)
