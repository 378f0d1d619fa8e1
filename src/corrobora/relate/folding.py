"""Say which statements of a claim fold into an earlier article's: copies, translations and what is credited."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from corrobora.records import Derivation, Evidence, Reading, Span, Statement
from corrobora.relate.channels import AGENCY
from corrobora.relate.parting import two_parties
from corrobora.relate.voices import Voice, VoiceReader

SaidStance = Literal["support", "deny", "query", "comment", "unsure"]

SAME_WORDS = 0.6
"""Part of what a statement says that must stand in the original to be copied from there."""
GRAM = 8
"""Letters that are compared at a time."""
HANDED_ON = ("nobody", "channel", "unnamed", "crowd")
"""Voices that have nothing of their own to add where an article names whom it has something from."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of a claim: where it stands, and how it stands to the claim. `statement` is None for what an
    article says in its own words; `span` is what is said."""

    reading: Reading
    span: Span
    statement: Statement | None = None
    stance: SaidStance = "support"

    @property
    def article(self) -> str:
        return self.reading.article.id

    @property
    def in_headline(self) -> bool:
        return any(
            passage.kind == "headline" and passage.span.overlaps(self.span) for passage in self.reading.article.passages
        )


class Folds(dict[int, tuple[int, list[Evidence]]]):
    """For the place of each statement that folds, the place that it folds into, and the words that prove it."""

    def __init__(
        self,
        said: Sequence[Said],
        voices: dict[int, tuple[Voice, ...]],
        derivations: Sequence[Derivation],
        readers: dict[str, VoiceReader],
    ):
        super().__init__()
        self._said = said
        self._voices = voices
        self._readers = readers
        self._parents: dict[str, list[Derivation]] = {}
        for one in derivations:
            self._parents.setdefault(one.derived, []).append(one)
        self._by_article: dict[str, list[int]] = {}
        for at in voices:
            self._by_article.setdefault(said[at].article, []).append(at)
        for at in voices:
            self._fold(at)

    def _fold(self, at: int) -> None:
        for hops in self._ways_up(self._said[at].article):
            origin, kinds = hops[-1].origin, frozenset(hop.kind for hop in hops)
            places = [place for place in self._places_of(origin, at) if not self._comes_from(place, at)]
            parent = next((place for place in self._best(at, places) if self._folds_into(at, place, kinds)), None)
            if parent is not None:
                self[at] = (parent, [item for hop in hops for item in hop.evidence])
                return

    def _comes_from(self, place: int, at: int) -> bool:
        """True if `place` folds, through any steps, into `at`: nothing folds in a circle."""
        seen = 0
        while place in self and seen <= len(self):
            place = self[place][0]
            seen += 1
            if place == at:
                return True
        return place == at

    def _ways_up(self, article: str) -> Iterator[list[Derivation]]:
        """The chains of derivations from an article up to the next ones that take part in the claim, nearest first."""
        waiting: list[list[Derivation]] = [[one] for one in self._parents.get(article, ())]
        seen = {article}
        while waiting:
            hops = waiting.pop(0)
            origin = hops[-1].origin
            if origin in seen:
                continue
            seen.add(origin)
            yield hops
            waiting += [[*hops, one] for one in self._parents.get(origin, ())]

    def _places_of(self, origin: str, at: int) -> list[int]:
        """The statements of an article; of an agency, those of its articles, else of the first that comes from it."""
        if origin in self._by_article:
            return self._by_article[origin]
        if not origin.startswith(AGENCY):
            return []
        own = [
            place for article, places in self._by_article.items()
            if self._readers[article].outlet == origin for place in places
        ]  # fmt: skip
        if own:
            return own
        article = self._said[at].article
        for other, places in self._by_article.items():
            if other == article:
                return []
            if any(one.origin == origin for one in self._parents.get(other, ())):
                return places
        return []

    def _best(self, at: int, places: list[int]) -> list[int]:
        """Those whose voice may be the same first."""
        ours = self._voices[at]
        return sorted(
            places,
            key=lambda place: all(two_parties(one, other) for one in ours for other in self._voices[place]),
        )

    def _folds_into(self, at: int, place: int, kinds: frozenset[str]) -> bool:
        ours, theirs = self._voices[at], self._voices[place]
        if all(voice.kind in HANDED_ON for voice in ours):
            return "credit" not in kinds or any(voice.kind == "channel" or voice.channels for voice in ours)
        apart = all(two_parties(one, other) for one in ours for other in theirs)
        if not apart:
            return True
        if "credit" in kinds:
            return False
        if "translation" in kinds:
            return not _surely_known(ours, theirs)
        return self._same_words(at, place)

    def _same_words(self, at: int, place: int) -> bool:
        ours = _letters(self._said[at].span.of(self._said[at].reading.article.text))
        theirs = _letters(self._said[place].reading.article.text)
        grams = {ours[start : start + GRAM] for start in range(max(1, len(ours) - GRAM + 1))}
        return sum(gram in theirs for gram in grams) >= SAME_WORDS * len(grams)


def _surely_known(ours: tuple[Voice, ...], theirs: tuple[Voice, ...]) -> bool:
    """True if both are institutions with ids that every language shares."""
    known = ("org:", "office:", "country:")
    return all(any(one.startswith(known) for voice in side for one in voice.ids) for side in (ours, theirs))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
