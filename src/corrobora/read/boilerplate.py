"""Recognise what is no part of the story: outlet lines, share bars, newsletter boxes, "read also", notices, credits."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, cast, get_args

import msgspec
from ahocorasick_rs import AhoCorasick

from corrobora.read.block_templates import LONGEST_NAMED, BlockTemplates, Matched, filled, lowered
from corrobora.read.packs import Pack

LONGEST = 300
"""A block of more characters is never boilerplate by its words."""

LONGEST_DATELINE = 160
MOST_KEPT = 1_000
"""Sets of agencies for which the datelines stay compiled."""

Gate = Literal["challenge", "missing", "parked", "consent", "paywall"]
"""What a page shows in place of an article: a check for programs, an error, a domain for sale, a question about
cookies, or the demand to subscribe or sign in."""

GATES: tuple[Gate, ...] = get_args(Gate)

Kind = Literal["boilerplate", "outlet", "related_links", "caption", "byline", "credit", "translation"]


class GateTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `gate` of boilerplate.toml: what stands in an article's place, or in that of its rest.

    Templates as the others, but each for a whole sentence, a page's title or a heading; no agencies.
    """

    paywall: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    challenge: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()


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
    gate: GateTable = GateTable()


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
_ADDRESS = re.compile(r"\s*(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+)\s*")
_OF_ADDRESSES = ("://", "www.", "@")
_WORDLESS = re.compile(r"[\W_]*")


class BoilerplateReader:
    """The boilerplate of several packs together: an Italian page may well carry English share buttons."""

    def __init__(self, packs: Sequence[Pack]):
        tables = [pack.table("boilerplate", BoilerplateTable) for pack in packs]
        names = sorted({name for table in tables for name in table.agencies}, key=lambda name: (-len(name), name))
        listed = [(key, template) for key in _KINDS for table in tables for template in getattr(table, key)]
        self._templates = BlockTemplates(listed, names)
        self._gates = BlockTemplates(
            (kind, template) for kind in GATES for table in tables for template in getattr(table.gate, kind)
        )
        agency = self._templates.agency
        begins = dict.fromkeys(line for table in tables for line in table.datelines)
        self._datelines = sorted(begins, key=lambda line: "<agency>" not in line)  # those that name an agency first
        self._agencies, self._agencies_in = names, AhoCorasick(names)
        self._dateline_of: dict[tuple[int, ...], re.Pattern[str]] = {}
        signed = self._templates.alternation(line for table in tables for line in table.bracketed_credits)
        self._signed = re.compile(rf"[(\[](?:{signed})[)\]]\.?") if signed else None
        self._opening = re.compile(rf"({agency})(?!\w)")
        inside = r"[^()\[\]\n]{0,60}"
        self._bracketed = re.compile(rf"[(\[]{inside}?(?<!\w)({agency})(?!\w){inside}[)\]]")

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
        return next((made for found in self._templates.find(block) if (made := _carrying(found))), None)

    def gate(self, sentence: str) -> Gate | None:
        """What a sentence, title or heading says of the page that shows it in place of an article; None for others."""
        if len(sentence) > LONGEST or _WORDLESS.fullmatch(sentence):
            return None
        return next((cast(Gate, found.kind) for found in self._gates.find(sentence)), None)

    def _bracketed_credit(self, block: str) -> Found | None:
        """Who signs a block that is nothing but a credit in brackets: "(avec Nordpress)"."""
        found = self._signed.fullmatch(lowered(block)) if self._signed and len(block) <= LONGEST_NAMED else None
        spans = filled(found) if found else {}
        name = block[slice(*spans["name"])] if "name" in spans else ""
        return Found("credit", name) if name and looks_like_a_name(name) else None

    def _of_lines(self, block: str) -> Found | None:
        """What a block of several lines is: boilerplate only if each line is; what carries something counts first."""
        founds: list[Found] = []
        for line in block.splitlines():
            if line.strip():
                found = self.find(line)
                if found is None:
                    return None
                founds.append(found)
        return next((found for found in founds if found.value), founds[0])

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
        opening = text[:LONGEST_DATELINE]
        if not self._datelines or not (found := self._dateline(opening).match(opening)):
            return None
        spans = filled(found)
        parts = {slot: text[slice(*spans[slot])] for slot in ("place", "agency") if slot in spans}
        place = parts.get("place", "").rstrip("0123456789") or None  # 北京11月5日: the day follows at once
        if place and sum(word[0].islower() for word in place.split()) > 1:
            return None  # a clause, and not a place
        return Dateline(place, parts.get("agency"), found.end())

    def _dateline(self, opening: str) -> re.Pattern[str]:
        """The datelines with the agencies whose names stand in an opening: with all of them, compiling took a third of
        a second."""
        met = self._agencies_in.find_matches_as_indexes(opening, overlapping=True)
        present = tuple(sorted({which for which, _, _ in met}))
        if present not in self._dateline_of:
            lines = [line for line in self._datelines if present or "<agency>" not in line]
            agencies = [self._agencies[which] for which in present]
            made = re.compile(self._templates.alternation_of_beginnings(lines, agencies) or r"(?!)")
            if len(self._dateline_of) > MOST_KEPT:
                return made
            self._dateline_of[present] = made
        return self._dateline_of[present]


@lru_cache(maxsize=8)
def boilerplate_reader(packs: tuple[Pack, ...]) -> BoilerplateReader:
    """The reader for these packs, compiled once."""
    return BoilerplateReader(packs)


def looks_like_a_name(name: str) -> bool:
    """True if the first and last word begin with a capital, in scripts that have capitals."""
    return not any(word[0].islower() for word in (name, name.split()[-1]))


def _carrying(found: Matched) -> Found | None:
    """The kind with what it carries; None if what should be a name does not look like one."""
    kind, plain, spans = _KINDS[found.kind], found.plain, found.places
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
