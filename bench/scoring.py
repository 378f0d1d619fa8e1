"""Score readings against what was marked by hand: statements by source and content, names, time expressions.

A statement is right if its content and its source each share at least half of their words with the marked one (dice
≥ .5; two empty sources are the same). Words are runs of letters and digits; ideographs and kana are words of one
character. Statements are paired one to one within a document, the likest contents first.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from corrobora.records import Article, Passage, PassageKind, Reading, Span, Stated, Statement

WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
VERB_LAST = re.compile(r"[\u3040-\u30ff\uac00-\ud7a3]")
"""Korean and Japanese: the source stands before the content, the cue behind it."""
SAME = 0.5

Marked = dict[str, Any]
"""A statement, mention or time as it is written in an expectation: exact words by field."""


class Count(msgspec.Struct):
    """How many were right, how many are marked, how many were found."""

    right: int = 0
    marked: int = 0
    found: int = 0

    def add(self, other: "Count") -> None:
        self.right += other.right
        self.marked += other.marked
        self.found += other.found

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    @property
    def f1(self) -> float:
        both = self.marked + self.found
        return 2 * self.right / both if both else 1.0


class Parts(msgspec.Struct, frozen=True):
    """A statement as spans (code points): the source's, the content's."""

    source: tuple[Span, ...]
    content: tuple[Span, ...]


def article_of(name: str, text: str, expected: Marked) -> Article:
    """One of our own articles: blocks of lines, the first of which is the headline."""
    passages: list[Passage] = []
    at = 0
    for block in text.split("\n\n"):
        start = text.index(block, at)
        at = start + len(block)
        kind: PassageKind = "paragraph" if passages else "headline"
        passages.append(Passage(start=start, end=start + len(block.rstrip()), kind=kind))
    published = Stated(value=expected["published"], how="given")
    return Article(id=name, text=text, passages=tuple(passages), language=expected["language"], published=published)


def statements(text: str, marked: Sequence[Parts], found: Sequence[Parts], *, outermost: bool = False) -> Count:
    """Statements of one document; those without content are left out. `outermost`: nested ones found are, too."""
    words = [match.span() for match in WORDS.finditer(text)]
    gold = [(_touched(words, one.source), _touched(words, one.content)) for one in marked]
    read = [(_touched(words, one.source), _touched(words, one.content)) for one in found]
    gold, read = [one for one in gold if one[1]], [one for one in read if one[1]]
    if outermost:
        read = [one for one in read if not any(other is not one and (one[0] | one[1]) <= other[1] for other in read)]
    pairs = sorted(
        ((dice(one[1], other[1]), dice(one[0], other[0]), at, where)
        for at, one in enumerate(gold)
        for where, other in enumerate(read)
        if one[1] & other[1]),
        reverse=True,
    )  # fmt: skip
    gold_used: set[int] = set()
    read_used: set[int] = set()
    right = 0
    for content, source, at, where in pairs:
        if at not in gold_used and where not in read_used:
            gold_used.add(at)
            read_used.add(where)
            right += content >= SAME and source >= SAME
    return Count(right, len(gold), len(read))


def parts_of(statement: Statement) -> Parts:
    return Parts(statement.source, statement.content)


def parts_marked(text: str, one: Marked) -> Parts:
    """The marked words as spans; of a source that stands more than once, the place nearest to the content or cue."""
    content = _places(text, one.get("content"), 0)
    cue = _places(text, one.get("cue"), content[0].start if content else 0)
    near = (cue or content or (Span(0, 0),))[0].start
    last = bool(content and VERB_LAST.search(content[0].of(text)))
    near = content[0].start if last else near
    return Parts(_places(text, one.get("source"), near, before=last), content)


def names(reading: Reading, marked: Sequence[Marked]) -> Count:
    """Names by their words and kind, each counted once."""
    wanted = {(one["exact"], one["kind"]) for one in marked}
    found = {(one.exact, one.kind) for one in reading.mentions}
    return Count(len(wanted & found), len(wanted), len(found))


def times(reading: Reading, marked: Sequence[Marked]) -> Count:
    """Time expressions by their TIMEX3 value and words that overlap, each counted once."""
    wanted = {(one["exact"], one["timex"]) for one in marked}
    found = {(one.exact, one.timex) for one in reading.times}
    right = sum(any(_overlap(words, others) and value == other for others, other in found) for words, value in wanted)
    return Count(right, len(wanted), len(found))


def _inside_word(text: str, start: int, end: int) -> bool:
    """True if a word goes on before or after these words ("er" in "unter"), in a script that parts its words."""
    around = (text[start - 1 : start], text[end : end + 1])
    return any(one.isalnum() and one.lower() != one.upper() for one in around)


def dice(left: frozenset[int], right: frozenset[int]) -> float:
    if not left and not right:
        return 1.0
    return 2 * len(left & right) / (len(left) + len(right))


def _overlap(words: str, others: str) -> bool:
    return words in others or others in words


def _touched(words: list[tuple[int, int]], spans: Iterable[Span]) -> frozenset[int]:
    touched: set[int] = set()
    for span in spans:
        at = max(0, bisect_right(words, (span.start, 1 << 60)) - 1)
        while at < len(words) and words[at][0] < span.end:
            if words[at][1] > span.start:
                touched.add(at)
            at += 1
    return frozenset(touched)


def _places(text: str, words: str | list[str] | None, near: int, *, before: bool = False) -> tuple[Span, ...]:
    exact = [] if not words else [words] if isinstance(words, str) else words
    found = []
    for one in exact:
        starts = [match.start() for match in re.finditer(re.escape(one), text)]
        whole = [start for start in starts if not _inside_word(text, start, start + len(one))]
        starts = whole or starts
        if not starts:
            raise ValueError(f"{one!r} does not stand in the text, letter for letter")
        start = min(starts, key=lambda start: (before and start > near, abs(start - near)))
        found.append(Span(start, start + len(one)))
    return tuple(found)
