"""Records are frozen, compare by value, and survive a round trip through JSON."""

from datetime import UTC, datetime

import msgspec
import pytest

from corrobora import records
from corrobora.records import (
    Article,
    Capture,
    Derivation,
    Edit,
    Evidence,
    Judgement,
    Mention,
    Passage,
    Quantity,
    Reading,
    Span,
    Stated,
    Statement,
    Story,
    TimeExpression,
)

AT = datetime(2024, 11, 1, 9, 30, tzinfo=UTC)
ARTICLE = Article(
    id="a1",
    text="Kim: «sì»",
    passages=(Passage(start=0, end=9, kind="headline"),),
    credits=("(NP)",),
    published=Stated(value="2024-11-01", how="given"),
    offsets=(Edit(start=0, end=9, origin=3),),
)
EXAMPLES = [
    ARTICLE,
    Reading(
        article=ARTICLE,
        mentions=(Mention(start=0, end=3, exact="Kim", kind="person"),),
        times=(TimeExpression(start=0, end=3, exact="Kim", timex="2024-11", earliest="2024-11-01"),),
        quantities=(Quantity(start=0, end=3, exact="Kim", low=30),),
        statements=(
            Statement(id="a1:0", act="say", source=(Span(0, 3),), content=(Span(5, 9),), via=((Span(0, 1),),)),
        ),
        made_by="test/1",
    ),
    Derivation(
        derived="a",
        origin="agency:np",
        kind="credit",
        score=1.0,
        evidence=(Evidence(article="a", span=Span(0, 1), exact="K"),),
    ),
    Story(id="s", articles=("a",), first_seen=AT, last_seen=AT),
    Judgement(left="a", right="b", verdict="unsure", by="ann", at=AT),
]


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: type(record).__name__)
def test_json_round_trip(record: msgspec.Struct) -> None:
    assert msgspec.json.decode(msgspec.json.encode(record), type=type(record)) == record


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: type(record).__name__)
def test_records_are_frozen(record: msgspec.Struct) -> None:
    with pytest.raises(AttributeError):
        setattr(record, record.__struct_fields__[0], "other")


def test_a_capture_is_named_by_its_body() -> None:
    one, other = Capture.of(b"<p>", url="https://a.example/"), Capture.of(b"<p>", url="https://b.example/")
    assert one.id == other.id != Capture.of(b"<p/>").id
    assert len(one.id) == 64


def test_spans() -> None:
    assert Span(1, 3).of("abcd") == "bc"
    assert Span(0, 4).covers(Span(1, 3))
    assert not Span(1, 3).covers(Span(0, 4))
    assert Span(0, 2).overlaps(Span(1, 3))
    assert not Span(0, 2).overlaps(Span(2, 3))


def test_every_public_record_is_exported() -> None:
    assert all(hasattr(records, name) for name in records.__all__)
