"""Mails and web archives from the command line: they are read, kept, and found again."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corrobora.gather.inputs import Input
from corrobora.pipeline import Pipe, Plan
from corrobora.read.metadata import Given
from corrobora.records import Capture

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SAID = "Il ministro Aldo Ferri ha detto giovedì che il ponte di Castelvento riaprirà lunedì."
MORE = "La strada resterà chiusa per due settimane, e gli abitanti della valle aspettano una risposta dal governo."
MAIL = f"""\
From: "L'Eco di Castelvento" <redazione@eco.example>
Subject: Il ponte riapre
Date: Fri, 01 Nov 2024 09:00:00 +0100
Message-ID: <n1@eco.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Versione di solo testo.
--b
Content-Type: text/html; charset=utf-8

<html><body><p>{SAID}</p><p>{MORE}</p></body></html>
--b--
"""


def record(number: int, text: str) -> bytes:
    page = (
        f"<html><head><title>Il ponte {number}</title></head><body><article><h1>Il ponte {number}</h1>{text}</article>"
    )
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-11-01T12:00:00Z\r\nContent-Type: application/http\r\n"
        f"WARC-Target-URI: https://eco.example/{number}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def runs(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "corrobora", *arguments]
        only = {**os.environ, "CORROBORA_LANGUAGES": "it"}
        done = subprocess.run(command, cwd=tmp_path, env=only, capture_output=True, encoding="utf-8", timeout=60)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return runs


def test_a_newsletter_is_read_with_what_its_headers_say(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.eml").write_text(MAIL, encoding="utf-8")
    done = run("read", "n.eml", "--output", "jsonl")
    assert done.returncode == 0
    line = json.loads(done.stdout)
    assert (line["id"], line["published"]) == (
        "n1@eco.example",
        {"value": "2024-11-01T09:00:00+01:00", "how": "given"},
    )
    headline = next(one for one in line["passages"] if one["kind"] == "headline")
    assert line["text"][headline["start"] : headline["end"]] == "Il ponte riapre"
    assert SAID in line["text"] and "solo testo" not in line["text"]
    assert "2024-10-31" in [time["timex"] for time in line["times"]], "dates count from the mail's"
    assert line["statements"]
    other = json.loads(run("read", "n.eml", "--output", "jsonl", "--published", "2024-11-08").stdout)
    assert other["published"]["value"] == "2024-11-08", "an option beats the mail"


def test_an_archive_that_is_cut_is_kept_up_to_there(run: Run, tmp_path: Path) -> None:
    whole = b"".join(record(number, f"<p>{SAID}</p><p>{MORE} Articolo {number}.</p>") for number in range(3))
    (tmp_path / "a.warc.gz").write_bytes(whole[:-40])
    done = run("read", "a.warc.gz", "--output", "jsonl", "--jobs", "2")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [line["id"] for line in lines] == ["https://eco.example/0", "https://eco.example/1", "a.warc.gz"]
    assert "in the middle" in lines[2]["failures"][0]["error"]
    added = run("store", "add", "a.warc.gz")
    assert added.stderr.splitlines()[-1] == "2 kept, 0 there already, 1 failed"
    (tmp_path / "a.warc.gz").write_bytes(whole)
    assert run("store", "add", "a.warc.gz").stderr.splitlines()[-1] == "1 kept, 2 there already, 0 failed"
    assert "https://eco.example/2" in run("search", "ponte", "--language", "it").stdout
    assert run("store", "check").returncode == 0, "pages are kept as they arrived"


def test_newsletters_are_kept_once_and_found_by_their_outlet(run: Run, tmp_path: Path) -> None:
    (tmp_path / "m.mbox").write_text(f"From x@eco.example Fri Nov  1 09:00:00 2024\n{MAIL}\n" * 2, encoding="utf-8")
    done = run("store", "add", "m.mbox")
    assert done.stderr.splitlines()[-1] == "1 kept, 1 there already, 0 failed"
    assert "Il ponte riapre" in run("search", "--outlet", "L'Eco di Castelvento").stdout


def test_what_the_user_gives_beats_what_comes_with_a_document() -> None:
    given = {"id": "n1", "headline": "Il ponte", "outlet": "Eco", "published": "2024-11-01"}
    one = Input("n1", Capture.of(SAID.encode(), media_type="text/plain"), given)
    article = Pipe(Plan(languages=("it",))).read(one).reading.article  # type: ignore[union-attr]
    assert (article.id, article.headline, article.outlet) == ("n1", "Il ponte", "Eco")
    plan = Plan(languages=("it",), given=Given(headline="Un altro", published="2024-11-02"))
    article = Pipe(plan).read(one).reading.article  # type: ignore[union-attr]
    assert (article.headline, article.outlet) == ("Un altro", "Eco")
    assert article.published is not None and article.published.value == "2024-11-02"
