"""Find names in scripts without capitals: by surnames, titles after the name, and particles after the word."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from corrobora.read.capitalised import STRANGER
from corrobora.read.lexicon import Lexicon, Sense, Unit

SHORTEST_BODY = 4
"""Characters of an unknown word that may be a body's name because somebody has an office there, at least."""
LONGEST_PREFIX = 8
"""Characters that may stand before an organisation word in the same word, at most."""


class UncasedReader:
    """Finds the known units with their word boundaries, and unknown people by what stands around them."""

    def __init__(self, lexicon: Lexicon):
        table = lexicon.table
        self._lexicon = lexicon
        particles = "|".join(sorted(map(re.escape, table.postpositions.split()), key=len, reverse=True))
        self._after = re.compile(rf"(?:{particles}){{0,3}}(?!\w)" if particles else r"(?!\w)")
        self._surnames = frozenset(table.surnames.split())
        self._starters = frozenset(table.starters.split())
        self._never = frozenset(table.never.split())
        self._body_endings = tuple(table.body_endings.split()) or ("\0",)
        self._joined_roles = tuple(table.joined_roles.split()) or ("\0",)
        self._length = table.name_length
        quoted = "".join(re.escape(marks[0]) for marks in lexicon.language.quotation_marks)
        self._behind = re.compile(
            rf" (?:[{quoted}](?P<quoted>[^\W\d_][\w ]{{1,20}})(?![\w ])"
            rf"|(?P<bare>[^\W\d_]{{3,8}}?)(?:{particles})(?!\w))"
        )
        self._token = re.compile(r"[^\W\d_]{1,12}(?:·[^\W\d_]{1,12})?$")
        honorifics = "|".join(sorted(map(re.escape, table.honorifics.split()), key=len, reverse=True))
        self._honoured = re.compile(rf"(?<!\w)([^\W\d_]{{2,8}}) ?(?:{honorifics})" if honorifics else r"(?!)")
        self._ending = re.compile(rf"(?:{particles})$" if particles else r"(?!)")

    def known(self, text: str, hits: Iterable[tuple[int, int, Sense]]) -> list[Unit]:
        """The hits that are words: nothing unknown touches them but particles behind and an organisation's own name."""
        listed = list(hits)
        starts = {start for start, _, _ in listed}
        units: list[Unit] = []
        for start, end, sense in listed:
            if end not in starts and not self._after.match(text, end):
                continue
            if sense.kind == "C" and end - start == 1 and not {end, end + 1} & starts:
                continue
            begin = start
            if start and (text[start - 1].isalnum()) and not (units and units[-1].end == start):
                begin = self._own_name(text, start, sense)
                if begin < 0:
                    continue
            if begin < start and sense.kind == "B":
                sense = Sense("O", f"{sense.naming or 'org'}:{text[begin:end]}")
            if units and begin < units[-1].end:
                continue
            units.append(Unit(begin, end, sense))
            if sense.kind == "B" and sense.naming:
                units.extend(self._named_after(text, units[-1]))
        return units

    def _named_after(self, text: str, body: Unit) -> Iterator[Unit]:
        """The unknown name behind an organisation word, bare or in quotation marks: "통신사 티호링크는"."""
        match = self._behind.match(text, body.end)
        name = match and (match["quoted"] or match["bare"])
        if match is None or not name or name in self._lexicon.senses or name in self._starters:
            return
        start, end = match.span("quoted" if match["quoted"] else "bare")
        yield Unit(start, end, Sense("O", f"{body.sense.naming}:{name}"))

    def _own_name(self, text: str, start: int, sense: Sense) -> int:
        joined = sense.kind == "R" and text.startswith(self._joined_roles, start)
        if not joined and (sense.kind != "B" or not sense.naming):
            return -1
        begin = start
        while begin and text[begin - 1].isalnum() and start - begin <= LONGEST_PREFIX:
            begin -= 1
        return begin if start - begin <= LONGEST_PREFIX else -1

    def units(self, text: str, known: Sequence[Unit]) -> list[Unit]:
        """The known units and the unknown people beside them, in order."""
        known = [self._whole(text, unit) if unit.sense.kind == "S" else unit for unit in known]
        roles = [at for at, unit in enumerate(known) if unit.sense.kind == "R"]
        people = {unit for at in roles for unit in self._before_title(text, known, at)}
        for match in self._honoured.finditer(text):
            if self._korean(match.group(1)) and self._after.match(text, match.end()):
                people.add(Unit(match.start(1), match.end(1), STRANGER))
        units = merged(known, people)
        return merged(units, set(self._again(text, units)))

    def _before_title(self, text: str, known: Sequence[Unit], at: int) -> Iterator[Unit]:
        """Somebody unknown in front of a role, with at most a country and a body between: "린젠 중국 외교부 대변인"."""
        first = at
        while first and known[first - 1].sense.kind in "CBOPDR" and self._close(text, known[first - 1], known[first]):
            first -= 1
        end = known[first].start
        if not end or text[end - 1] != " ":
            return
        token = self._token.search(text, max(0, end - 26), end - 1)
        if token is None or not self._free(text, token.start()):
            return
        if self._is_employer(token.group()):
            body = token
            token = self._token.search(text, max(0, token.start() - 26), max(0, token.start() - 1))
            if token is None or not self._korean(token.group()) or not self._free(text, token.start()):
                return
            if len(body.group()) >= SHORTEST_BODY and body.group() not in self._lexicon.senses:
                yield Unit(body.start(), body.end(), Sense("O", f"org:{body.group()}"))
        name, start = token.group(), token.start()
        if name in self._starters or name in self._never or name in self._lexicon.senses:
            return
        if self._korean(name) or (len(name) == 1 and name in self._surnames) or name in self._lexicon.given:
            yield Unit(start, token.end(), STRANGER)
        elif len(name) >= 2 and not self._ending.search(name):
            yield Unit(self._with_given(text, start), token.end(), STRANGER)

    def _whole(self, text: str, unit: Unit) -> Unit:
        return unit._replace(start=self._with_given(text, unit.start))

    def _is_employer(self, word: str) -> bool:
        ending = next((end for end in self._body_endings if word.endswith(end)), "")
        return bool(ending) and (not self._korean(word) or word[: -len(ending)] in self._lexicon.senses)

    @staticmethod
    def _close(text: str, left: Unit, right: Unit) -> bool:
        return text[left.end : right.start] in ("", " ")

    @staticmethod
    def _free(text: str, start: int) -> bool:
        return start == 0 or not text[start - 1].isalnum()

    def _with_given(self, text: str, start: int) -> int:
        """Take in foreign given names in front: "세르게이 라브로프"."""
        while start and text[start - 1] in " ·":
            token = self._token.search(text, max(0, start - 14), start - 1)
            if token is None or token.group() not in self._lexicon.given or not self._free(text, token.start()):
                break
            start = token.start()
        return start

    def _korean(self, name: str) -> bool:
        """A surname and the usual number of syllables."""
        if name in self._starters or name in self._never:
            return False
        return (len(name) == self._length and name[0] in self._surnames) or (
            len(name) in (self._length, self._length + 1) and name[:2] in self._surnames
        )

    def _again(self, text: str, units: Sequence[Unit]) -> Iterator[Unit]:
        """Later mentions of the people found, by their whole name or the last word of it, and of the bodies found.

        A role written onto a body's name tells that name, too: 해양과학원장 heads 해양과학원.
        """
        names: dict[str, Sense] = {}
        for unit in units:
            exact = text[unit.start : unit.end]
            if unit.sense.kind == "N":
                names.update((name, STRANGER) for name in (exact, exact.split(" ")[-1]) if len(name) >= 2)
            elif unit.sense.kind == "O" and unit.sense.id == f"org:{exact}":
                names.setdefault(exact, unit.sense)
            elif unit.sense.kind == "R" and self._tells_body(exact):
                names.setdefault(exact[:-1], Sense("O", f"org:{exact[:-1]}"))
        if not names:
            return
        listed = sorted(names)
        automaton = AhoCorasick(listed, matchkind=MATCHKIND_LEFTMOST_LONGEST)
        for which, start, end in automaton.find_matches_as_indexes(text):
            if self._free(text, start) and self._after.match(text, end):
                yield Unit(start, end, names[listed[which]])

    def _tells_body(self, role: str) -> bool:
        """True for an unknown body's name with a role written onto it."""
        joined = len(role) > SHORTEST_BODY and " " not in role and role.endswith(self._joined_roles)
        return joined and role not in self._lexicon.senses


def merged(units: Sequence[Unit], more: set[Unit]) -> list[Unit]:
    """Both in order; of two that overlap, the one of `units` stays."""
    merged = list(units)
    taken = sorted((unit.start, unit.end) for unit in units)
    at = 0
    for unit in sorted(more, key=lambda one: (one.start, -one.end)):
        while at < len(taken) and taken[at][1] <= unit.start:
            at += 1
        if at < len(taken) and taken[at][0] < unit.end:
            continue
        merged.append(unit)
    merged.sort(key=lambda one: one.start)
    return [unit for i, unit in enumerate(merged) if not i or unit.start >= merged[i - 1].end]
