"""Put each statement of a reading into words: one row of source, act, content, via and when, for any table."""

import msgspec

from corrobora.records import Reading, Span, Statement

GAP = " … "
"""Stands between the parts of a discontinuous source or content."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One statement as plain words. Empty where the text says nothing; `denies` is the statement that it is about."""

    number: int
    source: str
    act: str
    cue: str
    content: str
    target: str
    via: tuple[str, ...]
    when: str
    about: str
    denies: int | None
    direct: bool


def rows(reading: Reading) -> list[Row]:
    """The statements of a reading in their order, numbered from 1."""
    by_content: dict[Span, int] = {}
    for number, statement in enumerate(reading.statements, 1):
        for span in statement.content:
            by_content.setdefault(span, number)
    return [_row(reading, statement, number, by_content) for number, statement in enumerate(reading.statements, 1)]


def _row(reading: Reading, statement: Statement, number: int, by_content: dict[Span, int]) -> Row:
    text = reading.article.text
    timexes = {time.span: time.timex for time in reading.times}
    others = [by_content[span] for span in statement.about if by_content.get(span, number) != number]
    return Row(
        number=number,
        source=wording(text, statement.source),
        act=f"not {statement.act}" if statement.negated else statement.act,
        cue=wording(text, statement.cue),
        content=wording(text, statement.content),
        target=wording(text, statement.target),
        via=tuple(wording(text, relay) for relay in statement.via),
        when=", ".join(dict.fromkeys(timexes[span] for span in statement.times if span in timexes)),
        about=wording(text, statement.about),
        denies=others[0] if others else None,
        direct=statement.quoted != "indirect",
    )


def wording(text: str, spans: tuple[Span, ...]) -> str:
    """The words of some spans on one line, parts that stand apart joined by an ellipsis."""
    return GAP.join(" ".join(span.of(text).split()) for span in spans)


def amount(low: float | None, high: float | None, approximate: bool, unit: str | None) -> str:
    """A figure as symbols: ≈ 12 000, ≥ 30, 3–5, 1 000 %."""
    if low is None and high is None:
        return ""
    if low is None:
        figure = f"≤ {_grouped(high)}"
    elif high is None:
        figure = f"≥ {_grouped(low)}"
    elif low == high:
        figure = _grouped(low)
    else:
        figure = f"{_grouped(low)}–{_grouped(high)}"
    return ("≈ " if approximate else "") + figure + (f" {unit}" if unit else "")


def _grouped(value: float | None) -> str:
    """With narrow no-break spaces between thousands, and no decimals that say nothing."""
    if value is None:
        return ""
    whole = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return whole.replace(",", "\u202f")
