"""Dumps of names become a gazetteer folder; broken and cut ones say so."""

import gzip
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corrobora.cli import app
from corrobora.errors import PackError
from corrobora.gazetteer.called import Called, called
from corrobora.read import gazetteer
from corrobora.relate.name_dumps import Dump
from corrobora.relate.name_folder import write_folder

FTM = [
    {
        "id": "x-1", "schema": "Person",
        "properties": {"name": ["Aldo Ferrandi", "Альдо Ферранди"], "country": ["it"], "gender": ["male"]},
    },
    {"id": "x-2", "schema": "Company", "properties": {"name": ["Nordkraft Verdania", "Нордкрафт"]}},
    {"id": "x-3", "schema": "Vessel", "properties": {"name": ["Aldo Uno"]}},
    {"id": "x-4", "schema": "Person", "properties": {"name": ["Giorgia Meloni", "Giorgia|Meloni", "ჯორჯა მელონი"]}},
]  # fmt: skip
WIKIDATA = [
    {
        "id": "Q900001", "type": "item",
        "labels": {"en": {"value": "Aldo Ferrandi"}, "ko": {"value": "알도 페란디"}},
        "aliases": {"en": [{"language": "en", "value": "A. Ferrandi"}, {"language": "en", "value": "Ferrandi"}]},
        "claims": {
            "P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}],
            "P21": [{"mainsnak": {"datavalue": {"value": {"id": "Q6581097"}}}}],
        },
    },
    {"id": "Q900002", "labels": {"en": {"value": "A hill"}}, "claims": {"P31": [{"mainsnak": {}}]}},
]  # fmt: skip
JRC = "7\tP\tu\tAldo+Ferrandi\n7\tP\tru\tАльдо+Ферранди\n8\tO\tu\tNordkraft+Verdania\n8\tO\tar\tنوردكرافت\nbroken\n"


def dump(path: Path, entities: list[dict[str, Any]], *, array: bool = False) -> Path:
    lines = [json.dumps(entity, ensure_ascii=False) for entity in entities]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n" if array else "\n".join(lines) + "\n", encoding="utf-8")
    return path


def imported(path: Path, folder: Path, least: int = 1) -> dict[str, dict[str, Any]]:
    write_folder(Dump(path), folder, called(), today=date(2026, 11, 25), least=least)
    found = {}
    for file in folder.glob("*.toml"):
        for entries in tomllib.loads(file.read_text(encoding="utf-8")).values():
            found.update({entry["id"]: entry for entry in entries})
    return found


def test_follow_the_money(tmp_path: Path) -> None:
    found = imported(dump(tmp_path / "e.jsonl", FTM), tmp_path / "out")
    assert set(found) == {"person:aldo-ferrandi", "org:nordkraft-verdania", "person:giorgia-meloni"}
    assert found["person:aldo-ferrandi"]["names"] == {"Latin": "Aldo Ferrandi", "Cyrillic": "Альдо Ферранди"}
    assert found["person:aldo-ferrandi"]["gender"] == "male"
    known = found["person:giorgia-meloni"]
    assert known["office"] == "prime-minister"
    assert "メローニ" in known["names"]["ja"]


def test_what_is_written_is_read_as_a_gazetteer(tmp_path: Path) -> None:
    imported(dump(tmp_path / "e.jsonl", FTM), tmp_path / "out")
    folders = (tmp_path / "out",)
    assert gazetteer.people(folders)[0].id == "person:aldo-ferrandi"
    assert Called(folders).ids("Нордкрафт") == ("org:nordkraft-verdania",)


@pytest.mark.parametrize("array", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_wikidata(tmp_path: Path, array: bool, packed: bool) -> None:
    path = dump(tmp_path / "dump.json", WIKIDATA, array=array)
    if packed:
        path = tmp_path / "dump.json.gz"
        path.write_bytes(gzip.compress((tmp_path / "dump.json").read_bytes()))
    found = imported(path, tmp_path / "out")
    assert list(found) == ["person:aldo-ferrandi"]
    assert found["person:aldo-ferrandi"]["names"] == {"en": "Aldo Ferrandi|A. Ferrandi", "ko": "알도 페란디"}


def test_jrc_names(tmp_path: Path) -> None:
    path = tmp_path / "entities"
    path.write_text(JRC, encoding="utf-8")
    found = imported(path, tmp_path / "out", least=2)
    assert found["person:aldo-ferrandi"]["names"] == {"Latin": "Aldo Ferrandi", "ru": "Альдо Ферранди"}
    assert found["org:nordkraft-verdania"]["names"] == {"Latin": "Nordkraft Verdania", "ar": "نوردكرافت"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "neither"),
        (b"hello world\n", "neither"),
        (gzip.compress(b'{"schema": 1}\n' * 20_000)[:60], "cut off"),
        (b'{"id": "a", "schema": "Vessel", "properties": {}}\n', "nothing to write"),
    ],
)
def test_hostile_dumps_end_with_a_reason(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "dump"
    path.write_bytes(content)
    with pytest.raises(PackError, match=said):
        write_folder(Dump(path), tmp_path / "out", called(), today=date(2026, 11, 25), least=1)


def test_broken_lines_are_told_and_stop_nothing(tmp_path: Path) -> None:
    path = dump(tmp_path / "e.jsonl", FTM)
    junk = ['{"schema": "Person", "properties": 7, "id": 1}', '{"schema": "Person"', "[" * 5000, '{"properties": {}}']
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(junk), encoding="utf-8")
    done = CliRunner().invoke(app, ["names", "import", str(path), "--out", str(tmp_path / "out"), "--least", "1"])
    assert done.exit_code == 1
    assert "2 people, 1 organisations" in done.output
    assert "line 5" in done.output


def test_the_command_same() -> None:
    done = CliRunner().invoke(app, ["names", "same", "Zelensky", "Зеленський"])
    assert (done.exit_code, done.output) == (0, "same: the gazetteer calls person:volodymyr-zelensky both\n")
    assert CliRunner().invoke(app, ["names", "same", "Macron", "Marcos", "--kind", "person"]).exit_code == 1
