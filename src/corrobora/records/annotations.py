"""Records of what one article says: mentions, time expressions, quantities, statements, and the reading of them all."""

from typing import Literal

import msgspec

from corrobora.records.documents import Article, Record, Span

MentionKind = Literal["person", "organisation", "place", "office"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Quoted = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "say", "announce", "report", "claim", "estimate", "confirm", "deny", "accuse", "criticise", "praise", "warn",
    "threaten", "demand", "promise", "ask", "believe",
]  # fmt: skip


class Mention(Record, frozen=True):
    """A name or office as it stands in the text, without article, title or particle.

    `entity` is an id such as "person:aldo-ferri", "country:it", "agency:yonhap"; None if nothing is known.
    """

    start: int
    end: int
    exact: str
    kind: MentionKind
    entity: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class TimeExpression(Record, frozen=True):
    """A time expression with its TIMEX3 value, always with an interval where it can be placed in time.

    `earliest` and `latest` are ISO 8601 dates (or date-times for TIME), both inclusive; None if the expression cannot
    be placed (a bare duration, a set). `anchor` says what it was resolved against: "published", "text" (another
    expression of the text), or "absolute". `precision` names the unit that is meant ("day", "month" …), `mod` is
    TIMEX3's modifier (START, MID, END, APPROX, LESS_THAN, MORE_THAN).
    """

    start: int
    end: int
    exact: str
    timex: str
    type: TimexType = "DATE"
    earliest: str | None = None
    latest: str | None = None
    precision: str | None = None
    anchor: str | None = None
    mod: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Quantity(Record, frozen=True):
    """A figure: "circa 12.000 soldati" is low 12000, high 12000, approximate, of "soldati".

    "At least 30" has a low and no high. `unit` is "%", an ISO 4217 code, or a unit's symbol; `of` is what is counted.
    """

    start: int
    end: int
    exact: str
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    unit: str | None = None
    of: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Statement(Record, frozen=True):
    """Somebody's words or stance in the text; source, cue and content as in PARC and PolNeAR.

    Each of them is a tuple of spans, because they can be discontinuous. `via` is the relay chain, outermost first.
    `about` is what a bare denial refers to. `speaker` is the entity of the source, if it is known.
    """

    id: str
    act: Act
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    quoted: Quoted = "indirect"
    negated: bool = False
    hearsay: bool = False
    via: tuple[tuple[Span, ...], ...] = ()
    about: tuple[Span, ...] = ()
    speaker: str | None = None
    times: tuple[Span, ...] = ()
    quantities: tuple[Span, ...] = ()
    made_by: str | None = None


class ConceptAt(msgspec.Struct, frozen=True):
    """A stretch of text (code points) that names these concepts of the lexicon: one, or two where a word has two
    senses."""

    span: Span
    concepts: tuple[str, ...]


AccessKind = Literal["own_reporter", "told_us"]


class AccessSign(msgspec.Struct, frozen=True):
    """Words by which an outlet says that it was there itself ("our correspondent") or that somebody spoke to it."""

    span: Span
    kind: AccessKind


class Reading(Record, frozen=True):
    """Everything that one article says. `made_by` is step, version and pack version, so that a better reader replaces
    exactly its own work.

    `sentences`, `concepts` and `access` are what comparing articles needs; they are there only if the reader was asked
    for them.
    """

    article: Article
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    sentences: tuple[Span, ...] = ()
    concepts: tuple[ConceptAt, ...] = ()
    access: tuple[AccessSign, ...] = ()
    made_by: str = ""
