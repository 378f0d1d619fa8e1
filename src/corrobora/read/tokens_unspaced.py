"""Cut a text without spaces into the words that its language pack knows, the names and times found in it, and whatever
stretches are left between them."""

import re
from collections.abc import Iterable, Sequence

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from corrobora.read.grammar import AttributionTable, spelled
from corrobora.read.packs import LanguageTable, Pack
from corrobora.read.templates import Literal, expand, parse
from corrobora.read.tokens import Tokenizer, Tokens
from corrobora.records import Span

_PIECE = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:[.,:'’-][A-Za-zÀ-ɏ0-9]+)*|[^\W\da-zA-Z]+|\.\.\.|……|[^\s]")


class UnspacedTokenizer:
    """Cuts by the longest words; what no word covers is cut at marks and between scripts. Time linear in the length."""

    def __init__(self, language: LanguageTable, words: Iterable[str]):
        spelled = sorted({word.lower() for word in words if word.strip()})
        self._automaton = AhoCorasick(spelled or ["\0"], matchkind=MATCHKIND_LEFTMOST_LONGEST)

    def cut(self, text: str, whole: Sequence[Span] = ()) -> Tokens:
        """The tokens of `text`; each of `whole` (sorted, not overlapping) is one token."""
        low = text.lower()
        if len(low) != len(text):
            low = text
        hidden = low
        if whole:
            parts, at = [], 0
            for span in whole:
                parts += [low[at : span.start], "\0" * (span.end - span.start)]
                at = span.end
            hidden = "".join((*parts, low[at:]))
        fixed = [(start, end) for _, start, end in self._automaton.find_matches_as_indexes(hidden)]
        if whole:
            fixed = sorted([*fixed, *((span.start, span.end) for span in whole)])
        spans: list[tuple[int, int]] = []
        at = 0
        for start, end in fixed:
            if start > at:
                spans.extend(match.span() for match in _PIECE.finditer(low, at, start))
            spans.append((start, end))
            at = end
        spans.extend(match.span() for match in _PIECE.finditer(low, at))
        return Tokens(text, [one for one, _ in spans], [one for _, one in spans], [low[a:b] for a, b in spans])

    def words(self, form: str) -> tuple[str, ...]:
        """The words of a pack's own form, cut as texts are cut, so that the two meet."""
        return tuple(self.cut(form).words)


def tokenizer_of(pack: Pack) -> Tokenizer | UnspacedTokenizer:
    """What cuts the language's texts: at spaces, or without them by the words of its attribution.toml."""
    if pack.language.spaces:
        return Tokenizer(pack.language)
    frames = [flat for row in pack.table("attribution", AttributionTable).frame for flat in expand(parse(row.template))]
    literals = [part.text for flat in frames for part in flat if isinstance(part, Literal)]
    return UnspacedTokenizer(pack.language, [*spelled(pack), *literals])
