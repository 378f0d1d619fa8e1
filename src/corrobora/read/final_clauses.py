"""Read all statements of one line of a cue-final language, from the outermost clause inwards.

A region of words is cut behind each cue that something to its left can be the content of (final_statements.py). Each
content is then a region of its own, whose statements are told `via` the sources around it.
"""

from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from corrobora.read.final_grammar import Bits, FinalCue, FinalLexicon
from corrobora.read.final_line import FinalLine
from corrobora.read.final_phrases import FURTHEST_SOURCE, PhraseReader
from corrobora.read.final_statements import CuePlace, Piece, StatementReader
from corrobora.records import Span

DEEPEST = 6
"""Clauses within clauses, at most."""


class Region(msgspec.Struct, frozen=True):
    """Words `low` to `high` (exclusive) and by whom they are told, outermost first. `embedded`: they are a content."""

    low: int
    high: int
    via: tuple[Span, ...] = ()
    embedded: bool = False
    depth: int = 0

    def content(self, low: int, high: int, via: tuple[Span, ...]) -> "Region":
        """A content within this region."""
        return Region(low, high, via, True, self.depth + 1)


class ClauseReader:
    """Reads one line. Make one for each line; `read` gives its pieces."""

    def __init__(self, lexicon: FinalLexicon, line: FinalLine):
        self._lexicon = lexicon
        self._line = line
        self._words = line.words
        self._phrases = PhraseReader(lexicon, line)
        self._statements = StatementReader(lexicon, line)
        self._heads = [at for at, word in enumerate(line.words) if word.cues]
        self._grounds = [at for at, word in enumerate(line.words) if word.bits & Bits.ACCORDING]
        self._pieces: list[Piece] = []
        self._standing: dict[int, list[FinalCue]] = {}

    def read(self) -> list[Piece]:
        """All statements of the line, in no certain order."""
        if self._heads or self._grounds or any(word.bits & Bits.SPOKEN for word in self._words):
            self._region(Region(0, len(self._words)))
        return self._pieces

    def headline(self, *, strict: bool = True) -> list[Piece]:
        """The statement of a headline without a cue, if it is one; `strict`: only if its source is known to speak."""
        piece = self._statements.headline(strict=strict)
        return [piece] if piece else []

    def _region(self, region: Region) -> None:
        if region.depth > DEEPEST or region.low >= region.high:
            return
        at = self._according(region)
        if at is not None:
            self._read_according(region, at)
            return
        heads = self._heads_in(region)
        if region.embedded and not heads:
            return
        start, shared = region.low, None
        covered: list[tuple[int, int]] = []
        for head in heads:
            for form in self._cues_at(head, region.high):
                if not self._cuts(region, head, form):
                    continue
                low, frame = self._framed(start, head, form)
                piece = self._statements.statement(CuePlace(low, head, form, shared is not None, region.embedded))
                if piece is not None and piece.hearsay:
                    if region.embedded or region.via:
                        continue
                    self._keep(region, piece, covered)
                    start, shared = head + len(form.words), None
                    break
                if piece is not None and self._belongs_to_later(region, head, piece):
                    continue
                if piece is None or (region.embedded and piece.source is None and shared is None):
                    continue
                if piece.source is None:
                    piece = msgspec.structs.replace(piece, source=shared)
                self._keep(region, piece, covered)
                start, shared = self._behind(head + len(form.words)), frame or piece.source
                break
        if not region.embedded and any(word.bits & Bits.SPOKEN for word in self._words[start : region.high]):
            piece = self._statements.manner(start, region.high)
            if piece is not None:
                self._keep(region, piece, covered)
        self._leftovers(region, covered)

    def _belongs_to_later(self, region: Region, head: int, piece: Piece) -> bool:
        """True if a clause that goes on ("X admitted …, and") is a part of the content of a later cue, because its
        source is a mere subject, and nobody else is the topic of what follows."""
        if not self._lexicon.table.finite_last or piece.source is None or region.embedded:
            return False
        end = piece.source.end
        subject = next((word for word in self._words if word.stem_end == end), None)
        if subject is None or not subject.bits & Bits.SUBJECT:
            return False
        for later in self._heads_in(region):
            if later <= head or not self._words[later - 1].bits & (Bits.CLAUSE | Bits.NOMINAL):
                continue
            if any(self._cuts(region, later, form) for form in self._cues_at(later, region.high)):
                return not any(word.bits & Bits.TOPIC for word in self._words[head + 1 : later])
        return False

    def _behind(self, at: int) -> int:
        """Where the next clause begins: past the words that bind it to the cue before (述べた上で)."""
        while at < len(self._words) and self._lexicon.in_list("linkers", self._words[at].core):
            at += 1
        return at

    def _framed(self, low: int, head: int, form: FinalCue) -> tuple[int, Span | None]:
        """Where a clause begins whose subject differs from that of the clause around it, and the latter's source."""
        if form.kind == "switching":
            source, after = self._phrases.front_source(low, head)
            if source is not None and any(word.bits & Bits.SUBJECT for word in self._words[after:head]):
                return after, source
        return low, None

    def _keep(self, region: Region, piece: Piece, covered: list[tuple[int, int]]) -> None:
        """Take a piece and what it cites, and read its content as a region."""
        self._pieces.append(msgspec.structs.replace(piece, via=region.via))
        chain = (*region.via, piece.source) if piece.source else region.via
        for one in piece.cited:
            self._pieces.append(
                Piece(
                    act=one.act, cue=one.cue, source=one.source, content=piece.content, via=chain, quoted=piece.quoted
                )
            )
            chain = (*chain, one.source)
        if piece.words[1] > piece.words[0]:
            covered.append(piece.words)
            self._region(region.content(*piece.words, chain))

    def _cuts(self, region: Region, head: int, form: FinalCue) -> bool:
        """True if the cue ends a clause of this region: not one within a content, not one before a noun."""
        end = head + len(form.words)
        if form.kind == "adnominal":
            return False
        if form.kind == "bare":
            spoken = Bits.QUOTE | (Bits.CLAUSE if self._lexicon.table.finite_last else 0)
            clipped = self._words[end - 1].bits & Bits.COMMA and head and self._words[head - 1].bits & spoken
            return end == len(self._words) or bool(clipped)
        if self._lexicon.table.finite_last and form.kind in ("finite", "negated") and not form.outer:
            return end == region.high or self._lexicon.in_list("linkers", self._words[end].core)
        if not form.outer:
            return True
        return region.embedded and (end == region.high or bool(form.outer & Bits.JOINT))

    def _leftovers(self, region: Region, covered: list[tuple[int, int]]) -> None:
        """Cues inside clauses that no cue of the region took: "… 밝힌 장관", "… 말한 것으로", "… 밝혔다는"."""
        for head in self._heads_in(region):
            if any(start <= head < end for start, end in covered):
                continue
            for form in self._cues_at(head, region.high):
                if form.kind != "adnominal" and not form.outer:
                    continue
                low = max((end for _, end in covered if end <= head), default=region.low)
                read = self._statements.adnominal if form.kind == "adnominal" else self._statements.statement
                piece = read(CuePlace(low, head, form, embedded=region.embedded))
                if piece is not None and piece.content and (piece.source or not region.embedded):
                    self._keep(region, piece, covered)
                    break

    def _heads_in(self, region: Region) -> list[int]:
        """The words of the region at which a cue may begin."""
        return self._heads[bisect_left(self._heads, region.low) : bisect_left(self._heads, region.high)]

    def _cues_at(self, head: int, high: int) -> Iterator[FinalCue]:
        """The cues that begin with this word, of the longest spelling that stands there."""
        longest = 0
        for form in self._spelled(head):
            size = len(form.words)
            if size < longest or head + size > high:
                continue
            longest = size
            yield form

    def _spelled(self, head: int) -> list[FinalCue]:
        """All cues that stand at this word, longest first."""
        known = self._standing.get(head)
        if known is None:
            words = self._words
            known = []
            follower = words[head + 1].core if head + 1 < len(words) else ""
            loose = self._lexicon.table.finite_last and head + 2 < len(words) and words[head + 1].bits & Bits.ADVERB
            parted = words[head + 2].core if loose else ""  # 方針を改めて示した
            for form in words[head].cues:
                size = len(form.words)
                if size == 1:
                    known.append(form)
                elif follower.startswith(form.words[1]):
                    found = self._lexicon.matching(form, self._line.cores(head, head + size))
                    known += [found] if found is not None else []
                elif size == 2 and parted and parted.startswith(form.words[1]):
                    found = self._lexicon.matching(form, [form.words[0], parted])
                    spelled = tuple(self._line.cores(head, head + 3))
                    known += [msgspec.structs.replace(found, words=spelled)] if found is not None else []
            self._standing[head] = known
        return known

    def _according(self, region: Region) -> int | None:
        """The last word of a phrase "X에 따르면" near the beginning of the region."""
        for at in self._grounds:
            if region.low < at < min(region.high - 1, region.low + FURTHEST_SOURCE):
                before = self._words[region.low : at]
                if before[-1].bits & Bits.GROUND and not any(one.bits & (Bits.CLAUSE | Bits.JOINT) for one in before):
                    return at
        return None

    def _read_according(self, region: Region, at: int) -> None:
        words, low = self._words, region.low
        begin = self._phrases.noun_phrase_start(low, at - 1)
        topics = [place for place in range(low, at - 1) if words[place].bits & Bits.TOPIC and place + 1 >= begin]
        before: tuple[Span, ...] = ()
        if topics:
            before = (self._line.span(self._phrases.skip(low, topics[-1]), topics[-1] + 1),)
            begin = self._phrases.noun_phrase_start(topics[-1] + 1, at - 1)
        ground = self._phrases.ground(begin, at)
        chain = region.via
        if ground is not None:
            content = (*before, self._line.span(at + 1, region.high))
            quoted = self._phrases.mixture(at + 1, region.high)
            self._pieces.append(
                Piece(act=ground.act, cue=ground.cue, source=ground.source, content=content, via=chain, quoted=quoted)
            )
            chain = (*chain, ground.source)
        self._region(Region(at + 1, region.high, chain, region.embedded, region.depth + 1))
