"""Read people and organisations with their names from dumps that others publish.

Three formats: OpenSanctions and other Follow the Money entities (JSON Lines), Wikidata's JSON dump (an entity a line,
in one array or not), JRC-Names (tab-separated: number, type, language, name with + for spaces). Lines come one by one,
so a dump of any size is read in little memory; a line that is broken is counted and told, and stops nothing.
"""

import gzip
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from corrobora.errors import PackError

Form = Literal["ftm", "wikidata", "jrc"]
LONGEST_LINE = 32 * 1024 * 1024
LONGEST_NAME = 120
HUMAN = "Q5"
GENDERS = {"Q6581097": "male", "Q6581072": "female", "male": "male", "female": "female"}
BODY_CLAIMS = ("P159", "P112", "P169", "P488", "P1813", "P749")
"""Wikidata's properties that only bodies have: headquarters, founder, head, chair, short name, parent."""
FTM_BODIES = frozenset({"Organization", "Company", "PublicBody", "LegalEntity"})
SCRIPTS = {"LATIN": "Latin", "CYRILLIC": "Cyrillic", "ARABIC": "Arabic", "HANGUL": "Hangul", "CJK": "Han"}
JAPANESE = ("KATAKANA", "HIRAGANA")


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """One entity of a dump: `names` by language code or script, the usual name first."""

    source: str
    kind: Literal["person", "organisation"]
    names: dict[str, tuple[str, ...]]
    country: str | None = None
    gender: str | None = None


class Dump:
    """A file of names. Iterating gives its entities; `broken` then tells the lines that could not be read."""

    def __init__(self, path: Path, form: Form | None = None):
        self.path = path
        self.form = form
        self.broken: list[str] = []
        self.skipped = 0

    def __iter__(self) -> Iterator[Named]:
        """Raises PackError for a file that is missing, cut off, or of no known form."""
        lines = _lines(self.path)
        form = self.form or self._form()
        if form == "jrc":
            yield from self._jrc(lines)
            return
        read = _ftm if form == "ftm" else _wikidata
        for number, line in lines:
            yield from self._json(number, line, read)

    def _form(self) -> Form:
        for _, line in _lines(self.path):
            text = line.strip().rstrip(b",")
            if text in (b"", b"["):
                continue
            if text.startswith(b"{"):
                return "ftm" if b'"schema"' in text and b'"properties"' in text else "wikidata"
            if text.count(b"\t") >= 3:
                return "jrc"
            break
        raise PackError(f"{self.path}: neither Follow the Money, nor Wikidata, nor JRC-Names; say which with --form")

    def _json(self, number: int, line: bytes, read: Callable[[dict[str, Any]], Named | None]) -> Iterator[Named]:
        text = line.strip().rstrip(b",")
        if text in (b"", b"[", b"]"):
            return
        try:
            entity = msgspec.json.decode(text)
            named = read(entity) if isinstance(entity, dict) else None
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            self.broken.append(f"{self.path}, line {number}: {type(error).__name__}: {str(error)[:120]}")
            return
        if named is None or not named.names:
            self.skipped += 1
            return
        yield named

    def _jrc(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[Named]:
        """Variants of one entity stand on lines side by side."""
        number, kind, variants = "", "", [("", "")][:0]
        for at, line in lines:
            parts = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
            if len(parts) < 4 or not parts[0].isdigit():
                if line.strip() and not line.startswith(b"#"):
                    self.broken.append(f"{self.path}, line {at}: not four columns with a number first")
                continue
            if parts[0] != number:
                yield from self._variants(number, kind, variants)
                number, kind, variants = parts[0], parts[1], []
            variants.append((parts[2] if len(parts[2]) == 2 else "", parts[3].replace("+", " ")))
        yield from self._variants(number, kind, variants)

    def _variants(self, number: str, kind: str, variants: list[tuple[str, str]]) -> Iterator[Named]:
        if not number:
            return
        names = _by_script(variants)
        if kind not in ("P", "O") or not names:
            self.skipped += 1
            return
        yield Named(source=f"jrc-{number}", kind="person" if kind == "P" else "organisation", names=names)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The numbered lines of a file, unpacked if it is gzip."""
    try:
        with path.open("rb") as probe:
            packed = probe.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise PackError(
                        f"{path}, line {number}: longer than {LONGEST_LINE:,} bytes; is it one entity a line?"
                    )
                yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise PackError(f"{path}: the file is cut off or damaged ({error}); fetch it again") from error
    except OSError as error:
        raise PackError(f"{path}: cannot be read: {error.strerror or error}") from error


def _ftm(entity: dict[str, Any]) -> Named | None:
    schema, properties = entity["schema"], entity["properties"]
    if schema != "Person" and schema not in FTM_BODIES:
        return None
    written = [name for key in ("name", "alias") for name in properties.get(key, ())]
    countries = [code for code in properties.get("country", ()) if isinstance(code, str) and len(code) == 2]
    gender = GENDERS.get((properties.get("gender") or [""])[0])
    return Named(
        source=str(entity["id"]),
        kind="person" if schema == "Person" else "organisation",
        names=_by_script([("", name) for name in written]),
        country=countries[0].lower() if len(countries) == 1 else None,
        gender=gender if schema == "Person" else None,
    )


def _wikidata(entity: dict[str, Any]) -> Named | None:
    claims = entity.get("claims") or {}
    human = HUMAN in _ids(claims, "P31")
    if not human and not any(claim in claims for claim in BODY_CLAIMS):
        return None
    names: dict[str, list[str]] = {}
    for code, label in (entity.get("labels") or {}).items():
        names.setdefault(code, []).append(label["value"])
    for code, aliases in (entity.get("aliases") or {}).items():
        if human:
            names.setdefault(code, []).extend(alias["value"] for alias in aliases if " " in alias["value"])
    listed = [(code, name) for code, called in names.items() if len(code) == 2 for name in called]
    kept: dict[str, dict[str, None]] = {}
    for code, name in listed:
        if _sound(name):
            kept.setdefault(code, {})[name] = None
    gender = next((GENDERS[one] for one in _ids(claims, "P21") if one in GENDERS), None)
    return Named(
        source=str(entity["id"]),
        kind="person" if human else "organisation",
        names={code: tuple(called) for code, called in kept.items()},
        gender=gender if human else None,
    )


def _ids(claims: dict[str, Any], claim: str) -> list[str]:
    values = [one.get("mainsnak", {}).get("datavalue", {}).get("value") for one in claims.get(claim, ())]
    return [value["id"] for value in values if isinstance(value, dict) and "id" in value]


def _by_script(variants: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Names by their language where it is told, else by the script that they are written in."""
    kept: dict[str, dict[str, None]] = {}
    for code, name in variants:
        key = code or script_of(name)
        if isinstance(name, str) and key and _sound(name):
            kept.setdefault(key, {})[" ".join(name.split())] = None
    return {key: tuple(names) for key, names in kept.items()}


def script_of(name: str) -> str:
    """The script of a name as the gazetteer calls it; "" for one that it does not know, or a mixture."""
    found = {unicodedata.name(c, "?").partition(" ")[0] for c in str(name) if c.isalpha()}
    if found & set(JAPANESE):
        return "Japanese" if found <= {*JAPANESE, "CJK"} else ""
    return SCRIPTS.get(found.pop(), "") if len(found) == 1 else ""


def _sound(name: object) -> bool:
    """True for a name that can stand in a table: not too long, one line, without the sign that parts names."""
    return isinstance(name, str) and 1 < len(name) <= LONGEST_NAME and name.isprintable() and "|" not in name
