"""Find names in scripts without capitals whose titles and offices stand before the name, as in Arabic.

An unknown person is what follows a title, an office or a given name; an unknown body is what follows its head word
("Hope Party", head first). Small words may be written onto a name (`proclitics` of language.toml) and pronouns behind a
head (`postpositions` of names.toml).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from corrobora.read.capitalised import STRANGER
from corrobora.read.lexicon import Lexicon, Sense, Unit
from corrobora.read.names_again import again

LONGEST_NAME = 5
"""Words of a person's name, at most."""
LONGEST_BODY = 4
"""Words of a body's name behind its head, at most."""
SHORTEST_SURNAME = 3

_WORD = re.compile(r"[^\W\d_]+")


class LeadingReader:
    """Finds the known units with their word boundaries, and unknown people and bodies by what stands before them."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._lexicon = lexicon
        proclitics = "".join(map(re.escape, lexicon.language.proclitics))
        self._article = lexicon.language.article
        self._onto = re.compile(rf"(?<!\w)[{proclitics}]{{1,2}}\Z" if proclitics else r"(?!)")
        self._proclitics = lexicon.language.proclitics
        behind = "|".join(sorted(map(re.escape, table.postpositions.split()), key=len, reverse=True))
        self._behind = re.compile(rf"(?:{behind})?(?!\w)" if behind else r"(?!\w)")
        self._starters = frozenset(table.starters.split())
        self._never = self._starters | frozenset(table.never.split())
        self._openers_of_names = frozenset(table.particles.split())
        self._particles = self._openers_of_names | frozenset(table.soft_particles.split())
        self._between = frozenset(table.honorifics.split())
        self._name_endings = tuple(table.adjective_endings.split())
        self._plain_endings = tuple(table.plural_endings.split()) or ("\0",)
        self._openers = dict(lexicon.language.quotation_marks)

    def known(self, text: str, hits: Iterable[tuple[int, int, Sense]]) -> list[Unit]:
        """The hits that are words: only small words are written onto them, and pronouns behind offices and bodies."""
        units: list[Unit] = []
        for start, end, sense in hits:
            if units and start < units[-1].end:
                continue
            if start and text[start - 1].isalnum() and not self._onto.search(text, max(0, start - 3), start):
                continue
            if sense.kind in "RB":
                match = self._behind.match(text, end)
                if match is None:
                    continue
                end = match.end()
            elif end < len(text) and text[end].isalnum():
                continue
            units.append(Unit(start, end, sense))
        return units

    def units(self, text: str, known: Sequence[Unit]) -> list[Unit]:
        """The known units and the unknown people and bodies beside them, in order."""
        starts = [unit.start for unit in known]
        found: list[Unit] = []
        done = 0
        for at, unit in enumerate(known):
            if unit.sense.kind in "TR":
                begin = self._behind_title(text, known, at)
                person = self._person(text, begin, known, starts, titled=True) if begin >= done else None
            elif unit.sense.kind == "B":
                person = self._body(text, unit, known, starts) if unit.end >= done else None
            else:
                continue
            if person is not None:
                found.append(person)
                done = person.end
        for match in _WORD.finditer(text):
            start = self._given(match.group(), match.start())
            if start >= 0:
                person = self._person(text, start, known, starts, titled=False)
                if person is not None:
                    found.append(person)
        merged = _merged(known, found)
        return _merged(merged, list(self._again(text, merged)))

    def _given(self, word: str, start: int) -> int:
        """Where the given name begins that a word is, with a small word before it or not; -1 if it is none."""
        given = self._lexicon.given
        if word in given or word in self._openers_of_names:
            return start
        if word[0] in self._proclitics and word[1:] in given and word not in self._never and len(word) > 3:
            return start + 1
        return -1

    def _behind_title(self, text: str, known: Sequence[Unit], at: int) -> int:
        """Where a name may begin behind the title or office at `at`, its field, body and country passed over."""
        end = known[at].end
        while at + 1 < len(known):
            gap = text[end : known[at + 1].start]
            if known[at + 1].sense.kind not in "PDCOBRT" or gap not in (" ", *self._lexicon.table.links):
                break
            at += 1
            end = known[at].end
        word = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        while word is not None and word.group() in self._between:
            end = word.end()
            word = _WORD.match(text, end + 1) if text[end : end + 1] in (" ", ".") else None
        return end + 1 if text[end : end + 1] == " " else end + 2 if text[end : end + 2] == ". " else -1

    def _person(self, text: str, begin: int, known: Sequence[Unit], starts: list[int], *, titled: bool) -> Unit | None:
        """The name that begins at `begin`: a given name and what follows, or any two words behind a title."""
        words: list[re.Match[str]] = []
        here = begin
        while len(words) < LONGEST_NAME:
            word = _WORD.match(text, here) if here >= 0 else None
            unit = self._unit_at(known, starts, here)
            if word is None or not self._belongs(word.group(), words, unit, titled=titled):
                break
            words.append(word)
            here = word.end() + 1 if text[word.end() : word.end() + 1] in (" ", "-") else -1
        while words and words[-1].group() in self._particles:
            words.pop()
        least = 1 if titled and words and words[0].group() in self._lexicon.given else 2
        if len(words) < least:
            return None
        return Unit(words[0].start(), words[-1].end(), STRANGER)

    def _belongs(self, word: str, words: Sequence[re.Match[str]], unit: Unit | None, *, titled: bool) -> bool:
        """True if a word goes on with the name that `words` begin."""
        given = self._lexicon.given
        if words and words[-1].group() in self._particles:
            return len(words) > 1 or word in given or word.startswith(self._article)
        if word in self._never or len(word) < 2 or word.startswith(self._article[-1:] * 2):
            return False
        if word[0] in self._proclitics and word not in given and self._is_common(word[1:]):
            return False
        second = len(words) == 1 and words[0].group() in given
        if unit is not None and not (unit.sense.kind in "DCX" and second) and unit.sense.kind != "S":
            return word in given and unit.sense.kind not in "RTB"
        if word in given or word in self._openers_of_names:
            return True
        if word in self._particles:
            return second
        article = word.startswith(self._article)
        if not words:
            return titled and not article and not word.endswith(self._name_endings)
        if article:
            return second or (not word.endswith(self._plain_endings) and word.endswith(self._name_endings))
        return len(words) == 1

    def _is_common(self, word: str) -> bool:
        """True if what a proclitic is written onto is no part of a name: "to the …", "and Trump"."""
        return word in self._never or word in self._lexicon.given or word.startswith(self._article)

    def _unit_at(self, known: Sequence[Unit], starts: list[int], at: int) -> Unit | None:
        """The known unit that begins at a place."""
        here = bisect_left(starts, at)
        return known[here] if here < len(known) and starts[here] == at else None

    def _body(self, text: str, body: Unit, known: Sequence[Unit], starts: list[int]) -> Unit | None:
        """The unknown name behind a body's head word, bare or in quotation marks: "شركة النخيل للطاقة"."""
        at = body.end + 1
        if text[body.end : at] != " " or at >= len(text):
            return None
        kind = Sense("O", "") if body.sense.naming else Sense("X", "")
        closing = self._openers.get(text[at])
        if closing:
            end = text.find(closing, at + 1, at + 40)
            name = text[at + 1 : end]
            if end < 0 or "\n" in name:
                return None
            return Unit(at + 1, end, kind._replace(id=f"{body.sense.naming or 'org'}:{name}", kind="O"))
        definite = text.startswith(self._article, body.start)
        if (body.sense.naming and definite) or (body.sense.alone and not body.sense.naming):
            return None
        end = at
        for count in range(LONGEST_BODY):
            word = _WORD.match(text, at)
            unit = self._unit_at(known, starts, at)
            if word is None or not self._names_body(word.group(), unit, body, first=not count):
                break
            end = word.end()
            at = end + 1 if text[end : end + 1] == " " else len(text)
        name = text[body.end + 1 : end]
        if end <= body.end + 1:
            return None
        if body.sense.naming:
            return Unit(body.end + 1, end, Sense("O", f"{body.sense.naming}:{name}"))
        return Unit(body.end + 1, end, Sense("X", ""))

    def _names_body(self, word: str, unit: Unit | None, body: Unit, *, first: bool) -> bool:
        """True if a word goes on with a body's name; the first is a noun, or goes on with a definite head."""
        if self._goes_on(word) and (unit is None or unit.sense.kind == "P"):
            return True
        if not first or unit is not None or word in self._never:
            return False
        return bool(body.sense.naming) or word.startswith(self._article)

    def _goes_on(self, word: str) -> bool:
        """True for an adjective with the article, or "for the …", behind the first word of a body's name."""
        if word.startswith(self._article[-1:] * 2):
            return True
        adjective = word.startswith(self._article) and word.endswith(self._name_endings)
        return adjective and word not in self._starters

    def _again(self, text: str, units: Sequence[Unit]) -> Iterator[Unit]:
        """Later mentions of the people found, by their whole name or the last word of it, and of the bodies found."""
        names: dict[str, Sense] = {}
        for unit in units:
            exact = text[unit.start : unit.end]
            if unit.sense.kind == "N":
                last = exact.split(" ")[-1]
                names[exact] = STRANGER
                if len(last) >= SHORTEST_SURNAME and last not in self._lexicon.senses and last not in self._never:
                    names.setdefault(last, STRANGER)
            elif unit.sense.kind == "O" and unit.sense.id.endswith(f":{exact}"):
                names.setdefault(exact, unit.sense)
        for unit in again(text, names):
            start, end = unit.start, unit.end
            if end < len(text) and text[end].isalnum():
                continue
            if start and text[start - 1].isalnum() and not self._onto.search(text, max(0, start - 3), start):
                continue
            yield unit


def _merged(units: Sequence[Unit], more: Sequence[Unit]) -> list[Unit]:
    """Both in order; of two that overlap the one that begins first, the longer one, then what is known."""
    merged: list[Unit] = []
    everything = [(unit, 0) for unit in units] + [(unit, 1) for unit in more]
    for unit, _ in sorted(everything, key=lambda one: (one[0].start, -one[0].end, one[1])):
        if merged and unit.start < merged[-1].end:
            continue
        merged.append(unit)
    return merged
