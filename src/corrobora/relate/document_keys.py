"""Number the keys of a document, so that it can be kept packed.

A key's number is a checksum whose last bits are its kind, so that nothing has to remember the keys themselves.
"""

import zlib
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from corrobora.records import Reading, Span
from corrobora.relate.bridges import bridges

KINDS = "@*#t~-+="
"""The first letters of keys: entity, concept, figure, date, sound of a name, cognate, pair of Han signs, short word."""
KIND_OF = 7
"""The bits of a key that say its kind."""

PRIOR = (0.01, 0.03, 0.03, 0.05, 0.003, 0.02, 0.005, 0.2)
"""The share of documents that has a key of each kind, before the stream has taught better."""

COMMON = 1.2
"""Nats below which a key is left out: three in ten documents of its language have it."""
MOST_KEYS = 3_000
"""Places of keys kept of one document, at most."""

Weights = Mapping[int, float]
Places = Mapping[int, Sequence[int]]
"""The sentences in which each key of a document stands."""


class Kept(msgspec.Struct, frozen=True):
    """What is remembered of a document, some 2 KB: its keys with their sentences, and sums over its keys by kind."""

    id: str
    language: str
    cased: bool
    keys: "array[int]"
    at: "array[int]"
    starts: "array[int]"
    ends: "array[int]"
    sizes: tuple[int, ...]
    sums: tuple[float, ...]

    @property
    def lengths(self) -> list[int]:
        return [end - start for start, end in zip(self.starts, self.ends, strict=True)]


def places_of(reading: Reading) -> dict[int, list[int]]:
    """The sentences of each key, by its number: a checksum whose last bits are its kind."""
    places: dict[int, list[int]] = {}
    for bridge in bridges(reading):
        at = places.setdefault(_number(bridge.key), [])
        if bridge.sentence not in at:
            at.append(bridge.sentence)
    return places


@lru_cache(maxsize=500_000)
def _number(key: str) -> int:
    return (zlib.crc32(key.encode()) & ~KIND_OF) | KINDS.index(key[0])


def kept_of(reading: Reading, places: Places, weights: Weights) -> Kept:
    """What is remembered of a document; keys without a weight are left out."""
    sizes, sums = [0] * len(KINDS), [0.0] * len(KINDS)
    keys, at = array("I"), array("H")
    for key, weight in weights.items():
        sizes[key & KIND_OF] += 1
        sums[key & KIND_OF] += weight
        for sentence in places[key]:
            if sentence < 65_536 and len(keys) < MOST_KEYS:
                keys.append(key)
                at.append(sentence)
    spans = reading.sentences or (Span(0, len(reading.article.text)),)
    return Kept(
        id=reading.article.id,
        language=reading.article.language or "",
        cased=sizes[KINDS.index("-")] > sizes[KINDS.index("~")] / 2,
        keys=keys,
        at=at,
        starts=array("I", (span.start for span in spans)),
        ends=array("I", (span.end for span in spans)),
        sizes=tuple(sizes),
        sums=tuple(sums),
    )
