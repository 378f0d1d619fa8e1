"""Cut a text into words and marks, keeping where each one stands.

A token is a word (letters and digits, with inner hyphens), a part of a word that the pack sets apart (an elided "l'",
a clitic "'s" or "-t-elle"), or a single mark. White space is no token. Positions are code points.

In a language with `proclitics` (Arabic: "and", "to", "by") these are cut off known words, off the article,
and off names; a word that the pack knows as a whole stays whole.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from corrobora.read.packs import LanguageTable

LEAST_AFTER_ARTICLE = 3
"""Letters that must follow the article for a proclitic to be cut off before it."""
MOST_CUTS = 100_000
"""Words whose proclitics are kept in memory, at most."""


class Tokens(msgspec.Struct, frozen=True):
    """The tokens of one text as parallel lists: `words` are lower-cased, with straight apostrophes."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]

    def __len__(self) -> int:
        return len(self.words)


class Tokenizer:
    """Cuts texts of one language. One compiled pattern; time linear in the length of the text."""

    def __init__(self, language: LanguageTable):
        self._pattern = re.compile(_pattern(language))
        self._abbreviations = frozenset(word.lower() for word in language.abbreviations)
        self._inside = [_split_clitic(clitic) for clitic in language.clitics if clitic[0].isalnum()]
        self._clitics = frozenset(clitic for clitic in language.clitics if not clitic[0].isalnum())
        self._proclitics = Proclitics(language.proclitics, language.article) if language.proclitics else None

    def learn(self, forms: Iterable[tuple[str, ...]]) -> None:
        """Tell the words of the pack, which say where proclitics may be cut off."""
        if self._proclitics:
            self._proclitics.learn(forms)

    def cut(self, text: str, start: int = 0, end: int | None = None, *, breaks: Sequence[int] = ()) -> Tokens:
        """The tokens of `text[start:end]`, with positions in `text`. At `breaks` (sorted) names begin: what is written
        onto them is cut off."""
        spans = [match.span() for match in self._pattern.finditer(text, start, len(text) if end is None else end)]
        starts = [begin for begin, _ in spans]
        ends = [stop for _, stop in spans]
        words = [text[begin:stop] for begin, stop in spans]
        lowered = "\x00".join(words).lower().replace("’", "'").replace("ʼ", "'").split("\x00")
        if len(lowered) != len(words):
            lowered = [word.lower() for word in words]
        for head, tail in self._inside:
            _move_head(lowered, head, tail, starts=starts, ends=ends)
        self._join_abbreviations(starts, ends, lowered)
        tokens = Tokens(text, starts, ends, lowered)
        return self._proclitics.apart(tokens, breaks) if self._proclitics else tokens

    def _join_abbreviations(self, starts: list[int], ends: list[int], words: list[str]) -> None:
        """Give an abbreviation its full stop: "mr" + "." is one token."""
        dots = [
            at
            for at, word in enumerate(words)
            if word == "." and at and words[at - 1] in self._abbreviations and ends[at - 1] == starts[at]
        ]
        for at in reversed(dots):
            ends[at - 1] = ends[at]
            words[at - 1] += "."
            del starts[at], ends[at], words[at]

    def words(self, form: str) -> tuple[str, ...]:
        """The words of a pack's own form, cut as texts are cut, so that the two meet."""
        if form.replace(" ", "").isalpha() or form in self._clitics:
            return tuple(form.lower().split())
        return tuple(self.cut(form).words)


class Proclitics:
    """Cuts off the small words that a language writes onto the beginning of the next word."""

    def __init__(self, proclitics: Sequence[str], article: str):
        self._proclitics = frozenset(proclitics)
        self._article = article
        self._known: set[str] = set()
        self._governors: dict[str, str] = {}
        self._sizes: dict[str, int] = {}

    def learn(self, forms: Iterable[tuple[str, ...]]) -> None:
        for form in forms:
            self._known.update(form)
            if len(form) > 1 and form[-1] in self._proclitics:
                self._governors[form[-2]] = form[-1]

    def apart(self, tokens: Tokens, breaks: Sequence[int]) -> Tokens:
        """The tokens with their proclitics as tokens of their own."""
        starts: list[int] = []
        ends: list[int] = []
        words: list[str] = []
        sizes, proclitics, governors = self._sizes, self._proclitics, self._governors
        names = set(breaks)
        for start, end, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True):
            while word[0] in proclitics and start not in names and len(word) > 1:
                size = sizes.get(word)
                if size is None:
                    size = self._size(word)
                if not size and names and (cut := _first_inside(breaks, start, end)):
                    size = cut - start if cut - start < 3 else 0
                if not size and words and governors.get(words[-1]) == word[0] and word not in self._known:
                    if word[1] == word[0] == self._article[-1]:
                        word = self._article + word[2:]  # "to the …", not to be cut, but governed
                        break
                    size = 1
                if not size:
                    break
                starts.append(start)
                ends.append(start + size)
                words.append(word[:size])
                start, word = start + size, word[size:]
            starts.append(start)
            ends.append(end)
            words.append(word)
        return Tokens(tokens.text, starts, ends, words)

    def _size(self, word: str) -> int:
        """How many letters of a word are a proclitic: 1, or 0 if it has none."""
        rest = word[1:]
        size = 0
        if word not in self._known and len(rest) > 1:
            opens = rest.startswith(self._article) and len(rest) >= len(self._article) + LEAST_AFTER_ARTICLE
            cut_again = rest[0] in self._proclitics and rest[0] != word[0] and bool(self._size(rest))
            size = int(rest in self._known or opens or cut_again or self._doubled(rest))
        if len(self._sizes) < MOST_CUTS:
            self._sizes[word] = size
        return size

    def _doubled(self, word: str) -> bool:
        """True for "to the …", which begins with the same letter twice and is not cut itself."""
        return len(word) > 4 and word[0] == word[1] == self._article[-1:]


def _first_inside(breaks: Sequence[int], start: int, end: int) -> int | None:
    """The first of `breaks` that lies inside a word."""
    at = bisect_right(breaks, start)
    return breaks[at] if at < len(breaks) and breaks[at] < end else None


def _split_clitic(clitic: str) -> tuple[str, str]:
    """A clitic that begins inside a word, cut at its apostrophe: "n't" is ("n", "'t")."""
    at = next(place for place, letter in enumerate(clitic) if not letter.isalnum())
    return clitic[:at], clitic[at:].replace("’", "'")


def _move_head(words: list[str], head: str, tail: str, *, starts: list[int], ends: list[int]) -> None:
    """Give "don" + "'t" their true cut: "do" + "n't"."""
    if tail not in words:
        return
    for at in range(1, len(words)):
        word = words[at - 1]
        if words[at] == tail and word.endswith(head) and len(word) > len(head) and ends[at - 1] == starts[at]:
            starts[at] -= len(head)
            ends[at - 1] -= len(head)
            words[at - 1] = word[: -len(head)]
            words[at] = head + tail


def _pattern(language: LanguageTable) -> str:
    parts = [r"\d+(?:[-‐‑][^\W\d_]+)+", r"\d+(?:[.,]\d+)*(?![^\W_])", r"(?<![^\W_])(?:[^\W\d_]\.){2,}"]
    clitics = {clitic if not clitic[0].isalnum() else "".join(_split_clitic(clitic)[1:]) for clitic in language.clitics}
    clitics |= {clitic.replace("'", "’") for clitic in clitics}
    after_hyphen = ""
    if clitics:
        alternatives = "|".join(re.escape(clitic) for clitic in sorted(clitics, key=lambda one: (-len(one), one)))
        parts.append(rf"(?<=[^\W_])(?i:{alternatives})(?![^\W_])")
        hyphened = [clitic[1:] for clitic in sorted(clitics, key=len, reverse=True) if clitic[0] == "-"]
        if hyphened:
            after_hyphen = rf"(?!(?i:{'|'.join(map(re.escape, hyphened))})(?![^\W_]))"
    compound = rf"[^\W_]+(?:[-‐‑]{after_hyphen}[^\W_]+)*"
    if language.elisions:
        compound += r"['’]?"
    elif not clitics:
        compound = r"[^\W_]+(?:['’ʼ][^\W_]+)*(?:[-‐‑][^\W_]+(?:['’ʼ][^\W_]+)*)*"
    parts += [compound, r"\.\.\.|[^\s]"]
    return "|".join(parts)
