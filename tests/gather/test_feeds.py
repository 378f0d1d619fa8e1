"""What feeds list: every format, hostile ones, and one address for one page."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.errors import FetchError
from corrobora.gather.feeds import LONGEST_TITLE, feeds_on, listing, plain
from corrobora.gather.links import canonical

URL = "https://a.example/feed"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
RSS_2 = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Eco</title><language>it</language>
<item><title>Crolla il &lt;b&gt;ponte&lt;/b&gt;</title><link>/1?utm_source=rss&amp;id=7</link>
<guid isPermaLink="false">g1</guid>
<pubDate>Mon, 02 Nov 2026 13:00:00 +0100</pubDate></item><item><title>ohne Adresse</title></item></channel></rss>"""
RSS_1 = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Eco</title></channel><item><title>Crolla il ponte</title>
<link>https://a.example/1?id=7</link><dc:date>2026-11-02T12:00:00Z</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Eco</title><entry><title type="html">Crolla il ponte</title>
<id>tag:a.example,2026:1</id><link href="/1?id=7"/><updated>2026-11-02T12:00:00Z</updated></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Eco", "items": [{"id": "1", "url": "/1?id=7",
"title": "Crolla il ponte", "date_published": "2026-11-02T12:00:00Z"}, 7, {"id": 2}]}"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://a.example/1?id=7 </loc><news:news>
<news:publication_date>2026-11-02T12:00:00Z</news:publication_date><news:title>Crolla il ponte</news:title></news:news>
</url></urlset>"""


@pytest.mark.parametrize("feed", [RSS_2, RSS_1, ATOM, JSON, SITEMAP])
def test_every_format_lists_the_same(feed: bytes) -> None:
    found = listing(feed, URL)
    assert [(one.url, one.title, one.published) for one in found.items] == [
        ("https://a.example/1?id=7", "Crolla il ponte", NOON)
    ]


def test_a_sitemap_index_points_on() -> None:
    index = b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>'
    assert listing(index, URL).lists == ("https://a.example/s1.xml",)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "news">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(8))
    + b']><rss version="2.0"><channel><title>&i;</title></channel></rss>'
)


@pytest.mark.parametrize(
    "body",
    [BOMB, b"", b"<html><body>no feed</body></html>", b"{", b'{"items": 7}', b"[" * 100_000, b"\0" * 1000, b"news"],
)
def test_what_is_no_feed_says_so(body: bytes) -> None:
    with pytest.raises(FetchError, match=r"a\.example/feed"):
        listing(body, URL)


def test_titles_are_plain_and_short() -> None:
    feed = RSS_2.replace(b"&lt;b&gt;ponte&lt;/b&gt;", b"&lt;script&gt;alert(1)&lt;/script&gt;" + b"x" * 1_000_000)
    (item,) = listing(feed, URL).items
    assert "<" not in item.title and len(item.title) <= LONGEST_TITLE


def test_nonsense_dates_are_left_out() -> None:
    for stated in (b"yesterday", b"Mon, 32 Foo 99999", b""):
        (item,) = listing(RSS_2.replace(b"Mon, 02 Nov 2026 13:00:00 +0100", stated), URL).items
        assert item.published is None


def test_feeds_on_a_page() -> None:
    page = b"""<html><head><link rel="alternate" type="application/rss+xml" title="Eco" href="/rss">
    <link rel="alternate" type="application/atom+xml" href="javascript:x">
    <link rel="stylesheet" href="/x.css"></head><body>x</body></html>"""
    assert list(feeds_on(page, URL)) == [("https://a.example/rss", "Eco")]
    assert list(feeds_on(b"", URL)) == []


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("HTTPS://A.Example:443/x?utm_source=a&id=1&fbclid=z#top", "https://a.example/x?id=1"),
        ("http://a.example", "http://a.example/"), ("http://user:pw@a.example:8080/x", "http://a.example:8080/x"),
        ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
        ("https://a.example/a%20b?q=a+b", "https://a.example/a%20b?q=a%20b"),
        ("ftp://a.example/", None), ("javascript:alert(1)", None), ("http://[::1", None),
        ("http://a.example:99999/", None), ("", None), ("//a.example/x", None),
    ],
)  # fmt: skip
def test_one_address_for_one_page(url: str, one: str | None) -> None:
    assert canonical(url) == one


@given(st.text(max_size=200))
def test_an_address_written_one_way_stays_so(url: str) -> None:
    for start in ("", "http://", "https://a.example/"):
        one = canonical(start + url)
        assert one is None or canonical(one) == one


@given(st.binary(max_size=500))
def test_any_bytes_are_a_feed_or_a_reason(body: bytes) -> None:
    for begin in (b"", b"<rss><channel>", b"{", b"<urlset>", b"<feed>"):
        try:
            listing(begin + body, URL)
        except FetchError as error:
            assert URL in str(error)


def test_titles_are_read_in_linear_time() -> None:
    begun = time.perf_counter()
    plain("<" * 1_000_000)
    assert time.perf_counter() - begun < 1
