"""Read the gazetteer: places baked from CLDR and GeoNames, and hand-written agencies, outlets, bodies and people."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from corrobora.errors import PackError
from corrobora.read.names_table import Gender
from corrobora.read.packs import read_table

FOLDER = Path(__file__).parents[1] / "gazetteer"


class GazetteerEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The common shape: `names` maps a language code or a script to names separated by "|", the usual one first."""

    id: str
    names: dict[str, str]
    country: str | None = None

    def called(self, code: str, script: str) -> list[str]:
        """The names in one language; those of its script if the language has none of its own."""
        own = [name for key in (code, script) for name in self.names.get(key, "").split("|") if name]
        return list(dict.fromkeys(own))


class Agency(GazetteerEntry, frozen=True):
    """A news agency. `credits` are the forms in which others sign for it, such as "(ANSA)" or "AFP"."""

    credits: tuple[str, ...] = ()


class OutletEntry(GazetteerEntry, frozen=True):
    """An outlet with the domains of its pages, so that a link says who publishes."""

    domains: tuple[str, ...] = ()
    kind: str = "newspaper"


class Organisation(GazetteerEntry, frozen=True):
    """A body known by name: international bodies, ministries, services, parties, banks, companies."""


class Person(GazetteerEntry, frozen=True):
    """Somebody often quoted. `alone`: the last word of the name is enough to know who is meant.

    `written` is the day on which country and office were written down; people lose their offices.
    """

    written: date
    gender: Gender | None = None
    office: str | None = None
    alone: bool = False


class AgencyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agency: tuple[Agency, ...] = ()


class OutletTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    outlet: tuple[OutletEntry, ...] = ()


class OrganisationTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    organisation: tuple[Organisation, ...] = ()


class PersonTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: tuple[Person, ...] = ()


class GivenNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Given names of one people, separated by white space, in one script."""

    script: str
    of: str
    female: str = ""
    male: str = ""


class GivenNameTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    given: tuple[GivenNames, ...] = ()


class WritingTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """transliteration.toml: letters to ASCII, and the parts of a Hangul syllable; for ids only."""

    letters: dict[str, str] = {}
    initials: str = ""
    medials: str = ""
    finals: str = ""


class OfficeTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """offices.toml: two ways of naming one office or body → one id; roles and bodies that many are at a time."""

    same: dict[str, str] = {}
    many: tuple[str, ...] = ()


class Places(msgspec.Struct, frozen=True):
    """The baked places of one language: names by country code, by capital, and city ids by name."""

    countries: dict[str, tuple[str, ...]] = {}
    capitals: dict[str, tuple[str, ...]] = {}
    cities: dict[str, str] = {}


@cache
def agencies() -> tuple[Agency, ...]:
    return read_table(FOLDER / "agencies.toml", AgencyTable).agency


@cache
def outlets() -> tuple[OutletEntry, ...]:
    return read_table(FOLDER / "outlets.toml", OutletTable).outlet


@cache
def organisations() -> tuple[Organisation, ...]:
    return read_table(FOLDER / "organisations.toml", OrganisationTable).organisation


@cache
def people() -> tuple[Person, ...]:
    return read_table(FOLDER / "people.toml", PersonTable).person


@cache
def writing() -> WritingTable:
    return read_table(FOLDER / "transliteration.toml", WritingTable)


@cache
def offices() -> OfficeTable:
    return read_table(FOLDER / "offices.toml", OfficeTable)


def given_names(script: str) -> Iterator[GivenNames]:
    """The lists of given names written in this script."""
    table = read_table(FOLDER / "given_names.toml", GivenNameTable)
    return (names for names in table.given if names.script == script)


@cache
def places(code: str) -> Places:
    """The baked places of one language; empty if none were baked. Raises PackError if the file is broken."""
    path = FOLDER / "places" / f"{code}.json"
    if not path.is_file():
        return Places()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Places)
    except msgspec.MsgspecError as error:
        raise PackError(f"{path}: {error}; run `python tools/bake_gazetteer.py` again") from error
