"""Read the gazetteer: places baked from CLDR and GeoNames, and hand-written agencies, outlets, bodies and people.

Reading TOML takes 50 times as long as reading JSON, so tools/bake_tables.py writes each big table as JSON, too, with
the checksum of the TOML file that it was made from. A baked table that is out of date is not used.
"""

import zlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from corrobora.errors import PackError
from corrobora.read.names_table import Gender
from corrobora.read.packs import read_table
from corrobora.records.documents import OutletKind

FOLDER = Path(__file__).parents[1] / "gazetteer"
BAKED = FOLDER / "baked"

Table = TypeVar("Table", bound=msgspec.Struct)
Entry = TypeVar("Entry", bound="GazetteerEntry")
Folders = tuple[Path, ...]


class GazetteerEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The common shape: `names` maps a language code or a script to names separated by "|", the usual one first."""

    id: str
    names: dict[str, str]
    country: str | None = None

    def called(self, code: str, script: str) -> list[str]:
        """The names in one language; those of its script if the language has none of its own."""
        own = [name for key in (code, script) for name in self.names.get(key, "").split("|") if name]
        return list(dict.fromkeys(own))


class PublisherEntry(GazetteerEntry, frozen=True):
    """Who publishes: the domains of the pages, their languages, whose it is, and in which year it began.

    These are checked here and asked for in gazetteer/domains.py; the tables baked for reading do without `UNREAD`.
    """

    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    owner: str | None = None
    since: int | None = None


class Agency(PublisherEntry, frozen=True):
    """A news agency. `credits` are the forms in which others sign for it, such as "(ANSA)" or "AFP"."""

    credits: tuple[str, ...] = ()


class OutletEntry(PublisherEntry, frozen=True):
    """An outlet. `title` is its name where texts may not be read by it; `names` are those that are read."""

    names: dict[str, str] = {}
    title: str | None = None
    kind: OutletKind = "newspaper"


class Organisation(GazetteerEntry, frozen=True):
    """A body known by name: international bodies, ministries, services, parties, banks, companies."""


class Person(GazetteerEntry, frozen=True):
    """Somebody often quoted. `alone`: the last word of the name is enough to know who is meant.

    `short` says what is enough in languages where that is not the last word, or names that are enough although the last
    word is not. `written` is the day on which country and office were written down; people lose their offices.
    """

    written: date
    gender: Gender | None = None
    office: str | None = None
    alone: bool = False
    short: dict[str, str] = {}

    def shortened(self, code: str, script: str) -> list[str]:
        """The short names that are enough to know who is meant, in one language."""
        short = [name for key in (code, script) for name in self.short.get(key, "").split("|") if name]
        if short or not self.alone:
            return short
        return [last_word(name) for name in self.called(code, script)]


def last_word(name: str) -> str:
    """What stands behind the last space or middle dot of a name."""
    return name.replace("·", " ").replace("・", " ").rpartition(" ")[2]


class AgencyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """agencies.toml. `written` is the day on which domains, languages and owners were written down."""

    agency: tuple[Agency, ...] = ()
    written: date | None = None


class OutletTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """outlets.toml. `written` is the day on which domains, kinds, languages and owners were written down."""

    outlet: tuple[OutletEntry, ...] = ()
    written: date | None = None


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


TABLES: dict[str, type[msgspec.Struct]] = {
    "agencies": AgencyTable,
    "outlets": OutletTable,
    "organisations": OrganisationTable,
    "people": PersonTable,
    "given_names": GivenNameTable,
}
"""The tables that are baked, by the stems of their files."""

UNREAD = frozenset({"domains", "languages", "owner", "title", "kind", "since"})
"""What names of outlets and agencies are found without; so are entries that have no names."""


class BakedTable(msgspec.Struct, frozen=True):
    """A baked file: the table as it was when the TOML file had this checksum."""

    checksum: int
    table: msgspec.Raw


@cache
def agencies(folders: Folders = ()) -> tuple[Agency, ...]:
    """The agencies of some folders, then the built-in ones."""
    return _joined("agencies", AgencyTable, lambda table: table.agency, folders)


@cache
def outlets(folders: Folders = ()) -> tuple[OutletEntry, ...]:
    """The outlets of some folders, then the built-in ones."""
    return _joined("outlets", OutletTable, lambda table: table.outlet, folders)


@cache
def organisations(folders: Folders = ()) -> tuple[Organisation, ...]:
    """The organisations of some folders, then the built-in ones."""
    return _joined("organisations", OrganisationTable, lambda table: table.organisation, folders)


@cache
def people(folders: Folders = ()) -> tuple[Person, ...]:
    """The people of some folders, then the built-in ones."""
    return _joined("people", PersonTable, lambda table: table.person, folders)


def _joined(
    stem: str, shape: type[Table], entries: Callable[[Table], tuple[Entry, ...]], folders: Folders
) -> tuple[Entry, ...]:
    """All entries of one kind by id; a later folder's stand in place of an earlier one's and of the built-in ones."""
    found: dict[str, Entry] = {}
    for folder in reversed(folders):
        for entry in entries(read_table(folder / f"{stem}.toml", shape)):
            found.setdefault(entry.id, entry)
    for entry in entries(_built_in(stem, shape)):
        found.setdefault(entry.id, entry)
    return tuple(found.values())


def _built_in(stem: str, shape: type[Table]) -> Table:
    """A table of ours: the baked one, or the TOML file itself if that was changed since."""
    source, baked = FOLDER / f"{stem}.toml", BAKED / f"{stem}.json"
    try:
        kept = msgspec.json.decode(baked.read_bytes(), type=BakedTable)
        if kept.checksum == checksum(source):
            return msgspec.json.decode(kept.table, type=shape)
    except (OSError, msgspec.MsgspecError):
        pass
    return read_table(source, shape)


def checksum(path: Path) -> int:
    """What tells whether a file was changed; no protection against malice."""
    return zlib.crc32(path.read_bytes())


def check_folders(folders: Folders) -> None:
    """Raises PackError for a folder that is missing or has no table of the gazetteer."""
    files = [f"{stem}.toml" for stem in TABLES if stem != "given_names"]
    for folder in folders:
        if not any((folder / name).is_file() for name in files):
            raise PackError(f"gazetteer folder {folder}: none of {', '.join(files)} is there")


@cache
def writing() -> WritingTable:
    return read_table(FOLDER / "transliteration.toml", WritingTable)


@cache
def offices() -> OfficeTable:
    return read_table(FOLDER / "offices.toml", OfficeTable)


def given_names(script: str) -> Iterator[GivenNames]:
    """The lists of given names written in this script."""
    return (names for names in _built_in("given_names", GivenNameTable).given if names.script == script)


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
