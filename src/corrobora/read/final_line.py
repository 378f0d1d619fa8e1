"""Lay a sentence of a cue-final language out as words with their bits, each quotation being one word with its ending.

A word runs from white space to white space; a quotation never breaks in two, and begins a word of its own. `end` leaves
out punctuation behind the word, `stem_end` its particle, too.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from corrobora.read.final_cutting import CLOSING, OPENING, masked
from corrobora.read.final_grammar import Bits, FinalCue, FinalLexicon
from corrobora.records import Span, TimeExpression

LONGEST_DAY = 8
"""Letters written onto a day that are looked at."""
MOST_WORDS = 400
"""A longer sentence (a table, a list without full stops) is cut at this many words."""
_STRETCH = re.compile(r"\S+")
_ASIDE = re.compile(r"^[(\[（][^)\]）]*[)\]）]?")


class FinalWord(msgspec.Struct):
    """One word of a line. `core` is its spelling without punctuation; behind a quotation, only what follows it."""

    start: int
    end: int
    stem_end: int
    core: str
    bits: int
    quote: Span | None = None
    cues: tuple[FinalCue, ...] = ()


class FinalLine(msgspec.Struct):
    """One sentence as a list of words; positions in a line are word numbers."""

    text: str
    words: list[FinalWord]
    mention_ends: frozenset[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> Span:
        """The words `start` to `end` (exclusive) with their particles and endings."""
        return Span(self.words[start].start, self.words[end - 1].end)

    def stem(self, start: int, end: int) -> Span:
        """The same without the last word's particle."""
        return Span(self.words[start].start, self.words[end - 1].stem_end)

    def cores(self, start: int, end: int) -> list[str]:
        return [word.core for word in self.words[start:end]]


class FinalLineMaker:
    """Lays out the sentences of one text."""

    def __init__(
        self,
        lexicon: FinalLexicon,
        text: str,
        quotations: Sequence[Span],
        times: Sequence[TimeExpression],
        mentions: Sequence[Span],
    ):
        self._lexicon = lexicon
        self._text = text
        self._quotations = [one for one in quotations if one.end - one.start > 2]
        self._starts = [one.start for one in self._quotations]
        self._masked = masked(text, self._quotations)
        self._cutter = lexicon.cutter
        self._days = [one.span for one in times if _is_day(one) and self._stands(one)]
        self._day_starts = [one.start for one in self._days]
        self._day_ends = [one.end for one in self._days] if not self._cutter.spaced else []
        self._mention_ends = frozenset(one.end for one in mentions)

    def line(self, sentence: Span) -> FinalLine:
        words: list[FinalWord] = []
        at = bisect_left(self._starts, sentence.start)
        following = self._starts[at] if at < len(self._starts) else sentence.end
        for start, end in self._stretches(sentence):
            if end <= following:
                words.extend(self._plain(start, end))
            else:
                stop = bisect_left(self._starts, end, lo=at)
                words.extend(self._words(start, end, self._quotations[at:stop]))
                at = stop
                following = self._starts[at] if at < len(self._starts) else sentence.end
            if len(words) > MOST_WORDS:
                break
        self._mark_days(words, sentence)
        line = FinalLine(self._text, words, self._mention_ends)
        for at, word in enumerate(words):
            for phrase, bit in self._lexicon.phrases.get(word.core, ()):
                if tuple(line.cores(at, at + len(phrase))) == phrase:
                    for inside in words[at : at + len(phrase)]:
                        inside.bits |= bit
        return line

    def _stretches(self, sentence: Span) -> Iterator[tuple[int, int]]:
        """What stands between two blanks outside of quotations."""
        return (match.span() for match in _STRETCH.finditer(self._masked, sentence.start, sentence.end))

    def _stands(self, day: TimeExpression) -> bool:
        """True if nothing is written onto a day, or only what leaves it the day on which something was said."""
        text, end = self._text, day.end
        if not text[end : end + 1].isalnum():
            return True
        if self._cutter.spaced:
            return False
        if not self._cutter.ends_in_tail(text[end]):
            return True
        _, stop = next(self._cutter.pieces(text, end - 1, min(end + LONGEST_DAY, len(text))))
        return self._lexicon.in_list("days", text[end:stop].rstrip(CLOSING))

    def _mark_days(self, words: list[FinalWord], sentence: Span) -> None:
        at = 0
        for day in self._days[bisect_left(self._day_starts, sentence.start) :]:
            if day.start >= sentence.end:
                return
            while at < len(words) and words[at].end <= day.start:
                at += 1
            aside = self._text[day.end : day.end + 1] == "("
            part = aside or not self._cutter.spaced
            while at < len(words) and (words[at].end <= day.end or (part and words[at].start < day.end)):
                words[at].bits |= Bits.DAY
                at += 1

    def _words(self, start: int, end: int, inside: Sequence[Span]) -> list[FinalWord]:
        """The words in a stretch without white space in which quotations begin."""
        words: list[FinalWord] = []
        at = start
        for place, quotation in enumerate(inside):
            if quotation.start > at and self._text[at : quotation.start].strip(OPENING):
                words.extend(self._plain(at, quotation.start))
            stop = inside[place + 1].start if place + 1 < len(inside) else end
            at = self._cutter.behind(self._text, quotation.end, stop)
            tail = [*self._cutter.pieces(self._text, quotation.end, at)] if not self._cutter.spaced else []
            words.append(self._quoted(quotation, tail[0][1] if tail else at))
            words.extend(self._word(*span) for span in tail[1:])
        if at < end:
            words.extend(self._plain(at, end))
        return words

    def _plain(self, start: int, end: int) -> Iterator[FinalWord]:
        """The words of a stretch without quotations; without spaces, one ends where a day does."""
        for begin, stop in self._cutter.pieces(self._text, start, end):
            for day_end in self._day_ends[bisect_right(self._day_ends, begin) : bisect_left(self._day_ends, stop)]:
                if not self._cutter.ends_in_tail(self._text[day_end]) and self._text[day_end] not in CLOSING:
                    yield self._word(begin, day_end)
                    begin = day_end
            yield self._word(begin, stop)

    def _word(self, start: int, end: int) -> FinalWord:
        raw = self._text[start:end]
        core = raw.rstrip(CLOSING) or raw
        stop = start + len(core)
        if core[0] in OPENING:
            core = core.lstrip(OPENING) or core
            start = stop - len(core)
        if core in (":", "："):
            return FinalWord(start, stop, stop, core, Bits.COLON)
        if raw[0] + raw[-1] in ("[]", "【】"):
            return FinalWord(start, stop, stop, core, Bits.OPENER)
        known = self._lexicon.known(core)
        bits = known.bits if stop == end else known.bits | _marks(self._text[stop:end])
        return FinalWord(start, stop, stop - known.particle, core, bits, None, known.cues)

    def _quoted(self, quotation: Span, end: int) -> FinalWord:
        ending = self._text[quotation.end : end].rstrip(CLOSING)
        stop = quotation.end + len(ending)
        ending = _ASIDE.sub("", ending)
        bits = Bits.QUOTE | _marks(self._text[stop:end])
        joined = self._lexicon.after_quotation.get(ending, 0)
        particle = 0
        if ending and not joined:
            role, particle = self._lexicon.particle_of("?" + ending)
            bits |= role
        return FinalWord(quotation.start, stop, stop - particle, ending, bits | joined, quotation)


def _marks(tail: str) -> int:
    comma = Bits.COMMA if "," in tail or "、" in tail or "，" in tail else 0
    return comma | (Bits.COLON if tail.endswith((":", "：")) else 0)


def _is_day(time: TimeExpression) -> bool:
    """True for a day or a time of day: what may tell when something was said; months and years belong to contents."""
    return time.type == "TIME" or (time.type == "DATE" and time.timex[4:5] == "-" == time.timex[7:8])
