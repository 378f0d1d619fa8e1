"""Put what a reading found into words: rows of source, act, content, via and when, dates and figures, for any table."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from corrobora.records import Quantity, Reading, Span, Statement, TimeExpression

BESIDE = 60
"""How far from a statement a time may begin that tells when it was said, in code points."""

LONGEST_LINK = 4
"""Letters that may stand between the two."""

ASIDE = ("boilerplate", "related_links")
"""Kinds of passages that are no part of the story: their dates and figures are not listed."""

GAP = " … "
"""Stands between the parts of a discontinuous source or content."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One statement as plain words. Empty where the text says nothing; `denies` is the statement that it is about.

    `source` has the speaker's name behind it in brackets where the words do not hold it: "He (Desmond Fairlough)".
    """

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
    hearsay: bool

    @property
    def unnamed(self) -> str:
        """What to show where no source is named."""
        return "hearsay" if self.hearsay else "not named"


def rows(reading: Reading) -> list[Row]:
    """The statements of a reading in their order, numbered from 1."""
    by_content: dict[Span, int] = {}
    for number, statement in enumerate(reading.statements, 1):
        for span in statement.content:
            by_content.setdefault(span, number)
    text = reading.article.text
    starts = [time.start for time in reading.times]
    names = _names(reading)
    return [
        _row(text, one, number, by_content, names=names, when=_said_when(text, one, reading.times, starts))
        for number, one in enumerate(reading.statements, 1)
    ]


def _names(reading: Reading) -> dict[str, str]:
    """The fullest name of each entity in the text."""
    names: dict[str, str] = {}
    for mention in reading.mentions:
        if mention.entity and len(mention.exact) > len(names.get(mention.entity, "")):
            names[mention.entity] = mention.exact
    return names


def _source(text: str, statement: Statement, names: dict[str, str]) -> str:
    words = wording(text, statement.source)
    name = names.get(statement.speaker or "", "")
    known = not name or name in words or any(part in words for part in name.split())
    return words if known else f"{words} ({name})".strip()


def _said_when(text: str, statement: Statement, times: Sequence[TimeExpression], starts: Sequence[int]) -> list[str]:
    """The values of the times that stand among or right beside the statement's parts, and in none of them."""
    parts = (*statement.cue, *statement.source, *statement.target, *statement.content)
    if not parts:
        return []
    whole = Span(min(part.start for part in parts), max(part.end for part in parts))
    near = times[bisect_left(starts, whole.start - BESIDE) : bisect_left(starts, whole.end + BESIDE)]
    apart = (time for time in near if not any(part.overlaps(time.span) for part in parts))
    return [time.timex for time in apart if _is_placed(time) and _is_beside(text, time.span, whole)]


def _is_placed(time: TimeExpression) -> bool:
    """False for "now" and "recently", and for a weekday in a text without a date: nothing that a reader can use."""
    return not time.timex.startswith("XXXX") and not time.timex.endswith("_REF")


def _is_beside(text: str, time: Span, whole: Span) -> bool:
    """True inside the whole, or if no more than a short word and a comma lie between: "on", "il", "в"."""
    between = text[time.end : whole.start] or text[whole.end : time.start]
    return len(between.strip(" ,\u00a0")) <= LONGEST_LINK and not any(mark in between for mark in ".!?\n")


def _row(
    text: str,
    statement: Statement,
    number: int,
    by_content: dict[Span, int],
    *,
    names: dict[str, str],
    when: Sequence[str],
) -> Row:
    others = [by_content[span] for span in statement.about if by_content.get(span, number) != number]
    return Row(
        number=number,
        source=_source(text, statement, names),
        act=f"not {statement.act}" if statement.negated else statement.act,
        cue=wording(text, statement.cue),
        content=wording(text, statement.content),
        target=wording(text, statement.target),
        via=tuple(wording(text, relay) for relay in statement.via),
        when=", ".join(dict.fromkeys(when)),
        about=wording(text, statement.about),
        denies=others[0] if others else None,
        direct=statement.quoted != "indirect",
        hearsay=statement.hearsay,
    )


def wording(text: str, spans: tuple[Span, ...]) -> str:
    """The words of some spans on one line, parts that stand apart joined by an ellipsis."""
    return GAP.join(" ".join(span.of(text).split()) for span in spans)


def dates_and_figures(reading: Reading) -> list[tuple[str, str, str]]:
    """Each time and quantity of the story as its words, its value, and when exactly or what is counted."""
    aside = [passage for passage in reading.article.passages if passage.kind in ASIDE]
    starts = [passage.start for passage in aside]

    def told(start: int) -> bool:
        at = bisect_right(starts, start) - 1
        return at < 0 or start >= aside[at].end

    times = [
        (time.exact, time.timex, _between(time.earliest, time.latest)) for time in reading.times if told(time.start)
    ]
    figures = [(one.exact, amount(one), one.of or "") for one in reading.quantities if told(one.start)]
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
