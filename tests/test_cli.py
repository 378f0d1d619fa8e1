"""The command line as a user meets it: real processes, their output and exit codes, and never a traceback."""

import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from corrobora.cli import SAMPLE
from corrobora.read.packs import installed

TEXT = "Il ministro Aldo Ferri ha detto che il ponte di Castelvento riaprirà lunedì. «È finito», ha aggiunto."

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `corrobora` in an empty folder and with an environment of its own; checks that there is no traceback."""

    def runs(*arguments: str, given: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CORROBORA_")}
        done = subprocess.run(
            [sys.executable, "-m", "corrobora", *arguments],
            input=given,
            capture_output=True,
            cwd=tmp_path,
            env={**clean, "COLUMNS": "100", **environment},
            timeout=120,
        )
        assert b"Traceback" not in done.stdout + done.stderr, done.stderr.decode(errors="replace")
        return done

    return runs


def lines(done: "subprocess.CompletedProcess[bytes]") -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_reads_a_text_for_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("read", "a.txt", "--published", "2024-11-01")
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert "2024-11-01 (given)" in shown
    assert "ha detto" in shown
    assert "\x1b[" not in shown, "no colours when the output goes to a file"


def test_reads_standard_input(run: Run) -> None:
    done = run("read", "-", "--output", "jsonl", given=TEXT.encode())
    (line,) = lines(done)
    assert done.returncode == 0
    assert line["text"] == TEXT
    assert line["language"] == "it"


def test_json_lines_keep_order_and_ids(run: Run, tmp_path: Path) -> None:
    documents = [{"id": f"d{number}", "text": f"{TEXT} {number}", "language": "it"} for number in (3, 1, 2)]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    for jobs in ("1", "2"):
        read = lines(run("read", "d.jsonl", "--output", "jsonl", "--jobs", jobs))
        assert [line["id"] for line in read] == ["d3", "d1", "d2"]
        assert [line["text"] for line in read] == [one["text"] for one in documents]


def test_json_lines_have_the_fields_of_the_contract(run: Run) -> None:
    document = json.dumps({"id": "ex", "text": TEXT, "headline": "Ponte", "published": "2024-11-01", "language": "it"})
    (line,) = lines(run("read", "-", "--output", "jsonl", given=document.encode()))
    assert list(line) == [
        "id", "language", "published", "text", "passages", "mentions", "times", "quantities", "statements", "failures",
    ]  # fmt: skip
    assert line["text"] == "Ponte\n\n" + TEXT
    assert line["published"] == {"value": "2024-11-01", "how": "given"}
    statements = line["statements"]
    assert isinstance(statements, list)
    assert statements
    assert list(statements[0]) == [
        "id", "act", "quoted", "negated", "hearsay", "source", "cue", "content", "target", "via", "about", "speaker",
    ]  # fmt: skip
    for span in statements[0]["source"]:
        assert line["text"][span["start"] : span["end"]] == span["exact"]


def test_a_broken_line_gives_a_line_with_failures(run: Run) -> None:
    good = json.dumps({"id": "good", "text": TEXT})
    done = run("read", "-", "--output", "jsonl", given=f'{good}\n{{"id": "bad", \n[1]\n{good}\n'.encode())
    read = lines(done)
    assert done.returncode == 1
    assert [bool(line["failures"]) for line in read] == [False, True, True, False]
    assert [line["id"] for line in read] == ["good", "-:2", "-:3", "good"]


def test_a_document_without_text_or_of_another_language_fails_alone(run: Run) -> None:
    documents: list[dict[str, object]] = [{"id": "a"}, {"id": "b", "text": 7}, {"id": "d", "text": TEXT}]
    documents.insert(2, {"id": "c", "text": TEXT, "language": "tlh"})
    done = run("read", "-", "--output", "jsonl", given="".join(json.dumps(one) + "\n" for one in documents).encode())
    read = lines(done)
    assert done.returncode == 1
    assert [line["id"] for line in read] == ["a", "b", "c", "d"]
    assert [bool(line["failures"]) for line in read] == [True, True, True, False]
    assert read[2]["text"] == TEXT, "what could be cleaned is kept, though it cannot be read"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.txt", b""),
        ("spaces.txt", b" \n\t \n"),
        ("binary.dat", bytes(range(256)) * 64),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 400),
        ("zeros.txt", b"\x00" * 5000),
        ("empty.html", b"<!doctype html><html><head><title></title></head><body></body></html>"),
        ("script.html", b"<html><body><script>var a = 1;</script><img src=x></body></html>"),
    ],
)
def test_what_holds_no_text_cannot_be_read(run: Run, tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    done = run("read", name, "--output", "jsonl")
    (line,) = lines(done)
    assert done.returncode == 3
    assert line["failures"]
    assert run("read", name).returncode == 3


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig", "utf-16-be"])
def test_other_encodings_are_read_or_refused(run: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes((TEXT.replace("«", '"').replace("»", '"') * 5).encode(encoding))
    done = run("read", "a.txt", "--output", "jsonl")
    (line,) = lines(done)
    assert done.returncode in (0, 3)
    if done.returncode == 0:
        assert "riaprirà" in str(line["text"])


def test_mixed_encodings_and_odd_characters_are_no_defect(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode() + "\n\n€ “ qualità”".encode("cp1252") + b"\xff\xfe")
    (tmp_path / "b.txt").write_text(f"\u202e{TEXT}\u202c \u200b\u200d“““ «« ”\n\n{TEXT}\r\r\n\x0c", encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        done = run("read", name, "--output", "jsonl")
        assert done.returncode in (0, 3)
        assert "defect" not in done.stderr.decode()
        assert all("Error" not in str(line["failures"]) for line in lines(done))


def test_a_text_in_an_unknown_language_is_kept_and_said(run: Run, tmp_path: Path) -> None:
    text = "Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία, είπε ο υπουργός."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("read", "a.txt", "--output", "jsonl")
    (line,) = lines(done)
    assert done.returncode == 3
    assert line["language"] is None
    assert "κυβέρνηση" in str(line["text"])
    assert "language" in str(line["failures"])


def test_a_missing_file_and_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("read", "nothing.txt").returncode == 3
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "deep/c.txt", ".hidden.txt"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    read = lines(run("read", "pages", "--output", "jsonl"))
    assert [line["id"] for line in read] == ["pages/a.txt", "pages/b.txt", "pages/deep/c.txt"]
    done = run("read", "pages", "nothing.txt")
    assert done.returncode == 1
    assert "nothing.txt" in done.stdout.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("read",),
        ("read", "a.txt", "--output", "xml"),
        ("read", "a.txt", "--published", "yesterday"),
        ("read", "a.txt", "--language", "tlh"),
        ("read", "a.txt", "--jobs", "0"),
        ("read", "a.txt", "--html", "no/such/folder/a.html"),
        ("languages", "try", "tlh", "Qapla"),
        ("languages", "check", "tlh"),
        ("languages", "new", "Not-A-Code"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr


@pytest.mark.parametrize(
    ("file", "environment"),
    [
        ("jobs = 'many'", {}),
        ("colour = 'blue'", {}),
        ("jobs = ", {}),
        ("annotators = ['nobody']", {}),
        ("languages = ['tlh']", {}),
        ("", {"CORROBORA_JOBS": "-1"}),
        ("", {"CORROBORA_COLOUR": "blue"}),
        ("", {"CORROBORA_SETTINGS": "nowhere.toml"}),
        ("", {"CORROBORA_PACK_FOLDERS": "nowhere"}),
        ("", {"CORROBORA_LOG_LEVEL": "loud"}),
    ],
)
def test_wrong_settings_are_exit_code_2(run: Run, tmp_path: Path, file: str, environment: dict[str, str]) -> None:
    (tmp_path / "corrobora.toml").write_text(file, encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("read", "a.txt", **environment)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("corrobora: ")


def test_html_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT + " <script>alert(1)</script>", encoding="utf-8")
    done = run("read", "a.txt", "--html", "out.html", "--url", "https://news.example/a")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert done.returncode == 0
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'class="cue' in page
    assert "https://news.example/a#:~:text=" in page


def test_demo_reads_the_sample(run: Run) -> None:
    done = run("demo", "--once")
    shown = done.stdout.decode()
    assert done.returncode == 0, shown
    tables = shown.count("source  cue")
    assert tables >= len(list(SAMPLE.glob("[0-9]*"))), "each of the sample's articles has a table of statements"


def test_serve_shows_the_page_on_the_loopback_address(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "corrobora", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path, text=True) as serving:
        stop = threading.Timer(60, serving.kill)
        stop.start()
        try:
            assert serving.stdout
            address = serving.stdout.readline().split()[0]
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(address) as answer:
                assert "Who says what" in answer.read().decode()
        finally:
            stop.cancel()
            serving.kill()


def test_languages(run: Run) -> None:
    done = run("languages", COLUMNS="80")
    assert done.returncode == 0
    first = [line.split()[0] for line in done.stdout.decode().splitlines()[1:-1]]
    assert first == installed()
    assert max(map(len, done.stdout.decode().splitlines())) <= 80


def test_lexicon(run: Run) -> None:
    done = run("lexicon", "scioperi")
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert "strike-labour" in shown and "забастовка" in shown and "파업" in shown
    assert run("lexicon", "strike-labour").stdout == done.stdout, "an id names its concept, too"
    assert run("lexicon", "qwertzuiop").returncode == 1
    assert run("lexicon", "sciopero", "--language", "tlh").returncode == 2
    assert "labour" in run("lexicon").stdout.decode()


def test_languages_try(run: Run) -> None:
    done = run("languages", "try", "it", TEXT, "--published", "2024-11-01")
    assert done.returncode == 0
    assert "2024-11-04" in done.stdout.decode(), "“lunedì” after 1 November 2024"


def test_a_new_pack_passes_its_check(run: Run, tmp_path: Path) -> None:
    assert run("languages", "new", "zu", "--folder", "packs").returncode == 0
    done = run("languages", "check", "zu", "--folder", "packs")
    assert (done.returncode, done.stderr) == (0, b"")
    assert run("languages", "new", "zu", "--folder", "packs").returncode == 2, "nothing is overwritten"
    broken = tmp_path / "packs" / "zu" / "attribution.toml"
    broken.write_text('[[cue]]\nact = "shout"\n', encoding="utf-8")
    assert run("languages", "check", "zu", "--folder", "packs").returncode == 1
