"""Look beside a place in a line: over light words, for an auxiliary, at the end of a word or quotation."""

from collections.abc import Iterator

from corrobora.read.frames import Words
from corrobora.read.grammar import WordClass as W
from corrobora.read.lines import Line
from corrobora.read.noun_phrases import BREAKS, LONGEST_ASIDE

MOST_LIGHT = 8


def bracket(line: Line, end: int) -> Iterator[int]:
    """The places left of a participle up to a mark: its auxiliary may stand before whatever fills the clause."""
    for place in range(end - 1, max(-1, end - LONGEST_ASIDE), -1):
        if line.bits[place] & (BREAKS | W.COMMA):
            return
        yield place


def auxiliary(line: Line, places: Iterator[int]) -> Iterator[tuple[int, int]]:
    for place in places:
        if 0 <= place < len(line) and line.bits[place] & W.PERFECT:
            yield place, place + 1
            return


def suffix(line: Line, end: int, element: Words) -> int | None:
    """The length of the literal that the word before item `end` ends with, if it is longer than that literal."""
    if end <= 0:
        return None
    for (text,) in element.choices:
        if line.words[end - 1].endswith(text) and len(line.words[end - 1]) > len(text):
            return len(text)
    return None


def lights_right(line: Line, here: int) -> Iterator[int]:
    """`here`, and every later place that only light words lie before."""
    yield here
    bits = line.bits
    for place in range(here, min(len(line), here + MOST_LIGHT)):
        if not bits[place] & W.LIGHT:
            return
        yield place + 1


def lights_left(line: Line, end: int) -> Iterator[int]:
    yield end
    bits = line.bits
    for place in range(end - 1, max(-1, end - 1 - MOST_LIGHT), -1):
        if not bits[place] & W.LIGHT:
            return
        yield place


def ends_itself(line: Line, at: int) -> bool:
    """True for a quotation whose last mark before the closing one already parts it from what follows."""
    if not line.bits[at] & W.QUOTE:
        return False
    inner = line.text[line.starts[at] : line.ends[at]].rstrip("\"'”’»“」』 \u00a0\u202f")
    return inner.endswith((",", ".", "!", "?", "…", "–", "—"))
