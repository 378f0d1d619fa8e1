"""Cut a text into words and marks, keeping where each one stands.

A token is a word (letters and digits, with inner hyphens), a part of a word that the pack sets apart (an elided "l'",
a clitic "'s" or "-t-elle"), or a single mark. White space is no token. Positions are code points.
"""

import re

import msgspec

from corrobora.read.packs import LanguageTable


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

    def cut(self, text: str, start: int = 0, end: int | None = None) -> Tokens:
        """The tokens of `text[start:end]`, with positions in `text`."""
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
        return Tokens(text, starts, ends, lowered)

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
