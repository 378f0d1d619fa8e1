"""The table of domains: how much is in it, that no domain is two outlets', and that what is baked is up to date."""

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from corrobora.gazetteer import domains
from corrobora.read import gazetteer
from corrobora.read.packs import read_table
from corrobora.records.documents import OutletKind

OUTLETS = read_table(gazetteer.FOLDER / "outlets.toml", gazetteer.OutletTable)
AGENCIES = read_table(gazetteer.FOLDER / "agencies.toml", gazetteer.AgencyTable)
LANGUAGES = ("en", "it", "fr", "es", "pt", "de", "nl", "ru", "uk", "ar", "zh", "ja", "ko")
COUNTRIES = {
    "en": "gb us ie ca au nz in za ng ke",
    "it": "it ch va",
    "fr": "fr be ch ca sn ci ma dz cd",
    "es": "es ar mx co cl pe ve uy cu",
    "pt": "pt br ao mz",
    "de": "de at ch",
    "nl": "nl be",
    "ru": "ru kz by",
    "uk": "ua",
    "ar": "eg sa ae qa lb ma dz jo kw iq",
    "zh": "cn tw hk sg",
    "ja": "jp",
    "ko": "kr kp",
}
"""Countries of each language that must not be without an outlet."""


def test_enough_outlets_and_agencies_have_domains() -> None:
    assert sum(bool(outlet.domains) for outlet in OUTLETS.outlet) >= 1000
    assert sum(bool(agency.domains) for agency in AGENCIES.agency) >= 175
    assert [outlet.id for outlet in OUTLETS.outlet if not outlet.domains] == []
    kinds = Counter(outlet.kind for outlet in OUTLETS.outlet)
    assert kinds["newspaper"] >= 700 and kinds["broadcaster"] >= 150
    assert kinds["official"] >= 50 and kinds["aggregator"] >= 25


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_outlets_in_its_countries(code: str) -> None:
    own = [outlet for outlet in OUTLETS.outlet if code in outlet.languages]
    assert len(own) >= 40
    assert set(COUNTRIES[code].split()) <= {outlet.country for outlet in own}


def test_every_outlet_has_a_name_a_known_kind_and_languages() -> None:
    assert set(get_args(OutletKind)) >= {outlet.kind for outlet in OUTLETS.outlet}
    assert [one.id for one in OUTLETS.outlet if not (one.title or one.names)] == []
    assert [one.id for one in OUTLETS.outlet if not one.languages] == []
    codes = {code for one in (*OUTLETS.outlet, *AGENCIES.agency) for code in one.languages}
    assert all(len(code) == 2 and code.islower() for code in codes)


def test_the_files_say_when_they_were_written() -> None:
    assert isinstance(OUTLETS.written, date) and isinstance(AGENCIES.written, date)


def test_no_domain_belongs_to_two_and_all_are_hosts() -> None:
    listed = [domain for entry in (*OUTLETS.outlet, *AGENCIES.agency) for domain in entry.domains]
    assert [domain for domain, times in Counter(listed).items() if times > 1] == []
    for domain in listed:
        assert domain == domain.lower().strip() and domain.isascii() and "." in domain and "/" not in domain, domain
        assert not domain.startswith("www."), domain
    known = domains.publishers()
    assert set(listed) == set(known)


def test_no_domain_lies_below_another_of_the_same_outlet() -> None:
    for entry in (*OUTLETS.outlet, *AGENCIES.agency):
        for domain in entry.domains:
            assert not any(domain.endswith(f".{other}") for other in entry.domains), domain


def test_no_suffix_is_taken_for_an_outlet() -> None:
    """Two governments publish at a suffix itself; what lies below these two is not theirs."""
    assert {domain for domain in domains.publishers() if domain in domains.suffixes()} == {"gov.uk", "gov.cn"}
    assert {"co.uk", "com.br", "co.jp", "com.cn", "or.kr", "com.au", "co.za", "com.ua", "org.eg"} <= domains.suffixes()


def test_the_baked_table_says_what_the_toml_files_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    baked = domains._table.__wrapped__()
    assert baked.checksums == domains.checksums(), "run `python tools/bake_tables.py` and commit what it writes"
    monkeypatch.setattr(domains, "made", lambda: pytest.fail("the baked table was not used"))
    assert domains._table.__wrapped__() == baked
    monkeypatch.undo()
    monkeypatch.setattr(domains, "BAKED", tmp_path / "domains.json")
    assert domains._table.__wrapped__() == baked
    (tmp_path / "domains.json").write_text('{"checksums":[1,2,3],"publishers":[],"suffixes":[]}', encoding="utf-8")
    assert domains._table.__wrapped__() == baked


def test_the_table_is_quick_to_load() -> None:
    best = min(_seconds() for _ in range(3))
    assert best <= 0.03


def _seconds() -> float:
    started = time.process_time()
    domains._table.__wrapped__()
    return time.process_time() - started


def test_beginnings_are_years_after_which_there_were_pages() -> None:
    begun = [(one.id, one.since) for one in (*OUTLETS.outlet, *AGENCIES.agency) if one.since is not None]
    assert len(begun) >= 300
    assert [one for one in begun if not 1990 < one[1] <= 2026] == []
    known = domains.publishers()
    assert known["meduza.io"].since == 2014 and known["nytimes.com"].since is None
