"""The web page of readings: self-contained, escaped, linked both ways, well-formed."""

import re
from html.parser import HTMLParser

import pytest

from corrobora.records import Article, Failure, Passage, Reading, Span, Stated, Statement
from corrobora.serve.painted_html import direction
from corrobora.serve.reading_page import page

TEXT = 'قال <b onclick="x">الوزير</b> إن الوضع "خطير" & \u202eانتهى\x1b[31m.'
EMPTY = {"meta", "br", "link", "img"}


class Checker(HTMLParser):
    """Collects ids, links and addresses, and fails on tags that are closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.open.append(tag)
        for name, value in attrs:
            self.handlers += [name] if name.startswith("on") else []
            self.ids += [value or ""] if name == "id" else []
            self.links += [value or ""] if name == "href" else []
            self.loaded += [value or ""] if name == "src" or tag in ("link", "script", "iframe", "object") else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def reading(url: str | None = None) -> Reading:
    article = Article(
        id="a",
        text=TEXT,
        language="ar",
        url=url,
        headline="<i>عنوان</i>",
        published=Stated(value="2024-11-01", how="<given>"),
        passages=(Passage(start=0, end=len(TEXT), kind="paragraph"),),
    )
    at = TEXT.index("إن")
    said = Statement(id="0", act="say", cue=(Span(0, 3),), source=(Span(4, 29),), content=(Span(at, len(TEXT) - 1),))
    denied = Statement(id="1", act="deny", cue=(Span(4, 6),), about=(Span(at, len(TEXT) - 1),))
    return Reading(article=article, statements=(said, denied))


def checked(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    return checker


def test_the_page_is_well_formed_and_loads_nothing() -> None:
    html = page(
        [
            ("one", reading(), ()),
            ("two", reading(), ()),
            ("bad", None, (Failure(step="clean", input="b", error="<e>"),)),
        ]
    )
    checker = checked(html)
    assert checker.loaded == []
    assert checker.handlers == []
    assert "url(" not in html
    assert "@import" not in html
    assert len(checker.ids) == len(set(checker.ids))
    inside = {link[1:] for link in checker.links if link.startswith("#")}
    assert inside
    assert inside <= set(checker.ids), "every link inside the page leads somewhere"


def test_everything_from_outside_is_escaped() -> None:
    html = page([("<s>", reading("javascript:alert(1)"), (Failure(step="read", input="x", error="<script>"),))])
    body = html[html.index("<body>") :]
    for bad in ("<b ", "<i>عنوان", "<script", "<given>", "javascript:", "\x1b", "\u202e", "<s>"):
        assert bad not in body
    assert "&lt;b onclick=&quot;x&quot;&gt;" in body


def test_a_denial_leads_to_what_it_denies() -> None:
    assert '<a href="#a1s1">what 1 says</a>' in page([("one", reading(), ())])


def test_words_link_to_the_original_page() -> None:
    html = page([("one", reading("https://news.example/a?b=1&c=2#top"), ())])
    (link,) = set(re.findall(r'href="(https://news\.example/a\?b=1&amp;c=2#:~:text=[^"]+)"', html))
    assert "%20" in link
    assert " " not in link


def test_right_to_left_text_sets_its_own_direction() -> None:
    html = page([("one", reading(), ())])
    assert 'lang="ar"' in html
    assert re.search(r'<p class="paragraph" dir="rtl">', html)


def test_nothing_to_show_is_a_page_too() -> None:
    checked(page([]))
    empty = Reading(article=Article(id="a", text=""))
    assert "No statement found" in page([("one", empty, ())])


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("AFP: قال الوزير إن الوضع خطير.", "rtl"),
        ("2026-03-12 قتل 3 أشخاص", "rtl"),
        ("Der Minister sagte: „لا“.", "auto"),
        ("The mayor said no.", "auto"),
        ("12 345", "auto"),
        ("", "auto"),
    ],
)
def test_the_direction_is_that_of_most_letters(words: str, way: str) -> None:
    assert direction(words) == way
