"""Say which outlet or agency a name means: "ANSA", "연합뉴스", "l'Agence France-Presse", "The Guardian".

Names and the forms in which others sign are those of agencies.toml and outlets.toml, from the tables baked of them.
"""

import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from corrobora.errors import PackError

FOLDER = Path(__file__).parent

Folders = tuple[Path, ...]


class _Entry(msgspec.Struct, frozen=True):
    """What is needed here of an entry of outlets.toml or agencies.toml."""

    id: str
    names: dict[str, str] = {}
    title: str | None = None
    credits: tuple[str, ...] = ()


class _Entries(msgspec.Struct, frozen=True):
    outlet: tuple[_Entry, ...] = ()
    agency: tuple[_Entry, ...] = ()


class _Baked(msgspec.Struct, frozen=True):
    checksum: int
    table: _Entries


SHORT = 3
"""Names of so few letters are compared as they are written: "AP" and "DR" publish news, "ap" and "Dr" do not."""


def letters_of(name: str) -> str:
    """What names are compared by: letters and figures, with one space for all that parts them; but for short names in
    small letters."""
    letters = " ".join("".join(char if char.isalnum() else " " for char in name).split())
    return letters if len(letters) <= SHORT else letters.casefold()


@cache
def publisher_names(folders: Folders = ()) -> dict[str, str]:
    """The ids of outlets and agencies by `letters_of` each name; the entries of the last folder come first.

    A name that two of them share is the agency's. Raises PackError for a file that does not fit. The result is kept; do
    not change it.
    """
    found: dict[str, str] = {}
    for folder in (*reversed(folders), FOLDER):
        for stem in ("agencies", "outlets"):
            for entry in _entries(folder, stem):
                for name in _names(entry):
                    found.setdefault(letters_of(name), entry.id)
    found.pop("", None)
    return found


def _names(entry: _Entry) -> Iterator[str]:
    for several in entry.names.values():
        yield from several.split("|")
    if entry.title:
        yield entry.title
    for signed in entry.credits:
        yield signed.rpartition("=")[2]


def _entries(folder: Path, stem: str) -> tuple[_Entry, ...]:
    """The entries of one table; the built-in ones as they were baked, unless the TOML file was changed since."""
    path = folder / f"{stem}.toml"
    if folder == FOLDER:
        try:
            kept = msgspec.json.decode((FOLDER / "baked" / f"{stem}.json").read_bytes(), type=_Baked)
            if kept.checksum == zlib.crc32(path.read_bytes()):
                return kept.table.agency + kept.table.outlet
        except (OSError, msgspec.MsgspecError):
            pass
    if not path.is_file():
        return ()
    try:
        table = msgspec.toml.decode(path.read_bytes(), type=_Entries)
    except (OSError, ValueError) as error:
        raise PackError(f"{path}: {error}") from error
    return table.agency + table.outlet
