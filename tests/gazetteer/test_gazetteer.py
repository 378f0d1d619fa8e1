"""The gazetteer: what is in it, that ids are unique, and that the baked part is what the tool would bake today."""

import importlib.util
import re
import time
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from corrobora.read import gazetteer
from corrobora.read.names_table import NamesTable
from corrobora.read.packs import installed, load_pack

ROOT = Path(__file__).parents[2]
LATIN = dict.fromkeys(("en", "it", "fr", "es", "pt", "de", "nl"), "Latin")
SCRIPTS = {**LATIN, "ru": "Cyrillic", "uk": "Cyrillic", "ko": "Hangul", "zh": "Han", "ja": "Japanese", "ar": "Arabic"}
"""The languages that the gazetteer is written in, whether their packs are installed or not."""
HEADS = {"president", "prime-minister", "chancellor", "king", "emir", "sultan"}
LETTERS = {"Latin": "LATIN", "Cyrillic": "CYRILLIC", "Hangul": "HANGUL", "Han": "CJK", "Arabic": "ARABIC"}
"""How Unicode's names of a script's letters begin."""


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
    assert len(gazetteer.agencies()) >= 120
    assert len(gazetteer.outlets()) >= 700
    assert len(gazetteer.people()) >= 250
    assert len(gazetteer.organisations()) >= 350


def test_heads_and_foreign_ministers_of_a_hundred_countries() -> None:
    holders = [(person.office, person.country) for person in gazetteer.people()]
    assert len({country for office, country in holders if office in HEADS and country}) >= 100
    assert len({country for office, country in holders if office == "foreign-minister"}) >= 100


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


@pytest.mark.parametrize("code", SCRIPTS)
def test_one_name_means_one_thing_in_each_language(code: str) -> None:
    meant: dict[str, str] = {}
    for entry in (*gazetteer.people(), *gazetteer.organisations(), *gazetteer.agencies(), *gazetteer.outlets()):
        names = entry.called(code, SCRIPTS[code])
        short = entry.shortened(code, SCRIPTS[code]) if isinstance(entry, gazetteer.Person) else []
        for name in (*names, *short):
            assert meant.setdefault(name, entry.id) == entry.id, (code, name)
            assert name == name.strip() and len(name) > 1, (code, name)


@pytest.mark.parametrize("code", SCRIPTS)
def test_agencies_and_people_have_a_form_in_each_language(code: str) -> None:
    assert [one.id for one in gazetteer.agencies() if not one.called(code, SCRIPTS[code])] == []
    assert [one.id for one in gazetteer.people() if not one.called(code, SCRIPTS[code])] == []


@pytest.mark.parametrize("code", installed())
def test_packs_are_among_the_languages_of_the_gazetteer(code: str) -> None:
    assert code in SCRIPTS, "give the gazetteer's people and agencies their forms in this language, and list it here"


@pytest.mark.parametrize(("key", "script"), [("ar", "Arabic"), ("zh", "Han"), ("ko", "Hangul"), ("ru", "Cyrillic")])
def test_people_are_written_in_the_letters_of_the_language(key: str, script: str) -> None:
    wrong = []
    for person in gazetteer.people():
        for name in person.names[key].split("|"):
            letters = [letter for letter in name if letter.isalpha() and letter not in "XIVJDFS"]
            if not all(unicodedata.name(letter).startswith(LETTERS[script]) for letter in letters):
                wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("code", installed())
def test_the_bodies_of_packs_have_the_ids_of_the_gazetteer(code: str) -> None:
    """A pack may name bodies of its own country ("org:it-presidency"); what all know has the id that all know."""
    known = {entry.id for entry in (*gazetteer.organisations(), *gazetteer.agencies(), *gazetteer.outlets())}
    named = load_pack(code).table("names", NamesTable).organisations
    assert [one for one in named if one not in known and not re.match(r"org:[a-z]{2}-", one)] == []


def test_no_credit_is_that_of_two_agencies() -> None:
    signed: dict[str, str] = {}
    for agency in gazetteer.agencies():
        assert len(agency.credits) == len(set(agency.credits))
        for credit in agency.credits:
            assert signed.setdefault(credit, agency.id) == agency.id, credit


def test_people_say_when_they_were_written_down() -> None:
    for person in gazetteer.people():
        assert isinstance(person.written, date) and person.gender


@pytest.mark.parametrize("code", SCRIPTS)
def test_what_is_enough_for_one_person_is_no_part_of_another(code: str) -> None:
    bearers: dict[str, set[str]] = {}
    for person in gazetteer.people():
        for name in person.called(code, SCRIPTS[code]):
            bearers.setdefault(gazetteer.last_word(name), set()).add(person.id)
    for person in gazetteer.people():
        for short in person.shortened(code, SCRIPTS[code]):
            if short not in person.called(code, SCRIPTS[code]):
                assert bearers.get(short, set()) <= {person.id}, (code, short)


@pytest.mark.parametrize(
    ("code", "person", "short"),
    [
        ("ru", "vladimir-putin", "Путин"),
        ("zh", "donald-trump", "特朗普"),
        ("ja", "volodymyr-zelensky", "ゼレンスキー"),
        ("ar", "abdelmadjid-tebboune", "تبون"),
        ("ko", "viktor-orban", "오르반"),
        ("ja", "viktor-orban", "オルバン"),
    ],
)
def test_what_is_enough_of_a_name(code: str, person: str, short: str) -> None:
    found = next(one for one in gazetteer.people() if one.id == f"person:{person}")
    assert short in found.shortened(code, SCRIPTS[code])
    assert "빅토르" not in found.shortened(code, SCRIPTS[code])


@pytest.mark.parametrize(
    ("code", "name", "identifier"),
    [
        ("ko", "국정원", "kr-intelligence"),
        ("zh", "国情院", "kr-intelligence"),
        ("zh", "國情院", "kr-intelligence"),
        ("ja", "韓国国家情報院", "kr-intelligence"),
        ("en", "NIS", "kr-intelligence"),
        ("ar", "البنتاغون", "us-defence-ministry"),
        ("ja", "日銀", "jp-central-bank"),
        ("zh", "国家安全部", "cn-intelligence"),
        ("nl", "Witte Huis", "us-government"),
        ("es", "ONU", "un"),
    ],
)
def test_bodies_by_what_they_do(code: str, name: str, identifier: str) -> None:
    named = [one.id for one in gazetteer.organisations() if name in one.called(code, SCRIPTS[code])]
    assert named == [f"org:{identifier}"]


@pytest.mark.parametrize("script", ["Latin", "Cyrillic"])
def test_enough_given_names(script: str) -> None:
    for gender in ("female", "male"):
        assert sum(len(getattr(names, gender).split()) for names in gazetteer.given_names(script)) >= 230
