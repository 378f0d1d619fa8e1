"""Tell names from nouns in a language that writes every noun with a capital."""

from corrobora.read.capitalised_places import PlaceSigns, longer_than
from corrobora.read.capitalised_words import Word
from corrobora.read.lexicon import Lexicon, Sense, Unit
from corrobora.read.slugs import slug

NEARBY = 20_000
"""How far to both sides a surname is looked for elsewhere in the text."""
MOST_TRIES = 20


class NounReader:
    """Which of some neighbouring capitalised words are a name. One for each language."""

    def __init__(self, lexicon: Lexicon, places: PlaceSigns):
        self._given = lexicon.given
        self._cities = lexicon.cities
        self._roles = tuple(lexicon.table.joined_roles.split())
        table = lexicon.table.nouns
        self._places = places
        self._ordinary = tuple(table.endings.split()) or ("\0",)
        self._adjectives = tuple(table.adjectives.split()) or ("\0",)
        self._bodies = tuple(table.bodies.split()) or ("\0",)
        self._definite = tuple(f" {word} " for word in table.definite.split()) or ("\0",)
        self._naming = frozenset(table.naming.split())
        self._links = frozenset(table.links)
        self._genitive = table.genitive or "\0"

    def names_behind(self, gap: str, body: Unit) -> bool:
        """True if a noun behind this body and the gap is what the body is called by: "Institut für Klimafragen"."""
        return gap in self._links and body.sense.kind == "B" and body.sense.id in self._naming

    def body(self, text: str, piece: list[Word]) -> Unit | None:
        """The body that a compound behind a definite article is, with the place before it: "Kieler Ostsee-Institut"."""
        last = piece[-1]
        if len(piece) > 2 or not longer_than(last.text, self._bodies):
            return None
        if len(piece) == 2 and not piece[0].text.endswith(self._adjectives):
            return None
        start = piece[0].start
        if not f" {text[max(0, start - 8) : start].lower()}".replace("\n", " ").endswith(self._definite):
            return None
        return Unit(start, last.end, Sense("O", f"org:{slug(text[start : last.end])}"))

    def names(self, text: str, piece: list[Word], before: Unit | None, opens: bool) -> list[Word]:
        """The words of the name: from a given name or behind a role on; one alone if somebody in the text bears it, or
        if it is a place's. `opens`: they open a sentence."""
        start = next((at for at, word in enumerate(piece) if word.text in self._given and at + 1 < len(piece)), None)
        if start is not None:
            return piece[start : self._surname(text, piece, start)]
        kind = before.sense.kind if before else "-"
        while len(piece) > 1 and piece[0].text.lower().endswith(self._roles):
            piece, kind = piece[1:], "R"
        word = piece[0].text
        if len(piece) > 1 and word.lower() in self._places.labels:
            return piece[1:]
        if len(piece) > 1 and kind not in "RT" and self._borne(text, piece[0]):
            return piece[:1]
        if len(piece) > 1 and kind not in "RT" and self._is_phrase(piece, opens):
            return []
        if kind in "RT" or len(piece) > 1 or (before is not None and before.sense.naming) or word in self._cities:
            return piece
        if kind == "B" and before is not None and before.sense.id in self._naming:
            linked = piece[0].start > before.end + 1
            return piece if linked or not word.lower().endswith(self._ordinary) else []
        if self._places.ends(word) and self._places.placed(text, piece[0].start, word):
            return piece
        if word.lower().endswith(self._roles):
            return []
        mixed = word[1:].lower() != word[1:] and len(word) > 1 and "-" not in word
        return piece if mixed or self._borne(text, piece[0]) else []

    def _is_phrase(self, piece: list[Word], opens: bool) -> bool:
        """True if the words are nouns side by side, or an adjective that opens the sentence and its noun."""
        first, last = piece[0].text, piece[-1].text
        if last in self._cities:
            return False
        if opens and first.endswith(self._adjectives) and not self._places.described(first, last):
            return True
        agrees = first.endswith(self._adjectives) and not first.endswith("er")
        return not agrees and any(word.text.lower().endswith(self._ordinary) for word in piece)

    def _surname(self, text: str, piece: list[Word], at: int) -> int:
        """Where the name ends that begins with a given name: behind the first word that is none, and its particles."""
        while at < len(piece) and piece[at].text in self._given:
            at += 1
        at += at < len(piece)
        while at < len(piece) and text[piece[at - 1].end : piece[at].start] not in (" ", "\u00a0"):
            at += 1
        return at

    def _borne(self, text: str, word: Word) -> bool:
        """True if the word, or what it is the genitive of, stands behind a given name nearby."""
        bare = word.text.removesuffix(self._genitive)
        return self._called(text, word, word.text) or (bare != word.text and self._called(text, word, bare))

    def _called(self, text: str, word: Word, name: str) -> bool:
        sought = f" {name}"
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
