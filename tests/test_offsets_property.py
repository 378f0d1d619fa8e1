"""Every span of a whole reading stands for exactly its words, in any mixture of scripts, marks and invisibles."""

import unicodedata
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corrobora.errors import ReadError
from corrobora.read.clean import clean_document
from corrobora.read.pack_examples import examples_of
from corrobora.read.packs import installed, load_pack
from corrobora.read.reader import Reader
from corrobora.records import Reading
from corrobora.serve.painting import painted
from corrobora.serve.reading_json import as_fields

CODES = installed()

ODD = (
    "e\u0301", "a\u0300\u0323", "й", "ё", "각", "\u1100\u1161\u11a8", "ﬁ", "ẞ", "İ", "ǆ",
    "\u0345", "\u200b", "\u200d", "\u202e", "\u202c", "\u2066", "\u2069", "\ufeff",
    "\u00ad", "👩\u200d🚒", "𝔘𝔫", "Ꙁ", "ש\u05bc\u05c1", "مُحَمَّد", "ไทย", "東京", "　",
    "\u2028", "\u0085", "\t", "\r\n", "\n\n", "\n", "…", "...", "—", "–", "-", "“", "”",
    "«", "»", "„", "‘", "’", "'", '"', "「", "」", "『", "(", ")", "[1]", "12.000", "3,5 %",
    "1°", "10:30", "31/12/2024", "29 febbraio 2023", "€", "№ 5", "\x00", "\x1b[31m",
    "\x7f", "<b>", "&amp;",
)  # fmt: skip


@cache
def reader(code: str) -> Reader:
    return Reader(load_pack(code))


@cache
def sentences(code: str) -> tuple[str, ...]:
    """The pack's own examples: without them, random letters would hardly ever make a statement."""
    table = examples_of(load_pack(code))
    return tuple(example.text for example in (*table.positive, *table.negative, *table.known_failure))


@st.composite
def mixtures(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and a text in it and in others with odd characters at any place."""
    code = draw(st.sampled_from(CODES))
    own = st.sampled_from(sentences(code) or ("A.",))
    other = st.sampled_from([text for each in CODES for text in sentences(each)])
    parts = draw(
        st.lists(st.one_of(own, own, other, st.sampled_from(ODD), st.text(max_size=8)), min_size=1, max_size=8)
    )
    text = draw(st.sampled_from((" ", "", "\n\n"))).join(parts)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(ODD)) + text[at:]
    return code, text.encode("utf-8", "replace").decode()


def spans(value: object) -> list[dict[str, object]]:
    """All dictionaries with a start, at any depth."""
    if isinstance(value, dict):
        inside = [span for part in value.values() for span in spans(part)]
        return [value, *inside] if "start" in value else inside
    return [span for part in value for span in spans(part)] if isinstance(value, list) else []


def read(code: str, text: str) -> Reading:
    document = {"id": "d", "text": text, "language": code, "published": "2024-11-01"}
    return reader(code).read(clean_document(document, [load_pack(code)]))


def read_or_refused(code: str, text: str) -> Reading | None:
    """The reading; None where cleaning may refuse the text: no letters, or control characters as in a binary file."""
    try:
        return read(code, text)
    except ReadError:
        letters = any(character.isalpha() for character in text)
        assert not letters or any(unicodedata.category(character) == "Cc" for character in text)
        return None


def check(reading: Reading, text: str) -> None:
    """All that must hold of any reading's positions."""
    assert reading.article.text == text
    for found in spans(as_fields("d", reading, ())):
        start, end = found["start"], found["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert 0 <= start < end <= len(text), found
        if "exact" in found:
            assert text[start:end] == found["exact"]
    kept = [(one.span, one.exact) for one in reading.mentions]
    kept += [(one.span, one.exact) for one in reading.times]
    kept += [(one.span, one.exact) for one in reading.quantities]
    assert all(span.of(text) == exact for span, exact in kept), "the record itself keeps the same words"
    for statement in reading.statements:
        for spans_of in (statement.source, statement.cue, statement.content, statement.target, statement.about):
            assert list(spans_of) == sorted(spans_of), "the parts of one span tuple are in text order"
    for earlier, later in zip(reading.times, reading.times[1:], strict=False):
        assert earlier.end <= later.start
    assert not any(time.span.overlaps(figure.span) for time in reading.times for figure in reading.quantities)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(mixtures())
def test_every_span_stands_for_its_words(mixture: tuple[str, str]) -> None:
    code, text = mixture
    reading = read_or_refused(code, text)
    if reading:
        check(reading, text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mixtures())
def test_painting_keeps_every_character_once(mixture: tuple[str, str]) -> None:
    code, text = mixture
    reading = read_or_refused(code, text)
    for passage, pieces in painted(reading) if reading else ():
        assert "".join(piece.span.of(text) for piece in pieces) == passage.span.of(text)


@pytest.mark.parametrize("code", CODES)
def test_the_examples_themselves(code: str) -> None:
    found = 0
    for text in sentences(code):
        reading = read(code, text)
        check(reading, text)
        found += len(reading.statements)
    assert found > len(sentences(code)) / 4, "without statements this test would show nothing"
