"""The commands about the watch, as people type them, against newspapers on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from newspapers import ADDRESS, Newspapers


class Desk:
    """A working directory with its settings, and commands run in it."""

    def __init__(self, folder: Path, **settings: str):
        self.folder = folder
        more = {f"CORROBORA_{name.upper()}": value for name, value in settings.items()}
        self.environment = {**os.environ, "CORROBORA_LANGUAGES": "it", "CORROBORA_SECONDS_BETWEEN": "0", **more}

    def __call__(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-m", "corrobora", *arguments], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, timeout=60)  # fmt: skip


@pytest.fixture
def papers() -> Iterator[Newspapers]:
    with Newspapers(healthy=1, first=3, more_every=0) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, private_networks=f"{ADDRESS}/32")


def test_from_a_home_page_to_words_that_are_found(desk: Desk, papers: Newspapers) -> None:
    home = f"http://{ADDRESS}:{papers.port}/"
    added = desk("watch", "add", home)
    assert added.returncode == 0
    assert added.stdout == f"+ {home}feed  Tutte le notizie\n", "what its readers write is left alone"
    assert desk("watch", "add", home).stdout.startswith("= "), "it is watched already"

    watched = desk("watch", "once")
    assert watched.returncode == 0, watched.stderr
    assert "3 read, 0 revised" in watched.stderr
    again = desk("watch", "once", "--all")
    assert "0 read" in again.stderr and "1 polls, 1 of them brought nothing new" in again.stderr

    found = desk("search", "bilancio sindaco")
    assert found.returncode == 0
    assert found.stdout.count(f"{home}news/") == 3
    (health,) = map(json.loads, desk("watch", "list", "--output", "jsonl").stdout.splitlines())
    assert health["errors"] == 0 and health["last_success"] and health["per_day"] > 0 and health["polls"] == 2
    assert "✓" in desk("watch", "list").stdout
    assert desk("store", "check").stdout == "✓ nothing is damaged\n"


def test_lists_of_feeds_go_in_and_out(desk: Desk, papers: Newspapers) -> None:
    feed = f"http://{ADDRESS}:{papers.port}/feed"
    (desk.folder / "in.opml").write_text(
        f'<opml version="2.0"><body><outline text="Città"><outline text="A" xmlUrl="{feed}"/></outline></body></opml>',
        encoding="utf-8",
    )
    assert desk("watch", "add", "in.opml").stdout == f"+ {feed}  A\n"
    out = desk("watch", "export").stdout
    (desk.folder / "out.opml").write_text(out, encoding="utf-8")
    assert desk("watch", "add", "out.opml", "--store", "other.db").stdout == f"+ {feed}  A\n"
    assert desk("watch", "remove", feed).returncode == 0
    assert desk("watch", "remove", feed).returncode == 1
    assert "Nothing is watched" in desk("watch", "list").stdout


def test_what_cannot_be_watched(desk: Desk, papers: Newspapers) -> None:
    page = f"http://{ADDRESS}:{papers.port}/news/1"
    done = desk("watch", "add", page)
    assert done.returncode == 3
    assert "is no feed, and its page names none" in done.stderr
    assert desk("watch", "list", "--output", "xml").returncode == 2


def test_a_page_is_read_from_its_address(desk: Desk, papers: Newspapers, tmp_path: Path) -> None:
    page = f"http://{ADDRESS}:{papers.port}/news/1"
    done = desk("read", page, "--output", "jsonl")
    assert done.returncode == 0
    assert "bilancio" in json.loads(done.stdout)["text"]
    refused = Desk(tmp_path)("read", page, "--output", "jsonl")
    assert refused.returncode == 3
    assert "no public address" in refused.stdout or "no connection to this port" in refused.stdout
