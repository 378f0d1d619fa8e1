"""Whose page an address is."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.errors import PackError
from corrobora.gather.outlets import outlet_of, registrable
from corrobora.gazetteer import domains
from corrobora.records import Outlet


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://edition.cnn.com/2026/11/25/world/x.html", "outlet:cnn"),
        ("https://www.bbc.co.uk/news/x", "outlet:bbc"),
        ("HTTP://WWW.BBC.COM./news", "outlet:bbc"),
        ("https://www.bbc.co.uk:8443/news", "outlet:bbc"),
        ("https://reader:secret@www.repubblica.it/x", "outlet:repubblica"),
        ("//lemonde.fr/x", "outlet:le-monde"),
        ("asahi.com/articles/x", "outlet:asahi"),
        ("bbc.com?next=https://cnn.com", "outlet:bbc"),
        ("https://news.google.com/articles/x", "outlet:google-news"),
        ("https://www1.folha.uol.com.br/mundo/", "outlet:folha"),
        ("https://economia.uol.com.br/", "outlet:uol"),
        ("https://news.yahoo.co.jp/articles/x", "outlet:yahoo-news-jp"),
        ("https://biz.chosun.com/x", "outlet:chosun-biz"),
        ("https://www.chosun.com/x", "outlet:chosun"),
        ("https://www.yna.co.kr/view/x", "agency:yonhap"),
        ("https://www.gov.uk/x", "outlet:gov-uk"),
    ],
)
def test_the_longest_known_domain_says_whose_a_page_is(url: str, identifier: str) -> None:
    found = outlet_of(url)
    assert found is not None and found.id == identifier


def test_what_is_said_of_a_known_outlet() -> None:
    assert outlet_of("https://www.faz.net/aktuell/x") == Outlet(
        id="outlet:faz",
        name="Frankfurter Allgemeine Zeitung",
        homepage="https://faz.net/",
        country="de",
        languages=("de",),
        kind="newspaper",
        owner="Fazit-Stiftung",
    )
    google, tass = outlet_of("https://news.google.com/"), outlet_of("https://tass.ru/x")
    assert google is not None and google.kind == "aggregator"
    assert tass is not None and (tass.kind, tass.owner) == ("agency", "state")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.tarnblatt.example/x", "tarnblatt.example"),
        ("https://a.b.tarnblatt.example/x", "tarnblatt.example"),
        ("https://google.com/", "google.com"),
        ("https://notbbc.com/", "notbbc.com"),
        ("https://bbc.com.tarn.example/", "tarn.example"),
        ("https://news.tarnblatt.co.uk/", "tarnblatt.co.uk"),
        ("https://m.tarnblatt.com.br/", "tarnblatt.com.br"),
        ("https://www3.tarnblatt.co.jp/", "tarnblatt.co.jp"),
        ("https://tarnblatt.com.cn/", "tarnblatt.com.cn"),
        ("https://a.tarnblatt.or.kr/", "tarnblatt.or.kr"),
        ("https://www.tarnshire.gov.uk/", "tarnshire.gov.uk"),
        ("https://tarnblatt.substack.com/p/x", "tarnblatt.substack.com"),
        ("https://127.0.0.1:8000/x", "127.0.0.1"),
    ],
)
def test_an_unknown_host_is_an_outlet_of_its_own(url: str, host: str) -> None:
    assert outlet_of(url) == Outlet(id=f"outlet:{host}", name=host, homepage=f"https://{host}/")


def test_hosts_in_other_letters() -> None:
    written, sent = outlet_of("https://www.Zürnblatt.example/x"), outlet_of("https://xn--zrnblatt-65a.example/y")
    assert written == sent
    assert written == Outlet(
        id="outlet:xn--zrnblatt-65a.example", name="zürnblatt.example", homepage="https://xn--zrnblatt-65a.example/"
    )


@pytest.mark.parametrize(
    "url",
    [
        *("", " ", "bbc", "/var/bbc.com", "page.html", "page.html/../x y", "tarnblatt.example"),
        *("mailto:desk@bbc.com", "file:///bbc.com/x", "file://bbc.com/x", "ftp://bbc.com/x"),
        *("urn:isbn:1", "data:text/html,x"),
        *("https://", "https://[x", "https://[::1]/", "https://a..b/", "https://a b.example/"),
        *(f"https://{'ü' * 80}.example", f"https://{'a' * 300}.example"),
    ],
)
def test_what_has_no_host_has_no_outlet(url: str) -> None:
    assert outlet_of(url) is None


ADDRESSES = st.from_regex(r"https?://[\w.:@\[\]-]+/?", fullmatch=True)


@given(st.one_of(st.text(), st.text().map("https://".__add__), ADDRESSES))
def test_no_address_gives_a_traceback(url: str) -> None:
    found = outlet_of(url)
    assert found is None or (found.id and found.name and (found.homepage or "").startswith("https://"))


def test_a_suffix_is_nobodys() -> None:
    for suffix in domains.suffixes():
        assert registrable(f"news.tarnblatt.{suffix}") == f"tarnblatt.{suffix}"


REPLACED = """
[[outlet]]
id = "outlet:tarnblatt"
domains = ["www.Zürnblatt.example", "cnn.com"]
names = {de = "Tarnblatt"}

[[outlet]]
id = "outlet:bbc"
title = "The Beeb"
domains = ["beeb.example"]
"""


def test_a_folder_adds_outlets_and_replaces_them(tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text(REPLACED, encoding="utf-8")
    found = [
        outlet_of(f"https://{host}/x", (tmp_path,))
        for host in ("xn--zrnblatt-65a.example", "edition.cnn.com", "beeb.example", "bbc.com")
    ]
    ids = [one.id for one in found if one is not None]
    assert ids == ["outlet:tarnblatt", "outlet:tarnblatt", "outlet:bbc", "outlet:bbc.com"]
    assert outlet_of("https://bbc.com") != outlet_of("https://bbc.com", (tmp_path,))


@pytest.mark.parametrize(
    "text", ["outlet = [", 'outlet = [{name = "X"}]', 'outlet = [{id = "outlet:x", kind = "blog"}]']
)
def test_a_folder_that_does_not_fit(text: str, tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=r"outlets\.toml"):
        outlet_of("https://bbc.com", (tmp_path,))


def test_the_table_is_read_when_it_is_first_asked_for() -> None:
    code = (
        "from corrobora.gather.outlets import outlet_of; from corrobora.gazetteer import domains\n"
        "before = domains._table.cache_info().currsize; outlet_of('https://bbc.com')\n"
        "print(before, domains._table.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "0 1\n"
