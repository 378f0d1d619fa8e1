"""Records of how many readings hang together: derivations, entities, stories, claims, judgements, failures."""

from datetime import datetime
from typing import Literal

import msgspec

from corrobora.records.documents import Record, Span


class Evidence(Record, frozen=True):
    """A passage that a person can click: an article and the words in it that made us say so."""

    article: str
    span: Span
    exact: str


class Derivation(Record, frozen=True):
    """One article made from another. With `credit` the derived article names its source without sharing its text; the
    origin may be outside the archive ("agency:yonhap")."""

    derived: str
    origin: str
    kind: Literal["copy", "excerpt", "syndication", "translation", "revision", "credit"]
    score: float
    evidence: tuple[Evidence, ...] = ()
    made_by: str = ""


class Entity(Record, frozen=True):
    """A person, organisation, place or office, with its names by language."""

    id: str
    kind: Literal["person", "organisation", "place", "office"]
    names: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    identifiers: dict[str, str] = msgspec.field(default_factory=dict)


class Story(Record, frozen=True):
    """A group of articles about one event; the id stays the same as a stream grows."""

    id: str
    articles: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    languages: tuple[str, ...] = ()
    centre: dict[str, float] = msgspec.field(default_factory=dict)


class Stance(Record, frozen=True):
    """How one statement stands to a claim."""

    statement: str
    claim: str
    kind: Literal["support", "deny", "query", "comment"]
    evidence: tuple[Evidence, ...] = ()


class Claim(Record, frozen=True):
    """What several statements say. `origins` are the independent ones, each with the article that stands for it."""

    id: str
    gist: str
    statements: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    origins: dict[str, str] = msgspec.field(default_factory=dict)
    quantities: tuple[str, ...] = ()


class Disagreement(Record, frozen=True):
    """Two statements of one claim that cannot both hold."""

    claim: str
    left: str
    right: str
    kind: Literal["denial", "quantity", "date"]
    evidence: tuple[Evidence, ...] = ()


class Judgement(Record, frozen=True):
    """A person's word on whether two things are the same. It beats any score and is never overwritten."""

    left: str
    right: str
    verdict: Literal["same", "different", "unsure"]
    by: str
    at: datetime
    note: str | None = None


class Failure(Record, frozen=True):
    """One input that a step could not handle; it never stops the stream, and it is never silent."""

    step: str
    input: str
    error: str
    at: datetime | None = None
