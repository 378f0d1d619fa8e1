"""Write the text fragment that makes a browser show an article's words on the page that they came from."""

import re
from bisect import bisect_right
from urllib.parse import quote

from corrobora.records import Article, Span

LONGEST_EXACT = 120
"""Longer quotations are linked by their first and last words, as the specification advises."""

EDGE_WORDS = 5
"""Words at either end of a long quotation, and most words of context."""

LONGEST_EDGE = 40
"""Code points at either end where words are not parted by spaces."""

LONGEST_SEARCHED = 50_000
"""In a longer text words are not looked for elsewhere, so that they get no context: that would cost more than it is
worth for each of thousands of statements."""

_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def text_fragment(article: Article, span: Span) -> str:
    """The text fragment ("#:~:text=…") that makes a browser scroll to the words of `span` on the original page.

    Short words are given whole, long ones and those of several passages by their beginning and end; words that stand
    more than once get a prefix and a suffix. Browsers match whole words, so a span that cuts one is widened. The empty
    string for an empty span. Source: https://wicg.github.io/scroll-to-text-fragment/
    """
    text = article.text
    start, end = _whole_words(text, max(0, span.start), min(span.end, len(text)))
    if start >= end:
        return ""
    bounds = _Bounds(article)
    if end - start <= LONGEST_EXACT and bounds.same(start, end):
        first, last = (start, end), None
    else:
        first = (start, _end_of_first_words(text, start, min(end, bounds.end_at(start))))
        last = (_start_of_last_words(text, max(start, bounds.start_at(end - 1)), end), end)
        if last[0] <= first[1]:
            first, last = (start, end), None
    parts = [_encoded(text[slice(*first)])]
    if last:
        parts.append(_encoded(text[slice(*last)]))
    before, after = _context(text, first, last, bounds)
    if before:
        parts.insert(0, f"{_encoded(before)}-")
    if after:
        parts.append(f"-{_encoded(after)}")
    return "#:~:text=" + ",".join(parts)


class _Bounds:
    """The lines inside passages: what a browser matches in one piece."""

    def __init__(self, article: Article):
        self._text = article.text
        self._edges = sorted({edge for passage in article.passages for edge in (passage.start, passage.end)})

    def start_at(self, position: int) -> int:
        index = bisect_right(self._edges, position) - 1
        edge = self._edges[index] if index >= 0 else 0
        return max(edge, self._text.rfind("\n", 0, position) + 1)

    def end_at(self, position: int) -> int:
        index = bisect_right(self._edges, position)
        edge = self._edges[index] if index < len(self._edges) else len(self._text)
        line = self._text.find("\n", position)
        return edge if line < 0 else min(edge, line)

    def same(self, start: int, end: int) -> bool:
        return end <= self.end_at(start)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return start, end
    for _ in range(LONGEST_EDGE):
        if start and _joined(text[start - 1], text[start]):
            start -= 1
    for _ in range(LONGEST_EDGE):
        if end < len(text) and _joined(text[end - 1], text[end]):
            end += 1
    return start, end


def _joined(left: str, right: str) -> bool:
    """True if a boundary between the two characters would cut a word."""
    return left.isalnum() and right.isalnum() and not (_UNSPACED.match(left) or _UNSPACED.match(right))


def _end_of_first_words(text: str, start: int, end: int) -> int:
    limit = start
    for count, word in enumerate(_WORD.finditer(text, start, end), 1):
        if count > EDGE_WORDS or (count > 1 and word.end() - start > LONGEST_EDGE):
            break
        limit = word.end()
    return _cut(text, start, limit) if limit - start > LONGEST_EDGE else max(limit, start + 1)


def _cut(text: str, start: int, limit: int) -> int:
    return start + LONGEST_EDGE if _UNSPACED.search(text, start, limit) else limit


def _start_of_last_words(text: str, start: int, end: int) -> int:
    near = max(start, end - 8 * LONGEST_EDGE)
    words = list(_WORD.finditer(text, near, end))[-EDGE_WORDS:]
    while len(words) > 1 and end - words[0].start() > LONGEST_EDGE:
        words = words[1:]
    if not words:
        return max(near, end - LONGEST_EDGE)
    begin = words[0].start()
    return end - LONGEST_EDGE if end - begin > LONGEST_EDGE and _UNSPACED.search(text, begin, end) else begin


def _context(text: str, first: tuple[int, int], last: tuple[int, int] | None, bounds: _Bounds) -> tuple[str, str]:
    """Words before and after that make the place the only one, or as near to it as EDGE_WORDS words can; else none."""
    if len(text) > LONGEST_SEARCHED:
        return "", ""
    folded = _SPACES.sub(" ", text).casefold()
    wanted = _SPACES.sub(" ", text[slice(*first)]).casefold()
    if folded.count(wanted) < 2 and last is None:
        return "", ""
    if last is not None and folded.find(wanted) == len(_SPACES.sub(" ", text[: first[0]]).casefold()):
        return "", ""
    before = after = ""
    for count in range(1, EDGE_WORDS + 1):
        before = _words_before(text, first[0], bounds, count)
        after = "" if last else _words_after(text, first[1], bounds, count)
        whole = _SPACES.sub(" ", f"{before}\0{text[slice(*first)]}\0{after}").casefold()
        if _occurrences(folded, *whole.split("\0")) < 2:
            break
    return before, after


def _occurrences(text: str, before: str, words: str, after: str) -> int:
    pattern = r"[\s\W]*".join(re.escape(part) for part in (before, words, after) if part)
    return sum(1 for _ in re.finditer(pattern, text))


def _words_before(text: str, start: int, bounds: _Bounds, count: int) -> str:
    stretch = text[:start].rstrip()
    begin = bounds.start_at(len(stretch) - 1) if stretch else 0
    words = stretch[max(begin, len(stretch) - 4 * LONGEST_EDGE) :].split()[-count:]
    return " ".join(words)[-LONGEST_EDGE:] if words else ""


def _words_after(text: str, end: int, bounds: _Bounds, count: int) -> str:
    begin = end + len(text[end : end + 400]) - len(text[end : end + 400].lstrip())
    if begin >= len(text):
        return ""
    words = text[begin : min(bounds.end_at(begin), begin + 4 * LONGEST_EDGE)].split()[:count]
    return " ".join(words)[:LONGEST_EDGE]


def _encoded(words: str) -> str:
    return quote(_SPACES.sub(" ", words.strip()), safe="").replace("-", "%2D")
