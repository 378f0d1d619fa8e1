"""Find who said what, in one article: statements with source, cue and content.

The article is laid out line by line (lines.py): each sentence, with its longer quotations as single items, and the
inside of each longer quotation. In each line the cues of the pack are found, every frame of the pack is tried around
each cue (frames.py), and the fullest reading of each cue wins; among equals the frame that stands first in the pack.
How a pack is written is told in grammar.py (words, cues) and frames.py (frames).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corrobora.read.boilerplate import boilerplate_reader
from corrobora.read.drafts import cue_spans, drafts_of, is_negated, quoted_as, repeats, swallows
from corrobora.read.frames import Frames
from corrobora.read.grammar import Lexicon
from corrobora.read.grammar import WordClass as W
from corrobora.read.hearsay import clause_around, is_held
from corrobora.read.lines import Line, LineMaker
from corrobora.read.matching import Match, best_match
from corrobora.read.packs import Pack
from corrobora.read.relays import RELAY_ENTITIES, Draft, contains, denied, is_relay, relay_chain
from corrobora.read.sentences import Quotation, SentenceFinder
from corrobora.read.speech import continued, continues, goes_on, is_speech, joined, last_place, last_said
from corrobora.read.tokens import Tokenizer
from corrobora.read.tokens_unspaced import tokenizer_of
from corrobora.records import Mention, Passage, Quantity, Span, Statement, TimeExpression

MOST_OPENINGS = 4
LONGEST_OPENING = 160
"""A dateline opens one of the first passages, within so many characters."""
NEARBY = 40
"""Statements before and after one among which its relays, and what it denies, are looked for."""
LONGEST_TITLE = 10
"""Characters between an office and the name of who holds it, at most."""
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
        resumed: tuple[Draft, Draft] | None = None
        for place, line in enumerate(self._lines(text, passages, quotations, maker)):
            found = self._read_line(line, place)
            if not found and said is not None and line.quotation is None:
                found = self._going_on(said, line, place)
            if found:
                drafts.extend(found)
            elif speaking is not None and continues(speaking, line, place):
                found = [continued(speaking, line, place)]
                drafts[last_place(drafts, speaking)] = found[0]
                resumed = (speaking, found[0])
            if resumed is not None and _is_interrupted(line, found, resumed[1]):
                drafts[last_place(drafts, resumed[1])], resumed = resumed[0], None
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
        drafts = [one for one in drafts if not any(swallows(other, one) or repeats(other, one) for other in drafts)]
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
            return drafts_of(line, match, place, before)
        if line.quotation is not None:
            return []
        content = tuple(line.span(*at) for at in match.slot("content", "quote"))
        content = content or clause_around(line, match, self._lexicon.lists.get("conditions", frozenset()))
        if not content:
            return []
        cue = cue_spans(line, match)
        act, quoted = match.frame.row.act or match.cue.act, quoted_as(line, match)
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
                    negated=is_negated(draft),
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


def _is_interrupted(line: Line, found: list[Draft], resumed: Draft) -> bool:
    """True if another speaker is named inside the quotation with which `resumed` was thought to go on."""
    inside_it = line.quotation is not None and line.quotation.end >= resumed.content[-1].end > line.quotation.start
    return inside_it and any(draft.match.frame.row.interrupts for draft in found)


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
