"""A store is checked, copied and moved: deliberate damage is found, a copy taken under load is whole."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from corrobora.errors import StoreError
from corrobora.records import Article, Capture, Judgement, Mention, Reading
from corrobora.save.search import Question, count, search
from corrobora.save.store import Store
from corrobora.save.transfer import export, take_in
from corrobora.save.upkeep import backup, check, drop_bodies
from corrobora.save.writer import save_capture, save_judgement, save_reading

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def reading(number: int) -> Reading:
    words = f"Der Kran {number} fiel um."
    named = Mention(start=4, end=8, exact="Kran", kind="organisation", entity="org:kran")
    return Reading(article=Article(id=f"a{number}", text=words), mentions=(named,), made_by="reader/1")


def fill(store: Store, numbers: range = range(3)) -> None:
    with store.writing() as connection:
        for number in numbers:
            capture = Capture.of(f"page {number}".encode(), url=f"http://a.example/{number}")
            save_capture(connection, capture, now=NOW)
            save_reading(connection, reading(number), now=NOW)
        save_judgement(connection, Judgement(left="a0", right="a1", verdict="same", by="ada", at=NOW))


def damage(store: Store) -> list[str]:
    with store.reading() as connection:
        return sorted({one.kind for one in check(connection)})


def test_a_sound_store_has_no_damage(store: Store) -> None:
    fill(store)
    assert damage(store) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE captures SET body = 'x'", "body"),
        ("UPDATE captures SET body = (SELECT max(body) FROM captures)", "body"),
        ("UPDATE articles SET record = 'x' WHERE id = 'a1'", "reading"),
        ("UPDATE articles SET text_hash = '0' WHERE id = 'a1'", "reading"),
        ("UPDATE articles SET latest = false WHERE id = 'a1'", "revision"),
        ("DELETE FROM search_terms", "index"),
        ("DELETE FROM captures", "orphan"),
    ],
)
def test_deliberate_damage_is_found(store: Store, statement: str, kind: str) -> None:
    fill(store)
    with store.engine.connect() as connection:
        if store.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            if "search_terms" in statement:
                statement = "DELETE FROM search_terms_docsize WHERE id = 1"
            if "'x'" in statement:
                statement = statement.replace("'x'", "CAST('x' AS BLOB)")
        elif kind == "orphan":
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.execute(text(statement))
        connection.commit()
    assert kind in damage(store)


def test_wrong_offsets_are_found(store: Store) -> None:
    one = reading(1)
    moved = Mention(start=5, end=9, exact="Kran", kind="organisation", entity="org:kran")
    with store.writing() as connection:
        save_reading(connection, Reading(article=one.article, mentions=(moved,), made_by="x"), now=NOW)
    assert damage(store) == ["offsets"]


def test_a_copy_taken_while_others_write_is_whole(tmp_path: Path) -> None:
    with Store(str(tmp_path / "store.db")) as store:
        fill(store, range(200))
        stop = threading.Event()

        def write() -> None:
            number = 200
            while not stop.is_set():
                fill(store, range(number, number + 1))
                number += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            backup(store, tmp_path / "copy.db")
        finally:
            stop.set()
            writer.join()
        with pytest.raises(StoreError, match="nothing is overwritten"):
            backup(store, tmp_path / "copy.db")
    with Store(str(tmp_path / "copy.db")) as copy:
        assert damage(copy) == []
        with copy.reading() as connection:
            assert count(connection) >= 200
            assert search(connection, Question(words="kran"))


def test_a_store_goes_out_and_in_again(store: Store, tmp_path: Path) -> None:
    fill(store)
    with store.reading() as connection:
        lines = list(export(connection))
    with Store(str(tmp_path / "other.db")) as other:
        for _ in range(2):
            with other.writing() as connection:
                assert take_in(connection, lines) == len(lines)
        with other.reading() as connection:
            assert list(export(connection)) == lines
            assert [hit.id for hit in search(connection, Question(words="kran", entity="org:kran"))] == [
                "a2",
                "a1",
                "a0",
            ]
        assert damage(other) == []
        with pytest.raises(StoreError, match="line 1"), other.writing() as connection:
            take_in(connection, [b'{"table": "nothing", "row": {}}'])


def test_old_bodies_are_dropped_and_readings_stay(store: Store) -> None:
    fill(store)
    with store.writing() as connection:
        save_capture(connection, Capture.of(b"page 1", url="http://a.example/1"), now=NOW + timedelta(days=20))
        assert drop_bodies(connection, older_than=NOW + timedelta(days=10)) == 2
        assert drop_bodies(connection, older_than=NOW + timedelta(days=10)) == 0
    assert damage(store) == []
    with store.reading() as connection:
        assert count(connection) == 3
