"""Find names by their capitals: runs of capitalised words, told from sentence openings and headlines in title case."""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from corrobora.read.capitalised_nouns import NounReader
from corrobora.read.capitalised_opening import CLOSERS, OPENERS, OpeningReader
from corrobora.read.capitalised_places import PlaceSigns
from corrobora.read.capitalised_words import Word
from corrobora.read.lexicon import Lexicon, Sense, Unit
from corrobora.read.names_headlines import title_lines
from corrobora.read.slugs import slug

LONGEST_NAME = 5
"""Words in a person's name, at most."""
LONGEST_RUN = 16
"""Capitalised words taken together, at most."""
Beside = tuple[Unit | None, Unit | None]
"""The known units that touch a piece before and behind."""
UNKNOWN = Sense("X", "")
STRANGER = Sense("N", "")


@cache
def upper_class() -> str:
    """All capital letters as the inside of a character class; Python's re has no \\p{Lu}."""
    ranges: list[list[int]] = []
    for code in range(65, min(sys.maxunicode, 0x2FFF)):
        if unicodedata.category(chr(code)) in ("Lu", "Lt"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(re.escape(chr(a)) + ("" if a == b else "-" + re.escape(chr(b))) for a, b in ranges)


class CapitalReader:
    """Finds names that no list knows, beside the units that a list knows. One for each language."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._lexicon = lexicon
        upper = upper_class()
        inner = r"[’'](?=\w)" if "'" in table.alphabet else rf"[’'](?=[{upper}])"
        # A search that begins with a class of letters skips to them; what precedes the letter is looked at only then.
        self._word = re.compile(rf"[{upper}](?<!\w.)(?:\.(?:[ -]?[{upper}]\.)*|\w*(?:{inner}\w+|-\w+)*)")
        particles = sorted(table.particles.split(), key=len, reverse=True)
        self._glued = tuple(f"{particle}{mark}" for particle in particles for mark in "-’'")
        self._elided = tuple(f"{short}{mark}" for short in table.elided.split() for mark in "'’")
        self._starters = frozenset(table.starters.split())
        self._title_headlines = table.title_headlines
        self._never = frozenset(table.never.split())
        self._after_article = tuple(f"{word} " for word in table.articles.split() if word[-1] != "'") or ("\0",)
        self._articles = frozenset(word.capitalize() for word in table.determiners.split())
        self._ambiguous = frozenset(table.ambiguous_places.split("|"))
        self._hard = _gaps(table.particles)
        self._soft = _gaps(table.soft_particles)
        self._longest_gap = max(map(len, (" ", *self._hard, *self._soft)))
        self._places = PlaceSigns(lexicon)
        self._place_heads = self._places.heads
        self._opening = OpeningReader(lexicon)
        self.opens = self._opening.opens
        self._papers = tuple(table.body_endings.split()) or ("\0",)
        self._adjectives = tuple(table.adjective_endings.split()) or ("\0",)
        self.noun_capitals = lexicon.language.noun_capitals
        self._nouns = NounReader(lexicon, self._places) if self.noun_capitals else None
        self._openings = self._opening.words

    def words(self, text: str) -> list[Word]:
        """All capitalised words, without an elided article before them."""
        found: list[Word] = []
        done = 0
        for match in self._word.finditer(text):
            start, end = match.span()
            word = match.group()
            if start and text[start - 1] in "-’'" and text.endswith(self._glued, done, start):
                start = self._with_particle(text, done, start)
                word = text[start:end]
            done = end
            if self._elided and ("'" in word or "’" in word):
                low = word.lower()
                for short in self._elided:
                    if low.startswith(short) and len(low) > len(short):
                        start += len(short)
                        word = word[len(short) :]
                        break
            found.append(Word(start, end, word))
        return found

    def _with_particle(self, text: str, floor: int, start: int) -> int:
        """Where a word begins that has a particle written onto it: "al-Assad"; not before `floor`."""
        for particle in self._glued:
            first = start - len(particle)
            if text.endswith(particle, floor, start) and not (first and _in_word(text[first - 1])):
                return first
        return start

    def units(self, text: str, known: Sequence[Unit], headlines: Sequence[tuple[int, int]] = ()) -> list[Unit]:
        """The names between and beside the known units, as units of the kinds N, C and X; known ones may be absorbed.

        `headlines` are lines that had capitals throughout. Returns all units, known and new, in order.
        """
        words = self.words(text)
        titles = [*headlines, *(title_lines(text, [word.start for word in words]) if self._title_headlines else ())]
        units: list[Unit] = []
        at, count = 0, len(known)
        for piece, before, after in self._pieces(text, words, known):
            start = piece[0].start
            while at < count and known[at].end <= start:
                units.append(known[at])
                at += 1
            if before is None and len(piece) == 1 and piece[0].text in self._openings:
                continue
            in_title = any(first <= start < end for first, end in titles) if titles else False
            found = self._name(text, piece, (before, after), in_title)
            if found:
                if after is not None and found[-1].end == after.end and at < count:
                    at += 1
                units += found
        units.extend(known[at:])
        return units

    def _pieces(
        self, text: str, words: list[Word], known: Sequence[Unit]
    ) -> Iterator[tuple[list[Word], Unit | None, Unit | None]]:
        """Neighbouring words outside the known units, with the known unit that touches them on either side."""
        piece: list[Word] = []
        before: Unit | None = None
        at, count = 0, len(known)
        hard, soft = self._hard, self._soft
        for word in words:
            start = word.start
            while at < count and known[at].end <= start:
                at += 1
            if at < count and known[at].start < word.end:
                if piece:
                    yield piece, before, self._touching(text, piece[-1].end, known[at])
                    piece = []
                continue
            if piece:
                last = piece[-1].end
                if start - last <= self._longest_gap and len(piece) < LONGEST_RUN:
                    gap = text[last:start]
                    if gap == " " or gap == "\u00a0" or gap in hard:
                        piece.append(word)
                        continue
                    if gap in soft:
                        piece.append(word._replace(soft=True))
                        continue
                yield piece, before, self._next_to(text, last, known, at)
            piece = [word]
            before = known[at - 1] if at else None
            if before is not None and not self._follows(text, before, start):
                before = None
        if piece:
            yield piece, before, self._next_to(text, piece[-1].end, known, at)

    def _follows(self, text: str, before: Unit, start: int) -> bool:
        if start - before.end <= 2:
            return _beside(text[before.end : start], before)
        return self._nouns is not None and self._nouns.names_behind(text[before.end : start], before)

    def _next_to(self, text: str, end: int, known: Sequence[Unit], at: int) -> Unit | None:
        if at and known[at - 1].start >= end:
            return self._touching(text, end, known[at - 1])
        return self._touching(text, end, known[at]) if at < len(known) and known[at].start >= end else None

    @staticmethod
    def _touching(text: str, end: int, unit: Unit) -> Unit | None:
        return unit if unit.start == end + 1 and text[end] in " \u00a0" else None

    def _name(self, text: str, piece: list[Word], beside: Beside, in_title: bool) -> Sequence[Unit]:
        given = self._lexicon.given
        before, after = beside
        first = piece[0]
        opens = before is None and self.opens(text, first.start)
        if opens and len(piece) > 1 and first.text not in given and self._opening.is_opening(text, piece):
            piece, opens = piece[1:], False
        told = before is not None and bool(before.sense.naming) and len(piece) > 1 and first.text in self._articles
        while not told and piece and self._is_no_name(piece):
            piece, opens = piece[1:], False
        if not piece:
            return ()
        if in_title:
            return list(self._from_title(piece, after))
        if len(piece) > 1:
            loose = piece[0].text not in given and piece[0].text not in self._place_heads
            for at in range(1, len(piece)):
                ended = piece[at - 1].text[-1] == "." and piece[at].text in self._openings
                if ended or piece[at].text in self._never or (loose and piece[at].soft):
                    rest = [piece[at]._replace(soft=False), *piece[at + 1 :]]
                    if ended:
                        piece[at - 1] = piece[at - 1]._replace(end=piece[at - 1].end - 1, text=piece[at - 1].text[:-1])
                    left = self._name(text, piece[:at], (before, None), False)
                    return [*left, *self._name(text, rest, (None, after), False)]
        if self._nouns is not None:
            if len(piece) == 1 and first.text.endswith(self._papers) and self._quoted(text, first.start, first.end):
                return (Unit(first.start, first.end, Sense("O", f"outlet:{slug(first.text)}")),)
            body = self._nouns.body(text, piece)
            if body is not None:
                return (body,)
            names = self._nouns.names(text, piece, before, opens and not self._quoted(text, first.start, piece[-1].end))
            if names != piece:
                return self._classified(text, names, (None, after), False) if names else ()
        return self._classified(text, piece, beside, opens)

    def _is_no_name(self, piece: list[Word]) -> bool:
        """True if the first word is part of no name, unless a word like "newspaper" stands before it: "Le Phare"."""
        return piece[0].text in self._never or (len(piece) > 1 and piece[0].text in self._articles)

    def _classified(self, text: str, piece: list[Word], beside: Beside, opens: bool) -> Sequence[Unit]:
        before, after = beside
        at = self._person_within(text, piece)
        if at:
            left = self._before_person(text, piece[:at], before, opens)
            return [*left, *self._classified(text, piece[at:], (None, after), False)]
        first = piece[0]
        alone = len(piece) == 1
        kind = before.sense.kind if before else "-"
        named = first.text in self._lexicon.given
        if named and after is not None and after.sense.kind in "SC" and len(piece) <= 2 and kind != "C":
            return (Unit(first.start, after.end, STRANGER),)
        if not named or (alone and kind not in "TR"):
            city, rest = self._city(piece, opens)
            if city is not None and kind != "T":
                return [city, *self._classified(text, rest, (city, after), False)] if rest else (city,)
        if kind == "R" and alone and self._is_adjective(text, first):
            return ()
        acronym = alone and len(first.text) > 2 and first.text.isupper()
        if kind == "T" or (kind == "R" and not acronym) or (named and not alone):
            return (Unit(first.start, self._person_end(piece), STRANGER),)
        if alone:
            if after is not None and after.sense.kind in "BR" and text[after.start].isupper():
                opens = opens and first.text.lower() in self._starters
            sense = self._single(text, first, opens, named)
            return (Unit(first.start, first.end, sense),) if sense is not None else ()
        told = before is not None and kind == "B" and before.sense.naming
        return (Unit(first.start, piece[-1].end, UNKNOWN if told else self._unknown_kind(text, piece)),)

    def _person_within(self, text: str, piece: list[Word]) -> int:
        """Where a person's name begins behind other names: a given name with a surname after it."""
        given = self._lexicon.given
        if piece[0].text in given:
            return 0
        for at in range(1, len(piece) - 1):
            if piece[at].text in given and piece[at + 1].text not in given:
                gap = text[piece[at - 1].end : piece[at].start]
                return at if gap in (" ", "\u00a0") and not piece[at].soft else 0
        return 0

    def _before_person(self, text: str, piece: list[Word], before: Unit | None, opens: bool) -> Sequence[Unit]:
        """What stands right before a person: a word that only opens the sentence, or the place of their office."""
        if len(piece) == 1 and opens:
            return ()
        if len(piece) == 1 and before is not None and before.sense.kind == "R":
            return (Unit(piece[0].start, piece[0].end, Sense("C", f"place:{piece[0].text}")),)
        return self._classified(text, piece, (before, None), opens)

    def _unknown_kind(self, text: str, piece: list[Word]) -> Sense:
        start = piece[0].start
        place = self._places.placed(text, start, piece[-1].text)
        if place:
            return Sense("C", place)
        if piece[0].text in self._place_heads or self._places.described(piece[0].text, piece[-1].text):
            return Sense("C", f"place:{text[start : piece[-1].end]}")
        behind_article = text[max(0, start - 8) : start].lower().endswith(self._after_article)
        if behind_article or self._quoted(text, start, piece[-1].end):
            return UNKNOWN
        plain = all(word.text[1:].islower() or word.text[-1] == "." or "-" in word.text for word in piece)
        return STRANGER if plain and len(piece) <= 3 else UNKNOWN

    @staticmethod
    def _quoted(text: str, start: int, end: int) -> bool:
        """True if nothing else is in the quotation marks: a ship, a paper, a title; hardly a person."""
        elided = start > 1 and text[start - 1] in "'’" and text[start - 2].isalpha()
        if start == 0 or end >= len(text) or elided:
            return False
        return text[start - 1] in OPENERS and text[end] in CLOSERS

    def _single(self, text: str, word: Word, opens: bool, named: bool) -> Sense | None:
        exact = word.text
        if exact in self._articles or exact.lower() in self._starters:
            return None
        if opens and not named and not self._opening.as_name(text, word):
            return None
        if len(exact) < 2 or (len(exact) == 2 and not exact.isupper()):
            return None
        if self._is_adjective(text, word):
            return None
        place = "" if named else self._places.placed(text, word.start, exact) or self._places.headed(exact)
        if not place and not named and self._quoted(text, word.start, word.end):
            return None
        return Sense("C", place) if place else UNKNOWN

    def _is_adjective(self, text: str, word: Word) -> bool:
        return word.text.endswith(self._adjectives) and text[word.end : word.end + 2].strip().islower()

    def _from_title(self, piece: list[Word], after: Unit | None) -> Iterator[Unit]:
        """In a line where every word has a capital, only a given name shows a person: it and the next word."""
        given = self._lexicon.given
        at = 0
        while at < len(piece):
            word = piece[at]
            if word.text in given and at + 1 < len(piece) and piece[at + 1].text.lower() not in self._starters:
                yield Unit(word.start, piece[at + 1].end, STRANGER)
                at += 2
                continue
            if word.text in given and word is piece[-1] and after is not None and after.sense.kind in "SC":
                yield Unit(word.start, after.end, STRANGER)
                return
            city = self._lexicon.cities.get(word.text)
            if city and word.text not in self._ambiguous:
                yield Unit(word.start, word.end, Sense("C", f"city:{city}"))
            at += 1

    def _city(self, piece: list[Word], opens: bool) -> tuple[Unit | None, list[Word]]:
        """A city at the head of the piece, if what follows it is nothing or a person."""
        cities = self._lexicon.cities
        for count in range(min(len(piece), 4), 0, -1):
            name = " ".join([word.text for word in piece[:count]]) if count > 1 else piece[0].text
            city = cities.get(name) or (cities.get(name.title()) if len(name) > 4 and name.isupper() else None)
            if city is None or name in self._ambiguous or len(name) < 3:
                continue
            if opens and count == 1 and name.lower() in self._starters:
                continue
            rest = piece[count:]
            if rest and rest[0].text not in self._lexicon.given:
                continue
            return Unit(piece[0].start, piece[count - 1].end, Sense("C", f"city:{city}")), rest
        return None, piece

    def _person_end(self, piece: list[Word]) -> int:
        return piece[min(len(piece), LONGEST_NAME) - 1].end


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _beside(gap: str, unit: Unit) -> bool:
    return gap in (" ", "\u00a0") or (gap == ". " and unit.sense.kind == "T")


def _gaps(particles: str) -> frozenset[str]:
    singles = [particle.replace("_", " ") for particle in particles.split()]
    return frozenset(f" {particle} " for particle in singles) | frozenset(f" {p}" for p in singles if p[-1] in "'’")
