"""The archive from the command line: documents go in, are found, and the whole is checked, copied and moved."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TEXT = "Il ministro Aldo Ferri ha accusato la Verdania di aver schierato circa 12.000 soldati."


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def runs(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "corrobora", *arguments]
        return subprocess.run(command, cwd=tmp_path, input=given, capture_output=True, encoding="utf-8", timeout=60)

    return runs


def document(name: str, text: str = TEXT) -> str:
    return json.dumps({"id": name, "text": text, "language": "it", "published": "2026-11-02"}) + "\n"


def test_documents_go_in_and_are_found(run: Run) -> None:
    done = run("store", "add", "-", given=document("a") + document("b", "Il ponte è crollato.") + "no JSON\n")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "2 kept, 0 there already, 1 failed")
    assert (
        "2 there already"
        in run("store", "add", "-", given=document("a") + document("b", "Il ponte è crollato.")).stderr
    )
    found = run("search", "soldati")
    assert found.returncode == 0 and "2026-11-02" in found.stdout and "12.000 soldati" in found.stdout
    assert run("search", "--act", "accuse", "--language", "it").returncode == 0
    assert run("search", "treno").returncode == 1
    assert run("search", "-treno").returncode == 2
    assert run("store", "check").stdout == "✓ nothing is damaged\n"


def test_an_archive_is_copied_and_moved(run: Run, tmp_path: Path) -> None:
    run("store", "add", "-", given=document("a"))
    assert run("store", "backup", "copy.db").returncode == 0
    assert run("store", "backup", "copy.db").returncode == 2
    assert "soldati" in run("search", "soldati", "--store", "copy.db").stdout
    lines = run("store", "export").stdout
    assert run("store", "import", "-", "--store", "other.db", given=lines).returncode == 0
    assert run("search", "soldati", "--store", "other.db").stdout == run("search", "soldati").stdout
    assert run("store", "forget", "--days", "1").returncode == 0
    assert run("store", "migrate").stdout.startswith("version ")


def test_what_is_no_archive(run: Run, tmp_path: Path) -> None:
    assert run("search", "x").returncode == 2, "there is none yet"
    (tmp_path / "corrobora.db").write_text("no database at all, but long enough to be looked at" * 100)
    done = run("search", "x")
    assert done.returncode == 2 and "Traceback" not in done.stderr
