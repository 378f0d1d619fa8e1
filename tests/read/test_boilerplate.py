"""Phrases of boilerplate in five languages, and sentences and headings that must not be taken for it."""

import time
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.errors import TemplateError
from corrobora.read.boilerplate import BoilerplateReader, BoilerplateTable
from corrobora.read.packs import Pack, installed, load_pack
from corrobora.read.templates import words

PACKS = [load_pack(code) for code in installed()]
READER = BoilerplateReader(PACKS)
FULL = [pack for pack in PACKS if pack.has("boilerplate")]
KEYS = (
    "share",
    "newsletter",
    "subscription",
    "cookies",
    "copyright",
    "navigation",
    "related",
    "captions",
    "credits",
    "bylines",
)
"""What every full pack has phrases for."""


def lines_by_kind() -> list[tuple[str, str]]:
    kind, lines = "", []
    for line in (Path(__file__).parent / "boilerplate.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and kind:
            lines.append((kind, line))
    return lines


@pytest.mark.parametrize(("kind", "line"), lines_by_kind())
def test_lines(kind, line):
    found = READER.find(line)
    assert (found.kind if found else "story") == kind


def test_what_is_carried():
    values = {
        phrase: READER.find(phrase)
        for phrase in ("Di Ada Bruni", "김하늘 기자 haneul@news.example", "Con AFP", "Traduzione automatica")
    }
    assert [found.value if found else None for found in values.values()] == [
        "Ada Bruni",
        "김하늘",
        "AFP",
        "Traduzione automatica",
    ]


@pytest.mark.parametrize("pack", FULL, ids=lambda pack: pack.code)
def test_each_pack_is_generous_and_compiles(pack):
    table = pack.table("boilerplate", BoilerplateTable)
    reader = BoilerplateReader([pack])
    lists = msgspec.structs.asdict(table) | msgspec.structs.asdict(table.gate)
    templates = [template for value in lists.values() if isinstance(value, tuple) for template in value]
    phrases = sum(len(words(template)) if "<" not in template else 1 for template in templates)
    assert phrases >= 60
    assert reader.find("…") is not None
    for key in KEYS:
        assert getattr(table, key), f"{pack.code}: nothing under {key}"


@pytest.mark.parametrize("pack", FULL, ids=lambda pack: pack.code)
def test_every_template_with_slots_can_match(pack):
    """Fill each slot in the most usual way, take every alternative's first form: the template must find itself."""
    table = pack.table("boilerplate", BoilerplateTable)
    fillers = {"name": "Ada Brown", "number": "12", "date": "1.11.2024", "mail": "a@b.example", "mark": ": "}
    fillers |= {"gap": ": ", "rest": "Nordmar", "agency": table.agencies[0], "place": "Torvale"}
    missed: Counter[str] = Counter()
    for key in KEYS:
        for template in getattr(table, key):
            if "<" in template:
                filled = template
                for slot, filler in fillers.items():
                    filled = filled.replace(f"<{slot}>", filler)
                for form in words(filled)[:40]:
                    missed[template] += READER.find(form) is None
    assert not {template: count for template, count in missed.items() if count}


def test_an_unknown_slot_is_named(tmp_path):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "boilerplate.toml").write_text('share = ["share with <friend>"]', encoding="utf-8")
    reader = None
    with pytest.raises(TemplateError, match="<friend>"):
        reader = BoilerplateReader([Pack(tmp_path / "xx")])
        reader.find("share with Ada")
    assert reader is None, "a broken template must be noticed when the pack is read, not in the middle of a stream"


@given(st.text(max_size=320))
def test_anything(block):
    found = READER.find(block)
    assert found is None or found.value is None or found.value[:1] in block
    opening = READER.dateline(block)
    assert opening is None or 0 < opening.end <= len(block)
    assert all(agency in block for agency in READER.agencies(block))


def test_cost_of_hostile_blocks():
    began = time.process_time()
    for block in (
        "leggi anche" * 27,
        "( " * 150,
        "a b " * 75,
        "by " + "A" * 296,
        "© " * 150,
        "A. " * 100,
        "기자 " * 100,
    ):
        for _ in range(20):
            READER.find(block[:300])
            READER.dateline(block)
            READER.agencies(block)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("(avec Nordpress)", "Nordpress"),
        ("(avec l'agence Nordpress)", "Nordpress"),
        ("(fonte: Nordpress)", "Nordpress"),
        ("(with the Nordpress news agency)", "Nordpress"),
        ("(источник: Нордпресс)", "Нордпресс"),
        ("[출처: 노르드통신]", "노르드통신"),
    ],
)
def test_a_line_in_brackets_is_signed_by_an_agency_that_need_not_be_known(line: str, agency: str) -> None:
    found = READER.find(line)
    assert found is not None and (found.kind, found.value) == ("credit", agency)


@pytest.mark.parametrize("line", ["(with a smile)", "(con amore)", "Avec Marie", "With Nordpress", "(avec"])
def test_other_lines_with_with_are_no_credits(line: str) -> None:
    found = READER.find(line)
    assert found is None or found.kind != "credit"
