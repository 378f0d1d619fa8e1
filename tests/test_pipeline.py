"""The pipe: order, side by side, defects and dying processes, what is stated and what is inferred."""

import os
import signal
from collections.abc import Iterator

import msgspec
import pytest

from corrobora import pipeline
from corrobora.errors import PackError
from corrobora.gather.inputs import Input
from corrobora.pipeline import Outcome, Pipe, Plan, read
from corrobora.read.metadata import Given
from corrobora.records import Capture, Failure

TEXT = "Il ministro Aldo Ferri ha detto che il ponte riaprirà lunedì e che i lavori sono finiti. "


def document(number: int, **more: str) -> Input:
    return Input(f"d{number}", {"id": f"d{number}", "text": TEXT + str(number), "language": "it", **more})


def texts(outcomes: list[Outcome]) -> list[str]:
    return [one.reading.article.text if one.reading else "" for one in outcomes]


def test_side_by_side_gives_what_one_process_gives() -> None:
    documents = [document(number) for number in range(40)]
    alone = list(read(documents, Plan()))
    assert list(read(documents, Plan(), jobs=2)) == alone
    assert texts(alone) == [TEXT + str(number) for number in range(40)]


def test_a_stream_is_not_read_ahead_of_what_the_processes_need() -> None:
    taken = 0

    def endless() -> Iterator[Input]:
        nonlocal taken
        while True:
            taken += 1
            yield document(taken)

    stream = read(endless(), Plan(), jobs=2)
    assert next(stream).id == "d1"
    assert taken <= 2 * 2 * pipeline.BATCH + pipeline.BATCH
    stream.close()  # type: ignore[attr-defined]


def test_a_document_that_kills_its_process_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Pipe.read

    def deadly(self: Pipe, one: Input) -> Outcome:
        if one.id == "d5":
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(self, one)

    monkeypatch.setattr(Pipe, "read", deadly)  # the processes are forked with it
    monkeypatch.setattr(pipeline, "BATCH", 2)  # those that travel with it are read again, each in a process of its own
    outcomes = list(read([document(number) for number in range(12)], Plan(), jobs=2))
    assert [one.id for one in outcomes] == [f"d{number}" for number in range(12)]
    assert [one.id for one in outcomes if one.failures] == ["d5"]
    assert "killed" in outcomes[5].failures[0].error


def test_a_defect_costs_one_document_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect of ours")

    monkeypatch.setattr(pipeline, "clean_document", broken)
    (outcome,) = read([document(1)], Plan())
    assert outcome.failures == (Failure(step="clean", input="d1", error="ZeroDivisionError: a defect of ours"),)


def test_a_failure_of_gathering_passes_through() -> None:
    failure = Failure(step="gather", input="x", error="no such file")
    (outcome,) = read([Input("x", failure)], Plan())
    assert outcome == Outcome(id="x", failures=(failure,))


def test_a_plan_that_cannot_be_followed_fails_at_once() -> None:
    for jobs in (1, 2):
        with pytest.raises(PackError, match="tlh"):
            next(read([document(1)], Plan(languages=("tlh",)), jobs=jobs))


def test_only_the_languages_of_the_plan_are_read() -> None:
    (outcome,) = read([document(1)], Plan(languages=("fr",)))
    assert outcome.failures[0].step == "language"
    assert outcome.reading
    assert outcome.reading.article.text.startswith(TEXT)


def test_published_given_beats_stated_beats_inferred() -> None:
    text = "Pubblicato il 1 novembre 2024\n\n" + TEXT
    page = (
        '<html lang="it"><head><meta property="article:published_time" content="2024-11-02T10:00:00+01:00"></head>'
        f"<body><article><h1>Il ponte riaprirà</h1><p>{TEXT * 5}</p><p>{TEXT * 5}</p></article></body></html>"
    )
    capture = Capture.of(page.encode(), media_type="text/html")
    given = Plan(given=Given(published="2024-11-03", language="it"))

    def published(content: Capture | dict[str, object], plan: Plan) -> tuple[str, str] | None:
        (outcome,) = read([Input("x", content)], plan)
        assert outcome.reading, outcome.failures
        stated = outcome.reading.article.published
        return (stated.value[:10], stated.how) if stated else None

    assert published(capture, given) == ("2024-11-03", "given")
    assert published(capture, Plan()) == ("2024-11-02", "opengraph")
    assert published({"text": text, "language": "it"}, Plan()) == ("2024-11-01", "text")
    assert published({"text": TEXT, "language": "it"}, Plan()) is None


def test_reading_twice_gives_the_same_and_says_what_made_it() -> None:
    first, second = (next(read([document(1)], Plan())) for _ in range(2))
    assert first == second
    assert first.reading
    assert first.reading.made_by.startswith("read/")
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


def test_readings_for_relating_have_sentences_and_concepts() -> None:
    text = "Il ministro ha annunciato uno sciopero. Lo sciopero comincia giovedì."
    (outcome,) = read([Input("a", {"id": "a", "text": text, "language": "it"})], Plan(for_relating=True))
    assert outcome.reading
    assert [span.of(text) for span in outcome.reading.sentences] == text.replace(". ", ".\n").split("\n")
    named = [one.concepts for one in outcome.reading.concepts if one.span.of(text) == "sciopero"]
    assert named == [("strike-labour",)] * 2
    assert "lexicon/" in outcome.reading.made_by


def test_a_page_that_shows_a_wall_in_place_of_an_article_is_a_failure_with_its_reason() -> None:
    page = "<html><head><title>Just a moment...</title></head><body><p>Verify you are human.</p></body></html>"
    (outcome,) = read([Input("x", Capture.of(page.encode(), media_type="text/html"))], Plan())
    assert outcome.reading is None
    (failure,) = outcome.failures
    assert failure.step == "clean" and "whether a person is reading" in failure.error
