"""Look words up in the lists of a cue-final pack: whole words, phrases, and endings matched letter by letter."""

import unicodedata

from corrobora.read.final_cutting import Cutter
from corrobora.read.templates import words as forms_of


class WordList:
    """Whole words and endings of one list."""

    def __init__(self, entries: tuple[str, ...], cutter: Cutter):
        spelled = [form for entry in entries for form in forms_of(entry)]
        self._whole = frozenset(form for form in spelled if not form.startswith("-"))
        split = [cutter.split(form) for form in spelled if not form.startswith("-")]
        self.phrases = [form for form in split if len(form) > 1]
        self._endings = tuple(decomposed(form[1:]) for form in spelled if form.startswith("-"))

    def holds(self, word: str, letters: str) -> bool:
        """True for a listed word or ending; `letters` is the word decomposed."""
        return word in self._whole or (bool(self._endings) and letters.endswith(self._endings))


def decomposed(word: str) -> str:
    """The word letter by letter: syllable blocks come apart."""
    return unicodedata.normalize("NFD", word)
