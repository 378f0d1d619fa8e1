"""The shape of dates.toml: how a language writes and says times."""

from datetime import date
from typing import Literal

import msgspec

Means = Literal[
    "date", "relative", "shift", "day", "duration", "span", "set", "ref", "clock", "part", "quarter", "half",
    "decade", "century", "season", "fiscal", "festival", "nth", "range", "mod", "after_mod", "nothing",
]  # fmt: skip
"""What a rule's words mean; dates_meaning.py has one function for each."""


class RuleTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of saying a time: templates with slots, what they mean, and what they do not say themselves.

    `after`: at least one of these words must stand before (it stays outside of the expression). `before`: one of
    these must follow. `sign`: -1 towards the past, 1 towards the future. `anchor`: "text" if the expression counts
    from another one ("two weeks later"). `capital`: it must begin with one. `small`: not with a capital after another
    word, which makes it part of a name ("USA Today"). `years`: so many years later, "the same
    quarter last year". `era`: a number of years that counts from this year. The other fields fill slots that the words
    leave open.
    """

    means: Means
    templates: tuple[str, ...]
    after: str = ""
    before: str = ""
    sign: int = 0
    offset: int | None = None
    unit: str | None = None
    number: float | None = None
    years: int = 0
    era: int | None = None
    more: float = 0
    value: str | None = None
    season: str | None = None
    mod: str | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str | None = None
    half_day: str | None = None
    easter: int | None = None
    orthodox: bool = False
    dates: tuple[date, ...] = ()
    anchor: Literal["published", "text", "either"] = "published"
    capital: bool = False
    small: bool = False


class DateTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """dates.toml. Each table maps a value to a template of the words for it; the slots of rules are named after tables.

    How times are written: `order` of figures in 12/3/2024; `digits`, ten characters that years may
    also be written with, from zero to nine; `day_words`, which words may stand for a day of the month;
    `ordinal_marks` after a figure (1st, 1er); `clock_marks` between hours and minutes; `letters` that count as another
    ("ё" as "е"); `capitals`, the slots that must begin with one; `particles` that may be written onto an expression;
    `articles` that belong to it; `joins` between a day and its time; `range_joins` between the ends of a range;
    `year_joins` between a day or festival and its year, `amount_joins` between the parts of a duration (two years and
    six months), `from_joins` and `back_joins` between a duration and the day it counts from (two days after Easter).

    Words: `number`, `tens` and `tens_joins` (twenty-one), `ordinal` (-1: the last), `vague` (several), `month`,
    `doubtful_months` (those that <clear_month> leaves out because they are also words), `month_short` (with <mon>,
    beside a day or year only), `weekday` (1 Monday … 7 Sunday), `weekday_short` (with <wday>), `season` (SP SU FA WI),
    `part` (MO MI AF EV NI DT), `unit` (D W WE M Q H Y DE CE h min s), `which` (-1 last, 0 this, 1 next), `half_day`
    (am, pm), `decade` (20 … 90), `zone` (the offset, or nothing).

    What the context tells: `year_cues` before four figures, `year_followers` after them, `not_years`, what is counted;
    `future` and `past` cues with `future_endings` and `past_endings` of verbs, `future_before` right before the
    expression, `cues_follow` if the verb comes last; `published`, words beside a printed date of publication.

    Slots that need no table: <day> <nth> <year> <tens> ('90) <two> ('87, or 32 to 99) <hour> <minute> <clock> <colon>
    (18:30) <numeric> (1/11/2024) <short> (1/11) <roman>, and the marks <,> (a comma that may be there), <-> (a dash),
    <_> (a space that may be there).
    """

    order: Literal["dmy", "mdy", "ymd"] = "dmy"
    digits: str = ""
    day_words: Literal["ordinal", "number", "both", "none"] = "none"
    ordinal_marks: tuple[str, ...] = ()
    clock_marks: tuple[str, ...] = (":",)
    letters: dict[str, str] = {}
    capitals: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    tens_joins: tuple[str, ...] = ()
    number: dict[str, str] = {}
    tens: dict[str, str] = {}
    ordinal: dict[str, str] = {}
    vague: str = ""
    month: dict[str, str] = {}
    doubtful_months: tuple[str, ...] = ()
    month_short: dict[str, str] = {}
    weekday: dict[str, str] = {}
    weekday_short: dict[str, str] = {}
    season: dict[str, str] = {}
    part: dict[str, str] = {}
    unit: dict[str, str] = {}
    which: dict[str, str] = {}
    half_day: dict[str, str] = {}
    decade: dict[str, str] = {}
    zone: dict[str, str] = {}
    year_cues: str = ""
    year_followers: str = ""
    not_years: str = ""
    future: str = ""
    past: str = ""
    future_before: str = ""
    future_endings: tuple[str, ...] = ()
    past_endings: tuple[str, ...] = ()
    cues_follow: bool = False
    range_joins: tuple[str, ...] = ()
    year_joins: tuple[str, ...] = ()
    amount_joins: tuple[str, ...] = ()
    from_joins: tuple[str, ...] = ()
    back_joins: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    rule: tuple[RuleTable, ...] = ()
