"""Find names in scripts without capitals: by surnames, titles after the name, and particles after the word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from corrobora.read.capitalised import STRANGER
from corrobora.read.lexicon import Lexicon, Sense, Unit
from corrobora.read.uncased_places import PlaceFinder, choice

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
        self._places = PlaceFinder(lexicon)
        self._prepare(lexicon)

    def _prepare(self, lexicon: Lexicon) -> None:
        """Compile what shows people by the words around them."""
        table = lexicon.table
        particles = choice(table.postpositions)
        honorifics = choice(table.honorifics)
        honoured = rf"(?:\(\d{{1,3}}\))? ?(?:{honorifics})(?=(?:{particles}){{0,3}}(?!\w))"
        self._honoured = re.compile(rf"(?<!\w)([^\W\d_]{{1,8}}){honoured}")
        self._ending = re.compile(rf"(?:{particles})$")
        self._verbal = tuple(table.adjective_endings.split()) or ("\0",)
        self._foreign_letters = frozenset(table.foreign_letters)
        self._short_endings = tuple(table.short_body_endings.split()) or ("\0",)
        owners = "|".join(re.escape(mark) for mark in table.possessives) or r"(?!)"
        self._employer = re.compile(rf"(?<!\w)(?P<body>[^\W\d_]{{3,12}}?)(?:{owners}| (?P<part>[^\W\d_]{{2,8}} )?)$")
        self._doubtful = frozenset(table.doubtful_roles.split())
        self._never_held = tuple(table.body_stops.split())
        self._former = frozenset(table.former.split())
        self._nameless = frozenset(table.nameless_roles.split())
        self._signs = frozenset(table.person_signs.split())
        self._bodies_first = tuple(table.city_words.split()) or ("\0",)
        signs = choice(table.person_signs)
        self._signed = re.compile(rf"(?<!\w)(?:{signs}) ([^\W\d_]{{2,4}}?)(?:\)|(?:{particles})(?!\w))")
        self._masks = frozenset(table.masked_names.split())
        self._captioned = re.compile(r"(?<=\[)[^\W\d_]{3,4}(?=/)")
        self._surname = re.compile(rf" ([^\W\d_]{{1,6}}?)(?:{particles})(?!\w)")
        given = sorted(name for name in lexicon.given if len(name) >= 2 and name not in self._never)
        self._given = AhoCorasick(given or ["\0"], matchkind=MATCHKIND_LEFTMOST_LONGEST)

    def known(self, text: str, hits: Iterable[tuple[int, int, Sense]]) -> list[Unit]:
        """The hits that are words: nothing unknown touches them but particles behind and an organisation's own name."""
        listed = list(hits)
        starts = {start for start, _, _ in listed}
        units: list[Unit] = []
        for start, end, sense in listed:
            if end not in starts and not self._after.match(text, end):
                continue
            if sense.kind == "B" and end - start == 1 and not self._after.match(text, end):
                continue
            if sense.kind == "R" and text[start:end] in self._body_endings and self._is_word_part(text, start):
                begin = self._start_of_word(text, start)
                if begin >= 0:
                    units.append(Unit(begin, end, Sense("O", f"org:{text[begin:end]}")))
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
        return self._start_of_word(text, start)

    @staticmethod
    def _is_word_part(text: str, start: int) -> bool:
        return start > 0 and text[start - 1].isalnum()

    @staticmethod
    def _start_of_word(text: str, start: int) -> int:
        """Where the word begins that goes on at `start`; -1 if that is too far away."""
        begin = start
        while begin and text[begin - 1].isalnum() and start - begin <= LONGEST_PREFIX:
            begin -= 1
        return begin if start - begin <= LONGEST_PREFIX else -1

    def units(self, text: str, known: Sequence[Unit]) -> list[Unit]:
        """The known units and the unknown people beside them, in order."""
        known = [self._whole(text, unit) if unit.sense.kind == "S" else unit for unit in known]
        places = self._places.units(text, known)
        taken = {unit.start for unit in places}
        places.update(unit for unit in self._workplaces(text, known) if unit.start not in taken)
        known = merged(known, places)
        roles = [at for at, unit in enumerate(known) if unit.sense.kind == "R"]
        people = {unit for at in roles for unit in self._before_title(text, known, at)}
        for match in self._honoured.finditer(text):
            people.update(self._honoured_person(text, match.span(1)))
        for pattern in (self._signed, self._captioned):
            for match in pattern.finditer(text):
                group = match.lastindex or 0
                if self._korean(match.group(group)):
                    people.add(Unit(*match.span(group), STRANGER))
        people.update(self._foreigners(text))
        units = merged(known, people)
        units = merged(units, set(self._employers(text, units)))
        units = merged(units, set(self._again(text, units)))
        return self._without_doubtful(text, units) if self._doubtful else units

    def _employers(self, text: str, units: Sequence[Unit]) -> Iterator[Unit]:
        """Unknown bodies before people with a role: "한울대 소방학과 제갈민 교수"."""
        for unit, role in pairwise(units):
            if unit.sense.kind not in "NS" or role.sense.kind != "R" or text[unit.end : role.start] != " ":
                continue
            first = max(0, unit.start - 24)
            match = self._employer.search(text[first : unit.start])
            if match is None:
                continue
            body = match["body"]
            short = body.endswith(self._short_endings)
            long = len(body) >= SHORTEST_BODY and not match["part"] and body.endswith(self._body_endings)
            if any(stop in body for stop in self._never_held):
                continue
            if (short or long) and self._is_strange(body) and body not in self._signs:
                yield Unit(first + match.start("body"), first + match.end("body"), Sense("O", f"org:{body}"))

    def _honoured_person(self, text: str, span: tuple[int, int]) -> Iterator[Unit]:
        """Who has an honorific behind the name: a full name, or a foreign one of two words."""
        start, end = span
        name = text[start:end]
        bare = name[:-1] if name[-1] in self._masks else name
        if self._korean(name) or (bare in self._surnames and text[end] == " "):
            yield Unit(start, end, STRANGER)
            return
        begin = self._with_unknown_given(text, start)
        if begin < start:
            yield Unit(begin, end, STRANGER)

    def _foreigners(self, text: str) -> Iterator[Unit]:
        """Known foreign given names with an unknown word behind them that has a particle: "루카스 멘데스는"."""
        for _, start, end in self._given.find_matches_as_indexes(text):
            match = self._surname.match(text, end) if self._free(text, start) else None
            if match is not None and self._is_strange(match.group(1)):
                yield Unit(start, match.end(1), STRANGER)

    def _is_strange(self, name: str) -> bool:
        return name not in self._starters and name not in self._never and name not in self._lexicon.senses

    def _workplaces(self, text: str, known: Sequence[Unit]) -> Iterator[Unit]:
        """Unknown words before roles of people who are never named: where they work."""
        for unit in known:
            if unit.sense.kind != "R" or text[unit.start : unit.end] not in self._nameless:
                continue
            word = self._token.search(text, max(0, unit.start - 26), max(0, unit.start - 1))
            if word is None or text[word.end() : unit.start] != " " or not self._free(text, word.start()):
                continue
            name = word.group()
            if len(name) < 2 or name.endswith(self._verbal) or self._ending.search(name):
                continue
            if self._is_strange(name):
                yield Unit(word.start(), word.end(), Sense("X", ""))

    def _without_doubtful(self, text: str, units: Sequence[Unit]) -> list[Unit]:
        """The units without the roles that are rather other words there: no name beside them, no subject."""
        cities = {text[unit.start : unit.end] for unit in units if unit.sense.kind == "C"}
        in_city = any(name.endswith(self._bodies_first) for name in cities)
        kept: list[Unit] = []
        for at, unit in enumerate(units):
            word = text[unit.start : unit.end]
            if unit.sense.kind == "R" and word in self._doubtful:
                beside = at > 0 and units[at - 1].sense.kind in "NSCOBX" and self._close(text, units[at - 1], unit)
                opens = unit.start == 0 or text[unit.start - 1] == "\n" or text[unit.start - 2 : unit.start] == ". "
                subject = (
                    opens
                    and text[unit.end : unit.end + 1].isalpha()
                    and (in_city or not word.startswith(self._bodies_first))
                )
                if not beside and not subject:
                    continue
            kept.append(unit)
        return kept

    def _before_title(self, text: str, known: Sequence[Unit], at: int) -> Iterator[Unit]:
        """Somebody unknown in front of a role, with at most a country and a body between: "린젠 중국 외교부 대변인"."""
        first = at
        if text[known[at].start : known[at].end] in self._nameless:
            return
        while first and known[first - 1].sense.kind in "CBOPDR" and self._close(text, known[first - 1], known[first]):
            first -= 1
        end = known[first].start
        if not end or text[end - 1] != " ":
            return
        token = self._token.search(text, max(0, end - 26), end - 1)
        if token is not None and token.group() in self._former:
            token = self._token.search(text, max(0, token.start() - 26), max(0, token.start() - 1))
        if token is None or not self._free(text, token.start()):
            return
        before = self._korean_before(text, token.start())
        if self._is_employer(token.group(), before):
            body = token
            token = before
            if token is None:
                return
            if len(body.group()) >= SHORTEST_BODY and body.group() not in self._lexicon.senses:
                yield Unit(body.start(), body.end(), Sense("O", f"org:{body.group()}"))
        name, start = token.group(), token.start()
        if not self._is_strange(name) or name in self._signs:
            return
        if self._korean(name) or (len(name) == 1 and name in self._surnames) or name in self._lexicon.given:
            yield Unit(start, token.end(), STRANGER)
        elif len(name) == 1 and self._with_given(text, start) < start:
            yield Unit(self._with_given(text, start), token.end(), STRANGER)
        elif len(name) >= 2 and not self._ending.search(name) and not name.endswith(self._verbal):
            begin = self._with_unknown_given(text, start)
            doubtful = text[known[at].start : known[at].end] in self._doubtful
            if begin < start or (self._foreign_letters.intersection(name) and not doubtful):
                yield Unit(begin, token.end(), STRANGER)

    def _whole(self, text: str, unit: Unit) -> Unit:
        return unit._replace(start=self._with_given(text, unit.start))

    def _korean_before(self, text: str, start: int) -> re.Match[str] | None:
        """The word before, if it may be a full name."""
        token = self._token.search(text, max(0, start - 26), max(0, start - 1))
        if token is None or text[token.end() : start] != " " or not self._free(text, token.start()):
            return None
        return token if self._korean(token.group()) and token.group() not in self._signs else None

    def _is_employer(self, word: str, before: re.Match[str] | None) -> bool:
        """True for a body's name; a name that nothing shows to be one is a body's behind somebody's full name."""
        if before is not None and not before.group().endswith(self._body_endings) and self._is_strange(word):
            if word.endswith(self._short_endings):
                return True
            if len(word) >= SHORTEST_BODY and not self._korean(word) and not self._foreign_letters.intersection(word):
                return not self._ending.search(word) and not word.endswith(self._verbal)
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

    def _with_unknown_given(self, text: str, start: int) -> int:
        """Take in foreign given names in front; one that opens a line or stands behind a sign may be unknown."""
        begin = self._with_given(text, start)
        if begin < start or not start or text[start - 1] != " ":
            return begin
        token = self._token.search(text, max(0, start - 14), start - 1)
        if token is None or not self._free(text, token.start()):
            return start
        name = token.group()
        if not 2 <= len(name) <= 4 or not self._is_strange(name) or name in self._signs or self._korean(name):
            return start
        if self._ending.search(name) or name.endswith(self._verbal) or name.endswith(self._body_endings):
            return start
        before = text[: token.start()].rstrip(" ")[-8:].split(" ")[-1] if token.start() else ""
        opens = token.start() == 0 or text[token.start() - 1] == "\n"
        return token.start() if opens or before in self._signs else start

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
    if not more:
        return list(units)
    merged = list(units)
    taken = sorted((unit.start, unit.end) for unit in units)
    at = 0
    for unit in sorted(more, key=lambda one: (one.start, -one.end, one.sense.kind)):
        while at < len(taken) and taken[at][1] <= unit.start:
            at += 1
        if at < len(taken) and taken[at][0] < unit.end:
            continue
        merged.append(unit)
    merged.sort(key=lambda one: one.start)
    return [unit for i, unit in enumerate(merged) if not i or unit.start >= merged[i - 1].end]
