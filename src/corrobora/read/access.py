"""Find the words by which an outlet says that it was there itself, or that somebody spoke to it."""

from bisect import bisect_right

import ahocorasick_rs
import msgspec

from corrobora.read.block_templates import lowered
from corrobora.read.packs import Pack
from corrobora.read.sentences import Quotation
from corrobora.read.templates import words
from corrobora.records import AccessSign, Span
from corrobora.records.annotations import AccessKind


class AccessTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """access.toml: templates without slots. `own_reporters`: "our correspondent", "seen by this newspaper".
    `told_us`: "told this newspaper"."""

    own_reporters: tuple[str, ...] = ()
    told_us: tuple[str, ...] = ()


class AccessReader:
    """The signs of first-hand access in one language. Raises PackError if a template cannot be used."""

    def __init__(self, pack: Pack):
        table = pack.table("access", AccessTable)
        self._spaces = pack.language.spaces and not (pack.language.proclitics or pack.language.word_parts)
        self._letters = pack.letters
        kinds: dict[str, AccessKind] = {}
        for template in table.own_reporters:
            kinds.update((self._plain(form), "own_reporter") for form in words(template))
        for template in table.told_us:
            for form in words(template):
                kinds.setdefault(self._plain(form), "told_us")
        self._kinds = list(kinds.values())
        longest = ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.AhoCorasick(list(kinds), matchkind=longest) if kinds else None

    def find(self, text: str, quotations: list[Quotation]) -> tuple[AccessSign, ...]:
        """All signs outside quotation marks, in the order of the text: whoever is quoted may say "told us", too."""
        if self._automaton is None:
            return ()
        plain = self._letters.of(text)
        lower = lowered(plain.text)
        found = [
            AccessSign(plain.written_span(Span(start, end)), self._kinds[which])
            for which, start, end in self._automaton.find_matches_as_indexes(lower)
            if not self._spaces or not (lower[start - 1 : start].isalnum() or lower[end : end + 1].isalnum())
        ]
        outer = [one for one in quotations if one.depth == 0]
        starts = [one.start for one in outer]
        before = [bisect_right(starts, one.span.start) for one in found]
        return tuple(
            one for one, at in zip(found, before, strict=True) if not at or outer[at - 1].end <= one.span.start
        )

    def _plain(self, form: str) -> str:
        return lowered(self._letters.word(form))
