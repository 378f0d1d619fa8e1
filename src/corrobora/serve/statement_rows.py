"""Put what a reading found into words: rows of source, act, content, via and when, dates and figures, for any table."""

import msgspec

from corrobora.records import Quantity, Reading, Span, Statement

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
    timexes = {time.span: time.timex for time in reading.times}
    text = reading.article.text
    return [_row(text, one, number, by_content, timexes) for number, one in enumerate(reading.statements, 1)]


def _row(
    text: str, statement: Statement, number: int, by_content: dict[Span, int], timexes: dict[Span, str]
) -> Row:
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


def dates_and_figures(reading: Reading) -> list[tuple[str, str, str]]:
    """Each time and quantity as its words, its value, and when exactly or what is counted."""
    times = [(time.exact, time.timex, _between(time.earliest, time.latest)) for time in reading.times]
    figures = [(one.exact, amount(one), one.of or "") for one in reading.quantities]
    return [(" ".join(words.split()), value, " ".join(note.split())) for words, value, note in times + figures]


def _between(earliest: str | None, latest: str | None) -> str:
    if not earliest or not latest or earliest == latest:
        return earliest or latest or ""
    return f"{earliest} – {latest}"


def amount(figure: Quantity) -> str:
    """A figure as symbols: ≈ 12 000, ≥ 30, 3–5, 1 000 %."""
    low, high = figure.low, figure.high
    if low is None and high is None:
        return ""
    if low is None:
        value = f"≤ {_grouped(high)}"
    elif high is None:
        value = f"≥ {_grouped(low)}"
    else:
        value = ("≈ " if figure.approximate else "") + _grouped(low) + (f"–{_grouped(high)}" if high != low else "")
    return f"{value} {figure.unit}" if figure.unit else value


def _grouped(value: float | None) -> str:
    """With narrow no-break spaces between thousands, and no decimals that say nothing."""
    if value is None:
        return ""
    whole = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return whole.replace(",", "\u202f")
