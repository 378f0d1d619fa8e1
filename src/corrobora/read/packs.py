"""Load and check a language pack: a folder of TOML files, one for each thing that a language can do."""

import tomllib
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from corrobora.errors import PackError
from corrobora.read.letters import Letters

BUILT_IN = Path(__file__).parents[1] / "languages"
FILES = ("language", "dates", "numbers", "names", "attribution", "boilerplate", "lexicon", "access", "examples")
"""The files of a pack, by their stems. Each may be absent: what exists is what the language can do."""
PLAIN = frozenset({"dates", "numbers", "names", "attribution"})
"""Those of them that are matched on the plain letters of a text."""

Table = TypeVar("Table", bound=msgspec.Struct)


class LanguageTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """language.toml: what the language is and how it is written."""

    code: str
    name: str
    english_name: str
    script: str = "Latin"
    version: int = 1
    spaces: bool = True
    capitals: bool = True
    noun_capitals: bool = False
    sentence_ends: tuple[str, ...] = (".", "!", "?", "…")
    abbreviations: tuple[str, ...] = ()
    ordinal_stops: bool = False
    quotation_marks: tuple[tuple[str, str], ...] = (("“", "”"), ("«", "»"), ('"', '"'))
    elisions: bool = False
    clitics: tuple[str, ...] = ()
    cue_last: bool = False
    stemmer: str = ""
    stem_rewrites: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[str, ...] = ()
    compounds: bool = False
    word_parts: bool = False
    decimal_mark: str = "."
    thousands_marks: tuple[str, ...] = (",",)
    verb_first: bool = False
    letters: str = ""
    silent: str = ""
    proclitics: tuple[str, ...] = ()
    article: str = ""


class Pack:
    """One language's folder. Its tables are read when they are first asked for, and kept.

    `gazetteer_folders` hold names that are known beside the built-in gazetteer's, in whatever language.
    """

    def __init__(self, folder: Path, gazetteer_folders: tuple[Path, ...] = ()):
        self.folder = folder
        self.code = folder.name
        self.gazetteer_folders = gazetteer_folders
        self._tables: dict[str, msgspec.Struct] = {}

    def has(self, stem: str) -> bool:
        """True if the pack has this file, so that the language can do this."""
        return (self.folder / f"{stem}.toml").is_file()

    def table(self, stem: str, shape: type[Table]) -> Table:
        """The file `stem`.toml, checked against `shape`; an empty table if the file is absent. The words of a file that
        is matched on plain letters (PLAIN) are in those.

        Raises PackError, naming file and key, if the TOML is broken or does not fit.
        """
        kept = self._tables.get(stem)
        if isinstance(kept, shape):
            return kept
        plain = self.letters.word if stem in PLAIN else str
        table = read_table(self.folder / f"{stem}.toml", shape, plain)
        self._tables[stem] = table
        return table

    @property
    def language(self) -> LanguageTable:
        return self.table("language", LanguageTable)

    @cached_property
    def letters(self) -> Letters:
        """What counts as the same letter in this language."""
        return Letters(self.language.letters, self.language.silent)


def read_table(path: Path, shape: type[Table], plain: Callable[[str], str] = str) -> Table:
    """One TOML file as a checked Struct, `plain` applied to its text; raises PackError. An absent file is an empty
    table."""
    try:
        content = tomllib.loads(plain(path.read_text(encoding="utf-8"))) if path.is_file() else {}
        return msgspec.convert(content, shape)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: not readable as TOML in UTF-8: {error}") from error
    except msgspec.ValidationError as error:
        raise PackError(f"{path}: {error}; see docs/adding-a-language.md for the keys") from error


@cache
def load_pack(code: str, folder: Path = BUILT_IN, gazetteer_folders: tuple[Path, ...] = ()) -> Pack:
    """The pack of one language; raises PackError if there is none."""
    path = folder / code
    if not (path / "language.toml").is_file():
        known = ", ".join(installed(folder)) or "none"
        raise PackError(f"no language pack {code!r} in {folder}; installed: {known}")
    return Pack(path, gazetteer_folders)


def installed(folder: Path = BUILT_IN) -> list[str]:
    """The codes of all packs in a folder, sorted."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if (path / "language.toml").is_file())
