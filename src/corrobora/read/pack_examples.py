"""Run a language pack's examples: what must be found is found, what must not be found is not, nothing changes unseen.

The same run stands behind `corrobora languages check` and the tests. Spans are compared by the places of their words in
the text, and only white space and punctuation at their edges are forgiven.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from corrobora.errors import PackError
from corrobora.read.packs import Pack
from corrobora.read.reader import Reader
from corrobora.records import (
    Act,
    Article,
    MentionKind,
    Passage,
    PassageKind,
    Quoted,
    Reading,
    Span,
    Stated,
    Statement,
)

Words = str | tuple[str, ...]
"""Exact words of an example's text, or several stretches of them if they stand apart."""


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement that must be found; what is left out must be empty."""

    act: Act
    cue: Words = ()
    source: Words = ()
    content: Words = ()
    target: Words = ()
    via: tuple[Words, ...] = ()
    about: Words = ()
    quoted: Quoted = "indirect"
    negated: bool = False
    hearsay: bool = False


class ExpectedTime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time expression that must be found."""

    exact: str
    timex: str


class ExpectedQuantity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure that must be found; only the keys that are given are compared."""

    exact: str
    low: float | msgspec.UnsetType = msgspec.UNSET
    high: float | msgspec.UnsetType = msgspec.UNSET
    approximate: bool | msgspec.UnsetType = msgspec.UNSET
    unit: str | msgspec.UnsetType = msgspec.UNSET
    of: str | msgspec.UnsetType = msgspec.UNSET


class ExpectedMention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name that must be found."""

    exact: str
    kind: MentionKind


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text with what must be found in it; `statement` lists all statements, the other lists need not be complete."""

    text: str
    why: str
    published: date | None = None
    passage: PassageKind = "paragraph"
    statement: tuple[Expected, ...] = ()
    time: tuple[ExpectedTime, ...] = ()
    quantity: tuple[ExpectedQuantity, ...] = ()
    mention: tuple[ExpectedMention, ...] = ()


class ExampleTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """examples.toml: `known_failure` is what we know we get wrong; one that comes right must move to `positive`."""

    positive: tuple[Example, ...] = ()
    negative: tuple[Example, ...] = ()
    known_failure: tuple[Example, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """How one example came out: `misses` says in words what differs from what is expected, and is empty if nothing."""

    list: Literal["positive", "negative", "known_failure"]
    number: int
    example: Example
    misses: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True if it came out as its list demands: a known failure must still fail."""
        return bool(self.misses) == (self.list == "known_failure")


def examples_of(pack: Pack) -> ExampleTable:
    """The pack's examples; raises PackError if one contradicts itself."""
    table = pack.table("examples", ExampleTable)
    for kind, examples in _lists(table):
        for number, example in enumerate(examples, 1):
            place = f"{pack.folder / 'examples.toml'}: {kind} {number} ({example.why})"
            if kind == "negative" and example.statement:
                raise PackError(f"{place}: a negative has no statements; make it a positive")
            found = (example.statement, example.time, example.quantity, example.mention)
            if kind == "positive" and not any(found):
                raise PackError(f"{place}: a positive says what must be found; if nothing, make it a negative")
            for words in _all_words(example):
                if words not in example.text:
                    raise PackError(f"{place}: {words!r} does not stand in the text, letter for letter")
    return table


def run(pack: Pack) -> Iterator[Result]:
    """The result of every example of a pack, in the order of the file; raises PackError if a file cannot be used."""
    reader = Reader(pack)
    reader.prepare()
    for kind, examples in _lists(examples_of(pack)):
        for number, example in enumerate(examples, 1):
            yield Result(list=kind, number=number, example=example, misses=tuple(_misses(reader, example)))


def _lists(table: ExampleTable) -> list[tuple[Literal["positive", "negative", "known_failure"], tuple[Example, ...]]]:
    return [("positive", table.positive), ("negative", table.negative), ("known_failure", table.known_failure)]


def read_example(reader: Reader, example: Example) -> Reading:
    """What is read of an example's text, taken as one passage of one article."""
    published = Stated(value=example.published.isoformat(), how="given") if example.published else None
    passage = Passage(start=0, end=len(example.text), kind=example.passage)
    return reader.read(Article(id="example", text=example.text, passages=(passage,), published=published))


def _misses(reader: Reader, example: Example) -> Iterator[str]:
    reading = read_example(reader, example)
    yield from _statement_misses(example, reading.statements)
    text = example.text
    times = {(trimmed(text, time.span), time.timex) for time in reading.times}
    for time in example.time:
        if not any((span, time.timex) in times for span in places(text, time.exact)):
            found = [one.timex for one in reading.times if one.span.of(text) == time.exact]
            yield f"time {time.exact!r} = {time.timex}: {f'found as {found[0]}' if found else 'not found'}"
    for quantity in example.quantity:
        wanted = {name: value for name, value in msgspec.structs.asdict(quantity).items() if value is not msgspec.UNSET}
        there = [msgspec.structs.asdict(one) for one in reading.quantities]
        if not any(wanted.items() <= one.items() for one in there):
            yield f"quantity {wanted}: found {[{name: one[name] for name in wanted} for one in there]}"
    mentions = {(trimmed(text, mention.span), mention.kind) for mention in reading.mentions}
    for mention in example.mention:
        if not any((span, mention.kind) in mentions for span in places(text, mention.exact)):
            yield f"mention {mention.exact!r} as {mention.kind}: not found"


def _statement_misses(example: Example, found: Sequence[Statement]) -> Iterator[str]:
    """What is wrong with the statements: how those differ that share a cue, then those missing, then those too many."""
    text = example.text
    left = list(found)
    missing: list[Expected] = []
    for expected in example.statement:
        same = next((one for one in left if not differences(text, expected, one)), None)
        if same is None:
            missing.append(expected)
        else:
            left.remove(same)
    for expected in missing:
        near = next((one for one in left if "cue" not in differences(text, expected, one)), None)
        if near is None:
            yield f"statement not found: {_expected_words(expected)}"
            continue
        left.remove(near)
        for name, difference in differences(text, expected, near).items():
            yield f"statement with cue {_joined(expected.cue)!r}: {name} {difference}"
    for one in left:
        yield f"statement that should not be there: {_found_words(text, one)}"


def differences(text: str, expected: Expected, found: Statement) -> dict[str, str]:
    """Field by field, how a statement differs from the expected one; empty if it does not."""
    wrong: dict[str, str] = {}
    for name in ("act", "quoted", "negated", "hearsay"):
        if getattr(expected, name) != getattr(found, name):
            wrong[name] = f"is {getattr(found, name)!r}, expected {getattr(expected, name)!r}"
    for name in ("source", "cue", "content", "target", "about"):
        wanted: Words = getattr(expected, name)
        spans: tuple[Span, ...] = getattr(found, name)
        if not _same(text, wanted, spans):
            wrong[name] = f"is {_spans_words(text, spans)!r}, expected {_joined(wanted)!r}"
    if len(expected.via) != len(found.via) or not all(map(lambda a, b: _same(text, a, b), expected.via, found.via)):
        relays = [_spans_words(text, relay) for relay in found.via]
        wrong["via"] = f"is {relays}, expected {[_joined(relay) for relay in expected.via]}"
    return wrong


def _same(text: str, expected: Words, found: tuple[Span, ...]) -> bool:
    wanted = _parts(expected)
    return len(wanted) == len(found) and all(
        trimmed(text, span) in places(text, words) for words, span in zip(wanted, found, strict=True)
    )


def places(text: str, words: str) -> set[Span]:
    """Everywhere that the words stand in the text, without punctuation and white space at their edges."""
    found: set[Span] = set()
    at = text.find(words)
    while words and at >= 0:
        found.add(trimmed(text, Span(at, at + len(words))))
        at = text.find(words, at + 1)
    return found


def trimmed(text: str, span: Span) -> Span:
    """The span without punctuation and white space at its edges."""
    start, end = span.start, span.end
    while start < end and _is_edge(text[start]):
        start += 1
    while end > start and _is_edge(text[end - 1]):
        end -= 1
    return Span(start, end)


def _is_edge(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZC"


def _parts(words: Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def _joined(words: Words) -> str:
    return " … ".join(_parts(words))


def _spans_words(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(span.of(text) for span in spans)


def _all_words(example: Example) -> Iterator[str]:
    for one in example.statement:
        for words in (one.cue, one.source, one.content, one.target, one.about, *one.via):
            yield from _parts(words)
    yield from (time.exact for time in example.time)
    yield from (quantity.exact for quantity in example.quantity)
    yield from (mention.exact for mention in example.mention)


def _expected_words(one: Expected) -> str:
    return f"{_joined(one.source) or '(no source)'} · {one.act} ({_joined(one.cue)}) · {_joined(one.content)}"


def _found_words(text: str, one: Statement) -> str:
    source, cue, content = (_spans_words(text, spans) for spans in (one.source, one.cue, one.content))
    return f"{source or '(no source)'} · {one.act} ({cue}) · {content}"
