"""Say which ids of organisations are the gazetteer's own, so that every language shares them."""

import zlib
from functools import cache
from pathlib import Path

import msgspec

from corrobora.errors import PackError

FOLDER = Path(__file__).parent

Folders = tuple[Path, ...]


class _Entry(msgspec.Struct, frozen=True):
    id: str


class _Entries(msgspec.Struct, frozen=True):
    organisation: tuple[_Entry, ...] = ()


class _Baked(msgspec.Struct, frozen=True):
    checksum: int
    table: _Entries


@cache
def organisation_ids(folders: Folders = ()) -> frozenset[str]:
    """The ids of organisations.toml of these folders and of ours. Raises PackError for a file that does not fit."""
    return frozenset(entry.id for folder in (*folders, FOLDER) for entry in _entries(folder))


def _entries(folder: Path) -> tuple[_Entry, ...]:
    path = folder / "organisations.toml"
    if folder == FOLDER:
        try:
            kept = msgspec.json.decode((FOLDER / "baked" / "organisations.json").read_bytes(), type=_Baked)
            if kept.checksum == zlib.crc32(path.read_bytes()):
                return kept.table.organisation
        except (OSError, msgspec.MsgspecError):
            pass
    if not path.is_file():
        return ()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_Entries).organisation
    except (OSError, ValueError) as error:
        raise PackError(f"{path}: {error}") from error
