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

    def cut(self, text: str, start: int = 0, end: int | None = None) -> Tokens:
        """The tokens of `text[start:end]`, with positions in `text`."""
        starts: list[int] = []
        ends: list[int] = []
        words: list[str] = []
        for match in self._pattern.finditer(text, start, len(text) if end is None else end):
            starts.append(match.start())
            ends.append(match.end())
            words.append(match.group())
        joined = "\x00".join(words).lower().replace("’", "'").split("\x00")
        return Tokens(text, starts, ends, joined if len(joined) == len(words) else [word.lower() for word in words])


def _pattern(language: LanguageTable) -> str:
    clitics = sorted(language.clitics, key=len, reverse=True)
    abbreviations = sorted(language.abbreviations, key=len, reverse=True)
    parts = [r"\d+(?:[.,]\d+)*(?![^\W_])", r"(?<![^\W_])(?:[^\W\d_]\.){2,}"]
    if abbreviations:
        parts.append(rf"(?<![^\W_])(?i:{'|'.join(map(re.escape, abbreviations))})\.")
    if clitics:
        alternatives = "|".join(re.escape(clitic) for clitic in clitics)
        parts.append(rf"(?<=[^\W_])(?i:{alternatives})(?![^\W_])")
        lookahead = rf"(?!(?i:{alternatives})(?![^\W_]))"
        letters = rf"(?:{lookahead}[^\W_])+"
        parts.append(rf"{letters}(?:{lookahead}[-‐‑]{letters})*" + (r"['’]?" if language.elisions else ""))
    elif language.elisions:
        parts.append(r"[^\W_]+(?:[-‐‑][^\W_]+)*['’]?")
    else:
        parts.append(r"[^\W_]+(?:['’ʼ][^\W_]+)*(?:[-‐‑][^\W_]+(?:['’ʼ][^\W_]+)*)*")
    parts.append(r"\.\.\.|[^\s]")
    return "|".join(parts)
