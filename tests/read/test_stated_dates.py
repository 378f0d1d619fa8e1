"""Dates of publication: within bounds, the best believed, conflicts kept with their sources, and less sure for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.read.clean import Given, clean
from corrobora.read.packs import load_pack
from corrobora.read.stated_dates import (
    EARLIEST,
    LEEWAY,
    Bounds,
    Dating,
    as_utc,
    conflicts,
    contested,
    disagree,
    first_date,
    read_date,
)
from corrobora.records import Article, Capture, Stated

NOW = datetime(2024, 11, 10, 12, tzinfo=UTC)
PACKS = [load_pack("en")]
STORY = "<h1>Port shut</h1>" + "<p>The minister said on Thursday that the port of Torvale would stay shut.</p>" * 4
MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2300, 1, 1))
ZONES = st.sampled_from(["", "Z", "+09:00", "-08:00", "+14:00"])
WRITTEN = st.one_of(
    st.builds(lambda moment, zone: moment.isoformat(timespec="seconds") + zone, MOMENTS, ZONES),
    st.builds(lambda moment: moment.date().isoformat(), MOMENTS),
    st.builds(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT"), MOMENTS),
    st.text(max_size=30),
)
SINCE = st.none() | st.integers(min_value=1700, max_value=2024)
DATINGS = st.lists(
    st.builds(
        Dating,
        WRITTEN,
        st.sampled_from(["json-ld", "opengraph", "feed", "url"]),
        st.sampled_from([0.95, 0.9, 0.8, 0.7]),
        st.booleans(),
    ),
    max_size=6,
)


def read(head: str = "", *, url: str | None = None, headers: dict[str, str] | None = None, **stated: str) -> Article:
    capture = Capture(
        id="a",
        body=f"<html><head>{head}</head><body>{STORY}</body></html>".encode(),
        media_type="text/html",
        url=url,
        fetched_at=NOW,
        headers=headers or {},
    )
    return clean(capture, given=Given(**stated), packs=PACKS)  # type: ignore[arg-type]


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def ld(published: str, modified: str = "") -> str:
    return (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{published}",'
        f'"dateModified":"{modified}"}}</script>'
    )


def said(article: Article) -> list[tuple[str, str]]:
    return [(one.value[:10], one.how) for one in article.dates]


class TestBounds:
    @given(WRITTEN, SINCE)
    def test_no_date_outside_is_believed(self, written, since):
        found = read_date(written, Bounds(NOW, since))
        if found is not None:
            assert found >= max("1990", str(since or 0))
            assert as_utc(datetime.fromisoformat(found)) <= NOW + LEEWAY

    @given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2024, 11, 11, 12)))
    def test_every_date_inside_is(self, moment):
        assert read_date(moment.isoformat(), Bounds(NOW)) is not None

    @given(DATINGS, SINCE)
    def test_what_is_chosen_and_kept_lies_within_and_disagrees(self, datings, since):
        bounds = Bounds(NOW, since)
        chosen = first_date(datings, bounds)
        if chosen is None:
            assert all(read_date(dating.value, bounds) is None for dating in datings)
            return
        kept = [chosen, *conflicts(chosen, datings, bounds, modified=None)]
        assert all(read_date(one.value, bounds) for one in kept)
        pairs = [(one, other) for at, one in enumerate(kept) for other in kept[at + 1 :]]
        assert all(disagree(one.value, other.value) for one, other in pairs)
        states = [read_date(dating.value, bounds) for dating in datings if dating.states]
        for value in filter(None, states):  # nothing that is stated gets lost
            assert any(not disagree(value, one.value) for one in kept)
        sure = contested(chosen, kept[1:]).sure
        assert sure == chosen.sure if len(kept) == 1 else 0.4 * chosen.sure < sure < chosen.sure

    def test_the_edges(self):
        assert Bounds().earliest == EARLIEST
        assert Bounds(since=1851).earliest == EARLIEST
        assert Bounds(since=2014).earliest == date(2014, 1, 1)
        assert read_date("2013-12-31", Bounds(NOW, 2014)) is None and read_date("2014-01-01", Bounds(NOW, 2014))
        last = NOW + LEEWAY
        assert read_date(last.isoformat(), Bounds(NOW))
        assert read_date((last + timedelta(seconds=1)).isoformat(), Bounds(NOW)) is None

    def test_a_page_is_not_older_than_its_outlet(self):
        """The domain is a real outlet's, founded in 2014; the page is invented."""
        assert said(read(ld("2009-05-01"), url="https://www.vox.com/torvale")) == []
        assert said(read(ld("2009-05-01"), url="https://torvale.example/torvale")) == [("2009-05-01", "json-ld")]

    def test_not_after_it_was_fetched_even_if_read_years_later(self):
        article = read(ld("2025-03-01T08:00:00Z"), now=datetime(2026, 1, 1, tzinfo=UTC))  # type: ignore[arg-type]
        assert article.published is None and article.dates == ()


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("2024-11-01", "2024-11-02", False),
        ("2024-11-01", "2024-11-03", True),
        ("2024-11-01", "2024-11-02T23:59:00Z", False),
        ("2024-11-01T08:00:00Z", "2024-11-02T08:00:00Z", False),
        ("2024-11-01T08:00:00Z", "2024-11-02T08:00:01Z", True),
        ("2024-11-01T23:00:00-08:00", "2024-11-02T17:00:00+09:00", False),
        ("2024-12-31", "2025-01-01", False),
    ],
)
def test_more_than_a_day_apart(left, right, apart):
    assert disagree(left, right) is disagree(right, left) is apart


class TestFeed:
    def test_it_loses_to_what_the_page_states_and_agrees_silently(self):
        article = read(ld("2024-11-03T10:00:00Z"), feed_published="2024-11-03T12:00:00Z")
        assert article.published == Stated(value="2024-11-03T10:00:00+00:00", how="json-ld", sure=0.95)
        assert len(article.dates) == 1

    def test_a_conflict_is_kept_and_makes_less_sure(self):
        article = read(ld("2024-11-03T10:00:00Z"), feed_published="Fri, 01 Nov 2024 10:15:00 GMT")
        assert said(article) == [("2024-11-03", "json-ld"), ("2024-11-01", "feed")]
        assert article.published == article.dates[0]
        assert article.published is not None and article.published.sure == 0.57

    def test_it_beats_a_guess(self):
        article = read(url="https://torvale.example/2024/11/03/port", feed_published="2024-11-01T10:15:00Z")
        assert said(article) == [("2024-11-01", "feed"), ("2024-11-03", "url")]

    @pytest.mark.parametrize("absurd", ["2203-01-01T00:00:00Z", "1970-01-01", "2024-11-12T00:00:00Z", "soon", ""])
    def test_an_absurd_one_is_dropped_with_nothing_believed(self, absurd):
        assert read(feed_published=absurd).published is None
        assert said(read(ld("2024-11-03"), feed_published=absurd)) == [("2024-11-03", "json-ld")]


class TestConflicts:
    def test_all_that_disagree_are_kept_each_once(self):
        head = ld("2024-11-05") + meta("article:published_time", "2024-11-01") + meta("pubdate", "2024-11-02")
        article = read(head, url="https://torvale.example/20241009/port")
        assert said(article) == [("2024-11-05", "json-ld"), ("2024-11-01", "opengraph"), ("2024-10-09", "url")]

    def test_the_date_of_the_last_change_under_another_name_is_no_conflict(self):
        head = ld("2024-11-01T08:00:00Z", "2024-11-07T09:00:00Z") + meta("date", "2024-11-07")
        assert said(read(head, feed_published="2024-11-07T09:00:00Z")) == [("2024-11-01", "json-ld")]

    def test_the_day_of_creation_contradicts_nobody(self):
        assert said(read(ld("2024-11-05") + meta("dcterms.created", "2024-10-01"))) == [("2024-11-05", "json-ld")]

    def test_what_is_given_is_believed_and_the_page_still_heard(self):
        article = read(ld("2024-11-05"), published="2024-11-01")
        assert article.published == Stated(value="2024-11-01", how="given")
        assert said(article) == [("2024-11-01", "given"), ("2024-11-05", "json-ld")]

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ("Mon, 04 Nov 2024 08:00:00 GMT", [("2024-11-01", "json-ld")]),
            ("Thu, 31 Oct 2024 20:00:00 GMT", [("2024-11-01", "json-ld")]),
            ("Sun, 06 Oct 2024 20:00:00 GMT", [("2024-11-01", "json-ld"), ("2024-10-06", "last-modified")]),
            ("Thu, 01 Jan 1970 00:00:00 GMT", [("2024-11-01", "json-ld")]),
        ],
    )
    def test_the_servers_last_change_is_no_publication_but_none_is_later(self, changed, expected):
        assert said(read(ld("2024-11-01T08:00:00Z"), headers={"Last-Modified": changed})) == expected
        assert read(headers={"last-modified": changed}).published is None
