"""What the head of an article says of its date, of those who state another, and of what could not be read."""

import io

import pytest
from rich.console import Console

from corrobora.records import Access, Article, Reading, Stated
from corrobora.serve.article_facts import dispute, limits, when
from corrobora.serve.reading_json import as_fields
from corrobora.serve.reading_page import page
from corrobora.serve.terminal import show

DISPUTED = (("2024-11-03T10:00:00+00:00", "json-ld"), ("2024-11-01", "feed"))


def article(*dates: tuple[str, str], access: Access = "whole") -> Article:
    stated = tuple(Stated(value=value, how=how) for value, how in dates)
    return Article(id="a", text="", dates=stated, published=stated[0] if stated else None, access=access)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ([], None),
        ([("2024-11-03", "json-ld")], None),
        (DISPUTED, "its page says 3 Nov., its feed 1 Nov."),
        ([("2024-11-01", "given"), ("2024-11-05", "meta")], "you say 1 Nov., its page 5 Nov."),
        ([("2025-01-02", "feed"), ("2024-12-30", "url")], "its feed says 2 Jan. 2025, its address 30 Dec. 2024"),
        (
            [("2024-11-05", "json-ld"), ("2024-11-01", "opengraph"), ("2024-09-09", "last-modified")],
            "its page says 5 Nov. and 1 Nov., its server no change since 9 Sept.",
        ),
    ],
)
def test_who_disagrees(dates, said):
    assert dispute(article(*dates)) == said


def test_a_date_and_how_it_is_known():
    assert when(article(*DISPUTED)) == "2024-11-03T10:00:00+00:00 (json-ld)"
    assert when(article()) == "no date"


@pytest.mark.parametrize(
    ("access", "words"), [("part", "only the free part of this page was read"), ("unknown", "perhaps only part")]
)
def test_the_terminal_and_the_page_show_both(access, words):
    reading = Reading(article=article(*DISPUTED, access=access))
    out = io.StringIO()
    show(Console(file=out, width=100), "a", reading, ())
    html = page([("a", reading, ())])
    for shown in (out.getvalue(), html):
        assert "its page says 3 Nov., its feed 1 Nov." in shown
        assert words in shown.lower()


def test_nothing_is_said_of_an_article_that_was_read_as_a_whole():
    assert limits(article()) is None
    assert 'class="limit"' not in page([("a", Reading(article=article()), ())])


def test_others_are_in_the_json_only_if_they_disagree():
    assert as_fields("a", Reading(article=article(*DISPUTED)), ())["published"] == {
        "value": "2024-11-03T10:00:00+00:00",
        "how": "json-ld",
        "others": [{"value": "2024-11-01", "how": "feed"}],
    }
    assert as_fields("a", Reading(article=article(*DISPUTED[:1])), ())["published"] == {
        "value": "2024-11-03T10:00:00+00:00",
        "how": "json-ld",
    }
    assert as_fields("a", Reading(article=article()), ())["published"] is None
