"""Read texts as their language's plain letters: letters that count as another, and marks that are written or not.

Arabic news writes أن, ان and أنّ for one word, and figures as 12 or ١٢. A pack says so in language.toml (`letters`,
`silent`); then its own words and every text are compared in plain letters, and what is found is told in the places of
the text as it is written.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from corrobora.records import Mention, Passage, Quantity, Span, Statement, TimeExpression

Placed = TypeVar("Placed", Mention, Passage, Quantity, TimeExpression)
Annotation = TypeVar("Annotation", Mention, Quantity, TimeExpression)


class Plain:
    """A text in plain letters. `text` is shorter than `written` by the silent marks, which stood at `silent`."""

    def __init__(self, written: str, text: str, silent: list[int]):
        self.written = written
        self.text = text
        self._silent = silent
        kept = set(silent)
        self._places = [at for at in range(len(written)) if at not in kept] if silent else []

    def span(self, span: Span) -> Span:
        """Where a stretch of the written text stands in the plain one."""
        if not self._silent:
            return span
        return Span(*(at - bisect_left(self._silent, at) for at in (span.start, span.end)))

    def placed(self, found: Iterable[Placed]) -> tuple[Placed, ...]:
        """Annotations and passages of the written text, with the places that they have in the plain one."""
        if not self._silent:
            return tuple(found)
        spans = [(one, self.span(one.span)) for one in found]
        return tuple(msgspec.structs.replace(one, start=span.start, end=span.end) for one, span in spans)

    def back(self, found: Iterable[Annotation]) -> tuple[Annotation, ...]:
        """Annotations of the plain text, with the places and words of the written one."""
        if self.text is self.written:
            return tuple(found)
        return tuple(map(self._written, found))

    def _written(self, one: Annotation) -> Annotation:
        if not self._silent and self.written.startswith(one.exact, one.start):
            return one  # nothing stood before it that was taken out, and it is written in plain letters itself
        span = self.written_span(one.span)
        changed: dict[str, object] = {"start": span.start, "end": span.end, "exact": span.of(self.written)}
        if isinstance(one, Quantity) and one.of:
            at = self.text.rfind(one.of, one.start, one.end)
            if at >= 0:
                changed["of"] = self.written_span(Span(at, at + len(one.of))).of(self.written)
        return msgspec.structs.replace(one, **changed)

    def statements(self, found: Iterable[Statement]) -> tuple[Statement, ...]:
        """Statements of the plain text, with the places of the written one."""
        if not self._silent:
            return tuple(found)
        names = ("cue", "source", "content", "target", "about", "times", "quantities", "via")
        return tuple(
            msgspec.structs.replace(one, **{name: self._all_back(getattr(one, name)) for name in names})
            for one in found
        )

    def _all_back(self, spans: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(
            self.written_span(span) if isinstance(span, Span) else self._all_back(span)  # type: ignore[arg-type]
            for span in spans
        )

    def written_span(self, span: Span) -> Span:
        """A stretch of the plain text in the written one, with the silent marks at its end."""
        if not self._silent:
            return span
        end = self._places[span.end - 1] + 1 if span.end > span.start else self._places[span.start]
        at = bisect_left(self._silent, end)
        while at < len(self._silent) and self._silent[at] == end:
            at, end = at + 1, end + 1
        return Span(self._places[span.start], end)


class Letters:
    """The plain letters of one language; of most, every letter is plain."""

    def __init__(self, letters: str, silent: str):
        """`letters`: words with white space between them; the last letter of each is what its others are read as."""
        self._table = {ord(letter): ord(word[-1]) for word in letters.split() for letter in word[:-1]}
        self._last: Plain | None = None
        self._silent = re.compile(f"[{re.escape(silent)}]") if silent else None

    def word(self, words: str) -> str:
        """A pack's own words in plain letters."""
        plain = words.translate(self._table) if self._table else words
        return self._silent.sub("", plain) if self._silent else plain

    def alike(self, text: str) -> str:
        """The text with plain letters for others, as long as it was: silent marks stay."""
        return text.translate(self._table) if self._table else text

    def of(self, text: str) -> Plain:
        """A text in plain letters, with the way back. The steps of a reading ask for the same one after another."""
        last = self._last
        if last is not None and last.written is text:
            return last
        plain = text.translate(self._table) if self._table else text
        silent = [match.start() for match in self._silent.finditer(text)] if self._silent else []
        if silent and self._silent:
            plain = self._silent.sub("", plain)
        self._last = last = Plain(text, text if plain == text else plain, silent)
        return last
