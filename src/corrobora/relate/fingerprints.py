"""Turn an article into comparable keys: its own words, folded, as numbers, with the place where each stands.

The method is that of shingles (A. Broder, "On the resemblance and containment of documents", 1997): texts share words
in the same order exactly where they share runs of a few words. Of all runs only those are kept whose hash falls into a
class that is the same in every text (sampling modulo, as in U. Manber, "Finding similar files in a large file system",
1994; S. Schleimer et al., "Winnowing", 2003, compare the two): a run that two texts share is kept in both or in
neither, so containment can be estimated from the samples, in both directions and whatever the lengths.

No language is named here. Scripts that set no spaces between words (Han, kana, Thai …) are cut into characters, all
others into words; a run is `size` words long, or twice as many characters, because a word of two characters is the
most frequent one in those scripts.
"""

import re
import unicodedata
from functools import cache
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from corrobora.records import Article, Reading, Span

Numbers = NDArray[np.uint64]

LEFT_OUT = frozenset({"related_links", "boilerplate", "caption"})
"""Passages that are not the article's own text: they come with the page or the picture, whoever wrote the article."""
MOST_WORDS = 30_000
"""Words of one article that are compared; what is longer is a book, and its beginning says enough."""
LONGEST_WORD = 63
"""Characters of a word that are compared; what is longer is no word."""
MOST_FORMS = 100_000
"""Word forms whose number is kept in memory, at most (some 10 MB)."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)  # Thai, Lao, Burmese, Khmer, kana, Han

CHARACTER = 1  # flags of a word form, kept above the 32 bits of its hash
DIGITS = 2
CAPITAL = 4

PLAIN, NAME, NUMBER = 0, 1, 2  # kinds of words


class Fingerprint(msgspec.Struct, frozen=True):
    """An article's own words in order, as parallel arrays.

    `words` are hashes of the folded words, odd for a character of a script without spaces; 0 marks a break that no run
    may cross. `starts` and `lengths` are code points of the article's text. `kinds` tells numbers and names from other
    words: they make a report of one event differ from a report of the next in the same mould. `headline` is the run of
    words that are the headline.
    """

    words: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    lengths: NDArray[np.uint8]
    kinds: NDArray[np.uint8]
    headline: tuple[int, int] = (0, 0)

    def __len__(self) -> int:
        return len(self.words)

    @property
    def size(self) -> float:
        """The length in words; two characters of a script without spaces are counted as one."""
        characters = int((self.words & 1).sum())
        return int(np.count_nonzero(self.words)) - characters / 2

    def span(self, start: int, end: int) -> Span:
        """Where the words from `start` up to `end` stand in the article's text."""
        return Span(int(self.starts[start]), int(self.starts[end - 1]) + int(self.lengths[end - 1]))


class Folding(dict[str, int]):
    """The number of each word form, made when it is first asked for: a hash of the folded form, with flags above."""

    def __missing__(self, form: str) -> int:
        if len(self) >= MOST_FORMS:
            self.clear()
        flags = CAPITAL * (form[0] != form[0].lower()) | DIGITS * form[0].isdecimal()
        if _CHARACTER.match(form):
            flags |= CHARACTER
        number = crc32(fold(form).encode("utf-8", "surrogatepass")) & 0xFFFFFFFE or 2
        value = self[form] = number | flags & CHARACTER | flags << 32
        return value


_CHARACTER = re.compile(f"[{_UNSPACED}]")


def fold(form: str) -> str:
    """A word without what outlets write differently: case, accents, width, vowel points, marks within numbers.

    Accents go: Italian and Spanish capitals, Arabic and Hebrew texts come with and without them. Signs that are letters
    of their own right (vowels of Indian scripts) stay: they have no combining class.
    """
    kept = [
        letter
        for letter in unicodedata.normalize("NFKD", form.casefold())
        if unicodedata.combining(letter) < 10 and letter != "\u0640" and unicodedata.category(letter) != "Cf"
    ]
    if form[0].isdecimal():
        kept = [str(unicodedata.decimal(letter)) for letter in kept if letter.isdecimal()]
    return "".join(kept) or form


@cache
def word_pattern() -> "re.Pattern[str]":
    """What is cut out as a word: a character of a script without spaces, a number, or letters with their marks."""
    marks = "".join(
        re.escape(letter)
        for letter in map(chr, range(0x300, 0x10000))
        if unicodedata.category(letter)[0] == "M" or unicodedata.category(letter) == "Cf"
    )
    letter = rf"[^\W\d_{_UNSPACED}]"
    number = r"\d+(?:[-–/:.,'’٫٬]\d+)*"
    return re.compile(rf"[{_UNSPACED}]|{letter}+(?:[{marks}\u00ad]+{letter}*)*|{number}")


class Fingerprinter:
    """Makes fingerprints; keeps the words that it has seen, up to a limit."""

    def __init__(self) -> None:
        self._pattern = word_pattern()
        self._folding = Folding()

    def of(self, reading: Reading) -> Fingerprint:
        """The fingerprint of the article's own text: without link lists, boilerplate and captions."""
        article = reading.article
        values: list[int] = []
        spans: list[tuple[int, int]] = []
        headline = (0, 0)
        for piece, is_headline in pieces(article):
            found = [
                (match.start(), min(match.end(), match.start() + LONGEST_WORD))
                for match in self._pattern.finditer(article.text, piece.start, piece.end)
            ]
            if spans and found:
                spans.append((found[0][0], found[0][0]))
                values.append(0)
            if is_headline:
                headline = (len(spans), len(spans) + len(found))
            spans += found
            values += map(self._folding.__getitem__, (article.text[start:end] for start, end in found))
            if len(spans) > MOST_WORDS:
                break
        return _fingerprint(reading, values[:MOST_WORDS], spans[:MOST_WORDS], headline)


def pieces(article: Article) -> list[tuple[Span, bool]]:
    """The stretches of an article's own text, in order; True for the headline."""
    cuts: list[tuple[int, int, bool]] = []
    for passage in article.passages:
        if passage.kind in LEFT_OUT or passage.kind == "headline":
            cuts.append((passage.start, passage.end, passage.kind == "headline"))
    found: list[tuple[Span, bool]] = []
    at = 0
    for start, end, is_headline in sorted(cuts):
        if start > at:
            found.append((Span(at, start), False))
        if is_headline and end > max(at, start):
            found.append((Span(max(at, start), end), True))
        at = max(at, end)
    if at < len(article.text):
        found.append((Span(at, len(article.text)), False))
    return found


def _fingerprint(
    reading: Reading, values: list[int], spans: list[tuple[int, int]], headline: tuple[int, int]
) -> Fingerprint:
    numbers = np.array(values, dtype=np.uint64)
    places = np.array(spans, dtype=np.uint32).reshape(-1, 2)
    starts, ends = places[:, 0], places[:, 1]
    flags = numbers >> np.uint64(32)
    named = (flags & np.uint64(CAPITAL)) > 0
    named[:1] = False
    named[1:] &= starts[1:] == ends[:-1] + 1  # a capital after a mark may be the beginning of a sentence
    for mention in reading.mentions:
        named[np.searchsorted(starts, mention.start) : np.searchsorted(starts, mention.end)] = True
    kinds = np.where((flags & np.uint64(DIGITS)) > 0, NUMBER, np.where(named, NAME, PLAIN)).astype(np.uint8)
    for found in (reading.quantities, reading.times):
        for one in found:
            kinds[np.searchsorted(starts, one.start) : np.searchsorted(starts, one.end)] = NUMBER
    words = (numbers & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return Fingerprint(words, starts, (ends - starts).astype(np.uint8), kinds, headline)


_MULTIPLIER = 0x9E3779B97F4A7C15  # an odd number without pattern: the golden ratio, as 64 bits
_POWERS = [pow(_MULTIPLIER, power, 2**64) for power in range(1, 33)]


def shingles(words: NDArray[np.uint32], size: int) -> tuple[NDArray[np.int64], Numbers]:
    """Where a run of `size` words (or twice as many characters) begins, with its 64-bit hash.

    The hash is the same on every machine and in every process. A text shorter than one run has none.
    """
    count = len(words)
    mixed = words.astype(np.uint64)
    mixed = (mixed ^ (mixed << np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    broken = np.concatenate(([0], np.cumsum(words == 0)))
    is_character = (words & 1).astype(bool)
    total = np.zeros(count, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    whole = np.zeros(count, dtype=bool)
    longest = 2 * size if is_character.any() else size
    for step in range(min(longest, count)):
        total[: count - step] += mixed[step:] * np.uint64(_POWERS[step])
        if step + 1 in (size, 2 * size):
            fits = np.zeros(count, dtype=bool)
            fits[: count - step] = broken[step + 1 :] == broken[: count - step]
            fits &= is_character == (step + 1 == 2 * size)
            hashes[fits] = total[fits]
            whole |= fits
    hashes ^= hashes >> np.uint64(33)
    hashes *= np.uint64(0xFF51AFD7ED558CCD)
    hashes ^= hashes >> np.uint64(33)
    where = np.flatnonzero(whole)
    return where, hashes[where]
