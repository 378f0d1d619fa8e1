"""Tell names from nouns in a language that writes every noun with a capital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corrobora.read.lexicon import Lexicon, Unit

if TYPE_CHECKING:
    from corrobora.read.capitalised import Word

NEARBY = 20_000
"""How far to both sides a surname is looked for elsewhere in the text."""
MOST_TRIES = 20


class NounReader:
    """Which of some neighbouring capitalised words are a name. One for each language."""

    def __init__(self, lexicon: Lexicon):
        self._given = lexicon.given
        self._cities = lexicon.cities
        self._roles = tuple(lexicon.table.joined_roles.split())

    def names(self, text: str, piece: list[Word], before: Unit | None) -> list[Word]:
        """The words of the name: from a given name or behind a role on; one alone if somebody in the text bears it."""
        start = next((at for at, word in enumerate(piece) if word.text in self._given and at + 1 < len(piece)), None)
        if start is not None:
            return piece[start : self._surname(text, piece, start)]
        kind = before.sense.kind if before else "-"
        while len(piece) > 1 and piece[0].text.lower().endswith(self._roles):
            piece, kind = piece[1:], "R"
        word = piece[0].text
        if len(piece) > 1 and kind not in "RT" and self._borne(text, piece[0]):
            return piece[:1]
        if kind in "RT" or len(piece) > 1 or (before is not None and before.sense.naming) or word in self._cities:
            return piece
        if word.lower().endswith(self._roles):
            return []
        mixed = word[1:].lower() != word[1:] and len(word) > 1 and "-" not in word
        return piece if mixed or self._borne(text, piece[0]) else []

    def _surname(self, text: str, piece: list[Word], at: int) -> int:
        """Where the name ends that begins with a given name: behind the first word that is none, and its particles."""
        while at < len(piece) and piece[at].text in self._given:
            at += 1
        at += at < len(piece)
        while at < len(piece) and text[piece[at - 1].end : piece[at].start] not in (" ", "\u00a0"):
            at += 1
        return at

    def _borne(self, text: str, word: Word) -> bool:
        """True if the word stands behind a given name nearby."""
        sought = f" {word.text}"
        low, high = max(0, word.start - NEARBY), word.end + NEARBY
        at = text.find(sought, low, high)
        for _ in range(MOST_TRIES):
            if at < 0:
                return False
            head = text[max(0, at - 20) : at].split(" ")[-1].strip('"“”„»«(')
            if head in self._given and not text[at + len(sought) : at + len(sought) + 1].isalnum():
                return True
            at = text.find(sought, at + 1, high)
        return False
