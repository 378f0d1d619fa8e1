"""Find the phrases around a cue of a cue-final language: its source, what stands between, and its content.

All positions are word numbers of one line. A phrase's end shows in the ending of its last word (final_grammar.py).
"""

import msgspec

from corrobora.read.final_grammar import Bits, FinalCue, FinalLexicon
from corrobora.read.final_line import FinalLine
from corrobora.records import Act, Quoted, Span

FURTHEST_SOURCE = 22
"""Words into a region at which the last word of a source may stand, at most."""
LONGEST_PHRASE = 9
LONGEST_QUOTED_NAME = 3
"""Words in single marks with an ending written onto them that are a name, or said with emphasis, at most."""


class Statable(msgspec.Struct, frozen=True):
    """Somebody who is cited, or on whose word a sentence rests: a statement but for its content."""

    source: Span
    cue: Span
    act: Act


class Between(msgspec.Struct):
    """What stands between a source and its content: where it ends, the addressee, and who is cited."""

    end: int
    target: Span | None = None
    cited: tuple[Statable, ...] = ()


class PhraseReader:
    """The phrases of one line."""

    def __init__(self, lexicon: FinalLexicon, line: FinalLine):
        self._lexicon = lexicon
        self._line = line
        self._words = line.words

    # sources

    def front_source(self, low: int, end: int, *, subjects: bool = True) -> tuple[Span | None, int]:
        """The source at the beginning of a region, and the word after it; (None, first word) if there is none.

        Without `subjects` a mere subject is none, unless a comma sets it off or a quotation or the like follows.
        """
        words = self._words
        first = self.skip(low, end)
        topic = subject = None
        for at in range(first, min(end + 1, first + FURTHEST_SOURCE)):
            bits = words[at].bits
            if at == end or (bits & (Bits.QUOTE | Bits.JOINT) and bits & Bits.SPOKEN):
                break
            if bits & Bits.TOPIC and (topic is None or self._topic_wins(first, at, topic)):
                topic = at
            elif bits & Bits.SUBJECT and subject is None and topic is None:
                subject = at
        if subject is not None and not subjects and not self._words[subject].bits & Bits.COMMA:
            set_off = Bits.QUOTE | Bits.DAY | Bits.CIRCUMSTANCE
            subject = subject if self._words[min(subject + 1, end)].bits & set_off else None
        if subject is not None and self._subject_wins(first, subject, topic, end):
            topic = subject
        if topic is None:
            return None, first
        source = self._line.stem(self.noun_phrase_start(first, topic), topic + 1)
        if not self.is_source(source, topic, strict=self._must_be_known(topic)):
            return None, first
        return source, topic + 1

    def _must_be_known(self, topic: int) -> bool:
        """True if what is told of a topic does not show that it speaks: no quotation, day or circumstance follows."""
        if not self._lexicon.table.known_sources or self._words[topic].core in self._lexicon.quarters:
            return False
        at = topic + 1
        if self._words[topic].bits & Bits.COMMA:
            return False
        while at < len(self._words) and self._words[at].bits & Bits.DAY:
            if self._words[at].bits & Bits.COMMA:
                return False
            at += 1
        return at >= len(self._words) or not (self._words[at].quote and self._words[at].bits & Bits.SPOKEN)

    def _topic_wins(self, first: int, later: int, earlier: int) -> bool:
        """A later topic is the source if the earlier one is not known to speak ("맞은" may be a verb), and it is, or
        a quotation follows it."""
        if self.is_source(self._line.stem(earlier, earlier + 1), earlier, strict=True):
            return False
        follower = self._words[later + 1] if later + 1 < len(self._words) else None
        if follower is not None and follower.quote is not None and follower.bits & Bits.SPOKEN:
            return True
        start = self.noun_phrase_start(first, later)
        return start > earlier and self.is_source(self._line.stem(start, later + 1), later, strict=True)

    def _subject_wins(self, first: int, subject: int, topic: int | None, end: int) -> bool:
        """A word with a subject particle is the source if it is known as one and opens no relative clause."""
        follower = self._words[subject + 1] if subject + 1 < len(self._words) else None
        source = self._line.stem(self.noun_phrase_start(first, subject), subject + 1)
        known = self.is_source(source, subject, strict=True)
        if follower is not None and follower.bits & (Bits.QUOTE | Bits.DAY | Bits.CIRCUMSTANCE):
            return known or bool(follower.bits & Bits.QUOTE)
        if topic is None:
            return known
        return False

    def is_source(self, source: Span, at: int, *, strict: bool) -> bool:
        """True if somebody may speak under this name; `strict`: only if it is a name or a listed noun or pronoun."""
        text = source.of(self._line.text)
        last = self._words[at]
        stem = self._line.text[last.start : last.stem_end]
        lexicon = self._lexicon
        if lexicon.in_list("not_sources", text) or lexicon.in_list("not_sources", stem):
            return False
        if last.quote is not None:
            named = lexicon.in_list("source_nouns", last.quote.of(self._line.text)[1:-1])
            return named or (at > 0 and lexicon.in_list("source_nouns", self._words[at - 1].core))
        if not strict:
            return True
        if stem.endswith("）") and "（" in stem[1:]:
            bare = stem[: stem.rindex("（")]
            return lexicon.in_list("source_nouns", bare) or last.start + len(bare) in self._line.mention_ends
        if lexicon.in_list("source_nouns", stem) or lexicon.in_list("pronouns", stem):
            return True
        return last.stem_end in self._line.mention_ends

    def noun_phrase_start(self, low: int, end: int) -> int:
        """Where the noun phrase that ends at word `end` begins: behind the last word that closes another phrase."""
        words = self._words
        start = self.skip(low, end)
        for at in range(start, end):
            bits = words[at].bits
            closes = bits & Bits.BOUNDARY and not self._is_attribute(at + 1, end)
            comma = bits & Bits.COMMA and not bits & Bits.DAY
            parted = comma and (end - at > 4 or self._lexicon.cutter.ends_in_tail(words[at].core))
            if closes or bits & Bits.CIRCUMSTANCE or parted:
                start = at + 1
        return self.skip(start, end)

    def _is_attribute(self, at: int, end: int) -> bool:
        """True if a verb form at or soon after this word ties what is before it to the noun that follows."""
        return any(self._words[place].bits & Bits.ADNOMINAL for place in range(at, min(end, at + 2)))

    def headline_source(self, low: int, last: int, *, strict: bool = True) -> tuple[Span | None, int]:
        """In a headline a bare noun before a quotation: "야당 "예산안 처리 못 해" 반발"."""
        words = self._words
        low = self.skip(low, last)
        quotes = [at for at in range(low, last + 1) if words[at].bits & Bits.QUOTE]
        if not quotes:
            return self._before_comma(low, last)
        if not low < quotes[0] <= low + 5:
            return None, low
        end = quotes[0]
        if words[end - 1].bits & (Bits.MARKED | Bits.OBJECT | Bits.TARGET | Bits.GENITIVE):
            return None, low
        source = self._line.span(low, end)
        return (source, end) if self.is_source(source, end - 1, strict=strict) else (None, low)

    def _before_comma(self, low: int, last: int) -> tuple[Span | None, int]:
        """In a headline a bare noun before a comma: "政府、関与を否定"."""
        for at in range(low, min(last, low + LONGEST_QUOTED_NAME)):
            if self._words[at].bits & Bits.COMMA:
                source = self._line.span(low, at + 1)
                bare = self._words[at].stem_end == self._words[at].end
                return (source, at + 1) if bare and self.is_source(source, at, strict=True) else (None, low)
        return None, low

    def skip(self, at: int, end: int, *, days: bool = True) -> int:
        """Past light words."""
        passed = Bits.LIGHT if days else Bits.LIGHT & ~Bits.DAY
        while at < end and self._words[at].bits & passed and not self._words[at].bits & Bits.QUOTE:
            at += 1
        return at

    # between

    def between(self, at: int, end: int, form: FinalCue | None) -> Between:
        """Passes over days, manner, circumstances, addressee and citations; at least the word `end` is left."""
        found = Between(at)
        while True:
            found.end = self.skip(found.end, end)
            begin = found.end
            cited = self._citation(begin, end)
            if cited is not None:
                found.cited = (*found.cited, cited[0])
                found.end = cited[1]
                continue
            if form is not None and "target" in form.takes and found.target is None:
                alone = "addressee" in form.takes or not self._lexicon.addressed
                found.target, found.end = self._target(begin, end, alone=alone)
            if found.end == begin:
                found.end = self._circumstance(begin, end)
            if found.end == begin:
                return found

    def _circumstance(self, at: int, end: int) -> int:
        for place in range(at, min(end, at + LONGEST_PHRASE)):
            bits = self._words[place].bits
            if bits & Bits.CIRCUMSTANCE:
                stop = place + 1
                return stop + (stop < end and bool(self._words[stop].bits & Bits.TOWARDS))
            if bits & (Bits.MARKED | Bits.CLAUSE | Bits.JOINT | Bits.QUOTE):
                break
        return at

    def _citation(self, at: int, end: int) -> tuple[Statable, int] | None:
        words = self._words
        for place in range(at, min(end, at + LONGEST_PHRASE)):
            for form in self._lexicon.citing.get(words[place].core, ()):
                stop = place + len(form.words)
                if place == at or stop > end or tuple(self._line.cores(place, stop)) != form.words:
                    continue
                if not words[place - 1].bits & form.after and form.after != Bits.GENITIVE:
                    continue
                bare = words[place - 1].bits & form.after
                source = self._line.stem(at, place) if bare else self._line.span(at, place)
                return Statable(source, self._line.span(place, stop), form.act), stop
            if words[place].bits & (Bits.MARKED | Bits.SPOKEN | Bits.QUOTE):
                break
        return None

    def _target(self, at: int, end: int, *, alone: bool) -> tuple[Span | None, int]:
        words = self._words
        found: tuple[Span | None, int] = (None, at)
        for place in range(at, min(end, at + LONGEST_PHRASE)):
            bits = words[place].bits
            marked = bits & (Bits.OBJECT | Bits.TARGET | Bits.GROUND)
            if marked and not bits & Bits.CIRCUMSTANCE:
                target = self._line.stem(self.noun_phrase_start(at, place), place + 1)
                if place + 1 < end and words[place + 1].bits & Bits.TOWARDS:
                    return target, place + 2
                if bits & Bits.TARGET:
                    return target, place + 1
                verb = place + 1 < end and words[place + 1].bits & Bits.ADNOMINAL
                free = alone and found[0] is None and not verb
                if free and bits & Bits.GROUND and self.is_source(target, place, strict=True):
                    found = target, place + 1
            if bits & (Bits.MARKED | Bits.SPOKEN | Bits.QUOTE | Bits.OBJECT | Bits.CIRCUMSTANCE):
                break
        return found

    # contents

    def content(self, first: int, last: int) -> tuple[tuple[Span, ...], Quoted, int]:
        """The spans of a content, how it is quoted, and its first word."""
        words = self._words
        quotes = [at for at in range(first, last + 1) if words[at].bits & Bits.QUOTE]
        if not quotes:
            return (self._line.span(first, last + 1),), "indirect", first
        begin = quotes[0]
        rest = range(begin, last + 1)
        pure = all(self._is_speech(at) or words[at].bits & Bits.LIGHT for at in rest) and self._is_speech(last)
        if pure and (begin == first or self._closes_phrase(begin - 1)):
            spoken = [words[at].quote for at in quotes]
            return tuple(quote for quote in spoken if quote is not None), "direct", begin
        return (self._line.span(first, last + 1),), self.mixture(first, last + 1), first

    def mixture(self, first: int, end: int) -> Quoted:
        """ "mixed" if more than a single word is quoted."""
        for word in self._words[first:end]:
            if word.quote is None:
                continue
            quoted = word.quote.of(self._line.text)
            name = quoted[0] in "'‘" and quoted.count(" ") < LONGEST_QUOTED_NAME and word.core
            if word.bits & Bits.SPOKEN or (self._lexicon.is_long(quoted) and not name):
                return "mixed"
        return "indirect"

    def _is_speech(self, at: int) -> bool:
        word = self._words[at]
        return bool(word.bits & Bits.QUOTE) and (not word.core or bool(word.bits & Bits.SPOKEN))

    def _closes_phrase(self, at: int) -> bool:
        """True if this word ends a phrase that tells how something was said, and is no part of the quoted clause."""
        return bool(self._words[at].bits & (Bits.BOUNDARY | Bits.CIRCUMSTANCE | Bits.COMMA | Bits.TARGET | Bits.GROUND))

    # according to

    def ground(self, begin: int, at: int) -> Statable | None:
        """On whose word rests what follows "… 발표에 따르면", a phrase whose last word is `at`; None if on nobody's."""
        words, line, lexicon = self._words, self._line, self._lexicon
        noun = words[at - 1]
        spelled = line.text[noun.start : noun.stem_end]
        named = [place for place in range(begin, at - 2) if words[place].bits & Bits.SUBJECT]
        told = [form.act for form in words[at - 2].cues if form.kind == "adnominal" and len(form.words) == 1]
        if named and (told or words[at - 2].bits & Bits.ADNOMINAL):
            act = told[0] if told else lexicon.table.according.act
            return Statable(line.stem(begin, named[0] + 1), line.span(at - 2, at + 1), act)
        if spelled in lexicon.reports:
            if begin >= at - 1:
                return None
            owned = words[at - 2].bits & Bits.GENITIVE
            owner = line.stem(begin, at - 1) if owned else line.span(begin, at - 1)
            return Statable(owner, line.span(at - 1, at + 1), lexicon.reports[spelled])
        source = line.stem(begin, at)
        if lexicon.in_list("not_sources", source.of(line.text)):
            return None
        return Statable(source, Span(noun.stem_end, words[at].end), lexicon.table.according.act)
