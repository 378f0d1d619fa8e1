"""Say to which outlet or agency a domain belongs, from a table that is read when it is first asked for.

The table is made from outlets.toml, agencies.toml and suffixes.toml by tools/bake_tables.py, and read from these files
themselves if one of them was changed since. read/gazetteer.py reads the same files for the names in texts, strictly.
"""

import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from corrobora.errors import PackError
from corrobora.records import Outlet
from corrobora.records.documents import OutletKind

FOLDER = Path(__file__).parent
BAKED = FOLDER / "baked" / "domains.json"
SOURCES = ("outlets.toml", "agencies.toml", "suffixes.toml")

Folders = tuple[Path, ...]
Shape = TypeVar("Shape", bound=msgspec.Struct)


class Publisher(msgspec.Struct, frozen=True):
    """An outlet and the domains, or single hosts, that are its own: lower case, IDNA (xn--), without "www."."""

    outlet: Outlet
    domains: tuple[str, ...] = ()


class Domains(msgspec.Struct, frozen=True):
    """The whole table. `suffixes`: under these everybody may have a name: "co.uk", "blogspot.com"."""

    checksums: tuple[int, ...]
    publishers: tuple[Publisher, ...]
    suffixes: frozenset[str]


class _Entry(msgspec.Struct, frozen=True):
    """What is needed here of an entry of outlets.toml or agencies.toml."""

    id: str
    names: dict[str, str] = {}
    title: str | None = None
    domains: tuple[str, ...] = ()
    country: str | None = None
    languages: tuple[str, ...] = ()
    owner: str | None = None
    kind: OutletKind | None = None
    since: int | None = None


class _Entries(msgspec.Struct, frozen=True):
    outlet: tuple[_Entry, ...] = ()
    agency: tuple[_Entry, ...] = ()


class _Suffixes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    second_level: dict[str, str] = {}
    platforms: str = ""


def publishers(folders: Folders = ()) -> dict[str, Outlet]:
    """Every known domain with its outlet; the entries of the last folder come first, those built in last.

    An entry of a folder stands in place of one with the same id, with all its domains. Raises PackError for a file of
    `folders` that does not fit. The result is kept; do not change it.
    """
    return _by_domain(folders)


@cache
def _by_domain(folders: Folders) -> dict[str, Outlet]:
    by_id: dict[str, Publisher] = {}
    for folder in reversed(folders):
        for publisher in written(folder):
            by_id.setdefault(publisher.outlet.id, publisher)
    for publisher in _table().publishers:
        by_id.setdefault(publisher.outlet.id, publisher)
    found: dict[str, Outlet] = {}
    for publisher in by_id.values():
        for domain in publisher.domains:
            found.setdefault(domain, publisher.outlet)
    return found


def suffixes() -> frozenset[str]:
    """The suffixes of more than one label under which everybody may have a name; top-level domains are not in it."""
    return _table().suffixes


@cache
def _table() -> Domains:
    """The baked table, or one made now if the baked one is out of date."""
    try:
        kept = msgspec.json.decode(BAKED.read_bytes(), type=Domains)
        if kept.checksums == checksums():
            return kept
    except (OSError, msgspec.MsgspecError):
        pass
    return made()


def made() -> Domains:
    """The table as the TOML files say it. Raises PackError if one does not fit."""
    table = _decoded(FOLDER / "suffixes.toml", _Suffixes)
    below = (f"{label}.{top}" for top, labels in table.second_level.items() for label in labels.split())
    return Domains(checksums(), tuple(written(FOLDER)), frozenset(below) | frozenset(table.platforms.split()))


def checksums() -> tuple[int, ...]:
    """What tells whether one of the TOML files was changed; no protection against malice."""
    return tuple(zlib.crc32((FOLDER / name).read_bytes()) for name in SOURCES)


def written(folder: Path) -> Iterator[Publisher]:
    """The outlets and agencies of a folder that have domains; none if the files are not there."""
    for name in ("outlets.toml", "agencies.toml"):
        path = folder / name
        if path.is_file():
            entries = _decoded(path, _Entries)
            yield from _with_domains(entries.outlet, "newspaper")
            yield from _with_domains(entries.agency, "agency")


def _with_domains(entries: Iterable[_Entry], kind: OutletKind) -> Iterator[Publisher]:
    for entry in entries:
        if entry.domains:
            named = entry.title or next(iter(entry.names.values()), entry.domains[0]).split("|")[0]
            outlet = Outlet(
                id=entry.id,
                name=named,
                homepage=f"https://{entry.domains[0]}/",
                country=entry.country,
                languages=entry.languages,
                kind=entry.kind or kind,
                owner=entry.owner,
                since=entry.since,
            )
            yield Publisher(outlet, tuple(_plain(domain, entry.id) for domain in entry.domains))


def _plain(domain: str, whose: str) -> str:
    try:
        return ascii_host(domain.lower()).removeprefix("www.")
    except ValueError as error:
        raise PackError(f"{whose}: {domain!r} is no domain: {error}") from error


def ascii_host(host: str) -> str:
    """A host as the network writes it (IDNA 2003, as in Python). Raises ValueError if it cannot be written so."""
    return host if host.isascii() else host.encode("idna").decode("ascii").lower()


def _decoded(path: Path, shape: type[Shape]) -> Shape:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=shape)
    except (OSError, ValueError) as error:
        raise PackError(f"{path}: {error}") from error
