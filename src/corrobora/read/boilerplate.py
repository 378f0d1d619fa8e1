"""Recognise what is no part of the story: outlet lines, share bars, newsletter boxes, "read also", notices, credits."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Literal

import msgspec

from corrobora.errors import TemplateError
from corrobora.read.packs import Pack
from corrobora.read.templates import Slot, parse, pattern, words

LONGEST = 300
"""A block of more characters is never boilerplate by its words."""

Kind = Literal["boilerplate", "related_links", "caption", "byline", "credit", "translation"]


class BoilerplateTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """boilerplate.toml: templates, each for a whole block (a line or element).

    They are compared without regard to case and to marks and spaces at either end, so write "leggi anche", not
    "» Leggi anche:". Slots: `<name>` one to six words, `<number>`, `<date>` up to 40 characters with a digit,
    `<place>`, `<agency>` one of the agencies of any pack, `<rest>` anything. `datelines` are looked for at the
    beginning of the story with case and marks as they stand.
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
    datelines: tuple[str, ...] = ()
    translation: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """What a block is, and the name (byline) or words (credit, translation) that it carries."""

    kind: Kind
    value: str | None = None


class Dateline(msgspec.Struct, frozen=True):
    """The opening of a wire story: its place, its agency, and where it ends in the text that was looked at."""

    place: str | None
    agency: str | None
    end: int


_KINDS: dict[str, Kind] = {
    "related": "related_links",
    "outlet_lines": "boilerplate",
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
}
_EDGES = re.compile(r"^[^\w©]+|[^\w©]+$")
_SPACES = re.compile(r"\s+")
_WORDLESS = re.compile(r"[\W_]*")
_NAME = r"[^\W\d_][\w.’'·-]{0,30}(?:,? [\w.’'·&-]{1,30}){0,5}"
_SLOTS = {
    "rest": r".{1,300}",
    "number": r"\d{1,9}(?:[.,]\d{1,3})?",
    "date": r"(?=.{0,39}\d).{1,40}",
    "name": _NAME,
    "place": r"[^\W\d_][\w.’'-]{0,30}(?:[ /,]{1,2}[\w.’'()-]{1,30}){0,4}?",
}


class BoilerplateReader:
    """The boilerplate of several packs together: an Italian page may well carry English share buttons."""

    def __init__(self, packs: Sequence[Pack]):
        tables = [pack.table("boilerplate", BoilerplateTable) for pack in packs]
        names = sorted({name for table in tables for name in table.agencies}, key=lambda name: (-len(name), name))
        self._agency = "|".join(map(re.escape, names)) or r"(?!)"
        self._groups = count()
        self._whole: dict[str, Kind] = {}
        self._slotted: list[tuple[Kind, re.Pattern[str]]] = []
        for key, kind in _KINDS.items():
            self._add(kind, [template for table in tables for template in getattr(table, key)])
        datelines = [line for table in tables for line in table.datelines]
        self._dateline = self._compiled(datelines, 0) if datelines else None
        inside = r"[^()\[\]\n]{0,60}"
        self._bracketed = re.compile(rf"[(\[]{inside}?(?<!\w)({self._agency})(?!\w){inside}[)\]]")

    def find(self, block: str) -> Found | None:
        """What a block is, if its words are those of boilerplate; None for anything else, so for most of a story."""
        if len(block) > LONGEST:
            return None
        if _WORDLESS.fullmatch(block):
            return Found("boilerplate")
        plain = _plain(block)
        kind = self._whole.get(plain.casefold())
        if kind:
            return Found(kind, plain if kind in ("credit", "translation") else None)
        for kind, compiled in self._slotted:
            if found := compiled.fullmatch(plain):
                return _judged(kind, plain, found)
        return None

    def agencies(self, text: str) -> list[str]:
        """The agencies named in brackets: "(ANSA)", "[Reuters]", "(서울=연합뉴스)", in the order of the text."""
        return [found.group(1) for found in self._bracketed.finditer(text)]

    def dateline(self, text: str) -> Dateline | None:
        """The dateline at the beginning of a story: "PARIS (AFP) - …", "(ANSA) - ROMA, 3 GIU - …"; None if none."""
        if self._dateline is None or not (found := self._dateline.match(text[:160])):
            return None
        return Dateline(_group(found, "place"), _group(found, "agency"), found.end())

    def _add(self, kind: Kind, templates: list[str]) -> None:
        slotted = []
        for template in templates:
            if "<" in template:
                slotted.append(template)
                continue
            for form in words(template):
                self._whole.setdefault(_plain(form).casefold(), kind)
        if slotted:
            self._slotted.append((kind, self._compiled(slotted, re.IGNORECASE | re.DOTALL)))

    def _compiled(self, templates: list[str], flags: int) -> re.Pattern[str]:
        return re.compile("|".join(pattern(parse(template), self._slot) for template in templates), flags)

    def _slot(self, slot: Slot) -> str:
        source = self._agency if slot.name == "agency" else _SLOTS.get(slot.name)
        if source is None:
            known = ", ".join(sorted([*_SLOTS, "agency"]))
            raise TemplateError(f"boilerplate.toml: no slot <{slot.name}>; there are {known}")
        if slot.name in ("agency", "name", "place"):
            return f"(?P<{slot.name}_{next(self._groups)}>{source})"
        return f"(?:{source})"


@lru_cache(maxsize=8)
def boilerplate_reader(packs: tuple[Pack, ...]) -> BoilerplateReader:
    """The reader for these packs, compiled once."""
    return BoilerplateReader(packs)


def _plain(block: str) -> str:
    return _EDGES.sub("", _SPACES.sub(" ", block))


def _group(found: re.Match[str], slot: str) -> str | None:
    return next((value for name, value in found.groupdict().items() if value and name.startswith(slot)), None)


def _judged(kind: Kind, plain: str, found: re.Match[str]) -> Found | None:
    if kind == "byline":
        name = _group(found, "name")
        return Found(kind, name) if name and looks_like_a_name(name) else None
    if kind == "credit":
        return Found(kind, _group(found, "agency") or plain)
    return Found(kind, plain if kind == "translation" else None)


def looks_like_a_name(name: str) -> bool:
    """True if the first and last word begin with a capital, in scripts that have capitals."""
    ends = (name[0], name.split()[-1][0])
    return all(not char.islower() for char in ends) and any(char.isalpha() for char in name)
