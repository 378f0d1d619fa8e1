"""Write imported names as a folder for the setting gazetteer_folders: people.toml with organisations.toml beside it.

Somebody whom the gazetteer knows by one of the imported names keeps the gazetteer's id, and what it says of them; new
names are added. Everybody else gets an id made of the first name in Latin letters.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from corrobora.errors import PackError
from corrobora.gazetteer.called import Called, Entry, folded
from corrobora.relate.name_dumps import Named
from corrobora.relate.name_sounds import words_of

HEADS = {"person": ("people.toml", "person"), "organisation": ("organisations.toml", "organisation")}
SCHEMES = {"person": "person", "organisation": "org"}


def write_folder(entities: Iterable[Named], folder: Path, called: Called, *, today: date, least: int) -> dict[str, int]:
    """Write the entities that have at least `least` languages or scripts; returns how many of each kind there are.

    Raises PackError if nothing is left to write, or the folder cannot be written.
    """
    lines: dict[str, list[str]] = {kind: [] for kind in HEADS}
    taken: set[str] = set()
    for entity in entities:
        if len(entity.names) >= least:
            identifier = _identifier(entity, called, taken)
            if identifier is not None:
                taken.add(identifier)
                lines[entity.kind].append(_line(identifier, entity, called.entries.get(identifier), today))
    if not any(lines.values()):
        raise PackError(f"{folder}: nothing to write; no entity has names in {least} languages or scripts")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, entries in lines.items():
            name, head = HEADS[kind]
            if entries:
                text = f"# Imported on {today.isoformat()} by `corrobora names import`; do not edit, import again.\n"
                text += f"{head} = [\n" + "".join(entries) + "]\n"
                (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise PackError(f"{folder}: cannot be written: {error.strerror}") from error
    return {kind: len(entries) for kind, entries in lines.items()}


def _identifier(entity: Named, called: Called, taken: set[str]) -> str | None:
    """The gazetteer's id of an entity that it knows by a whole name, else a new one; None if it was written already."""
    scheme = SCHEMES[entity.kind]
    for names in entity.names.values():
        for name in names:
            ids = [one for one in called.ids(name) if one.startswith(scheme + ":")]
            if len(ids) == 1 and (entity.kind != "person" or len(words_of(name)) > 1):
                return ids[0] if ids[0] not in taken else None
    made = next(filter(None, map(_slug, _all(entity))), _slug(entity.source)) or "unnamed"
    identifier, number = f"{scheme}:{made}", 1
    while identifier in taken or identifier in called.entries:
        number += 1
        identifier = f"{scheme}:{made}-{number}"
    return identifier


def _all(entity: Named) -> Iterator[str]:
    for key in ("en", "Latin", *entity.names):
        yield from entity.names.get(key, ())


def _slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens; "" if letters are left that have no plain form."""
    plain = unicodedata.normalize("NFKD", name.lower())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’ʼ")
    return "-".join(kept.split()) if kept.isascii() else ""


def _line(identifier: str, entity: Named, known: Entry | None, today: date) -> str:
    names: dict[str, dict[str, str]] = {}
    for key, written in (known.names if known else {}).items():
        names.setdefault(key, {}).update({folded(name): name for name in written.split("|") if name})
    for key, called in entity.names.items():
        for name in called:
            names.setdefault(key, {}).setdefault(folded(name), name)
    parts = [f"id = {_quoted(identifier)}"]
    country = known.country if known and known.country else entity.country
    if country:
        parts.append(f"country = {_quoted(country)}")
    if entity.kind == "person":
        if known and known.office:
            parts.append(f"office = {_quoted(known.office)}")
        if entity.gender:
            parts.append(f"gender = {_quoted(entity.gender)}")
        if known and known.alone:
            parts.append("alone = true")
        parts.append(f"written = {today.isoformat()}")
    listed = ", ".join(f"{key} = {_quoted('|'.join(called.values()))}" for key, called in sorted(names.items()))
    return f"  {{{', '.join(parts)}, names = {{{listed}}}}},\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
