"""Long quotations as they meet sentences: which are speech, what they run on from, and who goes on speaking."""

from collections.abc import Iterator

import msgspec

from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line
from corrobora.read.matching import Match
from corrobora.read.relays import Draft, contains
from corrobora.read.sentences import Quotation
from corrobora.records import Quoted, Span

SHORTEST_QUOTATION = 3
"""A quotation of fewer words is a quoted word, unless it ends like a sentence or stands where speech stands."""
SHORTEST_UNSPACED = 10
"""The same in letters of which each is a word or part of one."""
CLOSERS = "\"”»“'’」』›"
COLONS = ":："
DASHES = "–—―-"


def is_speech(text: str, quotation: Quotation) -> bool:
    inner = quotation.inner.of(text).strip()
    before, after = text[max(0, quotation.start - 2) : quotation.start].strip(), text[quotation.end : quotation.end + 3]
    if before == ":" or (after[:1] == "," and after[-1] in DASHES):
        return True
    if inner.endswith((",", ".", "!", "?", "…", "。", "！", "？", "，")) or before.endswith("："):
        return True
    letters = sum(map(_is_ideograph, inner))
    parted = letters > SHORTEST_UNSPACED // 2 and "，" in (after[:1], before[-1:])
    return inner.count(" ") + 1 >= SHORTEST_QUOTATION or letters >= SHORTEST_UNSPACED or parted


def _is_ideograph(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u9fff"


def joined(text: str, sentences: list[Span], speech: list[Quotation]) -> Iterator[Span]:
    """The sentences; one that ends in a colon takes the quotations after it along, also over paragraphs."""
    by_start = {one.start: one for one in speech}
    held: Span | None = None
    reach = 0
    for sentence in sentences:
        if sentence.end <= reach:
            continue
        sentence = Span(max(sentence.start, reach), sentence.end)
        quotation = by_start.get(sentence.start)
        if held is not None and quotation is not None:
            reach = max(quotation.end, sentence.end if not text[quotation.end : sentence.end].strip(" .,;!?") else 0)
            yield Span(held.start, reach)
            held = None
            continue
        if held is not None:
            yield held
            held = None
        if text[sentence.end - 1] in COLONS:
            held = sentence
        else:
            yield sentence
    if held is not None:
        yield held


def last_place(drafts: list[Draft], draft: Draft) -> int:
    return next(at for at in range(len(drafts) - 1, -1, -1) if drafts[at] is draft)


def continues(speaking: Draft, line: Line, place: int) -> bool:
    """True if a line is nothing but quotation, and goes on with what the same speaker said just before."""
    if line.quotation is not None or not line.bits or not only_quotes(line, 0, len(line), marks=W.END):
        return False
    between = line.text[max(speaking.line.ends[-1], speaking.content[-1].end) : line.starts[0]]
    last = speaking.content[-1].of(line.text)
    same_paragraph = "\n" not in between.strip(" ") and len(between) < 4
    return place > speaking.place and (same_paragraph or ("\n" in between and last[-1:] not in CLOSERS))


def continued(speaking: Draft, line: Line, place: int) -> Draft:
    spans = tuple(line.span(at, at + 1) for at in range(len(line)) if line.bits[at] & W.QUOTE)
    return msgspec.structs.replace(speaking, content=(*speaking.content, *spans), place=place)


def only_quotes(line: Line, start: int, end: int, *, marks: int = 0) -> bool:
    return all(line.bits[at] & (W.QUOTE | W.COMMA | marks) for at in range(start, end))


def last_said(found: list[Draft]) -> Draft | None:
    """The last statement of a sentence with a source that may go on in the next; none that another one holds."""
    told = [one for one in found if one.source and not one.hearsay and not one.line.headline]
    outer = [one for one in told if not any(contains(other.content, one.cue) for other in told if other is not one)]
    return max(outer, key=lambda one: one.cue[0].start, default=None)


def goes_on(said: Draft, line: Line, match: Match, place: int) -> Draft | None:
    """The statement of a main clause in the mood of reported speech, right after the sentence of `said`."""
    before = line.previous
    if before is None or not before.start <= said.line.starts[0] < before.end or not match.cue.start:
        return None
    if any(bit & (W.COMPLEMENTIZERS | W.RELATIVES | W.SUBORDINATORS) for bit in line.bits[: match.cue.start]):
        return None
    end = len(line) - bool(line.bits[-1] & W.END)
    content, cue = line.span(0, end), line.span(match.cue.start, match.cue.end)
    quoted: Quoted = "mixed" if any(bit & W.QUOTE for bit in line.bits) else "indirect"
    return Draft(match, line, place, match.cue.act, said.source, (cue,), (content,), (), quoted)
