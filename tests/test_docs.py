"""Everything that a user can write appears in the docs: commands, options, settings, plug-in doors, pack keys."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

import msgspec
import pytest
import typer
from click import Command, Group

from corrobora.cli import app
from corrobora.plugins import DOORS
from corrobora.read.access import AccessTable
from corrobora.read.boilerplate import BoilerplateTable
from corrobora.read.concepts import LexiconTable
from corrobora.read.dates_table import DateTable
from corrobora.read.final_table import FinalTable
from corrobora.read.grammar import CLASS_BITS, AttributionTable
from corrobora.read.names_table import NamesTable
from corrobora.read.numbers_table import NumbersTable
from corrobora.read.pack_examples import ExampleTable
from corrobora.read.packs import FILES, LanguageTable
from corrobora.records import Act, PassageKind
from corrobora.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
TOUR = DOCS["tour.md"]
LANGUAGE = DOCS["adding-a-language.md"]

TABLES = {
    "language.toml": (LanguageTable,),
    "attribution.toml": (AttributionTable, FinalTable),
    "dates.toml": (DateTable,),
    "numbers.toml": (NumbersTable,),
    "names.toml": (NamesTable,),
    "boilerplate.toml": (BoilerplateTable,),
    "lexicon.toml": (LexiconTable,),
    "access.toml": (AccessTable,),
    "examples.toml": (ExampleTable,),
}


def commands(command: Command, name: str) -> Iterator[tuple[str, Command]]:
    """Every command with its full name."""
    yield name, command
    if isinstance(command, Group):
        for part, inside in command.commands.items():
            yield from commands(inside, f"{name} {part}")


COMMANDS = dict(commands(typer.main.get_command(app), "corrobora"))


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "corrobora"])
def test_every_command_is_in_the_tour(name: str) -> None:
    assert name in TOUR


@pytest.mark.parametrize(
    ("name", "option"),
    [
        (name, option)
        for name, command in COMMANDS.items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    ],
)
def test_every_option_is_in_the_tour(name: str, option: str) -> None:
    assert f"`{option}" in TOUR or f" {option} " in TOUR, f"{name} {option}"


@pytest.mark.parametrize("setting", [field.name for field in msgspec.structs.fields(Settings)])
def test_every_setting_is_in_the_tour(setting: str) -> None:
    assert f"`{setting}`" in TOUR
    assert f"`{PREFIX}{setting.upper()}`" in TOUR


def test_the_tour_names_no_setting_that_is_none() -> None:
    known = {PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings)} | {PREFIX + "SETTINGS"}
    assert set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", "".join(DOCS.values()))) <= known


@pytest.mark.parametrize(("door", "group"), DOORS.items())
def test_every_plug_in_door_is_documented(door: str, group: str) -> None:
    assert f"## {door}" in DOCS["plug-ins.md"]
    assert f"`{group}`" in DOCS["plug-ins.md"]


def keys(shape: type[msgspec.Struct]) -> Iterator[str]:
    """All keys of a table and of the tables inside it."""
    for field in msgspec.structs.fields(shape):
        yield field.encode_name
        yield from (key for inner in structs(field.type) for key in keys(inner))


def structs(kind: object) -> Iterator[type[msgspec.Struct]]:
    """The Structs that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for part in getattr(kind, "__args__", ()):
        yield from structs(part)


def section(name: str) -> str:
    """The part of the page about one file of a pack, without its code blocks."""
    begun = LANGUAGE.index(f"## {name}\n")
    return re.sub(r"(?s)```.*?```", "", LANGUAGE[begun : LANGUAGE.find("\n## ", begun)])


def test_every_file_of_a_pack_has_a_section() -> None:
    assert {f"{stem}.toml" for stem in FILES} == set(TABLES)
    assert all(section(name) for name in TABLES)


@pytest.mark.parametrize(
    ("name", "key"), sorted({(name, key) for name, shapes in TABLES.items() for shape in shapes for key in keys(shape)})
)
def test_every_pack_key_is_documented(name: str, key: str) -> None:
    written = re.findall(r"`\[*(?:…\.)?([^`\]\n]+?)(?:\.NAME)?\]*`", section(name))
    assert key in written


def choices(kind: object) -> Iterator[str]:
    """The words among which a key's value is chosen, of it and of the tables inside it."""
    if get_origin(kind) is Literal:
        yield from (word for word in get_args(kind) if isinstance(word, str))
        return
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from (word for field in msgspec.structs.fields(kind) for word in choices(field.type))
    yield from (word for part in getattr(kind, "__args__", ()) for word in choices(part))


IN_THE_GLOSSARY = {*get_args(Act), *get_args(PassageKind)}


@pytest.mark.parametrize(
    ("name", "word"),
    sorted({(name, word) for name, shapes in TABLES.items() for one in shapes for word in choices(one)}),
)
def test_every_value_to_choose_is_documented(name: str, word: str) -> None:
    assert word in IN_THE_GLOSSARY or re.search(rf"\b{re.escape(word)}\b", section(name))


@pytest.mark.parametrize("words", sorted(CLASS_BITS))
def test_every_word_class_is_documented(words: str) -> None:
    assert f"`{words}`" in section("attribution.toml")


def test_acts_and_passages_are_in_the_glossary() -> None:
    for word in IN_THE_GLOSSARY:
        assert word in DOCS["glossary.md"]


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.name} → {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_gaps_and_short() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        lines = path.read_text(encoding="utf-8").strip().splitlines()
        assert 10 <= len(lines) <= 30, path.name
        assert all(f"**{part}" in "\n".join(lines) for part in ("Problem", "Options", "Choice", "Price")), path.name


def test_the_example_of_the_readme_is_what_comes_out() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"(?s)```\n\$ corrobora (languages try .*?)\n(─.*?)```", readme)
    assert shown
    command = [sys.executable, "-m", "corrobora", *shlex.split(shown[1])]
    environment = {**os.environ, "COLUMNS": str(len(shown[2].splitlines()[0])), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment)
    said, promised = ([line.rstrip() for line in text.splitlines() if line.strip()] for text in (done.stdout, shown[2]))
    assert said == promised
