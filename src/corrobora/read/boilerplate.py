"""Recognise what is no part of the story: outlet lines, share bars, newsletter boxes, "read also", notices, credits."""

import re
import typing
from collections.abc import Sequence
from functools import lru_cache
from itertools import count

import msgspec
from ahocorasick_rs import AhoCorasick

from corrobora.errors import TemplateError
from corrobora.read.packs import Pack
from corrobora.read.templates import Choice, Literal, Optional, Slot, Space, parse, pattern, words
from corrobora.read.templates import Sequence as TemplateParts

LONGEST = 300
"""A block of more characters is never boilerplate by its words."""

LONGEST_NAMED = 90
"""A block of more characters does not begin with a name or number and end with a phrase of boilerplate."""

Kind = typing.Literal["boilerplate", "outlet", "related_links", "caption", "byline", "credit", "translation"]

Part = Literal | Space | Slot | Optional | Choice


class BoilerplateTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """boilerplate.toml: templates, each for a whole block (a line or element).

    They are compared without regard to case and to marks and spaces at either end, so write "leggi anche", not
    "» Leggi anche:". Slots: `<name>` one to six words, first and last with a capital; `<number>`; `<date>` up to 40
    characters with two figures; `<mail>`; `<place>`; `<agency>` one of the agencies of any pack; `<mark>` a colon,
    dash, arrow or slash; `<gap>` a space or such a mark; `<rest>` anything. `outlet_lines` count only above the story;
    `bracketed_credits` are for a whole block in brackets, where an agency need not be known; `datelines` are looked for
    at its beginning, with case and marks as they stand.
    """

    outlet_lines: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    newsletter: tuple[str, ...] = ()
    subscription: tuple[str, ...] = ()
    cookies: tuple[str, ...] = ()
    copyright: tuple[str, ...] = ()
    navigation: tuple[str, ...] = ()
    dates_and_counts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    bracketed_credits: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    translation: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """What a block is, and the name (byline, outlet), agency (credit) or words (translation) that it carries."""

    kind: Kind
    value: str | None = None


class Dateline(msgspec.Struct, frozen=True):
    """The opening of a wire story: its place, its agency, and where it ends in the text that was looked at."""

    place: str | None
    agency: str | None
    end: int


_KINDS: dict[str, Kind] = {
    "related": "related_links",
    "share": "boilerplate",
    "newsletter": "boilerplate",
    "subscription": "boilerplate",
    "cookies": "boilerplate",
    "copyright": "boilerplate",
    "navigation": "boilerplate",
    "dates_and_counts": "boilerplate",
    "credits": "credit",
    "translation": "translation",
    "captions": "caption",
    "bylines": "byline",
    "outlet_lines": "outlet",
}
_EDGE = re.compile(r"[^\w©#]+|_+")
_OPEN, _CLOSE = r"(\[（［【〔", r")\]）］】〕"
_ASKING = "?!¿¡"
_COPYRIGHT = re.compile(r"\([cC]\)|ⓒ|Ⓒ")
_ADDRESS = re.compile(r"\s*(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+)\s*")
_OF_ADDRESSES = ("://", "www.", "@")
_WORDLESS = re.compile(r"[\W_]*")
_MARK = r"(?:\s*[:：=|｜/»>→▶☞►]{1,2}\s*|\s+[–—-]{1,2}\s+)"
_SLOTS = {
    "rest": r".{1,300}",
    "number": r"\d{1,9}(?:[.,]\d{1,3})?",
    "date": r"(?=\D{0,30}\d{1,4}\D.{0,30}\d).{1,40}",
    "mail": r"[\w.+-]{1,40}@[\w.-]{1,40}",
    "mark": _MARK,
    "gap": rf"(?:{_MARK}|\s+)",
    "name": r"[^\W\d_][\w.'·-]{0,30}(?:,? [\w.'·&-]{1,30}){0,5}?",
    "place": r"[^\W\d_][\w.'’-]{0,30}(?:[ /,]{1,2}[\w.'’()-]{1,30}){0,4}?",
}
_DAY = r"(?:(?=.{0,24}\d).{1,25}?)"
_LEADS = {slot: re.compile(source, re.DOTALL) for slot, source in _SLOTS.items()}


class BoilerplateReader:
    """The boilerplate of several packs together: an Italian page may well carry English share buttons.

    Templates without slots are one set of phrases. The others are found by their first two letters, or, if they begin
    with a slot, by the word after it, and compiled when that is first met: the cost does not grow with their number.
    """

    def __init__(self, packs: Sequence[Pack]):
        tables = [pack.table("boilerplate", BoilerplateTable) for pack in packs]
        names = sorted({name for table in tables for name in table.agencies}, key=lambda name: (-len(name), name))
        self._agencies = names
        self._agency = "|".join(map(re.escape, names)) or r"(?!)"
        self._agency_lower = in_lower_case(self._agency)
        self._groups = count()
        self._whole: dict[str, Kind] = {}
        self._heads: dict[str, list[_Way]] = {}
        self._tails: dict[str, list[_Way]] = {}
        for key, kind in _KINDS.items():
            for table in tables:
                for template in getattr(table, key):
                    self._add(kind, template)
        self._head_words = {
            start: tuple({word for way in ways for word in way.words}) for start, ways in self._heads.items()
        }
        self._short_block = _Words(self._tails)
        long = {word: [way for way in ways if way.lead in ("rest", "date")] for word, ways in self._tails.items()}
        self._long_block = _Words({word: ways for word, ways in long.items() if ways})
        begins = sorted((line for table in tables for line in table.datelines), key=lambda line: "<agency>" not in line)
        datelines = "|".join(pattern(parse(line), self._slot) for line in begins)  # those that name an agency first
        self._dateline = re.compile(datelines) if datelines else None
        signed = "|".join(
            pattern(parse(in_lower_case(line)), self._slot_lower)
            for table in tables
            for line in table.bracketed_credits
        )
        self._signed = re.compile(rf"[(\[](?:{signed})[)\]]\.?") if signed else None
        self._opening = re.compile(rf"({self._agency})(?!\w)")
        inside = rf"[^{_OPEN}{_CLOSE}\n]{{0,60}}"
        self._bracketed = re.compile(rf"[{_OPEN}]{inside}?(?<!\w)({self._agency})(?!\w){inside}[{_CLOSE}]")

    def find(self, block: str) -> Found | None:
        """What a block is, if its words are those of boilerplate; None for anything else, so for most of a story."""
        if len(block) > LONGEST:
            return None
        if _WORDLESS.fullmatch(block) or (any(sign in block for sign in _OF_ADDRESSES) and _ADDRESS.fullmatch(block)):
            return Found("boilerplate")
        if "\n" in block:
            return self._of_lines(block)
        if block[0] in "([" and (credit := self._bracketed_credit(block)):
            return credit
        plain = _plain(block)
        lower = in_lower_case(plain)
        kind = self._whole.get(lower)
        if kind and not (
            " " not in lower and block.rstrip().endswith(".")
        ):  # a lone word with a full stop is a line's end
            return _carrying(kind, plain, {})
        for way in self._ways_beginning(lower):
            if (found := self._compiled(way).fullmatch(lower)) and (made := _carrying(way.kind, plain, _groups(found))):
                return made
        for way in self._ways_ending(lower):
            if made := self._ending(way, plain, lower):
                return made
        return None

    def _bracketed_credit(self, block: str) -> Found | None:
        """Who signs a block that is nothing but a credit in brackets: "(avec Nordpress)"."""
        found = self._signed.fullmatch(in_lower_case(block)) if self._signed and len(block) <= LONGEST_NAMED else None
        spans = _groups(found) if found else {}
        name = block[slice(*spans["name"])] if "name" in spans else ""
        return Found("credit", name) if name and looks_like_a_name(name) else None

    def _of_lines(self, block: str) -> Found | None:
        """What a block of several lines is: boilerplate only if each line is; what carries something counts first."""
        founds = [self.find(line) for line in block.splitlines() if line.strip()]
        if not all(founds):
            return None
        return next((found for found in founds if found and found.value), founds[0])

    def agencies(self, text: str) -> list[str]:
        """The agencies named in brackets: "(ANSA)", "[Reuters]", "(서울=연합뉴스)", in the order of the text."""
        return [found.group(1) for found in self._bracketed.finditer(text)]

    def agency_at_start(self, text: str) -> str | None:
        """The agency whose name a text begins with, as "AP" in "AP Sports Writer"."""
        found = self._opening.match(text)
        return found.group(1) if found else None

    def closing_agencies(self, text: str) -> list[str]:
        """The agency in brackets, or in brackets before the last full stop, that closes a text."""
        return [found.group(1) for found in self._bracketed.finditer(text) if len(text) - found.end() <= 1]

    def dateline(self, text: str) -> Dateline | None:
        """The dateline at the beginning of a story: "PARIS (AFP) - …", "(ANSA) - ROMA, 3 GIU - …"; None if none."""
        if self._dateline is None or not (found := self._dateline.match(text[:160])):
            return None
        spans = _groups(found)
        parts = {slot: text[slice(*spans[slot])] for slot in ("place", "agency") if slot in spans}
        place = parts.get("place", "").rstrip("0123456789") or None  # 北京11月5日: the day follows at once
        if place and sum(word[0].islower() for word in place.split()) > 1:
            return None  # a clause, and not a place
        return Dateline(place, parts.get("agency"), found.end())

    def _ways_beginning(self, lower: str) -> list["_Way"]:
        """The templates that begin with a word, if the block begins with it."""
        return [
            way
            for start in (lower[:2], lower[:1])
            if start in self._heads and lower.startswith(self._head_words[start])
            for way in self._heads[start]
            if lower.startswith(way.words)
        ]

    def _ways_ending(self, lower: str) -> list["_Way"]:
        """The templates that begin with a slot, and whose next word is in the block."""
        return (self._short_block if len(lower) <= LONGEST_NAMED else self._long_block).ways(lower)

    def _ending(self, way: "_Way", plain: str, lower: str) -> Found | None:
        """A template that begins with a slot, looked for from the word after the slot."""
        found = self._compiled(way).search(lower)
        if not found or not found.start():
            return None
        end = found.start() - (lower[found.start() - 1] == " ")
        if not _LEADS[way.lead].fullmatch(lower, 0, end):
            return None
        return _carrying(way.kind, plain, {way.lead: (0, end), **_groups(found)})

    def _add(self, kind: Kind, template: str) -> None:
        if "<" not in template:
            for form in words(template):
                self._whole.setdefault(in_lower_case(_plain(form)), kind)
            return
        parts = parse(in_lower_case(template)).parts
        self._check_slots(parts)
        first = parts[0]
        lead = first.name if isinstance(first, Slot) and first.name != "agency" and len(parts) > 1 else ""
        way = _Way(kind, lead, parts[1:] if lead else parts)
        way.words = tuple(sorted(self._first_words(way.parts)))
        if not way.words:
            raise TemplateError(
                f"boilerplate.toml: template {template!r} needs a word at its beginning or after its first slot"
            )
        if lead:
            for word in way.words:
                self._tails.setdefault(word, []).append(way)
            return
        for start in sorted({word[:2] for word in way.words}):
            self._heads.setdefault(start, []).append(way)

    def _check_slots(self, parts: Sequence[Part]) -> None:
        """Raise TemplateError for a slot that there is not, now and not when the template is first met."""
        for part in parts:
            if isinstance(part, Slot):
                self._slot_lower(part)
            elif isinstance(part, Optional):
                self._check_slots(part.part.parts)
            elif isinstance(part, Choice):
                for way in part.parts:
                    self._check_slots(way.parts)

    def _first_words(self, parts: Sequence[Part]) -> set[str]:
        """The literal texts that a template can begin with; empty if it can begin with an open slot."""
        for at, part in enumerate(parts):
            if isinstance(part, Space):
                continue
            if isinstance(part, Literal):
                return {part.text}
            if isinstance(part, Choice):
                several = [self._first_words(way.parts) for way in part.parts]
                return set().union(*several) if all(several) else set()
            if isinstance(part, Optional):
                inner, after = self._first_words(part.part.parts), self._first_words(parts[at + 1 :])
                return inner | after if inner and after else set()
            return {in_lower_case(name) for name in self._agencies} if part.name == "agency" else set()
        return set()

    def _compiled(self, way: "_Way") -> re.Pattern[str]:
        if way.compiled is None:
            source = pattern(TemplateParts(tuple(way.parts)), self._slot_lower)
            way.compiled = re.compile(rf"(?:{source})\Z" if way.lead else source, re.DOTALL)
        return way.compiled

    def _slot(self, slot: Slot) -> str:
        """As it stands in a dateline, where a day may be a single figure."""
        if slot.name == "date":
            return _DAY
        return self._slot_source(slot, self._agency)

    def _slot_lower(self, slot: Slot) -> str:
        return self._slot_source(slot, self._agency_lower)

    def _slot_source(self, slot: Slot, agency: str) -> str:
        source = agency if slot.name == "agency" else _SLOTS.get(slot.name)
        if source is None:
            known = ", ".join(sorted([*_SLOTS, "agency"]))
            raise TemplateError(f"boilerplate.toml: no slot <{slot.name}>; there are {known}")
        if slot.name in ("agency", "name", "place"):
            return f"(?P<{slot.name}_{next(self._groups)}>{source})"
        return f"(?:{source})"


class _Words:
    """The words after the slots that templates begin with, all looked for at once."""

    def __init__(self, ways: dict[str, list["_Way"]]):
        self._ways = list(ways.values())
        self._automaton = AhoCorasick(list(ways))

    def ways(self, lower: str) -> list["_Way"]:
        met = {index for index, _, _ in self._automaton.find_matches_as_indexes(lower, overlapping=True)}
        return list(dict.fromkeys(way for index in sorted(met) for way in self._ways[index])) if met else []


class _Way:
    """A template with slots: its words, the slot that it begins with, and its pattern once that was needed."""

    def __init__(self, kind: Kind, lead: str, parts: Sequence[Part]):
        self.kind = kind
        self.lead = lead
        self.parts = parts
        self.words: tuple[str, ...] = ()
        self.compiled: re.Pattern[str] | None = None


@lru_cache(maxsize=8)
def boilerplate_reader(packs: tuple[Pack, ...]) -> BoilerplateReader:
    """The reader for these packs, compiled once."""
    return BoilerplateReader(packs)


def looks_like_a_name(name: str) -> bool:
    """True if the first and last word begin with a capital, in scripts that have capitals."""
    return not any(word[0].islower() for word in (name, name.split()[-1]))


def _plain(block: str) -> str:
    """White space single, the marks at both ends away, one sign for the mark of copyright."""
    for mark in _ASKING:
        if mark in block:
            block = block.replace(mark, "")
    plain = " ".join(block.split())
    if "(" in plain or "ⓒ" in plain:
        plain = _COPYRIGHT.sub("©", plain)
    end = len(plain)
    while end and not (plain[end - 1].isalnum() or plain[end - 1] == "©"):
        end -= 1
    edge = _EDGE.match(plain)
    return plain[edge.end() if edge else 0 : end]


def in_lower_case(text: str) -> str:
    """In lower case, with straight apostrophes, and always as long as the text."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).replace("’", "'").replace("ʼ", "'")


def _groups(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    """Where the first filled slot of each name stands."""
    spans: dict[str, tuple[int, int]] = {}
    for group, value in found.groupdict().items():
        if value:
            spans.setdefault(group.partition("_")[0], found.span(group))
    return spans


def _carrying(kind: Kind, plain: str, spans: dict[str, tuple[int, int]]) -> Found | None:
    """The kind with what it carries; None if what should be a name does not look like one."""
    if "name" in spans and not looks_like_a_name(plain[slice(*spans["name"])]):
        return None
    name = plain[slice(*spans["name"])] if "name" in spans else None
    if kind == "byline":
        return Found(kind, name) if name else None
    if kind == "outlet":
        return Found(kind, name)
    if kind == "credit":
        return Found(kind, plain[slice(*spans["agency"])] if "agency" in spans else plain)
    return Found(kind, plain if kind == "translation" else None)
