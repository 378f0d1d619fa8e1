"""The commands `replay` and `trace`: what they write, print and refuse."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from corrobora.cli import app
from corrobora.errors import SettingsError

CHAIN = Path(__file__).parent / "relate" / "chain.jsonl"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "100"})


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replayed")
    result = run("replay", str(CHAIN), "--out", str(folder))
    assert result.exit_code == 0, result.output
    assert "4 articles" in result.output
    assert "documents/s" in result.output
    return folder


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_replay_writes_derivations_as_the_contract_says(replayed: Path) -> None:
    found = rows(replayed / "derivations.jsonl")
    assert ("chain-2", "chain-1", "translation") in {(one["derived"], one["origin"], one["kind"]) for one in found}
    assert all({"derived", "origin", "kind", "score", "evidence"} <= one.keys() for one in found)
    assert [one["id"] for one in rows(replayed / "articles.jsonl")] == ["chain-1", "chain-2", "chain-3", "chain-4"]


def test_replay_writes_no_file_of_what_is_not_built(replayed: Path) -> None:
    assert {path.name for path in replayed.iterdir()} == {"derivations.jsonl", "articles.jsonl"}


def test_trace_draws_every_step_with_its_words(replayed: Path) -> None:
    result = run("trace", "chain-3", "--replayed", str(replayed))
    assert result.exit_code == 0, result.output
    assert result.output.index("chain-3") < result.output.index("chain-2") < result.output.index("chain-1")
    assert "Antenne Ponant" in result.output


def test_trace_of_an_article_that_comes_from_nothing_here(replayed: Path) -> None:
    assert "no earlier origin is known" in run("trace", "chain-1", "--replayed", str(replayed)).output


@pytest.mark.parametrize(("article", "folder"), [("nobody", None), ("chain-1", "missing")])
def test_what_is_not_there_is_said(replayed: Path, tmp_path: Path, article: str, folder: str | None) -> None:
    result = run("trace", article, "--replayed", str(tmp_path / folder if folder else replayed))
    assert isinstance(result.exception, SettingsError)


def test_a_broken_document_fails_alone(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_bytes(b"{broken\n" + CHAIN.read_bytes().splitlines()[0] + b"\n")
    result = run("replay", str(docs), "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "docs.jsonl:1" in result.output
    assert len(rows(tmp_path / "out" / "articles.jsonl")) == 1


def test_terminal_codes_in_an_article_do_not_reach_the_terminal(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    bad = {"id": "x\u001b[31m", "text": "La strada resta chiusa, riferisce l'agenzia Reuters.", "language": "it"}
    docs.write_text(json.dumps(bad) + "\n", encoding="utf-8")
    run("replay", str(docs), "--out", str(tmp_path / "out"))
    drawn = run("trace", "x\u001b[31m", "--replayed", str(tmp_path / "out"))
    assert "agency:reuters" in drawn.output
    assert "\u001b[31m" not in drawn.output
