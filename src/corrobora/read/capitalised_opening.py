"""Tell whether a capital is due to the beginning of a sentence, or to a name that begins it."""

import re

from corrobora.read.capitalised_words import Word
from corrobora.read.lexicon import Lexicon

OPENERS = "\"“”«»‘’„‚‹›'([*_"
CLOSERS = '"“”»’›'
ENDERS = ".!?…\n—–•|"
NEARBY = 20_000
"""How far to both sides a word is looked for elsewhere in the text: bounds the cost of very long texts."""
MOST_TRIES = 20


class OpeningReader:
    """What opens sentences, lines and quotations. One for each language."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._lexicon = lexicon
        self._starters = frozenset(table.starters.split())
        self._surnames = frozenset(table.surnames.split())
        self._verbs = frozenset(table.after_names.split())
        self._plurals = tuple(table.plural_endings.split()) or ("\0",)
        self._follower = re.compile(r" (\w+)")
        self._abbreviations = frozenset(lexicon.language.abbreviations)
        openings = {word for word in map(str.capitalize, self._starters) if word.lower() in self._starters}
        self.words = frozenset(openings - lexicon.given.keys() - lexicon.cities.keys())
        """Words that open sentences and are no names, with their capitals."""

    def is_opening(self, text: str, piece: list[Word]) -> bool:
        """True if the first word has its capital from the sentence alone, and not from the name behind it."""
        if piece[0].text in self._surnames and _is_double_given(piece[1].text):
            return False
        if not self._common(text, piece[0]):
            return False
        whole = text[piece[0].start : piece[1].end]
        return piece[0].text.lower() in self._starters or not _inside(text, whole, piece[0].start)

    def as_name(self, text: str, word: Word) -> bool:
        """True if a word that opens a sentence is a name all the same: it speaks, or has its capital elsewhere."""
        return not self._common(text, word) and (self._speaks(text, word) or self._elsewhere(text, word))

    def _speaks(self, text: str, word: Word) -> bool:
        """True for "Gomery said" and "PENCE:", where nothing but a name opens the sentence."""
        if word.text.isupper() and len(word.text) > 3 and text[word.end : word.end + 1] == ":":
            return True
        follower = self._follower.match(text, word.end)
        return follower is not None and follower.group(1) in self._verbs and not word.text.endswith(self._plurals)

    def _common(self, text: str, word: Word) -> bool:
        """True if the word is known, or seen nearby, as an ordinary word."""
        low = word.text.lower()
        return low in self._starters or text.find(f" {low} ", max(0, word.start - NEARBY), word.end + NEARBY) >= 0

    def _elsewhere(self, text: str, word: Word) -> bool:
        """True if the word, or what it is a form of, has its capital in the middle of a sentence nearby."""
        lemmas = self._lexicon.declension.lemmas(word.text)
        return any(_inside(text, lemma, word.start) for lemma in lemmas if len(lemma) > 3 or lemma == word.text)

    def opens(self, text: str, start: int) -> bool:
        """True if a capital is due here anyway: at the beginning of a sentence, line or quotation."""
        at = start - 1
        quoted = False
        if at > 0 and text[at] in "'’" and text[at - 1].isalpha():
            return False
        while at >= 0 and (text[at] in " \u00a0\t" or text[at] in OPENERS):
            quoted = quoted or text[at] in OPENERS
            at -= 1
        if at < 0 or quoted:
            return True
        if text[at] == ".":
            space = max(text.rfind(" ", max(0, at - 12), at), text.rfind("\n", max(0, at - 12), at))
            return text[space + 1 : at].lower() not in self._abbreviations
        return text[at] in ENDERS or (text[at] == "-" and text[at - 1 : at] in ("", " ", "\n"))


def _is_double_given(word: str) -> bool:
    """True for a given name of two syllables as Korean and Chinese ones are written: "Hae-won"."""
    first, hyphen, second = word.partition("-")
    return bool(hyphen) and first.istitle() and second.islower()


def _inside(text: str, word: str, near: int) -> bool:
    end = near + NEARBY
    at = text.find(word, max(0, near - NEARBY), end)
    for _ in range(MOST_TRIES):
        if at < 0:
            return False
        if at >= 2 and text[at - 1] == " " and (text[at - 2].isalnum() or text[at - 2] == ","):
            return True
        at = text.find(word, at + len(word), end)
    return False
