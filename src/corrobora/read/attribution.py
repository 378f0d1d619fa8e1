"""Find who said what, in one article: statements with source, cue and content.

The article is laid out line by line (lines.py): each sentence, with its longer quotations as single items, and the
inside of each longer quotation. In each line the cues of the pack are found, every frame of the pack is tried around
each cue (frames.py), and the fullest reading of each cue wins; among equals the frame that stands first in the pack.
How a pack is written is told in grammar.py (words, cues) and frames.py (frames).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from corrobora.read.boilerplate import boilerplate_reader
from corrobora.read.frames import CUE_PARTS, Frames, Part, Words
from corrobora.read.grammar import Lexicon
from corrobora.read.grammar import WordClass as W
from corrobora.read.hearsay import clause_around, is_held
from corrobora.read.lines import Line, LineMaker
from corrobora.read.matching import Match, best_match
from corrobora.read.packs import Pack
from corrobora.read.relays import RELAY_ENTITIES, Draft, contains, denied, is_relay, relay_chain
from corrobora.read.sentences import Quotation, SentenceFinder
from corrobora.read.speech import continued, continues, goes_on, is_speech, joined, last_place, last_said, only_quotes
from corrobora.read.subjects import shares_subject, subject_of
from corrobora.read.tokens import Tokenizer
from corrobora.read.tokens_unspaced import tokenizer_of
from corrobora.records import Mention, Passage, Quantity, Quoted, Span, Statement, TimeExpression

MOST_OPENINGS = 4
LONGEST_OPENING = 160
"""A dateline opens one of the first passages, within so many characters."""
NEARBY = 40
"""Statements before and after one among which its relays, and what it denies, are looked for."""
LONGEST_TITLE = 10
"""Characters between an office and the name of who holds it, at most."""
BETWEEN = " \t\n\u00a0\u202f.,–—―-"
READABLE = ("headline", "standfirst", "paragraph", "list", "caption")


class AttributionReader:
    """The statements of articles in one language."""

    def __init__(self, pack: Pack):
        self._tokenizer = tokenizer_of(pack)
        self._sentences = SentenceFinder(pack.language)
        self._opening = None if pack.language.spaces else boilerplate_reader((pack,))
        self._letters = pack.letters
        self._lexicon = Lexicon(pack, self._tokenizer.words)
        if isinstance(self._tokenizer, Tokenizer):
            self._tokenizer.learn(self._lexicon.spelled)
        self._frames = Frames(self._lexicon)
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
        plain = self._letters.of(text)
        text, passages, times = plain.text, plain.placed(passages), plain.placed(times)
        mentions, quantities = plain.placed(mentions), plain.placed(quantities)
        quotations = self._sentences.quotations(text)
        people: list[Span] = []
        if isinstance(self._tokenizer, Tokenizer):
            tokens = self._tokenizer.cut(text, breaks=[one.start for one in mentions])
        else:
            tokens = self._tokenizer.cut(text, sorted([one.span for one in mentions] + [one.span for one in times]))
            people = [one.span for one in mentions if one.kind == "person"]
        relays = [one.span for one in mentions if one.entity and one.entity.startswith(RELAY_ENTITIES)]
        ends = _name_ends(mentions) if self._lexicon.verb_first else frozenset[int]()
        spans = [one.span for one in mentions]
        maker = LineMaker(self._lexicon, tokens, spans, [one.span for one in times], relays, people=people, ends=ends)
        drafts: list[Draft] = []
        speaking: Draft | None = None
        said: Draft | None = None
        for place, line in enumerate(self._lines(text, passages, quotations, maker)):
            found = self._read_line(line, place)
            if not found and said is not None and line.quotation is None:
                found = self._going_on(said, line, place)
            if found:
                drafts.extend(found)
            elif speaking is not None and continues(speaking, line, place):
                found = [continued(speaking, line, place)]
                drafts[last_place(drafts, speaking)] = found[0]
            if line.quotation is None:
                said = last_said(found)
                quoting = [draft for draft in found if draft.quoted != "indirect"]
                speaking = max(quoting, key=lambda draft: draft.content[-1].end) if quoting else None
        return plain.statements(self._statements(drafts, times, quantities))

    def _lines(
        self, text: str, passages: Sequence[Passage], quotations: list[Quotation], maker: LineMaker
    ) -> Iterator[Line]:
        speech = [one for one in quotations if one.depth == 0 and is_speech(text, one)]
        nested = [one for one in quotations if one.depth == 1 and is_speech(text, one)]
        starts = [one.start for one in speech]
        headlines = [passage.span for passage in passages if passage.kind == "headline"]
        spans = [passage.span for passage in passages if passage.kind in READABLE] if passages else [Span(0, len(text))]
        openings = self._datelines(text, passages)
        previous: Span | None = None
        for sentence in joined(text, self._sentences.sentences(text, quotations), speech):
            if not any(span.start < sentence.end and sentence.start < span.end for span in spans):
                continue
            last, previous = previous, sentence
            if sentence.start in openings:
                sentence = Span(min(openings[sentence.start], sentence.end), sentence.end)
            first = max(0, bisect_left(starts, sentence.start) - 1)
            atoms = [one for one in speech[first : bisect_left(starts, sentence.end)] if one.end > sentence.start]
            if not atoms and not maker.may_speak(sentence):
                continue
            line = maker.line(sentence, atoms)
            line.headline = any(span.overlaps(sentence) for span in headlines)
            line.previous = last
            yield line
            for atom in atoms:
                if maker.may_speak(atom.inner):
                    yield from self._inner_lines(atom, text, maker, nested)

    def _datelines(self, text: str, passages: Sequence[Passage]) -> dict[int, int]:
        """Where the datelines of the first paragraphs begin and end, where no spaces part them from sentences."""
        if self._opening is None:
            return {}
        starts = [passage.start for passage in passages[:MOST_OPENINGS]] or [0]
        found = {start: self._opening.dateline(text[start : start + LONGEST_OPENING]) for start in starts}
        return {start: start + dateline.end for start, dateline in found.items() if dateline}

    def _inner_lines(
        self, quotation: Quotation, text: str, maker: LineMaker, nested: list[Quotation]
    ) -> Iterator[Line]:
        inner = quotation.inner
        for sentence in self._sentences.sentences(inner.of(text)):
            span = Span(inner.start + sentence.start, inner.start + sentence.end)
            if maker.may_speak(span):
                line = maker.line(span, [one for one in nested if span.covers(Span(one.start, one.end))])
                line.quotation = quotation
                yield line

    def _read_line(self, line: Line, place: int) -> list[Draft]:
        best: dict[int, Match] = {}
        for cue in line.cues:
            match = best_match(line, cue, self._frames.of(cue))
            kept = best.get(cue.head)
            if match is not None and line.quotation is not None and match.frame.row.strict:
                continue
            if match is not None and (kept is None or match.frame.score > kept.frame.score):
                best[cue.head] = match
        drafts: list[Draft] = []
        for match in best.values():
            drafts.extend(self._drafts(line, match, place, drafts))
        drafts = [one for one in drafts if not any(_swallows(other, one) or _repeats(other, one) for other in drafts)]
        if line.unspaced:  # "…表示，……，要求……": what is said asks for it, and no one else
            drafts = [
                one
                for one in drafts
                if not (one.match.frame.row.shared and any(contains(o.content, one.cue) for o in drafts))
            ]
        return [one for one in drafts if not is_held(one, drafts)]

    def _going_on(self, said: Draft, line: Line, place: int) -> list[Draft]:
        """What the speaker of the sentence before goes on to say, if a mood shows it."""
        for cue in line.cues:
            if cue.kind == "mood":
                match = best_match(line, cue, self._frames.of(cue))
                draft = goes_on(said, line, match, place) if match is not None else None
                return [draft] if draft is not None else []
        return []

    def _drafts(self, line: Line, match: Match, place: int, before: list[Draft]) -> list[Draft]:
        if match.frame.row.continues:
            return []
        if match.cue.kind != "hearsay":
            return _drafts(line, match, place, before)
        if line.quotation is not None:
            return []
        content = tuple(line.span(*at) for at in match.slot("content", "quote"))
        content = content or clause_around(line, match, self._lexicon.lists.get("conditions", frozenset()))
        if not content:
            return []
        cue = _cue_spans(line, match)
        act, quoted = match.frame.row.act or match.cue.act, _quoted(line, match)
        return [Draft(match, line, place, act, (), cue, content, (), quoted, hearsay=True)]

    def _statements(
        self, drafts: list[Draft], times: Sequence[TimeExpression], quantities: Sequence[Quantity]
    ) -> tuple[Statement, ...]:
        drafts = sorted(drafts, key=lambda draft: (draft.begin, draft.cue[0].start))
        relaying = [is_relay(draft) for draft in drafts]
        dates, figures = [one.span for one in times], [one.span for one in quantities]
        statements = []
        for number, draft in enumerate(drafts):
            spans = (*draft.content, *draft.target)
            near = slice(max(0, number - NEARBY), number + NEARBY + 1)
            relays = [one for one, relays_it in zip(drafts[near], relaying[near], strict=True) if relays_it]
            anaphor = self._anaphor(draft) if draft.act == "deny" else 0
            bare = draft.match.frame.row.about
            about = denied(draft, drafts[near]) if bare or anaphor else ()
            statements.append(
                Statement(
                    id=str(number),
                    act=draft.act,
                    cue=draft.cue,
                    source=draft.source,
                    content=() if bare or (about and anaphor == 1 and _is_pronoun(draft)) else draft.content,
                    target=draft.target,
                    quoted=draft.quoted,
                    negated=_is_negated(draft),
                    hearsay=draft.hearsay or (not draft.source and self._is_impersonal(draft)),
                    via=relay_chain(draft, relays),
                    about=about,
                    times=inside(dates, spans),
                    quantities=inside(figures, spans),
                    made_by=self.made_by,
                )
            )
        return tuple(statements)

    def _is_impersonal(self, draft: Draft) -> bool:
        return draft.line.matches(draft.match.cue.head, self._lexicon.lists.get("impersonals", frozenset())) > 0

    def _anaphor(self, draft: Draft) -> int:
        """How many words the content has, if it only points back at what was said ("the allegations"); else 0."""
        choices = self._lexicon.lists.get("anaphors", frozenset())
        places = draft.match.slot("content")
        size = places[0][1] - places[0][0] if len(places) == 1 else 0
        return size if size and draft.line.matches(places[0][0], choices) == size else 0


def _is_pronoun(draft: Draft) -> bool:
    return bool(draft.line.bits[draft.match.slot("content")[0][0]] & (W.PRONOUNS | W.NOT_SOURCES))


def _name_ends(mentions: Sequence[Mention]) -> frozenset[int]:
    """Where names end, but not an office or body that goes on in a person's name."""
    ends = {one.end for one in mentions}
    for left, right in pairwise(mentions):
        if right.kind == "person" != left.kind and right.start - left.end <= LONGEST_TITLE:
            ends.discard(left.end)
    return frozenset(ends)


def inside(found: list[Span], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Those of `found` (sorted, not overlapping) that lie in one of `spans`."""
    kept: list[Span] = []
    for span in spans:
        at = bisect_left(found, span.start, key=lambda one: one.start)
        while at < len(found) and found[at].end <= span.end:
            kept.append(found[at])
            at += 1
    return tuple(kept)


def _drafts(line: Line, match: Match, place: int, before: list[Draft]) -> list[Draft]:
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
    quoted = _quoted(line, match)
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
        cue=_cue_spans(line, match),
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


def _quoted(line: Line, match: Match) -> Quoted:
    places = match.slot("content", "quote")
    if places and all(only_quotes(line, *place) for place in places):
        return "direct"
    if any(line.bits[at] & W.QUOTE for start, end in places for at in range(start, end)):
        return "mixed"
    return "indirect"


def _is_negated(draft: Draft) -> bool:
    """True if a negation stands before the cue, or between it and what it reports ("sagte nicht, dass")."""
    cue, bits = draft.match.cue, draft.line.bits
    following = min((start for _, start, _ in draft.match.bound if start >= cue.end), default=cue.end)
    return cue.negated or any(bit & W.NEGATIONS for bit in bits[cue.end : following])


def _cue_spans(line: Line, match: Match) -> tuple[Span, ...]:
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


def _repeats(other: Draft, draft: Draft) -> bool:
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


def _swallows(other: Draft, draft: Draft) -> bool:
    """True if a statement's cue lies within another's source, cue or target: then it is no cue."""
    if other.match is draft.match:
        return False
    place = draft.cue[0]
    return any(span.covers(place) for span in (*other.source, *other.cue, *other.target))
