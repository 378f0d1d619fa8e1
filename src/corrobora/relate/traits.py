"""Keep of an article what is needed later to say which of two was made from the other."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zlib import crc32

import msgspec

from corrobora.records import Reading
from corrobora.relate.channels import Channels
from corrobora.relate.credited import Credit, credits_of, spoke_to_own

MOST_FEATURES = 64
SMALLEST_FIGURE = 10
"""Figures below this are in every other article."""


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What tells copies apart: who published an article, in what language, when, whom it credits, what it is about.

    `features` are hashes of the entities and figures that it names. `translated`: it says so; `own_access`: it says
    that its outlet was there, or was spoken to.
    """

    id: str
    outlet: str | None
    language: str | None
    published: datetime | None
    credits: tuple[Credit, ...] = ()
    translated: bool = False
    own_access: bool = False
    features: frozenset[int] = frozenset()

    def signs(self, channel: str | None) -> bool:
        return any(credit.to == channel and credit.how == "signed" for credit in self.credits)

    def credited(self, channel: str | None) -> bool:
        return any(credit.to == channel for credit in self.credits)


def traits_of(reading: Reading, channels: Channels) -> Traits:
    article = reading.article
    outlet = channels.publisher(article)
    credits = credits_of(reading, channels)
    notes = [signed for signed in article.credits if not any(True for _ in channels.named(signed))]
    return Traits(
        id=article.id,
        outlet=outlet,
        language=article.language,
        published=moment(article.published.value if article.published else None),
        credits=credits,
        translated=any(" " in note for note in notes),
        own_access=bool(reading.access)
        or any(spoke_to_own(reading, statement) is not None for statement in reading.statements),
        features=frozenset(sorted(set(_features(reading)))[:MOST_FEATURES]),
    )


def _features(reading: Reading) -> Iterator[int]:
    for mention in reading.mentions:
        if mention.entity and not mention.entity.startswith(("agency:", "outlet:", "country:")):
            yield crc32(mention.entity.encode())
    for quantity in reading.quantities:
        figure = quantity.low if quantity.low is not None else quantity.high
        if figure is not None and figure >= SMALLEST_FIGURE:
            yield crc32(f"{figure:g}".encode())


def moment(value: str | None) -> datetime | None:
    """A date or date-time in ISO 8601 as UTC; None for a date alone, which tells no order within its day, and for what
    is none."""
    if not value or len(value) <= len("2024-11-01"):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
