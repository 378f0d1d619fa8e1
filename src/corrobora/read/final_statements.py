"""Read the statement that one cue of a cue-final language makes with what stands around it.

Two orders: `source … content cue` and `content source … cue`; a noun phrase may be the content ("대책을 발표했다"), or
it stands elsewhere ("이를 부인했다"). All positions are word numbers of one line.
"""

import msgspec

from corrobora.read.final_grammar import Bits, FinalCue, FinalLexicon
from corrobora.read.final_line import FinalLine
from corrobora.read.final_phrases import PhraseReader, Statable
from corrobora.records import Act, Quoted, Span

FURTHEST_CONTENT = 14
"""Words between a content that stands first and its cue, at most."""
LONGEST_MANNER = 4
"""Words behind a quotation that tell how it was spoken, at most."""
LONGEST_TRAIL = 4
"""Words of a source at the end of a headline, at most."""
LONGEST_NAME = 6
"""Words of a source that follows its own cue, at most."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it is read, before it is related to others. `words`: where its content stands in the line.

    `bare`: its content is to be found elsewhere ("about": what was said before; "thus": a quotation beside the
    sentence). `cited`: whom it cites for its content. `hearsay`: told by others who are not named.
    """

    act: Act
    cue: Span | None
    source: Span | None
    content: tuple[Span, ...] = ()
    target: Span | None = None
    via: tuple[Span, ...] = ()
    quoted: Quoted = "indirect"
    negated: bool = False
    hearsay: bool = False
    bare: str = ""
    about: tuple[Span, ...] = ()
    cited: tuple[Statable, ...] = ()
    words: tuple[int, int] = (0, 0)


class CuePlace(msgspec.Struct, frozen=True):
    """A cue: its first word, its form, and the first word of the region that its statement may be made of.

    `shared`: a clause before it has a source, so that it needs none of its own. `embedded`: all this is a content.
    """

    low: int
    head: int
    form: FinalCue
    shared: bool = False
    embedded: bool = False


class StatementReader:
    """The statements of one line, cue by cue."""

    def __init__(self, lexicon: FinalLexicon, line: FinalLine):
        self._lexicon = lexicon
        self._line = line
        self._words = line.words
        self._phrases = PhraseReader(lexicon, line)

    def statement(self, place: CuePlace) -> Piece | None:
        """What the cue states with what stands to its left; None if nothing there can be its content."""
        low, words = place.low, self._words
        last, thus = self._last(place)
        bits = words[last].bits if last >= low else 0
        if "hearsay" in place.form.takes:
            return self._hearsay(place, last) if last >= low else None
        if last >= low and self._ends_content(last, place.form) and not bits & Bits.NOMINAL:
            return self._source_first(place, last)
        if bits & Bits.ANAPHOR and "bare" in place.form.takes:
            return self._without_content(place, last, "about")
        if bits & Bits.OBJECT and (place.form.takes & {"object", "fact"} or bits & place.form.accepts):
            return self._object(place, last)
        if bits & Bits.GENITIVE and place.form.accepts & Bits.ATTRIBUTIVE:
            return self._owned(place, last)
        piece = self._content_first(place, last)
        if piece is not None:
            return piece
        if thus and (last < low or bits & (Bits.MARKED | Bits.CIRCUMSTANCE)):
            return self._without_content(place, last + 1, "thus")
        if bits & Bits.MARKED and "bare" in place.form.takes:
            return self._without_content(place, last + 1, "about")
        return None

    def _hearsay(self, place: CuePlace, last: int) -> Piece | None:
        """All before a cue that tells it as told by others ("… 것으로 알려졌다")."""
        if (place.form.accepts and not self._ends_content(last, place.form)) or self._names_speaker(last):
            return None
        content, quoted, begin = self._phrases.content(self._phrases.skip(place.low, last, days=False), last)
        piece = self._piece(place, None, content=content, quoted=quoted, words=(begin, last + 1))
        return msgspec.structs.replace(piece, hearsay=True)

    def _names_speaker(self, last: int) -> bool:
        """True if what is told as hearsay is what somebody said: then who said so is its source."""
        words = self._words
        if any(form.outer for form in words[last].cues):
            return True
        said = words[last].bits & Bits.SAYING and last and words[last - 1].cues
        return bool(said) and any(form.kind == "adnominal" for form in words[last - 1].cues)

    def adnominal(self, place: CuePlace) -> Piece | None:
        """`content cue source`, or `source content cue` before a noun that is none ("말한 것으로 알려졌다")."""
        words = self._words
        last = place.head - 1
        if last < place.low or not self._ends_content(last, place.form):
            return None
        after = end = place.head + len(place.form.words)
        if after < len(words) and words[after].bits & Bits.SAYING:
            return self._source_first(place, last)
        while end < min(len(words), after + LONGEST_NAME) and words[end].end == words[end].stem_end:
            if words[end].bits & (Bits.SPOKEN | Bits.QUOTE | Bits.COMMA):
                return None
            end += 1
        if end >= min(len(words), after + LONGEST_NAME):
            return None
        source = self._line.stem(after, end + 1)
        if not self._phrases.is_source(source, end, strict=True):
            return None
        first = self._phrases.skip(place.low, last)
        topics = [at for at in range(first, last) if words[at].bits & Bits.TOPIC]
        content, quoted, begin = self._phrases.content(topics[0] + 1 if topics else first, last)
        return self._piece(place, source, content=content, quoted=quoted, words=(begin, last + 1))

    def headline(self, *, strict: bool = True) -> Piece | None:
        """`Name "…"` or `Name: …` without a cue; for lines in which no cue was found.

        Not `strict`: whoever stands before a quotation of several words may be its source.
        """
        words = self._words
        for at, word in enumerate(words[: LONGEST_NAME + 1]):
            if word.bits & Bits.COLON and at + 1 < len(words):
                end = at if word.core == ":" else at + 1
                if not end or not self._phrases.is_source(self._line.span(0, end), end - 1, strict=True):
                    return None
                source = self._line.span(0, end)
                content, quoted, _ = self._phrases.content(at + 1, len(words) - 1)
                return Piece(act="say", cue=None, source=source, content=content, quoted=quoted)
            if word.bits & Bits.QUOTE:
                if word.core or at + 1 < len(words) or word.quote is None:
                    return self._trailing()
                strict = strict or not self._lexicon.is_long(word.quote.of(self._line.text))
                found, _ = self._phrases.headline_source(0, at, strict=strict)
                if found is None:
                    return None
                return Piece(act="say", cue=None, source=found, content=(word.quote,), quoted="direct")
        return self._trailing()

    def _trailing(self) -> Piece | None:
        """A headline's source at its end, behind a mark, a quotation or a content: "…＝大統領", "「…」首相"."""
        words, line = self._words, self._line
        for at in range(len(words) - 1, max(0, len(words) - LONGEST_TRAIL), -1):
            if not self._phrases.is_source(line.span(at, len(words)), len(words) - 1, strict=True):
                return None
            start, begin = words[at].start, line.text[words[at].start : words[at].start + 1]
            led = begin in self._lexicon.table.tails
            before = words[at - 1]
            if led or (before.quote is not None and not before.core) or before.bits & Bits.CLAUSE:
                source = Span(start + led, words[-1].end)
                content, quoted, _ = self._phrases.content(0, at - 1)
                return Piece(act="say", cue=None, source=source, content=content, quoted=quoted)
        return None

    def manner(self, low: int, high: int) -> Piece | None:
        """A content with a source before it and no known cue behind it: "… 씨는 “…”며 눈물을 흘렸다"."""
        words = self._words
        spoken = [
            at
            for at in range(max(low, high - 1 - LONGEST_MANNER), high - 1)
            if words[at].bits & Bits.JOINT or (words[at].quote is not None and words[at].bits & Bits.CLAUSE)
        ]
        if not spoken:
            return None
        last = spoken[-1]
        closed = Bits.MARKED | Bits.SPOKEN | Bits.QUOTE | Bits.COMMA
        cues = (form for at in range(last + 1, high) for form in words[at].cues if len(form.words) == 1)
        if any(words[at].bits & closed for at in range(last + 1, high)) or any(cues):
            return None
        source, after = self._phrases.front_source(low, last)
        first = self._phrases.between(after, last, None).end
        content, quoted, begin = self._phrases.content(first, last)
        told = quoted == "direct" or any(words[at].bits & Bits.JOINT for at in range(first, last + 1))
        if source is None or not told or not self._lexicon.is_long(content[0].of(self._line.text)):
            return None
        cue = self._line.span(last + 1, high)
        return Piece(act="say", cue=cue, source=source, content=content, quoted=quoted, words=(begin, last + 1))

    def _last(self, place: CuePlace) -> tuple[int, bool]:
        """The last word before the cue that is not light, and whether "like this" stands between them."""
        words = self._words
        last = place.head - 1
        thus = False
        while last >= place.low and words[last].bits & (Bits.LIGHT | Bits.ADVERB) and words[last].quote is None:
            thus = thus or bool(words[last].bits & Bits.THUS)
            last -= 1
        return last, thus

    def _ends_content(self, at: int, form: FinalCue) -> bool:
        word = self._words[at]
        if word.quote is not None and form.kind == "bare" and not word.core and "clause" in form.takes:
            return True
        return bool(word.bits & form.accepts)

    def _source_first(self, place: CuePlace, last: int) -> Piece | None:
        """`source … content cue`; the content's last word is `last`."""
        subjects = place.embedded or not self._lexicon.table.finite_last
        source, after = self._phrases.front_source(place.low, last, subjects=subjects)
        between = self._phrases.between(after, last, place.form)
        first = between.end
        clipped = place.form.kind == "bare"
        if source is None and (clipped or place.head + len(place.form.words) == len(self._words)):
            source, begin = self._phrases.headline_source(place.low, last)
            if source is None and clipped and not self._is_spoken(last):
                return None
            first = begin if source is not None else first
        content, quoted, begin = self._phrases.content(first, last)
        return self._piece(
            place, source, content=content, quoted=quoted, target=between.target, cited=between.cited,
            words=(begin, last + 1),
        )  # fmt: skip

    def _is_spoken(self, at: int) -> bool:
        """True for a bare quotation in double marks of several words: a headline may give it without its source."""
        word = self._words[at]
        spoken = word.quote.of(self._line.text) if word.quote is not None and not word.core else ""
        return bool(spoken) and self._lexicon.is_long(spoken) and spoken[0] not in "'‘"

    def _content_first(self, place: CuePlace, last: int) -> Piece | None:
        """`content source … cue`, or a content with only circumstances or a citation between it and its cue."""
        words = self._words
        end = last - 1
        nearest = max(place.low, last - FURTHEST_CONTENT)
        while end >= nearest and not self._ends_content(end, place.form):
            end -= 1
        if end < nearest:
            return None
        marked = [at for at in range(end + 1, last + 1) if words[at].bits & Bits.MARKED]
        between = self._phrases.between(marked[-1] + 1 if marked else end + 1, last + 1, place.form)
        strict = marked and not self._lexicon.table.finite_last
        if between.end <= last and (strict or not self._is_circumstance(between.end, last)):
            return None
        if not marked:
            piece = self._source_first(place, end)
            if piece is None:
                return None
            return msgspec.structs.replace(
                piece, cited=(*piece.cited, *between.cited), target=piece.target or between.target
            )
        if words[end].bits & Bits.JOINT and words[end].quote is None:
            return None
        source = self._line.stem(self._phrases.noun_phrase_start(end + 1, marked[-1]), marked[-1] + 1)
        if not self._phrases.is_source(source, marked[-1], strict=self._lexicon.table.known_sources):
            return None
        content, quoted, begin = self._phrases.content(self._phrases.skip(place.low, end, days=False), end)
        return self._piece(
            place, source, content=content, quoted=quoted, target=between.target, cited=between.cited,
            words=(begin, end + 1),
        )  # fmt: skip

    def _is_circumstance(self, first: int, last: int) -> bool:
        """True if a few words before a cue can only tell where or how something was said ("… 학술지에 발표했다")."""
        if last - first >= LONGEST_MANNER:
            return False
        closed = Bits.MARKED | Bits.SPOKEN | Bits.OBJECT
        return not any(self._words[at].bits & closed or self._words[at].cues for at in range(first, last + 1))

    def _object(self, place: CuePlace, last: int) -> Piece | None:
        """A noun phrase as content, or the clause before it ("… 없다며 혐의를 부인했다")."""
        for at in range(last - 1, place.low, -1):
            bits = self._words[at].bits
            if bits & Bits.JOINT or (bits & Bits.CLAUSE and last - at <= LONGEST_MANNER):
                return self._clause_and_object(place, at, last)
        noun = self._line.stem(last, last + 1).of(self._line.text)
        fitting = "object" in place.form.takes or self._words[last].bits & place.form.accepts
        if not fitting and not self._lexicon.in_list("facts", noun):
            return None
        source, after = self._phrases.front_source(place.low, last)
        if source is None and place.form.kind == "bare":
            source, after = self._phrases.headline_source(place.low, last)
        if source is None and not place.shared:
            return None
        between = self._phrases.between(after, last, place.form)
        return self._piece(
            place,
            source,
            content=(self._line.stem(between.end, last + 1),),
            quoted=self._phrases.mixture(between.end, last + 1),
            target=between.target,
            words=(between.end, last + 1),
        )

    def _owned(self, place: CuePlace, last: int) -> Piece | None:
        """A nominal cue with its owner: "… 없다는 게 정부의 설명이다"."""
        words = self._words
        for at in range(last - 1, max(place.low, last - LONGEST_NAME) - 1, -1):
            if words[at].bits & Bits.LINK and at > place.low and words[at - 1].bits & Bits.ATTRIBUTIVE:
                source = self._line.stem(at + 1, last + 1)
                content, quoted, begin = self._phrases.content(self._phrases.skip(place.low, at - 1), at - 1)
                return self._piece(place, source, content=content, quoted=quoted, words=(begin, at))
        return None

    def _clause_and_object(self, place: CuePlace, at: int, last: int) -> Piece | None:
        """A clause that ends with word `at` is the content, and the object after it more of it, or whom it is about."""
        piece = self._source_first(place, at)
        if piece is None or self._words[at + 1].bits & Bits.ANAPHOR:
            return piece
        between = self._phrases.between(at + 1, last, place.form)
        noun_phrase = self._line.stem(between.end, last + 1)
        target = piece.target or between.target
        if target is None and "target" in place.form.takes and self._phrases.is_source(noun_phrase, last, strict=True):
            return msgspec.structs.replace(piece, target=noun_phrase)
        quoted: Quoted = "indirect" if piece.quoted == "indirect" else "mixed"
        return msgspec.structs.replace(piece, content=(*piece.content, noun_phrase), quoted=quoted, target=target)

    def _without_content(self, place: CuePlace, end: int, bare: str) -> Piece:
        source, _ = self._phrases.front_source(place.low, end)
        return self._piece(place, source, quoted="direct" if bare == "thus" else "indirect", bare=bare)

    def _piece(
        self,
        place: CuePlace,
        source: Span | None,
        *,
        content: tuple[Span, ...] = (),
        quoted: Quoted,
        target: Span | None = None,
        cited: tuple[Statable, ...] = (),
        bare: str = "",
        words: tuple[int, int] = (0, 0),
    ) -> Piece:
        form = place.form
        last = self._words[place.head + len(form.words) - 1]
        return Piece(
            act=form.act,
            cue=Span(self._words[place.head].start, last.end - form.outer_length),
            source=source,
            content=content,
            target=target,
            quoted=quoted,
            negated=form.kind == "negated",
            bare=bare,
            cited=cited,
            words=words,
        )
