"""Figures and statements in words."""

import pytest

from corrobora.records import Article, Mention, Passage, Quantity, Reading, Span, Statement, TimeExpression
from corrobora.serve.statement_rows import amount, dates_and_figures, rows


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ((12000, 12000, True, None), "≈ 12\u202f000"),
        ((30, None, False, None), "≥ 30"),
        ((1000, None, True, None), "≥ 1\u202f000"),
        ((None, 5, False, "EUR"), "≤ 5 EUR"),
        ((3, 5, False, None), "3–5"),
        ((2.5, 2.5, False, "%"), "2.5 %"),
        ((None, None, False, None), ""),
    ],
)
def test_amount(figure: tuple[float | None, float | None, bool, str | None], words: str) -> None:
    low, high, approximate, unit = figure
    assert amount(Quantity(start=0, end=1, exact="x", low=low, high=high, approximate=approximate, unit=unit)) == words


def test_a_denial_names_the_statement_that_it_is_about() -> None:
    article = Article(id="a", text="Uno dice x\n y. Due nega.")
    said = Statement(id="0", act="say", content=(Span(9, 13),))
    denied = Statement(id="1", act="deny", about=(Span(9, 13),))
    alone = Statement(id="2", act="deny", about=(Span(0, 3), Span(9, 10)))
    first, second, third = rows(Reading(article=article, statements=(said, denied, alone)))
    assert first.content == "x y"
    assert (second.denies, third.denies) == (1, None)
    assert third.about == "Uno … x"


def test_hearsay_is_never_shown_as_if_only_a_name_were_missing() -> None:
    told = Statement(id="0", act="report", content=(Span(0, 3),), hearsay=True)
    said = Statement(id="1", act="say", content=(Span(0, 3),))
    shown = rows(Reading(article=Article(id="a", text="Uno"), statements=(told, said)))
    assert [row.unnamed for row in shown] == ["hearsay", "not named"]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("On Monday , A said that B left.", "T1"),
        ("A said on Monday that B left.", "T1"),
        ("A said that B left on Monday .", ""),
        ("It rained Monday . A said that B left.", ""),
        ("Nobody but C came Monday while A said that B left.", ""),
    ],
)
def test_when_is_when_it_was_said_and_not_when_what_was_said_happened(text: str, when: str) -> None:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    monday = span("Monday")
    content = Span(span("that B").start, max(span("left").end, monday.end if text.endswith("Monday .") else 0))
    said = Statement(id="0", act="say", cue=(span("said"),), source=(span("A "),), content=(content,))
    time = TimeExpression(start=monday.start, end=monday.end, exact="Monday", timex="T1")
    (row,) = rows(Reading(article=Article(id="a", text=text), statements=(said,), times=(time,)))
    assert row.when == when


def test_a_pronoun_is_told_with_the_name_that_it_stands_for() -> None:
    text = "Anna Rossi left. She said no."
    article = Article(id="a", text=text)
    named = Mention(start=0, end=10, exact="Anna Rossi", kind="person", entity="person:anna-rossi")
    she = Statement(id="0", act="say", source=(Span(17, 20),), speaker="person:anna-rossi")
    full = Statement(id="1", act="say", source=(Span(0, 10),), speaker="person:anna-rossi")
    dropped = Statement(id="2", act="say", speaker="person:anna-rossi")
    found = rows(Reading(article=article, mentions=(named,), statements=(she, full, dropped)))
    assert [row.source for row in found] == ["She (Anna Rossi)", "Anna Rossi", "(Anna Rossi)"]


def test_dates_and_figures_of_the_margins_are_not_listed() -> None:
    text = "Nine men left.\n\nTwo bridges close"
    passages = (Passage(start=0, end=14, kind="paragraph"), Passage(start=16, end=33, kind="related_links"))
    figures = (
        Quantity(start=0, end=8, exact="Nine men", low=9, high=9),
        Quantity(start=16, end=27, exact="Two bridges"),
    )
    reading = Reading(article=Article(id="a", text=text, passages=passages), quantities=figures)
    assert [words for words, _, _ in dates_and_figures(reading)] == ["Nine men"]
