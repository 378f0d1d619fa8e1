"""The terminal page: fits its width, colours only terminals, and lets nothing from outside control the screen."""

import io

import pytest
from rich.console import Console

from corrobora.records import Article, Failure, Passage, Quantity, Reading, Span, Stated, Statement, TimeExpression
from corrobora.serve.terminal import show

TEXT = "Titolo\n\nIl ministro ha detto lunedì che 12 navi \x1b[31m\u202esono\x07 partite.\n\nLeggi anche"


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


READING = Reading(
    article=Article(
        id="a",
        text=TEXT,
        language="it",
        headline="Titolo",
        outlet="Il Torvalese\x1b]0;x\x07",
        published=Stated(value="2024-11-01", how="given"),
        passages=(
            Passage(start=0, end=6, kind="headline"),
            Passage(start=8, end=TEXT.index("\n\nLeggi"), kind="paragraph"),
            Passage(start=TEXT.index("Leggi"), end=len(TEXT), kind="boilerplate"),
        ),
    ),
    times=(TimeExpression(start=span("lunedì").start, end=span("lunedì").end, exact="lunedì", timex="2024-10-28"),),
    quantities=(Quantity(start=span("12 navi").start, end=span("12 navi").end, exact="12 navi", low=12, of="navi"),),
    statements=(
        Statement(
            id="0",
            act="say",
            negated=True,
            source=(span("Il ministro"),),
            cue=(span("ha detto"),),
            content=(Span(span("che 12").start, span("partite").end),),
            via=((span("Titolo"),),),
            times=(span("lunedì"),),
        ),
    ),
)


def shown(width: int, *, terminal: bool) -> str:
    out = io.StringIO()
    show(
        Console(file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None),
        "a",
        READING,
        (),
    )
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, shown(width, terminal=False).splitlines())) <= width


def test_everything_is_there() -> None:
    text = shown(140, terminal=False)
    for words in (
        "Titolo",
        "2024-11-01 (given)",
        "ha detto[1]",
        "not say",
        "2024-10-28",
        "≥ 12",
        "‹boilerplate›",
        "Il ministro",
    ):
        assert words in text
    assert text.count("Titolo\n") == 1, "the headline is not shown twice"


def test_colours_only_for_a_terminal() -> None:
    assert "\x1b[" not in shown(80, terminal=False)
    assert "\x1b[1;33mha detto" in shown(80, terminal=True)


def test_control_characters_of_a_text_do_not_reach_the_screen() -> None:
    plain = shown(80, terminal=False)
    assert not set("\x1b\x07\u202e") & set(plain)
    assert "�[31m" in plain


def test_a_failure_is_shown() -> None:
    out = io.StringIO()
    show(Console(file=out, width=80), "bad\x1b[2J", None, (Failure(step="clean", input="bad", error="empty"),))
    assert "empty" in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()
