"""The gazetteer: what is in it, that ids are unique, and that the baked part is what the tool would bake today."""

import importlib.util
import re
import time
from datetime import date
from pathlib import Path

import pytest

from corrobora.read import gazetteer
from corrobora.read.packs import installed, load_pack

ROOT = Path(__file__).parents[2]


def test_the_baked_places_are_what_the_tool_bakes(capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("bake_gazetteer", ROOT / "tools" / "bake_gazetteer.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.main(check=True) == 0, "run `python tools/bake_gazetteer.py` and commit what it writes"


def test_the_baked_places_are_small_and_quick_to_load() -> None:
    files = list((gazetteer.FOLDER / "places").glob("*.json"))
    assert {path.stem for path in files} == set(installed())
    assert sum(path.stat().st_size for path in files) <= 6_000_000
    for path in files:
        gazetteer.places.cache_clear()
        best = min(_seconds(path.stem) for _ in range(3))
        assert best <= 0.06, path


def _seconds(code: str) -> float:
    gazetteer.places.cache_clear()
    started = time.process_time()
    gazetteer.places(code)
    return time.process_time() - started


@pytest.mark.parametrize(
    ("code", "name", "identifier"),
    [("it", "Corea del Nord", "kp"), ("fr", "Corée du Nord", "kp"), ("en", "North Korea", "kp"), ("ko", "북한", "kp"),
     ("ru", "России", "ru")],
)  # fmt: skip
def test_countries(code: str, name: str, identifier: str) -> None:
    assert name in gazetteer.places(code).countries[identifier]


def test_enough_entries() -> None:
    assert len(gazetteer.agencies()) >= 60
    assert len(gazetteer.outlets()) >= 150
    assert len(gazetteer.people()) >= 120
    assert len(gazetteer.organisations()) >= 150


def test_ids_are_unique_and_of_the_right_scheme() -> None:
    for scheme, entries in (
        ("agency", gazetteer.agencies()),
        ("outlet", gazetteer.outlets()),
        ("org", gazetteer.organisations()),
        ("person", gazetteer.people()),
    ):
        ids = [entry.id for entry in entries]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(rf"{scheme}:[a-z0-9-]+", one) for one in ids)
        assert all(entry.country is None or len(entry.country) == 2 for entry in entries)


def test_one_name_means_one_thing_in_each_language() -> None:
    for code in installed():
        script = load_pack(code).language.script
        meant: dict[str, str] = {}
        for entry in (*gazetteer.people(), *gazetteer.organisations(), *gazetteer.agencies(), *gazetteer.outlets()):
            for name in entry.called(code, script):
                assert meant.setdefault(name, entry.id) == entry.id, (code, name)


def test_people_say_when_they_were_written_down() -> None:
    for person in gazetteer.people():
        assert isinstance(person.written, date) and person.gender
        for code in installed():
            assert person.called(code, load_pack(code).language.script), (person.id, code)


def test_no_domain_belongs_to_two_outlets() -> None:
    domains = [domain for outlet in gazetteer.outlets() for domain in outlet.domains]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize("script", ["Latin", "Cyrillic"])
def test_enough_given_names(script: str) -> None:
    for gender in ("female", "male"):
        assert sum(len(getattr(names, gender).split()) for names in gazetteer.given_names(script)) >= 230
