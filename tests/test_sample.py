"""The bundled sample: invented throughout, and read in the language and at the date that each file states."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corrobora import __file__ as package

SAMPLE = Path(package).parent / "sample"
FILES = sorted(SAMPLE.glob("0*"))
ADDRESS = re.compile(r"https?://([^/\"<\s]+)|[\w.]+@([\w.]+)")


@pytest.fixture(scope="module")
def readings() -> list[dict[str, object]]:
    command = [sys.executable, "-m", "corrobora", "read", *map(str, FILES), "--output", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_address_is_invented() -> None:
    for path in FILES:
        hosts = {web or mail for web, mail in ADDRESS.findall(path.read_text(encoding="utf-8"))}
        assert all(host == "schema.org" or host.endswith(".example") for host in hosts), (path.name, hosts)


def test_the_readme_names_every_file_and_says_that_all_is_invented() -> None:
    told = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert "invented" in told
    assert all(path.name in told for path in FILES)


def test_each_file_is_read_in_its_language_with_statements_and_figures(readings: list[dict[str, object]]) -> None:
    codes = [path.name.split(".")[1] for path in FILES]
    at = codes.index("en", codes.index("en") + 1)
    codes[at : at + 1] = ["en"] * 3  # the wire file holds three dispatches
    assert [reading["language"] for reading in readings] == codes
    for reading in readings:
        assert not reading["failures"]
        assert reading["statements"] and reading["quantities"]


def test_pages_keep_the_date_they_state_and_the_aggregator_has_none_given(readings: list[dict[str, object]]) -> None:
    published = [str((reading["published"] or {}).get("value"))[:10] for reading in readings]  # type: ignore[attr-defined]
    assert published[:2] == ["2026-10-13"] * 2
    assert published[3:6] == ["2026-10-13", "2026-10-14", "2026-10-14"]
    assert published[-1] == "2026-10-15"
    given = (readings[2]["published"] or {}).get("how")  # type: ignore[attr-defined]
    assert given not in ("json-ld", "opengraph", "given")


def test_the_figure_in_dispute_is_read_from_every_side(readings: list[dict[str, object]]) -> None:
    def lows(at: int) -> set[object]:
        return {quantity["low"] for quantity in readings[at]["quantities"]}  # type: ignore[attr-defined]

    assert 12 in lows(0) and 12 in lows(1) and 12 in lows(2)
    assert 14 in lows(3) and {12, 14} <= lows(4)
    assert 17 in lows(-1)
