"""The gazetteer's tables: the baked ones, those that users put beside them, and what is wrong with a user's folder."""

import importlib.util
import shutil
import time
from pathlib import Path

import msgspec
import pytest

from corrobora.errors import PackError
from corrobora.pipeline import Plan
from corrobora.read import gazetteer
from corrobora.read.names import NameReader
from corrobora.read.packs import load_pack
from corrobora.settings import load

ROOT = Path(__file__).parents[2]
PEOPLE = """
[[person]]
id = "person:mira-toldane"
country = "zz"
office = "president"
gender = "female"
alone = true
written = 2027-03-01
names = {Latin = "Mira Toldane", ru = "Мира Толдане"}

[[person]]
id = "person:angela-merkel"
country = "de"
gender = "female"
written = 2027-03-01
names = {en = "Angie Merkel"}
"""


def test_the_baked_tables_are_what_the_tool_bakes() -> None:
    spec = importlib.util.spec_from_file_location("bake_tables", ROOT / "tools" / "bake_tables.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.main(check=True) == 0, "run `python tools/bake_tables.py` and commit what it writes"


@pytest.mark.parametrize("stem", gazetteer.TABLES)
def test_a_baked_table_says_what_the_toml_file_says(stem: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shape = gazetteer.TABLES[stem]
    baked = gazetteer._built_in(stem, shape)
    monkeypatch.setattr(gazetteer, "BAKED", tmp_path)
    assert without_unread(gazetteer._built_in(stem, shape)) == without_unread(baked)


def without_unread(table: msgspec.Struct) -> list[dict[str, object]]:
    """The entries of a table that have names, without what is baked into domains.json only."""
    entries = [entry for value in msgspec.structs.astuple(table) if isinstance(value, tuple) for entry in value]
    said = [{k: v for k, v in msgspec.structs.asdict(one).items() if k not in gazetteer.UNREAD} for one in entries]
    return [one for one in said if one.get("names", True)]


def test_the_tables_are_quick_to_load() -> None:
    best = min(_seconds() for _ in range(3))
    assert best <= 0.04


def _seconds() -> float:
    started = time.process_time()
    for stem, shape in gazetteer.TABLES.items():
        gazetteer._built_in(stem, shape)
    return time.process_time() - started


@pytest.mark.parametrize("spoilt", ["another checksum", "no JSON"])
def test_a_baked_table_that_is_out_of_date_is_not_used(
    spoilt: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(gazetteer.BAKED, tmp_path / "baked")
    shutil.copy(gazetteer.FOLDER / "agencies.toml", tmp_path)
    monkeypatch.setattr(gazetteer, "FOLDER", tmp_path)
    monkeypatch.setattr(gazetteer, "BAKED", tmp_path / "baked")
    added = '[[agency]]\nid = "agency:tarnwire"\nnames = {Latin = "Tarnwire"}\n'
    if spoilt == "no JSON":
        (tmp_path / "baked" / "agencies.json").write_text("{", encoding="utf-8")
    (tmp_path / "agencies.toml").write_text(added, encoding="utf-8")
    assert [one.id for one in gazetteer._built_in("agencies", gazetteer.AgencyTable).agency] == ["agency:tarnwire"]


def test_a_folder_adds_to_the_gazetteer_and_replaces_entries(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text(PEOPLE, encoding="utf-8")
    people = {one.id: one for one in gazetteer.people((tmp_path,))}
    assert len(people) == len(gazetteer.people()) + 1
    assert people["person:angela-merkel"].names == {"en": "Angie Merkel"}
    assert gazetteer.agencies((tmp_path,)) == gazetteer.agencies()


def test_the_last_folder_wins(tmp_path: Path) -> None:
    for name, said in (("older", "Tarnwire"), ("newer", "Tarn Wire")):
        (tmp_path / name).mkdir()
        text = f'agency = [{{id = "agency:tarnwire", names = {{Latin = "{said}"}}}}]\n'
        (tmp_path / name / "agencies.toml").write_text(text, encoding="utf-8")
    found = gazetteer.agencies((tmp_path / "older", tmp_path / "newer"))
    assert [one.names for one in found if one.id == "agency:tarnwire"] == [{"Latin": "Tarn Wire"}]


def test_the_setting_reaches_the_reader(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text(PEOPLE, encoding="utf-8")
    settings = load({"CORROBORA_GAZETTEER_FOLDERS": str(tmp_path)}, tmp_path)
    packs = Plan(languages=("en", "ru"), gazetteer_folders=settings.gazetteer_folders).packs
    text = "Toldane left Berlin on Friday."
    with_folder, without = NameReader(packs["en"]).find(text), NameReader(load_pack("en")).find(text)
    assert [one.entity for one in with_folder if one.exact == "Toldane"] == ["person:mira-toldane"]
    assert "person:mira-toldane" not in [one.entity for one in without]
    found = NameReader(packs["ru"]).find("Толдане встретилась с Путиным.")
    assert [one.entity for one in found] == ["person:mira-toldane", "person:vladimir-putin"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("poeple.toml", "", "none of"),
        ("people.toml", "person = [", "people.toml"),
        ("people.toml", 'person = [{id = "person:x", name = "X"}]', "people.toml"),
    ],
)
def test_a_folder_that_cannot_be_used(name: str, content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(PackError, match=said):
        NameReader(Plan(languages=("en",), gazetteer_folders=(str(tmp_path),)).packs["en"])


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="missing-folder"):
        Plan(gazetteer_folders=(str(tmp_path / "missing-folder"),)).packs  # noqa: B018
