"""Write what was read of one document as one line of JSON, in the form that programs rely on.

Fields and their meaning are documented in docs/tour.md; every span carries the words it stands for.
"""

import msgspec

from corrobora.records import Article, Failure, Quantity, Reading, Span, Statement

_ENCODER = msgspec.json.Encoder()


def as_line(name: str, reading: Reading | None, failures: tuple[Failure, ...]) -> bytes:
    """The document's line, ending in a line break; all fields are there even if nothing could be read."""
    return _ENCODER.encode(as_fields(name, reading, failures)) + b"\n"


def as_fields(name: str, reading: Reading | None, failures: tuple[Failure, ...]) -> dict[str, object]:
    """The same as plain values."""
    text = reading.article.text if reading else ""
    return {
        "id": name,
        "language": reading.article.language if reading else None,
        "published": _published(reading.article) if reading else None,
        "text": text,
        "passages": [
            {"start": passage.start, "end": passage.end, "kind": passage.kind}
            for passage in (reading.article.passages if reading else ())
        ],
        "mentions": [
            {**_of(mention.span, text), "kind": mention.kind, "entity": mention.entity}
            for mention in (reading.mentions if reading else ())
        ],
        "times": [
            {
                **_of(time.span, text),
                "timex": time.timex,
                "type": time.type,
                "earliest": time.earliest,
                "latest": time.latest,
            }
            for time in (reading.times if reading else ())
        ],
        "quantities": [_quantity(quantity, text) for quantity in (reading.quantities if reading else ())],
        "statements": [_statement(name, one, text) for one in (reading.statements if reading else ())],
        "failures": [{"step": one.step, "input": one.input, "error": one.error} for one in failures],
    }


def _published(article: Article) -> dict[str, object] | None:
    """The date of publication; with "others" only if somebody states another."""
    if article.published is None:
        return None
    others = [{"value": one.value, "how": one.how} for one in article.dates[1:]]
    return {"value": article.published.value, "how": article.published.how} | ({"others": others} if others else {})


def _of(span: Span, text: str) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "exact": span.of(text)}


def _spans(spans: tuple[Span, ...], text: str) -> list[dict[str, object]]:
    return [_of(span, text) for span in spans]


def _quantity(quantity: Quantity, text: str) -> dict[str, object]:
    return {
        **_of(quantity.span, text),
        "low": _plain(quantity.low),
        "high": _plain(quantity.high),
        "approximate": quantity.approximate,
        "unit": quantity.unit,
        "of": quantity.of,
    }


def _plain(value: float | None) -> float | int | None:
    """12000 rather than 12000.0."""
    return int(value) if value is not None and value == int(value) else value


def _statement(name: str, statement: Statement, text: str) -> dict[str, object]:
    return {
        "id": f"{name}:{statement.id}",
        "act": statement.act,
        "quoted": statement.quoted,
        "negated": statement.negated,
        "hearsay": statement.hearsay,
        "source": _spans(statement.source, text),
        "cue": _spans(statement.cue, text),
        "content": _spans(statement.content, text),
        "target": _spans(statement.target, text),
        "via": [_spans(relay, text) for relay in statement.via],
        "about": _spans(statement.about, text),
        "speaker": statement.speaker,
    }
