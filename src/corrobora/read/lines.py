"""Lay a sentence out as a line of items, so that frames can be matched on it.

An item is a token with its class bits, or a whole quotation. A line holds parallel lists, because the matching walks
them often. Positions in a line are item numbers; `starts` and `ends` lead back to the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from corrobora.read.grammar import MARKS, CueForm, Lexicon, WordClass
from corrobora.read.sentences import Quotation
from corrobora.read.tokens import Tokens
from corrobora.records import Act, Span

LIGHT = WordClass.ADVERBS | WordClass.CLITICS | WordClass.TIME | WordClass.NEGATIONS
AUXILIARY = WordClass.PERFECT | WordClass.PASSIVE | WordClass.MODALS
MOST_ITEMS = 400
"""A longer sentence (a table, a list without full stops) is cut at this many items."""


class CueAt(msgspec.Struct, frozen=True):
    """A cue as it stands in a line: items `start` to `end` (exclusive), auxiliaries included."""

    start: int
    end: int
    head: int
    kind: str
    act: Act
    takes: frozenset[str]
    weak: bool
    negated: bool
    inverted: int | None = None


class Line(msgspec.Struct):
    """One sentence, or the inside of one quotation, as parallel lists of items."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    bits: list[int]
    cues: list[CueAt]
    cue_heads: dict[int, CueAt]
    headline: bool = False
    quotation: Quotation | None = None

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> Span:
        """The stretch of text from item `start` to item `end` (exclusive)."""
        return Span(self.starts[start], self.ends[end - 1])

    def matches(self, at: int, choices: frozenset[tuple[str, ...]]) -> int:
        """How many items the longest of `choices` that stands at item `at` covers; 0 if none does."""
        if not 0 <= at < len(self.words):
            return 0
        best = 0
        word = self.words[at]
        for choice in choices:
            size = len(choice)
            if choice[0] == word and size > best and (size == 1 or tuple(self.words[at : at + size]) == choice):
                best = size
        return best

    def matches_back(self, end: int, choices: frozenset[tuple[str, ...]]) -> int:
        """The same for a choice whose last item is `end` - 1."""
        best = 0
        for choice in choices:
            size = len(choice)
            if size > best and end >= size and tuple(self.words[end - size : end]) == choice:
                best = size
        return best


class LineMaker:
    """Makes the lines of one text: one for each range asked for."""

    def __init__(
        self,
        lexicon: Lexicon,
        tokens: Tokens,
        mentions: Sequence[Span],
        times: Sequence[Span],
        relays: Sequence[Span] = (),
    ):
        self._lexicon = lexicon
        self._tokens = tokens
        self._mentions = mentions
        self._times = times
        self._relays = relays
        self._starts = {bit: [span.start for span in spans] for bit, spans in self._overlays()}

    def _overlays(self) -> tuple[tuple[int, Sequence[Span]], ...]:
        return (
            (WordClass.MENTION, self._mentions),
            (WordClass.TIME, self._times),
            (WordClass.RELAY, self._relays),
        )

    def line(self, span: Span, atoms: Sequence[Quotation]) -> Line:
        """The line of `span`; each of `atoms` (quotations inside it, not overlapping) becomes one item."""
        tokens, bits_of = self._tokens, self._lexicon.bits_of
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        bits: list[int] = []
        text = tokens.text
        at = bisect_left(tokens.starts, span.start)
        stop = min(bisect_left(tokens.starts, span.end), at + 4 * MOST_ITEMS)
        atom = 0
        while at < stop and len(words) < MOST_ITEMS:
            start = tokens.starts[at]
            while atom < len(atoms) and atoms[atom].end <= start:
                atom += 1
            if atom < len(atoms) and atoms[atom].start <= start:
                words.append("“”")
                starts.append(start)
                ends.append(min(atoms[atom].end, span.end))
                bits.append(WordClass.QUOTE)
                at = bisect_left(tokens.starts, atoms[atom].end)
                continue
            word = tokens.words[at]
            bit = bits_of(word) | MARKS.get(word, 0)
            first = text[start]
            if first.isupper():
                bit |= WordClass.CAPITAL
            elif first.isdigit():
                bit |= WordClass.NUMBER
            words.append(word)
            starts.append(start)
            ends.append(tokens.ends[at])
            bits.append(bit)
            at += 1
        line = Line(text, words, starts, ends, bits, [], {})
        for bit, spans in self._overlays():
            self._overlay(line, spans, self._starts[bit], bit)
        self._mark_phrases(line)
        _mark_light(line)
        self._find_cues(line)
        return line

    @staticmethod
    def _overlay(line: Line, spans: Sequence[Span], span_starts: list[int], bit: int) -> None:
        if not line.starts:
            return
        first = max(0, bisect_right(span_starts, line.starts[0]) - 1)
        for index in range(first, len(spans)):
            span = spans[index]
            if span.start >= line.ends[-1]:
                break
            at = bisect_left(line.starts, span.start)
            while at < len(line.starts) and line.starts[at] < span.end:
                if not line.bits[at] & WordClass.QUOTE:
                    line.bits[at] |= bit
                at += 1

    def _mark_phrases(self, line: Line) -> None:
        phrases = self._lexicon.phrases
        for at, word in enumerate(line.words):
            if word in phrases:
                for form, bit in phrases[word]:
                    if tuple(line.words[at : at + len(form)]) == form:
                        for inside in range(at, at + len(form)):
                            line.bits[inside] |= bit
                        break

    def _find_cues(self, line: Line) -> None:
        cues = self._lexicon.cues
        covered = -1
        for at, word in enumerate(line.words):
            if at < covered or word not in cues:
                continue
            size = 0
            for form in cues[word]:
                if size and len(form.words) < size:
                    break
                if len(form.words) > 1 and tuple(line.words[at : at + len(form.words)]) != form.words:
                    continue
                size = len(form.words)
                cue = _cue_at(line, at, at + size, form)
                line.cues.append(cue)
                if cue.kind == "finite":
                    line.cue_heads[cue.start] = cue
            covered = at + size


def _cue_at(line: Line, start: int, end: int, form: CueForm) -> CueAt:
    """What a cue's form is here, seen with the auxiliaries before it."""
    bits = line.bits
    at, first = start - 1, start
    kind = form.kind
    auxiliary = 0
    negated = False
    inverted: int | None = None
    while at >= 0 and start - at <= 7:
        bit = bits[at]
        if bit & AUXILIARY and not bit & WordClass.QUOTE:
            auxiliary |= bit & AUXILIARY
            first = at
        elif bit & WordClass.NEGATIONS:
            negated = True
        elif bit & WordClass.INVERTED_PRONOUNS and inverted is None and not auxiliary:
            inverted = at
        elif not bit & LIGHT or bit & WordClass.COMMA:
            break
        at -= 1
    if kind == "participle":
        if auxiliary & WordClass.PASSIVE and not (auxiliary & WordClass.PERFECT and bits[first] & WordClass.PERFECT and first == start - 1):
            kind = "passive"
        elif auxiliary:
            kind = "finite"
        else:
            kind = "passive"
    elif kind == "gerund":
        kind = "finite" if auxiliary & (WordClass.PASSIVE | WordClass.MODALS) else _gerund_kind(line, start)
    elif kind == "infinitive" and auxiliary & WordClass.MODALS:
        kind = "finite"
    elif kind == "finite":
        if auxiliary & WordClass.PASSIVE and not auxiliary & (WordClass.PERFECT | WordClass.MODALS):
            kind = "odd"
        elif not auxiliary:
            first = start
    if kind == "finite" and first == start and _is_noun(line, start):
        kind = "odd"
    if kind not in ("finite", "passive"):
        first = start
    if inverted is not None and not (kind == "finite" and first < start):
        inverted = None
    return CueAt(first, end, start, kind, form.act, form.takes, form.weak, negated, inverted)


def _gerund_kind(line: Line, at: int) -> str:
    """A gerund after a preposition ("after saying") or a noun is no cue of its own."""
    before = line.bits[at - 1] if at else WordClass.COMMA
    free = WordClass.COMMA | WordClass.QUOTE | WordClass.LIGHT | WordClass.CONJUNCTIONS | WordClass.DASH
    return "gerund" if before & free else "odd"


def _is_noun(line: Line, at: int) -> bool:
    """True if the word at `at` is spelled like a finite cue but stands as a noun, or inside a name."""
    bits = line.bits
    if not at:
        return False
    before = bits[at - 1]
    nominal = WordClass.ARTICLES | WordClass.POSSESSIVES | WordClass.GENITIVES | WordClass.NOUN_STARTS
    if before & nominal and not before & (WordClass.PRONOUNS | WordClass.CLITICS | WordClass.MENTION):
        return True
    if bits[at] & WordClass.CAPITAL and not line.headline and not before & (WordClass.QUOTE | WordClass.END):
        return True
    return bool(before & WordClass.ENDING_VERB) and not before & WordClass.MENTION


def _mark_light(line: Line) -> None:
    """Mark items that may stand between any two parts of a frame: adverbs, times with their prepositions, asides."""
    bits = line.bits
    for at in range(len(bits) - 1, -1, -1):
        bit = bits[at]
        if bit & LIGHT and not bit & WordClass.QUOTE:
            bits[at] = bit | WordClass.LIGHT
        elif (
            bit & (WordClass.PREPOSITIONS | WordClass.GENITIVES | WordClass.ARTICLES)
            and at + 1 < len(bits)
            and bits[at + 1] & WordClass.TIME
        ):
            bits[at] = bit | WordClass.TIME | WordClass.LIGHT
    at = 0
    while at < len(bits):
        if bits[at] & WordClass.COMMA:
            stop = at + 1
            while stop < len(bits) and stop - at < 6 and bits[stop] & (WordClass.LIGHT | WordClass.PRONOUNS):
                stop += 1
            if stop > at + 1 and stop < len(bits) and bits[stop] & WordClass.COMMA:
                for inside in range(at, stop + 1):
                    bits[inside] |= WordClass.LIGHT
                at = stop
        at += 1
