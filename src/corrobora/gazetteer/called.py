"""Look up which entities a name stands for, in any of the languages that the gazetteer knows.

The hand-written tables come as the JSON that tools/bake_tables.py makes of them (or as TOML, if that was changed),
places by language from places/, what the language packs call places and bodies from baked/called.json, names that
others bear, too, from namesakes.toml. A language's places are read when a name of that language is first looked up.
"""

import tomllib
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from corrobora.errors import PackError

FOLDER = Path(__file__).parent
BAKED = FOLDER / "baked"
PLACES = FOLDER / "places"
CALLED = BAKED / "called.json"
PARTS = BAKED / "name_parts.json"
SPELLINGS = BAKED / "place_spellings.json"
KEYS = BAKED / "people_keys.json"
KINDS = {"people": "person", "organisations": "organisation", "agencies": "agency", "outlets": "outlet"}
"""The hand-written tables, and what their lists are called."""

Folders = tuple[Path, ...]
Shape = TypeVar("Shape")

_LETTERS = str.maketrans(
    {"’": None, "'": None, "ʼ": None, "ʹ": None, "-": " ", "‐": " ", "‑": " ", "·": " ", "・": " ", "ё": "е", "ـ": None}
    | dict.fromkeys("أإآٱ", "ا")
    | {"ة": "ه", "ى": "ي", ".": None, "\u00a0": " ", "ß": "ss"}
)


class Entry(msgspec.Struct, frozen=True):
    """What is needed here of an entry of the hand-written tables."""

    id: str
    names: dict[str, str] = {}
    country: str | None = None
    office: str | None = None
    alone: bool = False
    short: dict[str, str] = {}

    def called(self) -> Iterator[str]:
        """Every name in every language."""
        for names in (*self.names.values(), *self.short.values()):
            yield from filter(None, names.split("|"))

    def shortened(self) -> Iterator[str]:
        """Last words of names that are enough to know who is meant."""
        if self.alone:
            for names in self.names.values():
                for name in names.split("|"):
                    last = name.replace("·", " ").replace("・", " ").rpartition(" ")[2]
                    if last != name:
                        yield last


class Namesakes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """namesakes.toml: ids → names that others bear, too; articles that may stand before a name ("the Kremlin")."""

    articles: str = ""
    namesake: dict[str, str] = {}


class _Baked(msgspec.Struct, frozen=True):
    checksum: int
    table: dict[str, msgspec.Raw]


class _Places(msgspec.Struct, frozen=True):
    countries: dict[str, tuple[str, ...]] = {}
    capitals: dict[str, tuple[str, ...]] = {}
    cities: dict[str, str] = {}


def folded(name: str) -> str:
    """A name as it is looked up: lower case, without apostrophes, hyphens as spaces, one form of each letter."""
    return name.lower().translate(_LETTERS).strip()


class Called:
    """Names and the entities that they stand for; without the built-in ones, only those of the folders."""

    def __init__(self, folders: Folders = (), *, built_in: bool = True):
        sources = (*reversed(folders), *((FOLDER,) if built_in else ()))
        self.entries = {entry.id: entry for entry in _all_entries(sources)}
        self._names: dict[str, tuple[str, ...]] = {}
        self._by_place: dict[str, list[str]] = {}
        self._places: dict[str, dict[str, tuple[str, ...]]] = {}
        for entry in self.entries.values():
            for name in (*entry.called(), *entry.shortened()):
                _add(self._names, name, entry.id)
        self._pack_names = _pack_names() if built_in else {}
        namesakes = _namesakes() if built_in else Namesakes()
        self._articles = frozenset(namesakes.articles.split())
        self.namesakes = frozenset(namesakes.namesake)
        for identifier, names in namesakes.namesake.items():
            for name in names.split("|"):
                _add(self._names, name, identifier)

    def known(self, entity: str) -> bool:
        """True if an id is the gazetteer's own: of its tables, or of a place."""
        return entity in self.entries or entity.startswith(("country:", "city:"))

    def ids(self, name: str, language: str | None = None) -> tuple[str, ...]:
        """The ids of everything that is called so; several for a name that several have, none for an unknown one.

        Places are looked up in the language, or in all of them if it is not given.
        """
        key = folded(name)
        found = dict.fromkeys(self._names.get(key, ()))
        for code in (language,) if language in self._codes() else self._codes():
            found.update(dict.fromkeys(self._of(code or "").get(key, ())))
        if found:
            return tuple(found)
        first, _, rest = key.partition(" ")
        return self.ids(rest, language) if rest and first in self._articles else ()

    def place_names(self, entity: str) -> tuple[str, ...]:
        """What all languages call a place, folded."""
        if not self._by_place:
            for code in self._codes():
                for name, ids in self._of(code).items():
                    self._by_place.setdefault(ids[0], []).append(name)
        return tuple(dict.fromkeys(self._by_place.get(entity, ())))

    def spelt(self, name: str) -> tuple[str, ...]:
        """Places that a name not known otherwise is a spelling of (rigour's countries, GeoNames's cities)."""
        return tuple(f"{one}" for one in place_spellings().get(folded(name), "").split()) if self._articles else ()

    def _codes(self) -> tuple[str, ...]:
        return tuple(self._pack_names)

    def _of(self, code: str) -> dict[str, tuple[str, ...]]:
        """What one language calls places, and the bodies that its pack names."""
        names = self._places.get(code)
        if names is None:
            names = self._places[code] = _places(code)
            for identifier, called in self._pack_names.get(code, {}).items():
                for name in called.split("|"):
                    _add(names, name, identifier)
        return names


@cache
def called(folders: Folders = ()) -> Called:
    """The names of some folders and the built-in ones; an entry of a folder stands in place of one with its id."""
    return Called(folders)


def _add(names: dict[str, tuple[str, ...]], name: str, identifier: str) -> None:
    key = folded(name)
    known = names.get(key)
    if known is None:
        names[key] = (identifier,)
    elif identifier not in known:
        names[key] = (*known, identifier)


def _all_entries(folders: Folders) -> Iterator[Entry]:
    taken: set[str] = set()
    for folder in folders:
        for stem, head in KINDS.items():
            for entry in _entries(folder, stem, head):
                if entry.id not in taken:
                    taken.add(entry.id)
                    yield entry


def _entries(folder: Path, stem: str, head: str) -> Iterable[Entry]:
    source = folder / f"{stem}.toml"
    if folder == FOLDER:
        try:
            baked = msgspec.json.decode((BAKED / f"{stem}.json").read_bytes(), type=_Baked)
            if baked.checksum == zlib.crc32(source.read_bytes()):
                return msgspec.json.decode(baked.table[head], type=tuple[Entry, ...])
        except (OSError, KeyError, msgspec.MsgspecError):
            pass
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8")) if source.is_file() else {}
        return msgspec.convert(table.get(head, ()), tuple[Entry, ...])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PackError(f"{source}: {error}") from error


def _places(code: str) -> dict[str, tuple[str, ...]]:
    path = PLACES / f"{code}.json"
    table = _decoded(path, _Places) if path.is_file() else _Places()
    names: dict[str, tuple[str, ...]] = {folded(name): (f"city:{city}",) for name, city in table.cities.items()}
    for kind, named in (("city", table.capitals), ("country", table.countries)):
        for identifier, forms in named.items():
            for form in forms:
                for name in (form, *_in_brackets(form)):
                    _add(names, name, f"{kind}:{identifier}")
    return names


def _in_brackets(name: str) -> tuple[str, ...]:
    """Both names of "Myanmar (Burma)"."""
    outside, opened, rest = name.replace("（", "(").replace("）", ")").partition("(")
    return (outside.strip(), rest.rstrip(") ").strip()) if opened else ()


def _pack_names() -> dict[str, dict[str, str]]:
    return _decoded(CALLED, dict[str, dict[str, str]])


def _namesakes() -> Namesakes:
    return msgspec.convert(tomllib.loads((FOLDER / "namesakes.toml").read_text(encoding="utf-8")), Namesakes)


@cache
def place_spellings() -> dict[str, str]:
    """Spellings of places → their ids, with spaces between them."""
    return _decoded(SPELLINGS, dict[str, str])


@cache
def name_parts() -> dict[str, frozenset[int]]:
    """Words of names → the numbers of the names that they are forms of (Vladimir and Volodymyr share one)."""
    return _decoded(PARTS, dict[str, frozenset[int]])


@cache
def people_keys() -> dict[str, str]:
    """Keys of names (relate/name_keys.py) → the people of people.toml who have them: last parts of ids, with spaces."""
    return _decoded(KEYS, dict[str, str])


def _decoded(path: Path, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(path.read_bytes(), type=shape)
    except (OSError, msgspec.MsgspecError) as error:
        raise PackError(f"{path}: {error}; run the tools in tools/ again") from error
