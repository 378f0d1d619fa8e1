"""Find the sentences and the paired quotation marks of a text.

Sentences end at the pack's marks, not inside numbers ("12.000"), not after its abbreviations and initials, and not
inside a quotation that is closed later in the same paragraph. Lines end sentences. Positions are code points.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from corrobora.read.packs import LanguageTable
from corrobora.records import Span

LONGEST_QUOTATION = 4000
"""A pair of marks further apart than this (in code points) is not taken for one quotation."""

DEEPEST = 6
"""Quotations nested deeper than this are not told apart."""


class Quotation(msgspec.Struct, frozen=True):
    """A quoted stretch with its marks. `opened`/`closed` tell whether the marks stand there; `depth` 0 is outermost."""

    start: int
    end: int
    depth: int = 0
    opened: bool = True
    closed: bool = True

    @property
    def inner(self) -> Span:
        """What stands between the marks."""
        return Span(self.start + self.opened, self.end - self.closed)


class SentenceFinder:
    """Sentences and quotations of one language."""

    def __init__(self, language: LanguageTable):
        ends = "".join(re.escape(mark) for mark in language.sentence_ends)
        closers = "".join({re.escape(pair[1]) for pair in language.quotation_marks})
        parted = r"(?=\s|$)" if language.spaces else ""
        self._end = re.compile(rf"(?P<mark>[{ends}]+)[{closers})\]]*{parted}|\n")
        self._abbreviations = frozenset(word.lower() for word in language.abbreviations)
        self._pairs = dict(language.quotation_marks)
        self._closers = {right for _, right in language.quotation_marks}
        self._capitals = language.capitals
        self._spaces = language.spaces
        self._ordinal_stops = language.ordinal_stops
        marks = "".join(re.escape(mark) for pair in language.quotation_marks for mark in pair)
        self._marks = re.compile(rf"[{marks}]|\n") if marks else None

    def sentences(self, text: str, quotations: Sequence[Quotation] = ()) -> list[Span]:
        """The sentences, without surrounding white space, in order."""
        starts = [quotation.start for quotation in quotations if quotation.depth == 0]
        stops = [quotation.end for quotation in quotations if quotation.depth == 0]
        found: list[Span] = []
        begin = 0
        for match in self._end.finditer(text):
            if match.group() != "\n":
                at = bisect_right(starts, match.start("mark")) - 1
                if at >= 0 and match.end() < stops[at]:
                    if text[match.end() : stops[at] - 1].strip() or _next_letter(text, stops[at]).islower():
                        continue
                    begin = _append(found, text, begin, stops[at])
                    continue
                if not self._ends_sentence(text, match):
                    continue
                if not self._spaces and at >= 0 and stops[at] == match.end() and not text[begin : starts[at]].strip():
                    follower = text[match.end() : match.end() + 1]
                    if follower and not follower.isspace() and not self._marks_open(follower):
                        continue  # “……。”他说: who says it stands behind the quotation
            if match.end() > begin:
                begin = _append(found, text, begin, match.end())
        _append(found, text, begin, len(text))
        return found

    def _ends_sentence(self, text: str, match: re.Match[str]) -> bool:
        begin = _word_start(text, match.start())
        word = text[begin : match.start()].lower()
        if not self._capitals:
            return match.group() != "." or word not in self._abbreviations
        following = _next_letter(text, match.end())
        if match.group("mark") != ".":
            return not (following.islower() and not match.group().endswith(match.group("mark")))
        if following.islower() and match.group().endswith("."):
            return False
        before = text[begin - 1 : begin] if begin else ""
        if self._ordinal_stops and len(word) <= 2 and word.isdigit() and following:
            return False
        if len(word) == 1 and word.isalpha():
            return before == "." and not following.isupper()
        if before == "." and f"{_dotted(text, begin)}{word}" in self._abbreviations:
            return False
        return word not in self._abbreviations

    def _marks_open(self, mark: str) -> bool:
        return mark in self._pairs

    def quotations(self, text: str) -> list[Quotation]:
        """All quotations in order of their starts; unpaired marks run to the edge of their paragraph."""
        if self._marks is None:
            return []
        found: list[Quotation] = []
        open_marks: list[tuple[str, int]] = []
        line_start = 0
        carried: str | None = None
        for match in self._marks.finditer(text):
            mark, at = match.group(), match.start()
            if mark == "\n":
                carried = self._end_line(text, found, open_marks, at, carried=carried)
                line_start = at + 1
                continue
            if self._is_apostrophe(text, at, open_marks):
                continue
            expected = [self._pairs[left] for left, _ in open_marks]
            opens = mark in self._pairs and mark != self._pairs[mark] and self._opens(text, at)
            if mark in expected and not (opens and text[at + 1 : at + 2].strip()):
                level = len(expected) - 1 - expected[::-1].index(mark)
                start = open_marks[level][1]
                del open_marks[level:]
                if at - start <= LONGEST_QUOTATION:
                    found.append(Quotation(start, at + 1, depth=level))
            elif mark in self._pairs and (
                mark not in self._closers or self._opens(text, at) or (not open_marks and _after_ellipsis(text, at))
            ):
                if len(open_marks) < DEEPEST:
                    open_marks.append((mark, at))
            elif not open_marks and mark in self._closers and mark not in ("'", "’", "‘"):
                self._unopened(text, found, line_start, at)
                carried = None
        self._end_line(text, found, open_marks, len(text), carried=carried)
        return sorted(found, key=lambda quotation: (quotation.start, -quotation.end))

    def _end_line(
        self, text: str, found: list[Quotation], open_marks: list[tuple[str, int]], at: int, *, carried: str | None
    ) -> str | None:
        """Close what is open at the end of a line; returns the closing mark that a later line may still bring."""
        for depth, (mark, start) in enumerate(open_marks):
            if mark in ("'", "‘"):
                continue
            if at - start <= LONGEST_QUOTATION:
                found.append(Quotation(start, _trimmed(text, start, at), depth=depth, closed=False))
            carried = self._pairs[mark]
            break
        open_marks.clear()
        return carried

    @staticmethod
    def _unopened(text: str, found: list[Quotation], line_start: int, at: int) -> None:
        begin = max([line_start, *(quotation.end for quotation in found[-1:])])
        while begin < at and text[begin].isspace():
            begin += 1
        if begin < at and at - begin <= LONGEST_QUOTATION:
            found.append(Quotation(begin, at + 1, opened=False))

    @staticmethod
    def _is_apostrophe(text: str, at: int, open_marks: list[tuple[str, int]]) -> bool:
        if text[at] not in "'’":
            return False
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if before.isalnum() and after.isalnum() and before.lower() != before.upper():
            return True
        if before.isalnum() or before in {".", ",", "!", "?", "…"}:
            return not any(mark in ("'", "‘") for mark, _ in open_marks)
        return text[at] == "’"

    @staticmethod
    def _opens(text: str, at: int) -> bool:
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if text[at] not in "\"'“”":
            return not before or not before.isalnum()
        return bool(after) and not after.isspace() and (not before or not (before.isalnum() or before in ".,!?…%)"))


def _after_ellipsis(text: str, at: int) -> bool:
    """True between an ellipsis and a word: a headline's next part begins with a quotation ("…\"No answer\"")."""
    return text[at - 1 : at] == "…" and text[at + 1 : at + 2].isalnum()


def _append(found: list[Span], text: str, begin: int, end: int) -> int:
    start, stop = begin, end
    while start < stop and text[start].isspace():
        start += 1
    stop = _trimmed(text, start, stop)
    if start < stop:
        found.append(Span(start, stop))
    return end


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _word_start(text: str, end: int) -> int:
    begin = end
    while begin > 0 and end - begin < 20 and text[begin - 1].isalnum():
        begin -= 1
    return begin


def _next_letter(text: str, at: int) -> str:
    for character in text[at : at + 12]:
        if character.isalnum():
            return character
    return ""


def _dotted(text: str, at: int) -> str:
    """What stands before a dotted abbreviation's last letter: "u." before the s of "U.S."."""
    begin = at
    while begin > 0 and at - begin < 8 and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    return text[begin:at].lower()
