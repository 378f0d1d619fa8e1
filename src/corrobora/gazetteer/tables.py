"""Read a TOML table of the gazetteer as a checked record."""

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from corrobora.errors import PackError

FOLDER = Path(__file__).parent

Table = TypeVar("Table", bound=msgspec.Struct)


def table_of(stem: str, shape: type[Table]) -> Table:
    """The table of one file, by its stem; raises PackError if it cannot be used."""
    path = FOLDER / f"{stem}.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"{path}: not readable as TOML in UTF-8: {error}") from error
    except msgspec.ValidationError as error:
        raise PackError(f"{path}: {error}") from error
