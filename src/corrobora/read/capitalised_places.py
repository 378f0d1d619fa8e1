"""Tell the names of places from what stands before them ("the village of") and from how they begin and end."""

from corrobora.read.lexicon import Lexicon
from corrobora.read.slugs import slug

SIGN = 20
"""How far before a name a sign of a place may begin ("the village of")."""
NEARBY = 20_000
"""How far to both sides a country is looked for behind a sign: bounds the cost of very long texts."""


class PlaceSigns:
    """What shows that an unknown name is a place's. One for each language."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._declension = lexicon.declension
        self._signs = tuple(f"{mark}{sign.replace('_', ' ')} " for mark in " \n(" for sign in table.place_signs.split())
        self._country_signs = tuple(sign.replace("_", " ") for sign in table.country_signs.split())
        self._country_endings = tuple(table.country_endings.split())
        self._endings = tuple(table.place_endings.split()) or ("\0",)
        self._either = (*self._country_endings, *self._endings)
        self._nouns = tuple(table.nouns.endings.split()) or ("\0",)
        self._adjectives = tuple(one for one in table.nouns.adjectives.split() if len(one) > 1) or ("\0",)
        self._noun_capitals = lexicon.language.noun_capitals
        self.heads = frozenset(table.place_heads.split())
        """Words that open a place's name: "Port", "Lake"."""
        self.labels = frozenset(table.place_signs.split())
        """The signs themselves; where nouns have capitals, they are capitalised words, too."""

    def placed(self, text: str, start: int, word: str) -> str:
        """The id of a place that only its surroundings show, or "" if they do not."""
        left = text[max(0, start - SIGN) : start].lower()
        if self._noun_capitals:
            left = f" {left}".replace("\n", " ")
        country = bool(self._country_endings) and word.endswith(self._country_endings)
        if country and (left.endswith(self._country_signs) or (self._noun_capitals and self._shown(text, start, word))):
            lemmas = self._declension.lemmas(word)
            lemma = next((one for one in lemmas if one.endswith(self._country_endings[0])), word)
            return f"country:{slug(lemma)}"
        if f" {left}".endswith(self._signs) or (self.closes(word) and left.endswith(self._country_signs)):
            return f"place:{word}"
        return ""

    def ends(self, word: str) -> bool:
        """True if the word ends as a country or place may, so that a look around it is worth while."""
        return word.endswith(self._either)

    def closes(self, word: str) -> bool:
        """True if the word ends as places do that are called by what they are: "Brenntal", "Alpen"."""
        return self._noun_capitals and longer_than(word, self._endings) and not word.lower().endswith(self._nouns)

    def described(self, first: str, last: str) -> bool:
        """True for "Ötztaler Alpen": an adjective before such a word. A last letter alone shows none: "Sparkasse"."""
        last = last.lower()
        return last.endswith(self._endings) and not last.endswith(self._nouns) and first.endswith(self._adjectives)

    def headed(self, word: str) -> str:
        """The id of a place whose name is one word with a hyphen behind what it is: "Port-Louis"; else ""."""
        head, _, rest = word.partition("-")
        return f"place:{word}" if head in self.heads and rest[:1].isupper() else ""

    def _shown(self, text: str, start: int, word: str) -> bool:
        """True if a country's sign stands before the word elsewhere in the text."""
        low, high = max(0, start - NEARBY), start + NEARBY
        return not word.lower().endswith(self._nouns) and any(
            text.find(f"{sign}{word}", low, high) >= 0 for sign in self._country_signs
        )


def longer_than(word: str, endings: tuple[str, ...]) -> bool:
    """True if the word has one of the endings and a stem before it: "Alpenverein", but not "Verein"."""
    return word.lower().endswith(endings) and any(
        word.lower().endswith(one) and len(word) > len(one) for one in endings
    )
