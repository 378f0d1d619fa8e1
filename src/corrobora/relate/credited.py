"""Find which agencies and outlets an article credits, for its whole text or for single statements."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

import msgspec

from corrobora.records import Reading, Span, Statement
from corrobora.relate.channels import Channels, own_name

How = Literal["signed", "relayed"]

LONGEST_REGION = 400
"""Code points around a cue in which a channel is looked for, at most."""
SIGNATURE_MARKS = tuple("(=/[【")
"""Before these marks an outlet's name signs and tells nothing of who was spoken to."""
SIGNED_AT = 200
"""Code points at either end of a passage in which a signature stands."""


class Credit(msgspec.Struct, frozen=True):
    """An agency or outlet that an article has something from, with the words that say so.

    `signed`: the text is theirs ("(AFP)", "fonte ANSA", "translated from …"). `relayed`: one statement is, that of the
    id `statement` ("Yonhap reports", "told the AFP"). Who is only mentioned is not credited.
    """

    to: str
    how: How
    span: Span
    statement: str | None = None


def credits_of(reading: Reading, channels: Channels) -> tuple[Credit, ...]:
    """All credits of an article but those to its own outlet; signatures first, then in the order of the statements."""
    own = channels.publisher(reading.article)
    found = [*_signatures(reading, channels), *_relays(reading, channels)]
    return tuple(dict.fromkeys(credit for credit in found if credit.to != own))


def spoke_to_own(reading: Reading, statement: Statement) -> Span | None:
    """Where the sentence of a statement names the article's own outlet outside of what is said: "told the Courier"."""
    name = own_name(reading.article.outlet or "")
    if name is None:
        return None
    text = reading.article.text
    for region in _regions(reading, statement):
        for found in name.finditer(text, region.start, region.end):
            if text[found.start() - 1 : found.start()] not in SIGNATURE_MARKS or not found.start():
                return Span(*found.span())
    return None


def _signatures(reading: Reading, channels: Channels) -> Iterator[Credit]:
    text = reading.article.text
    for signed in reading.article.credits:
        place = _place(reading, signed)
        if place is None:
            continue
        for key, span in channels.named(place.of(text)):
            yield Credit(key, "signed", Span(place.start + span.start, place.start + span.end))


def _place(reading: Reading, signed: str) -> Span | None:
    """Where a signature stands: at an end of a passage, or as a passage of its own."""
    text = reading.article.text
    for passage in reading.article.passages:
        ends = (
            (passage.start, min(passage.end, passage.start + SIGNED_AT)),
            (max(passage.start, passage.end - SIGNED_AT), passage.end),
        )
        for start, end in ends if passage.kind != "headline" else ():
            at = text.find(signed, start, end)
            if at >= 0:
                return Span(at, at + len(signed))
    at = text.find(signed)
    return Span(at, at + len(signed)) if at >= 0 else None


def _relays(reading: Reading, channels: Channels) -> Iterator[Credit]:
    text = reading.article.text
    for statement in reading.statements:
        for region in _regions(reading, statement):
            for key, span in channels.named(region.of(text)):
                place = Span(region.start + span.start, region.start + span.end)
                yield Credit(key, "relayed", place, statement.id)


def _regions(reading: Reading, statement: Statement) -> Iterator[Span]:
    """The sentence of a statement without what is said: who says it, how, through whom and to whom."""
    spans = [*statement.source, *(span for relay in statement.via for span in relay)]
    around = [*statement.cue, *statement.source]
    if around:
        first, last = min(span.start for span in around), max(span.end for span in around)
        for sentence in _sentences(reading, first, last):
            spans += without(sentence, (*statement.content, *statement.target))
    for span in dict.fromkeys(spans):
        yield Span(span.start, min(span.end, span.start + LONGEST_REGION))


def _sentences(reading: Reading, first: int, last: int) -> Iterator[Span]:
    at = max(0, bisect_right(reading.sentences, first, key=lambda sentence: sentence.start) - 1)
    while at < len(reading.sentences) and reading.sentences[at].start < last:
        if reading.sentences[at].end > first:
            yield reading.sentences[at]
        at += 1


def without(sentence: Span, taken: tuple[Span, ...]) -> list[Span]:
    """What is left of a sentence when some spans are taken out of it."""
    left, at = [], sentence.start
    for span in sorted(taken):
        if span.start > at:
            left.append(Span(at, min(span.start, sentence.end)))
        at = max(at, span.end)
    if at < sentence.end:
        left.append(Span(at, sentence.end))
    return [span for span in left if span.start < span.end]
