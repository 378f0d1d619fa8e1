"""Find names where neither capitals nor spaces show them, and titles stand behind them: by surnames, by the letters of
foreign names, and by the titles and words around them."""

import re
from collections.abc import Iterable, Sequence

from corrobora.read.capitalised import STRANGER
from corrobora.read.lexicon import NO_NAME, Lexicon, Sense, Unit
from corrobora.read.names_again import again, spoken_of
from corrobora.read.uncased import merged

LONGEST_PREFIX = 8
"""Characters that may stand before a body's word and belong to its name, at most."""
DOTS = "·・•‧"
"""What parts the given and family names of foreigners."""


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda one: (-len(one), one))) or r"(?!)"


class TitledReader:
    """Finds the known units, unknown bodies by what ends their names, and unknown people by what stands around them."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._lexicon = lexicon
        surnames = table.surnames.split()
        self._surnames = frozenset(surnames)
        self._titles = frozenset(table.honorifics.split())
        self._heads = tuple(table.joined_roles.split()) or ("\0",)
        self._head = Sense("R", "head")
        self._inner = frozenset(table.never_inside)
        self._starters = re.compile(_choice(table.starters.split()))
        self._own_letters = frozenset(table.foreign_letters) if table.own_letters else frozenset()
        long = _choice(name for name in surnames if len(name) > 1)
        titles = _choice(self._titles)
        self._kana = re.compile(rf"(?:{long})(?:[\u3041-\u3096]{{2,4}}|[\u30a1-\u30f6]{{2,4}})(?={titles})")
        self._titled = re.compile(_choice(self._titles))
        self._longest = table.name_length
        self._aged = re.compile(r"([\u4e00-\u9fff々]{3,6})（[0-9０-９]{1,3}[）歳]")
        letters = re.escape(table.foreign_letters) or "\0"
        self._letters = frozenset(table.foreign_letters)
        self._dotted = re.compile(f"[{letters}]{{1,8}}(?:[{DOTS}](?:[A-Z][{DOTS}.])?[{letters}]{{1,9}}){{1,6}}")
        after = _choice([*table.postpositions.split(), *table.after_names.split()])
        self._follows = re.compile(rf"{after}|[^\w]|[0-9A-Za-z]|\Z")
        doubtful = set(table.doubtful_surnames.split())
        openers = _choice(table.conjunctions.split())
        self._subject = (
            re.compile(
                rf"(?:^|(?<=[^\w])|(?<={openers.replace('|', ')|(?<=')}))"
                rf"(?P<name>(?:{_choice(self._surnames - doubtful)})[^\W\d_a-zA-Z]{{1,2}}?)"
                rf"(?={_choice(table.after_names.split())}|\d)",
                re.MULTILINE,
            )
            if table.after_names
            else re.compile(r"(?!)")
        )

    def known(self, text: str, hits: Iterable[tuple[int, int, Sense]]) -> list[Unit]:
        """The hits, without those that only keep others from being found; a body's word with its own name before it."""
        units: list[Unit] = []
        floor = 0
        listed = list(hits)
        starts = {start for start, _, _ in listed}
        for start, end, sense in listed:
            begin = start
            if sense.kind in "CD" and end - start == 1 and end not in starts:
                continue
            if self._own_letters and self._is_part(text, start, end):
                continue
            if sense.kind == "B" and end - start == 1 and end not in starts and self._is_joined(text, end):
                continue
            lone = sense.kind in "BR" and end - start == 1 and self._is_compound(text, start, floor)
            if lone and (not sense.naming or self._own_name(text, start, floor) == start):
                continue
            if sense.kind == "B" and sense.naming:
                begin = self._own_name(text, start, floor)
                if begin < start:
                    sense = Sense("O", f"{sense.naming}:{text[begin:end]}")
            if sense.kind == "B" and text.startswith(self._heads, end) and (role := text[end - 1 : end + 1]):
                end += 1  # the head of a body is written onto it: 消防局长
                sense = self._lexicon.senses.get(role, self._head)
            floor = end
            if sense is not NO_NAME:
                units.append(Unit(begin, end, sense))
        return units

    def _is_compound(self, text: str, start: int, floor: int) -> bool:
        """True if the letter before a word of one letter makes another word of it (進軍)."""
        before = text[start - 1] if start > floor else " "
        return before.isalpha() and before not in self._inner

    def _is_joined(self, text: str, end: int) -> bool:
        """True if a letter that is no ending follows a word of one letter."""
        return text[end : end + 1].isalpha() and text[end] not in self._inner

    def _is_part(self, text: str, start: int, end: int) -> bool:
        """True if a known name is a part of a longer word in the letters of foreign names."""
        letters = self._own_letters
        first = start > 0 and text[start] in letters and text[start - 1] in letters
        last = end < len(text) and text[end - 1] in letters and text[end] in letters
        return first or last

    def _own_name(self, text: str, start: int, floor: int) -> int:
        """Where the unknown name that ends in a body's word begins: behind what is no part of it."""
        begin = start
        while begin > floor and start - begin < LONGEST_PREFIX and text[begin - 1].isalnum():
            if text[begin - 1] in self._inner or text[begin - 1].isdigit():
                break
            begin -= 1
        for word in self._starters.finditer(text, begin, start):
            begin = word.end()
        return begin if start - begin >= 2 else start

    def units(self, text: str, known: Sequence[Unit]) -> list[Unit]:
        """The known units and the unknown people beside them, in order."""
        ends = {unit.end for unit in known}
        people: set[Unit] = set()
        people.update(Unit(*match.span(), STRANGER) for match in self._dotted.finditer(text))
        reach = {unit.start: unit.end for unit in known}
        known = self._without_parts(text, known)
        people.update(Unit(*match.span(), STRANGER) for match in self._kana.finditer(text))
        for match in self._titled.finditer(text):
            whole = reach.get(match.start(), 0) <= match.end()
            if whole and (person := self._before(text, match.start(), ends)):
                people.add(person)
        people.update(
            Unit(*match.span(1), STRANGER)
            for match in self._aged.finditer(text)
            if self._is_edge(text, match.start(1), ends)
            and self._has_surname(match.group(1))
            and not match.group(1).endswith(tuple(self._titles))
        )
        for match in self._subject.finditer(text):
            name = match["name"]
            if not self._inner.intersection(name) and not self._starters.match(name):
                people.add(Unit(*match.span("name"), STRANGER))
        units = merged(known, people)
        return merged(units, set(again(text, spoken_of(text, units, STRANGER, DOTS))))

    def _is_given(self, name: str, size: int) -> bool:
        return len(name) == size and name.isalpha() and not name.isascii() and not self._inner.intersection(name)

    def _before(self, text: str, end: int, ends: set[int]) -> Unit | None:
        """Somebody unknown whose name stands before a title."""
        begin = end
        while begin and (text[begin - 1] in self._letters or text[begin - 1] in DOTS) and end - begin < 16:
            begin -= 1
        while begin < end and not text[begin].isalpha():
            begin += 1
        if end - begin >= 3 and self._is_edge(text, begin, ends):
            return Unit(begin, end, STRANGER)
        return self._long_before(text, end, ends)

    def _without_parts(self, text: str, known: Sequence[Unit]) -> list[Unit]:
        """The known units but those that are only a part of a foreigner's full name."""
        kept: list[Unit] = []
        at = 0
        for match in self._dotted.finditer(text):
            while at < len(known) and known[at].start < match.start():
                kept.append(known[at])
                at += 1
            first = at
            while at < len(known) and known[at].start < match.end():
                at += 1
            inside = known[first:at]
            named = any(unit.end - unit.start == len(match.group()) or unit.sense.kind == "N" for unit in inside)
            letters = len(re.sub(f"[{DOTS}]", "", match.group()))
            if named or sum(unit.end - unit.start for unit in inside) >= letters:
                kept.extend(inside)
        kept.extend(known[at:])
        return kept

    def _has_surname(self, name: str) -> bool:
        return any(name[:length] in self._surnames for length in (1, 2, 3))

    def _long_before(self, text: str, end: int, ends: set[int]) -> Unit | None:
        """A family name of one to three characters before a title, with a given name or alone if it is long enough.

        An unknown name counts only if nothing but a mark or an ending stands before it.
        """
        for size in range(min(self._longest, end), 1, -1):
            begin = end - size
            name = text[begin:end]
            if not self._is_given(name, size) or not self._is_edge(text, begin, ends) or name in self._lexicon.senses:
                continue
            if self._starters.match(text, begin) or self._letters.intersection(name):
                continue
            before = text[begin - 1] if begin else " "
            if self._has_surname(name) or (size > 2 and (not before.isalpha() or before in self._inner)):
                return Unit(begin, end, STRANGER)
        return None

    def _is_edge(self, text: str, at: int, ends: set[int]) -> bool:
        return at == 0 or at in ends or not text[at - 1].isalpha() or text[at - 1] in self._inner
