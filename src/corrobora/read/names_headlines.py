"""Find the headlines of a text by their capitals: lines in capitals throughout, and lines in title case."""

from collections.abc import Sequence

from corrobora.read.lexicon import Lexicon

LONGEST_TITLE_LINE = 220
LONGEST_LINE_OF_CAPITALS = 250


def title_lines(text: str, words: Sequence[int]) -> list[tuple[int, int]]:
    """Lines in which nearly every word of some length has a capital: headlines in title case.

    `words` are the places where capitalised words begin.
    """
    found: list[tuple[int, int]] = []
    at = start = 0
    count = len(words)
    for line in text.split("\n"):
        end = start + len(line)
        first = at
        while at < count and words[at] < end:
            at += 1
        if at - first >= 4 and len(line) <= LONGEST_TITLE_LINE:
            long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
            capital = sum(1 for word in long if word[0].isupper())
            most, least = (5, 0.9) if line[-1] in ".?!…" else (4, 0.75)
            if capital >= most and capital >= least * len(long):
                found.append((start, end))
        start = end + 1
    return found


def capital_lines(text: str) -> list[tuple[int, int]]:
    """The lines written in capitals throughout: headlines, as a rule."""
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if 12 < len(line) <= LONGEST_LINE_OF_CAPITALS and line.isupper():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def in_title_case(text: str, lines: Sequence[tuple[int, int]], lexicon: Lexicon) -> str:
    """The text with these lines in title case, of the same length; known acronyms stay."""
    parts: list[str] = []
    at = 0
    for start, end in lines:
        words = text[start:end].split(" ")
        plain = (word if word.strip(".,:;!?«»\"'()") in lexicon.senses else _titled(word) for word in words)
        parts.extend((text[at:start], " ".join(plain)))
        at = end
    return "".join(parts) + text[at:]


def _titled(word: str) -> str:
    titled = word.title()
    return titled if len(titled) == len(word) else word
