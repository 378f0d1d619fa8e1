"""Lists of feeds: folders, duplicates, encodings, what is no list, and the way there and back."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from corrobora.errors import FetchError
from corrobora.gather.opml import LONGEST_TITLE, feeds_of, written
from corrobora.records import Feed

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Città</title></head><body>
 <outline text="Cronaca" category="/a,/b">
  <outline text="Italia"><outline text="L’Eco &amp; C." type="rss" xmlUrl="https://eco.example/feed?rss=1#x"
    htmlUrl="https://www.eco.example/home"/></outline>
  <outline title="Nordpress" XMLURL="feed://nord.example/atom"/>
 </outline>
 <outline text="BBC" xmlUrl="https://bbc.example/rss" htmlUrl="https://www.bbc.co.uk/news"/>
 <outline text="Eco again" xmlUrl="https://eco.example/feed?rss=1"/>
 <outline text="no feed" xmlUrl="javascript:alert(1)"/><outline text="folder" xmlUrl=""/>
</body></opml>"""
FEEDS = (
    Feed(url="https://eco.example/feed?rss=1", outlet="outlet:eco.example", title="L’Eco & C."),
    Feed(url="http://nord.example/atom", title="Nordpress"),
    Feed(url="https://bbc.example/rss", outlet="outlet:bbc", title="BBC"),
)


def test_feeds_in_folders_once_each() -> None:
    assert feeds_of(LIST.encode()) == FEEDS


@pytest.mark.parametrize(
    "body",
    [
        LIST.encode("utf-8-sig"), LIST.encode("utf-16"), LIST.encode("utf-16-le"), LIST.encode("utf-16-be"),
        LIST.replace("UTF-8", "iso-8859-1").encode(), LIST.encode("cp1252"), LIST.replace("UTF-8", "x-none").encode(),
        LIST.replace("UTF-8", "windows-1252").encode("cp1252"), LIST.partition("?>")[2].encode(),
        b"\n\n" + LIST.encode(), LIST.replace("<opml", "<!-- x --><opml").encode() + b"<!-- y -->\n",
        LIST.replace("<head>", "<head><x>AT&T</x>").encode(), LIST.replace("Città", "\x01\x08").encode(),
        LIST.replace('<opml version="2.0">', '<opml xmlns="http://opml.example/spec">').encode(),
    ],
)  # fmt: skip
def test_encodings_that_are_not_what_they_say(body: bytes) -> None:
    assert feeds_of(body) == FEEDS


BOMB = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DEEP = "<opml><body>" + '<outline text="x">' * 3000 + '<outline xmlUrl="https://a.example/"/>'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no <opml>"),
        (b"\0" * 1000, "no <opml>"),
        (b"<html><body>opml</body></html>", "no <opml>"),
        (b"<rss><!-- <opml </opml> --></rss>", "outermost"),
        (LIST.replace("<opml", BOMB + "<opml").encode(), "entities"),
        (LIST.replace("<opml", BOMB + "<opml").encode("utf-16"), "entities"),
        (LIST[:-60].encode(), "cut short"),
        ((DEEP + "</outline>" * 3000 + "</body></opml>").encode(), "too deep"),
        (b"<opml>" + b" " * 16_000_000 + b"</opml>", "bytes"),
    ],
)
def test_what_is_no_list_says_why(body: bytes, why: str) -> None:
    began = time.process_time()
    with pytest.raises(FetchError, match=why):
        feeds_of(body)
    assert time.process_time() - began < 2


def test_nothing_outside_is_read(tmp_path) -> None:
    (tmp_path / "secret").write_text("secret")
    outside = f'<!DOCTYPE opml SYSTEM "file://{tmp_path}/secret">'
    assert feeds_of(LIST.replace("<opml", outside + "<opml").encode()) == FEEDS


def test_what_is_written_is_opml_2() -> None:
    root = etree.fromstring(written(FEEDS, "Mine & \x00yours"))
    assert root.get("version") == "2.0" and root.findtext("head/title") == "Mine & yours"
    assert [one.get("htmlUrl") for one in root.iter("outline")] == ["https://eco.example/", None, "https://bbc.com/"]
    assert all(one.get("text") for one in root.iter("outline"))
    assert feeds_of(written((), "")) == ()


titles = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=40).map(
    lambda text: " ".join(text.split())[:LONGEST_TITLE] or None
)
hosts = st.from_regex(r"[a-z][a-z0-9]{0,9}\.example", fullmatch=True)
feeds = st.builds(
    Feed,
    url=st.builds("https://{}/{}".format, hosts, st.from_regex(r"[a-z0-9/?&=%<>\"';é文-]{0,30}", fullmatch=True)),
    outlet=st.none() | st.just("outlet:bbc") | hosts.map("outlet:{}".format),
    title=titles,
)


@given(st.lists(feeds, max_size=8, unique_by=lambda feed: feed.url), st.text(max_size=30))
def test_there_and_back(listed: list[Feed], title: str) -> None:
    assert feeds_of(written(listed, title)) == tuple(listed)


@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    for whole in (body, b"<opml>" + body + b"</opml>"):
        try:
            assert isinstance(feeds_of(whole), tuple)
        except FetchError as error:
            assert str(error)
