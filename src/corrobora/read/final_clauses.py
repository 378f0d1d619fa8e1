"""Read the statements of one line of a cue-final language, from the outermost clause inwards.

A region of words is cut behind each cue that something to its left can be the content of. Around one cue stand, in one
of two orders, `source … content cue` or `content source … cue`; what lies between (days, manner, place of speaking,
addressee, whom a relay cites) belongs to neither. Contents are then regions of their own, told `via` what is around.
"""

from collections.abc import Iterator

import msgspec

from corrobora.read.final_grammar import Bits, FinalCue, FinalLexicon
from corrobora.read.final_line import FinalLine
from corrobora.read.final_phrases import FURTHEST_SOURCE, PhraseReader
from corrobora.records import Act, Quoted, Span

FURTHEST_CONTENT = 14
"""Words between a content that stands first and its cue, at most."""
DEEPEST = 6


class Piece(msgspec.Struct, frozen=True):
    """A statement as it is read, before it is related to others. `bare`: its content is to be found elsewhere
    ("about": what was said before; "thus": a quotation beside the sentence)."""

    act: Act
    cue: Span | None
    source: Span | None
    content: tuple[Span, ...] = ()
    target: Span | None = None
    via: tuple[Span, ...] = ()
    quoted: Quoted = "indirect"
    negated: bool = False
    bare: str = ""
    about: tuple[Span, ...] = ()
    cited: bool = False
    words: tuple[int, int] = (0, 0)


class ClauseReader:
    """Reads one line. Make one for each line; `read` gives its pieces."""

    def __init__(self, lexicon: FinalLexicon, line: FinalLine):
        self._lexicon = lexicon
        self._line = line
        self._words = line.words
        self._phrases = PhraseReader(lexicon, line)
        self._pieces: list[Piece] = []
        self._pending: list[Piece] = []

    def read(self) -> list[Piece]:
        if any(word.cues or word.bits & (Bits.ACCORDING | Bits.QUOTE | Bits.COLON) for word in self._words):
            self._region(0, len(self._words), (), embedded=False, depth=0)
        return self._pieces

    # regions

    def _region(self, low: int, high: int, via: tuple[Span, ...], *, embedded: bool, depth: int) -> None:
        if depth > DEEPEST or low >= high:
            return
        at = self._according(low, high)
        if at is not None:
            self._read_according(low, at, high, via, embedded=embedded, depth=depth)
            return
        start, shared = low, None
        covered: list[tuple[int, int]] = []
        for head in range(low, high):
            for form in self._cues_at(head, high):
                if not self._cuts(form, head, high, embedded=embedded):
                    continue
                piece = self._statement(start, head, form, via)
                if piece is None or (embedded and piece.source is None and shared is None):
                    continue
                if piece.source is None:
                    piece = msgspec.structs.replace(piece, source=shared)
                self._keep(piece, via, covered, depth)
                start, shared = head + len(form.words), piece.source
                break
        self._leftovers(low, high, via, covered, depth, embedded=embedded)

    def _keep(self, piece: Piece, via: tuple[Span, ...], covered: list[tuple[int, int]], depth: int) -> None:
        """Take a piece and what it cites, and read its content as a region."""
        cited = [one for one in self._pending if one.words == piece.words]
        self._pieces.append(piece)
        chain = (*via, piece.source) if piece.source else via
        for one in cited:
            self._pieces.append(msgspec.structs.replace(one, via=chain))
            chain = (*chain, one.source) if one.source else chain
        if piece.words[1] > piece.words[0]:
            covered.append(piece.words)
            self._region(*piece.words, chain, embedded=True, depth=depth + 1)

    def _cuts(self, form: FinalCue, head: int, high: int, *, embedded: bool) -> bool:
        if form.kind == "adnominal":
            return False
        if form.kind == "bare":
            return head + len(form.words) == len(self._words)
        if not form.outer:
            return True
        return embedded and (head + len(form.words) == high or bool(form.outer & Bits.JOINT))

    def _leftovers(
        self,
        low: int,
        high: int,
        via: tuple[Span, ...],
        covered: list[tuple[int, int]],
        depth: int,
        *,
        embedded: bool,
    ) -> None:
        """Cues inside clauses that no cue of the region took: "… 밝힌 장관", "… 말한 것으로", "… 밝혔다는"."""
        for head in range(low, high):
            if any(a <= head < b for a, b in covered):
                continue
            for form in self._cues_at(head, high):
                if form.kind != "adnominal" and not form.outer:
                    continue
                start = max((b for _, b in covered if b <= head), default=low)
                adnominal = form.kind == "adnominal"
                piece = self._adnominal(start, head, form, via) if adnominal else self._statement(start, head, form, via)
                if piece is not None and piece.content and (piece.source or not embedded):
                    self._keep(piece, via, covered, depth)
                    break

    def _cues_at(self, head: int, high: int) -> Iterator[FinalCue]:
        for form in self._words[head].cues:
            size = len(form.words)
            if head + size <= high:
                found = self._lexicon.matching(form, self._line.cores(head, head + size)) if size > 1 else form
                if found is not None:
                    yield found

    # according to

    def _according(self, low: int, high: int) -> int | None:
        for at in range(low + 1, min(high - 1, low + FURTHEST_SOURCE)):
            bits = self._words[at].bits
            if bits & Bits.ACCORDING and self._words[at - 1].bits & Bits.GROUND:
                return at
            if bits & (Bits.CLAUSE | Bits.JOINT):
                return None
        return None

    def _read_according(
        self, low: int, at: int, high: int, via: tuple[Span, ...], *, embedded: bool, depth: int
    ) -> None:
        words = self._words
        begin = self._phrases.noun_phrase_start(low, at - 1)
        topics = [i for i in range(low, at - 1) if words[i].bits & Bits.TOPIC and i + 1 >= begin]
        before: tuple[Span, ...] = ()
        if topics:
            first = self._phrases.skip(low, topics[-1])
            before = (self._line.span(first, topics[-1] + 1),)
            begin = self._phrases.noun_phrase_start(topics[-1] + 1, at - 1)
        source, cue_start, act = self._ground(begin, at)
        chain = via
        if source is not None and not self._lexicon.in_list("not_sources", source.of(self._line.text)):
            chain = (*via, source)
            content = (*before, Span(words[at + 1].start, words[high - 1].end))
            quoted = self._phrases.mixture(at + 1, high)
            cue = Span(cue_start, words[at].end)
            self._pieces.append(Piece(act, cue, source, content, via=via, quoted=quoted))
        self._region(at + 1, high, chain, embedded=embedded, depth=depth + 1)

    def _ground(self, begin: int, at: int) -> tuple[Span | None, int, Act]:
        """Source, start of the cue and act of a phrase "… 발표에 따르면" whose last word is `at`."""
        words, line = self._words, self._line
        noun = words[at - 1]
        spelled = line.text[noun.start : noun.stem_end]
        for place in range(begin, at - 2):
            if words[place].bits & Bits.SUBJECT:
                for form in words[place + 1].cues:
                    if form.kind == "adnominal" and len(form.words) == 1:
                        return line.stem(begin, place + 1), words[place + 1].start, form.act
        if spelled in self._lexicon.reports:
            if begin >= at - 1:
                return None, noun.start, "claim"
            return self._owner(begin, at - 1), noun.start, self._lexicon.reports[spelled]
        return Span(words[begin].start, noun.stem_end), noun.stem_end, self._lexicon.table.according.act

    def _owner(self, begin: int, end: int) -> Span:
        """The words without a genitive particle at their end."""
        bits = self._words[end - 1].bits
        return self._line.stem(begin, end) if bits & Bits.GENITIVE else self._line.span(begin, end)

    # one cue

    def _statement(self, low: int, head: int, form: FinalCue, via: tuple[Span, ...]) -> Piece | None:
        words = self._words
        last = head - 1
        thus = False
        while last >= low and words[last].bits & (Bits.LIGHT | Bits.ADVERB) and not words[last].bits & Bits.QUOTE:
            thus = thus or bool(words[last].bits & Bits.THUS)
            last -= 1
        self._pending = []
        if last >= low and self._ends_content(last, form):
            return self._source_first(low, last, last, head, form, via)
        if last >= low and words[last].bits & Bits.ANAPHOR and "bare" in form.takes:
            return self._without_content(low, last, head, form, via, "about")
        if last >= low and words[last].bits & Bits.OBJECT and form.takes & {"object", "fact"}:
            return self._object(low, last, head, form, via)
        piece = self._content_first(low, last, head, form, via)
        if piece is not None:
            return piece
        if thus and (last < low or words[last].bits & (Bits.MARKED | Bits.CIRCUMSTANCE)):
            return self._without_content(low, last + 1, head, form, via, "thus")
        if "bare" in form.takes and last >= low and words[last].bits & Bits.MARKED:
            return self._without_content(low, last + 1, head, form, via, "about")
        return None

    def _ends_content(self, at: int, form: FinalCue) -> bool:
        bits = self._words[at].bits
        if bits & Bits.QUOTE and form.kind == "bare" and not self._words[at].core:
            return True
        return bool(bits & form.accepts)

    def _source_first(
        self, low: int, last: int, tail: int, head: int, form: FinalCue, via: tuple[Span, ...]
    ) -> Piece | None:
        """`source … content cue`; the content's last word is `last`, and words up to `tail` are passed over."""
        source, after = self._phrases.front_source(low, last)
        between = self._phrases.between(after, last, form)
        first = between.end
        if form.kind == "bare" and source is None:
            source, first = self._phrases.headline_source(low, last)
            if source is None:
                return None
        content, quoted, begin = self._phrases.content(first, last)
        piece = self._piece(form, head, source, content, quoted, via, between.target, (begin, last + 1))
        self._cite(between.cited, piece)
        return piece

    def _content_first(
        self, low: int, last: int, head: int, form: FinalCue, via: tuple[Span, ...]
    ) -> Piece | None:
        """`content source … cue`, or a content with only circumstances or a citation between it and its cue."""
        words = self._words
        end = last
        while end >= max(low, last - FURTHEST_CONTENT) and not self._ends_content(end, form):
            end -= 1
        if end < max(low, last - FURTHEST_CONTENT) or end == last:
            return None
        marked = [at for at in range(end + 1, last + 1) if words[at].bits & Bits.MARKED]
        if not marked:
            between = self._phrases.between(end + 1, last + 1, form)
            if between.end <= last:
                return None
            piece = self._source_first(low, end, head, head, form, via)
            if piece is not None:
                self._cite(between.cited, piece)
                if piece.target is None and between.target is not None:
                    piece = msgspec.structs.replace(piece, target=between.target)
            return piece
        if words[end].bits & Bits.JOINT and not words[end].bits & Bits.QUOTE:
            return None
        at = marked[-1]
        between = self._phrases.between(at + 1, last + 1, form)
        if between.end <= last:
            return None
        source = self._line.stem(self._phrases.noun_phrase_start(end + 1, at), at + 1)
        if not self._phrases.is_source(source, at, strict=False):
            return None
        first = self._phrases.skip(low, end, days=False)
        content, quoted, begin = self._phrases.content(first, end)
        piece = self._piece(form, head, source, content, quoted, via, between.target, (begin, end + 1))
        self._cite(between.cited, piece)
        return piece

    def _object(self, low: int, last: int, head: int, form: FinalCue, via: tuple[Span, ...]) -> Piece | None:
        """A noun phrase as content ("새 대책을 발표했다"), or the clause before it ("… 없다며 혐의를 부인했다")."""
        words = self._words
        for at in range(last - 1, low, -1):
            if words[at].bits & Bits.JOINT:
                return self._source_first(low, at, last, head, form, via)
        if "object" not in form.takes and not self._lexicon.in_list("facts", self._line.stem(last, last + 1).of(self._line.text)):
            return None
        source, after = self._phrases.front_source(low, last)
        if source is None:
            return None
        between = self._phrases.between(after, last, form)
        content = (self._line.stem(between.end, last + 1),)
        quoted = self._phrases.mixture(between.end, last + 1)
        return self._piece(form, head, source, content, quoted, via, between.target, (between.end, last + 1))

    def _without_content(
        self, low: int, end: int, head: int, form: FinalCue, via: tuple[Span, ...], bare: str
    ) -> Piece:
        source, _ = self._phrases.front_source(low, end)
        piece = self._piece(form, head, source, (), "direct" if bare == "thus" else "indirect", via, None, (head, head))
        return msgspec.structs.replace(piece, bare=bare)

    def _adnominal(self, low: int, head: int, form: FinalCue, via: tuple[Span, ...]) -> Piece | None:
        """`content cue source`, or `source content cue` before a noun that is none ("말한 것으로 알려졌다")."""
        words = self._words
        if head == low or not self._ends_content(head - 1, form):
            return None
        self._pending = []
        after = head + len(form.words)
        if after < len(words) and words[after].bits & Bits.SAYING:
            return self._source_first(low, head - 1, head - 1, head, form, via)
        end = after
        while end < min(len(words), after + 6) and not words[end].core[-1:] == "" and words[end].end == words[end].stem_end:
            if words[end].bits & (Bits.CONTENT | Bits.QUOTE | Bits.COMMA):
                break
            end += 1
        if end >= len(words) or words[end].end == words[end].stem_end:
            return None
        source = self._line.stem(after, end + 1)
        if not self._phrases.is_source(source, end, strict=True):
            return None
        first = self._phrases.skip(low, head - 1)
        for at in range(first, head - 1):
            if words[at].bits & Bits.TOPIC:
                first = at + 1
                break
        content, quoted, begin = self._phrases.content(first, head - 1)
        return self._piece(form, head, source, content, quoted, via, None, (begin, head))

    def _piece(
        self,
        form: FinalCue,
        head: int,
        source: Span | None,
        content: tuple[Span, ...],
        quoted: Quoted,
        via: tuple[Span, ...],
        target: Span | None,
        words: tuple[int, int],
    ) -> Piece:
        last = self._words[head + len(form.words) - 1]
        cue = Span(self._words[head].start, last.end - form.outer_length)
        negated = form.kind == "negated"
        return Piece(form.act, cue, source, content, target, via, quoted, negated, words=words)

    def _cite(self, cited: tuple[tuple[Span, Span, Act], ...], piece: Piece) -> None:
        """Whoever a relay cites has said the relay's content, via the relay (`_keep` fills that in)."""
        for source, cue, act in cited:
            self._pending.append(
                Piece(act, cue, source, piece.content, quoted=piece.quoted, cited=True, words=piece.words)
            )

    # headlines

    def headline(self) -> Piece | None:
        """`Name "…"` or `Name: …` without a cue; for lines in which no cue was found."""
        words = self._words
        for at, word in enumerate(words[:7]):
            if word.bits & Bits.COLON and at + 1 < len(words):
                source = self._line.span(0, at + 1)
                if not self._phrases.is_source(source, at, strict=True):
                    return None
                content, quoted, _ = self._phrases.content(at + 1, len(words) - 1)
                return Piece("say", None, source, content, quoted=quoted)
            if word.bits & Bits.QUOTE:
                if word.core or at + 1 < len(words):
                    return None
                found, _ = self._phrases.headline_source(0, at)
                if found is None or word.quote is None:
                    return None
                return Piece("say", None, found, (word.quote,), quoted="direct")
        return None
