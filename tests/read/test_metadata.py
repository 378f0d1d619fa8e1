"""What pages state about themselves: JSON-LD whole and broken, meta elements, addresses, htmldate, and absurd dates."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrobora.read.html_tree import parse_page
from corrobora.read.json_ld import article_node
from corrobora.read.metadata import Given, Metadata, page_metadata
from corrobora.read.stated_dates import Bounds, read_date

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
KEYS = st.sampled_from(["@type", "@graph", "headline", "author", "name", "datePublished"])
NESTED = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.just("Article"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
STORY = "<p>The minister said on Thursday that the trains would run again.</p>"


def metadata(head: str = "", body: str = STORY, url: str | None = None) -> Metadata:
    return page_metadata(
        parse_page(f"<html><head>{head}</head><body>{body}</body></html>"), given=Given(url=url, now=NOW)
    )


def ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


class TestJsonLd:
    @pytest.mark.parametrize(
        "content",
        [
            '{"@type": "NewsArticle", "headline": "Port shut"}',
            '[{"@type": "Organization", "name": "N"}, {"@type": "NewsArticle", "headline": "Port shut"}]',
            '{"@graph": [{"@type": "WebPage"}, {"@type": ["Article", "NewsArticle"], "headline": "Port shut"}]}',
            '{"@type": "WebPage", "mainEntity": {"@type": "schema:NewsArticle", "headline": ["Port  shut"]}}',
            '{"@type": "http://schema.org/NewsArticle", "headline": "Port shut",}',
            '<!-- {"@type": "NewsArticle", "headline": "Port shut"} -->',
            '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Port shut"}\n//]]>',
            '{"@type": "NewsArticle", "headline": "Port shut", "articleBody": "line\nbreak"}',
        ],
    )
    def test_shapes(self, content):
        stated = metadata(ld(content)).headlines[0]
        assert (stated.value, stated.how, stated.sure) == ("Port shut", "json-ld", 0.95)

    def test_broken_json_is_read_field_by_field_and_less_sure(self):
        found = metadata(
            ld('{"@type": "NewsArticle", "headline": "Port \\"shut\\"", "datePublished": "2024-11-01" "x": }')
        )
        assert found.headlines[0].value == 'Port "shut"'
        assert found.published is not None and found.published.value == "2024-11-01" and found.published.sure == 0.7

    def test_of_several_articles_that_of_the_address(self):
        nodes = [{"@type": "Article", "url": f"https://n.example/{name}", "headline": name} for name in "AB"]
        scripts = [json.dumps(nodes)]
        assert article_node(scripts, url="https://n.example/B")[0]["headline"] == "B"
        assert article_node(scripts)[0]["headline"] == "A"

    def test_authors(self):
        authors = '[{"@type":"Person","name":"Ada Winterbourne"},{"name":"https://n.example/ada"},"Max Feld"]'
        byline = metadata(ld(f'{{"@type":"Article","author":{authors}}}')).byline
        assert byline is not None and byline.value == "Ada Winterbourne, Max Feld"

    @settings(max_examples=200)
    @given(st.text(max_size=80) | NESTED.map(json.dumps))
    def test_anything(self, content):
        node, _ = article_node([content], url="https://n.example/")
        assert isinstance(node, dict)

    def test_deep_nesting(self):
        assert article_node(["[" * 100_000]) == ({}, False)


class TestDates:
    @pytest.mark.parametrize(
        ("stated", "value"),
        [
            ("2024-11-01", "2024-11-01"),
            ("2024-11-01T10:15:00+01:00", "2024-11-01T10:15:00+01:00"),
            ("2024-11-01T10:15:00.123Z", "2024-11-01T10:15:00+00:00"),
            ("2024-11-01 10:15", "2024-11-01T10:15:00"),
            ("2024-11-01 10:15:00 +0100", "2024-11-01T10:15:00+01:00"),
            ("20241101T101500Z", "2024-11-01T10:15:00+00:00"),
            ("20241101", "2024-11-01"),
            ("2024/11/1", "2024-11-01"),
            ("Fri, 01 Nov 2024 10:15:00 GMT", "2024-11-01T10:15:00+00:00"),
            ("1730452500", "2024-11-01T09:15:00+00:00"),
            (1730452500000, "2024-11-01T09:15:00+00:00"),
            ("2025-03-02T11:00:00Z", "2025-03-02T11:00:00+00:00"),  # a day ahead of the clock at most: a time zone
        ],
    )
    def test_forms(self, stated, value):
        assert read_date(stated, Bounds(NOW)) == value

    @pytest.mark.parametrize(
        "stated",
        [
            "",
            "yesterday",
            "2031-01-01",
            "2025-03-03",
            "1989-12-31",
            "1970-01-01T00:00:00Z",
            "0",
            "2024-13-01",
            "2024-02-30",
            "0000-00-00",
            "2024",
            "2024-11",
            None,
            True,
            [],
            {"a": 1},
            "9" * 13,
            "9" * 400,
            "2024-11-01T99:00:00Z",
            "2024-11-01T10:00:00+99:00",
        ],
    )
    def test_refused(self, stated):
        assert read_date(stated, Bounds(NOW)) is None

    @given(st.text(max_size=40))
    def test_anything(self, stated):
        found = read_date(stated, Bounds(NOW))
        assert found is None or found >= "1990"

    def test_an_absurd_date_gives_way_to_the_next(self):
        head = (
            ld('{"@type":"Article","datePublished":"2031-01-01"}')
            + '<meta property="article:published_time" content="2024-11-01T08:00:00Z">'
        )
        found = metadata(head).published
        assert found is not None and (found.value, found.how) == ("2024-11-01T08:00:00+00:00", "opengraph")

    def test_address(self):
        found = metadata(url="https://n.example/2024/11/01/port-shut").published
        assert found is not None and (found.value, found.how) == ("2024-11-01", "url")

    def test_time_element(self):
        body = f'<h1>Port shut</h1><time datetime="2024-11-01T08:00:00Z">1 November</time>{STORY}'
        found = metadata(body=body).published
        assert found is not None and (found.value, found.how) == ("2024-11-01T08:00:00+00:00", "time element")

    def test_a_time_of_change_is_not_that_of_publication(self):
        body = f'<h1>Port shut</h1><time class="updated" datetime="2024-11-05T10:00:00Z">5 November</time>{STORY}'
        found = metadata(body=body).published
        assert found is None or (found.how == "htmldate" and found.sure < 0.5)

    def test_visible_date_is_a_guess(self):
        found = metadata(body=f'<h1>Port shut</h1><span class="date">November 1, 2024</span>{STORY}').published
        assert found is not None and found.value == "2024-11-01" and found.how == "htmldate" and found.sure < 0.5

    @pytest.mark.parametrize(
        "footer",
        [
            "© 2024 The Northern Daily",
            "Copyright 2019-2024 Canal Nord",
            "&copy; 2023",
            "(c) 2024 Testata. P. IVA 20240101",
        ],
    )
    def test_the_year_in_a_footer_is_no_date(self, footer):
        assert metadata(body=f"<h1>Port shut</h1>{STORY}<footer><p>{footer}</p></footer>").published is None

    def test_a_change_before_publication_is_dropped(self):
        head = ld('{"@type":"Article","datePublished":"2024-11-01T08:00:00Z","dateModified":"2024-10-01T08:00:00Z"}')
        assert metadata(head).modified is None


class TestOther:
    def test_meta_elements(self):
        found = metadata(
            '<meta property="og:title" content="Port shut"><meta property="og:site_name" content="The Northern Daily">'
            '<meta name="author" content="Ada Winterbourne"><meta name="description" content="Cranes stand still.">'
        )
        assert found.headlines[0].value == "Port shut" and found.headlines[0].how == "opengraph"
        assert found.outlet is not None and found.outlet.value == "The Northern Daily"
        assert found.byline is not None and found.byline.how == "meta"
        assert found.summary is not None and found.summary.value == "Cranes stand still."

    def test_title_without_the_outlet(self):
        assert (
            metadata("<title>Port shut after charge | The Northern Daily</title>").headlines[0].value
            == "Port shut after charge"
        )

    def test_an_address_is_no_author(self):
        assert metadata('<meta property="article:author" content="https://facebook.example/ada">').byline is None

    @pytest.mark.parametrize(
        ("href", "value"),
        [
            ("https://n.example/a", "https://n.example/a"),
            ("/a?b=1", "https://n.example/a?b=1"),
            ("javascript:void(0)", None),
            ("https://n.example/", None),
            ("http://[broken", None),
        ],
    )
    def test_canonical_address(self, href, value):
        found = metadata(f'<link rel="canonical" href="{href}">', url="https://n.example/x").canonical_url
        assert (found.value if found else None) == value
