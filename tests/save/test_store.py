"""The contract of the store, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from corrobora.errors import StoreError
from corrobora.records import (
    Article,
    Capture,
    Derivation,
    Failure,
    Judgement,
    Mention,
    Reading,
    Span,
    Stated,
    Statement,
)
from corrobora.save import schema
from corrobora.save.packing import moment_of, unpack, unsqueeze
from corrobora.save.search import Question, search
from corrobora.save.store import Store
from corrobora.save.writer import save_capture, save_derivations, save_failure, save_judgement, save_reading

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def reading(name: str, text: str, *, made_by: str = "reader/1", **of_article: object) -> Reading:
    article = Article(id=name, text=text, **of_article)  # type: ignore[arg-type]
    return Reading(article=article, made_by=made_by)


def rows(store: Store, table: str) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(schema.tables.tables[table])).scalar_one()


def keep(store: Store, *readings: Reading) -> list[bool]:
    with store.writing() as connection:
        return [save_reading(connection, one, now=NOW) for one in readings]


def found(store: Store, words: str = "", **filters: object) -> list[str]:
    with store.reading() as connection:
        return [hit.id for hit in search(connection, Question(words=words, **filters))]  # type: ignore[arg-type]


def test_a_page_captured_twice_is_kept_once(store: Store) -> None:
    body = b"<p>" + b"Der Kran ist umgefallen. " * 400 + b"</p>"
    first = Capture(id=Capture.of(body).id, body=body, url="http://a.example/1", fetched_at=NOW)
    again = Capture(id=first.id, body=body, url="http://a.example/1", fetched_at=NOW + timedelta(hours=1))
    for _ in range(2):
        with store.writing() as connection:
            save_capture(connection, first)
            save_capture(connection, again)
    assert (rows(store, "captures"), rows(store, "fetches")) == (1, 2)
    with store.reading() as connection:
        kept = connection.execute(select(schema.captures)).one()
    assert unsqueeze(kept.body) == body
    assert len(kept.body) < len(body) / 10


def test_reading_twice_changes_nothing(store: Store) -> None:
    one = reading("a", "Il ponte è crollato.")
    assert keep(store, one) == [True]
    assert keep(store, one) == [False]
    assert rows(store, "articles") == 1
    assert found(store, "ponte") == ["a"]


def test_a_better_reader_replaces_its_own_work(store: Store) -> None:
    text = "Il sindaco dice che il ponte regge."
    said = Statement(
        id="0", act="say", source=(Span(0, 10),), cue=(Span(11, 15),), content=(Span(16, 34),), speaker="p:s"
    )
    keep(store, reading("a", text))
    newer = Reading(article=Article(id="a", text=text), statements=(said,), made_by="reader/2")
    assert keep(store, newer) == [True]
    assert (rows(store, "articles"), rows(store, "statements")) == (1, 1)
    assert found(store, "ponte", speaker="p:s") == ["a"]
    with store.reading() as connection:
        assert unpack(connection.execute(select(schema.articles.c.record)).scalar_one(), Reading) == newer


def test_a_changed_page_is_a_revision(store: Store) -> None:
    keep(store, reading("a1", "Zwölf Tote.", url="http://a.example/1"))
    keep(store, reading("a2", "Dreißig Tote.", url="http://a.example/1"))
    assert rows(store, "articles") == 2
    assert found(store, "tote") == ["a2"]
    assert found(store, "tote", revisions=True) == ["a2", "a1"]


def test_nothing_is_kept_of_a_block_that_raises(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as connection:
        save_reading(connection, reading("a", "Il ponte."), now=NOW)
        raise RuntimeError
    assert rows(store, "articles") == 0
    assert found(store, "ponte") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wołodymyr nie żyje", "wolodymyr"), ("Straße gesperrt", "strasse"), ("Ёлка упала", "елка"),
        ("Cumhurbaşkanı İstanbul'da", "istanbul"), ("L'été dernier", "ete"), ("国家情报院说", "情报院"),
        ("国家情报院说", "院"), ("연합뉴스는 말했다", "연합뉴스"), ("東京電力は発表した", "電力"),
        ("وقالت الحكومة إن", "حكومة"), ("إعلان", "اعلان"), ("Ceasefire announced", "ceas*"),
        ("The state of emergency", '"state of emergency"'), ("12.000 soldati", '"12.000 soldati"'),
        ("О'Коннор приехал", "коннор"), ("Київ їде", "київ"),
    ],
)  # fmt: skip
def test_words_are_found_in_every_script(store: Store, text: str, words: str) -> None:
    keep(store, reading("a", text), reading("b", "nothing of it"))
    assert found(store, words) == ["a"]
    with store.reading() as connection:
        (hit,) = search(connection, Question(words=words))
    assert hit.marks and all(span.of(hit.snippet) for span in hit.marks)


@pytest.mark.parametrize(
    ("text", "words"),
    [("state emergency of", '"state of emergency"'), ("Київ", "киів"), ("国家情報", "家国"), ("announced", "nounced")],
)
def test_what_is_not_there_is_not_found(store: Store, text: str, words: str) -> None:
    keep(store, reading("a", text))
    assert found(store, words) == []


def test_unwanted_words(store: Store) -> None:
    keep(store, reading("a", "der Kran fiel"), reading("b", "der Kran steht"))
    assert found(store, "kran -steht") == ["a"]
    with pytest.raises(StoreError, match="must be there"):
        found(store, "-steht")


def test_filters(store: Store) -> None:
    said = Statement(id="0", act="deny", cue=(Span(0, 2),), speaker="person:x")
    named = Mention(start=0, end=2, exact="Il", kind="person", entity="person:x")
    article = Article(
        id="a", text="Il ponte", language="it", outlet="outlet:eco",
        published=Stated(value="2026-11-01T10:00:00+02:00", how="json-ld"),
    )  # fmt: skip
    keep(store, Reading(article=article, statements=(said,), mentions=(named,)), reading("b", "Il ponte"))
    for filters in (
        {"language": "it"}, {"outlet": "outlet:eco"}, {"speaker": "person:x"}, {"act": "deny"}, {"entity": "person:x"},
        {"since": datetime(2026, 11, 1, 8, tzinfo=UTC)}, {"until": datetime(2026, 11, 1, 8, tzinfo=UTC)},
    ):  # fmt: skip
        assert found(store, "ponte", **filters) == ["a"], filters
        assert found(store, **filters) == ["a"], filters
    assert found(store, since=datetime(2026, 11, 1, 8, 1, tzinfo=UTC)) == []


def test_pages_of_an_answer(store: Store) -> None:
    keep(store, *(reading(f"a{number}", "ponte") for number in range(5)))
    with store.reading() as connection:
        first = search(connection, Question(words="ponte", limit=2))
        rest = search(connection, Question(words="ponte", before=first[-1].number))
    assert [hit.id for hit in (*first, *rest)] == ["a4", "a3", "a2", "a1", "a0"]


def test_judgements_are_only_added_and_failures_counted(store: Store) -> None:
    word = Judgement(left="a", right="b", verdict="same", by="ada", at=NOW)
    for _ in range(2):
        with store.writing() as connection:
            save_judgement(connection, word)
            save_judgement(
                connection, Judgement(left="a", right="b", verdict="different", by="ada", at=NOW + timedelta(1))
            )
            save_failure(connection, Failure(step="clean", input="x", error="empty"), now=NOW)
            save_derivations(connection, [Derivation(derived="b", origin="a", kind="copy", score=1.0)])
    assert (rows(store, "judgements"), rows(store, "failures"), rows(store, "derivations")) == (2, 1, 1)
    with store.reading() as connection:
        assert connection.execute(select(schema.failures.c.times)).scalar_one() == 2


def test_a_store_opened_again_is_the_same(address: str) -> None:
    with Store(address) as store:
        keep(store, reading("a", "Il ponte"))
    with Store(address) as store:
        assert found(store, "ponte") == ["a"]


def test_another_programs_database_is_refused(tmp_path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE notes (words TEXT)")
    with pytest.raises(StoreError, match="another program"):
        Store(str(tmp_path / "other.db"))


@pytest.mark.parametrize("address", ["mysql://x/y", "://", "/no/such/folder/store.db"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(StoreError):
        Store(address)


@pytest.mark.parametrize(("stated", "moment"), [
    ("2024-11-01", "2024-11-01T00:00:00.000000Z"), ("2024-11-01T09:30:00+09:00", "2024-11-01T00:30:00.000000Z"),
    ("2024-11", None), ("soon", None), ("9999-12-31T23:59:59-12:00", None),
])  # fmt: skip
def test_moments_sort_as_text(stated: str, moment: str | None) -> None:
    assert moment_of(stated) == moment


def test_migrations_make_what_the_schema_says(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with store.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.tables)
    ours = [one for one in differences if "search_terms" not in str(one)]
    assert ours == []


def test_failures_and_titles_of_any_length_are_kept(store: Store) -> None:
    failure = Failure(step="read", input="u" * 5_000, error="à" * 20_000)
    with store.writing() as connection:
        save_failure(connection, failure)
        save_failure(connection, failure)
    with store.reading() as connection:
        assert list(connection.execute(select(schema.failures.c.times)).scalars()) == [2]
