"""Read the metadata of a page: what it states about itself, how that is known, and how sure it is."""

from datetime import datetime

from corrobora.records.documents import Record


class Given(Record, frozen=True):
    """What is known about a document before it is read, and beats what the document says.

    `now` is the clock, passed in: no date after it (plus a day) is believed. All may be None.
    """

    id: str | None = None
    headline: str | None = None
    language: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    now: datetime | None = None
