"""Records of what arrived: outlets, feeds, captures, and the articles cleaned out of them.

All positions are Unicode code points into `Article.text`, end exclusive.
"""

from datetime import datetime
from hashlib import sha256
from typing import Literal

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The common shape of all records: frozen, keyword-only, JSON without its default values."""


class Span(msgspec.Struct, frozen=True, order=True):
    """A stretch of `Article.text`: code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """True if `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """True if the two share at least one code point."""
        return self.start < other.end and other.start < self.end


OutletKind = Literal["newspaper", "agency", "broadcaster", "aggregator", "official", "unknown"]


class Outlet(Record, frozen=True):
    """Who publishes. Never called "source": a source is who is quoted."""

    id: str
    name: str
    homepage: str | None = None
    country: str | None = None
    languages: tuple[str, ...] = ()
    kind: OutletKind = "unknown"
    owner: str | None = None
    since: int | None = None
    """The year in which it began, or went online: no page of it is older. None if that is not known."""


class Feed(Record, frozen=True):
    """A list of new pages that an outlet keeps at one address."""

    url: str
    outlet: str | None = None
    title: str | None = None


class Capture(Record, frozen=True):
    """Bytes as they arrived (in the sense of WARC). `id` is the SHA-256 of `body`, in hexadecimal."""

    id: str
    body: bytes
    media_type: str | None = None
    url: str | None = None
    fetched_at: datetime | None = None
    headers: dict[str, str] = {}
    via: str | None = None

    @classmethod
    def of(
        cls, body: bytes, *, media_type: str | None = None, url: str | None = None, via: str | None = None
    ) -> "Capture":
        """A capture whose id is made from its body, so that the same page captured twice is one capture."""
        return cls(id=sha256(body).hexdigest(), body=body, media_type=media_type, url=url, via=via)


PassageKind = Literal[
    "headline", "standfirst", "heading", "paragraph", "caption", "list", "related_links", "boilerplate"
]


class Passage(Record, frozen=True):
    """A part of an article and what it is for. Boilerplate and empty blocks are named as such, never deleted."""

    start: int
    end: int
    kind: PassageKind

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Stated(Record, frozen=True):
    """A value of the metadata: how it is known ("given", "json-ld", "opengraph", "text" …) and how sure (0 to 1)."""

    value: str
    how: str
    sure: float = 1.0


class Edit(Record, frozen=True):
    """Where a stretch of `Article.text` came from in the decoded input.

    `start`/`end` are in the article, `origin` is where that stretch begins in the input, and `original` is what stood
    there if cleaning changed it (None: it stands there letter for letter, or for HTML as the text of an element).
    """

    start: int
    end: int
    origin: int
    original: str | None = None


Access = Literal["whole", "part", "unknown"]
"""How much of an article a page let us read: all of it; its free part before a paywall; or, since the page says that it
is for subscribers and shows no wall, we cannot tell."""


class Article(Record, frozen=True):
    """A capture, cleaned. `text` is the one coordinate system for everything that is said about it.

    `dates` are the days of publication that its page, its feed and others state, the believed one (`published`) first.
    Those that say the same are there once, so there is more than one only if they disagree by more than a day.
    """

    id: str
    text: str
    passages: tuple[Passage, ...] = ()
    language: str | None = None
    capture: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    outlet: str | None = None
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    credits: tuple[str, ...] = ()
    published: Stated | None = None
    modified: Stated | None = None
    dates: tuple[Stated, ...] = ()
    access: Access = "whole"
    offsets: tuple[Edit, ...] = ()
