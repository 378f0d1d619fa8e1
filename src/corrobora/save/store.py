"""Open a store: SQLite in a file by default, PostgreSQL for a team; made and brought up to date by migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine, event

from corrobora.errors import StoreError
from corrobora.save.schema import APPLICATION_ID

WAIT = 30
"""Seconds that a writer waits for another one on SQLite."""
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {WAIT * 1000}",
           "cache_size = -65536", "mmap_size = 268435456", "temp_store = MEMORY")  # fmt: skip


class Store:
    """A store, opened. `reading` and `writing` give connections; all that one `writing` does happens or nothing does.

    Raises StoreError if the address is none of SQLite or PostgreSQL, the file is another program's, or its tables are
    newer than this program.
    """

    def __init__(self, address: str, *, migrate: bool = True):
        self.address = url_of(address)
        self.engine = _engine(self.address)
        try:
            self._refuse_strangers()
            if migrate:
                from corrobora.save.migrating import upgrade

                upgrade(self.engine)
        except sqlalchemy.exc.DBAPIError as error:
            self.engine.dispose()
            raise StoreError(f"the store {_shown(self.address)} cannot be opened: {error.orig}") from error
        except StoreError:
            self.engine.dispose()
            raise

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together when the block ends, and not at all if it raises."""
        with self.engine.begin() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # no writer is refused halfway because another came first
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_strangers(self) -> None:
        if not self.is_sqlite:
            return
        with self.engine.connect() as connection:
            mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
            tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
            if mark != APPLICATION_ID and tables:
                raise StoreError(f"{_shown(self.address)} is a database of another program; name another file")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def url_of(address: str) -> sqlalchemy.URL:
    """A path, or an address that begins with sqlite: or postgresql:, as SQLAlchemy writes it."""
    if "://" not in address:
        return sqlalchemy.URL.create("sqlite+pysqlite", database=str(Path(address).expanduser()))
    try:
        url = sqlalchemy.make_url(address)
    except sqlalchemy.exc.ArgumentError as error:
        raise StoreError(f"{address!r} is no address of a store: a file, or postgresql://…") from error
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url.set(drivername="sqlite+pysqlite")
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(f"{address!r}: a store is a SQLite file or a PostgreSQL database, not {backend}")


def _engine(url: sqlalchemy.URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return sqlalchemy.create_engine(url, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        folder = Path(url.database).parent
        if not folder.is_dir():
            raise StoreError(f"there is no folder {folder} for the store {Path(url.database).name}")
    engine = sqlalchemy.create_engine(url, connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # we say BEGIN ourselves
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _shown(url: sqlalchemy.URL) -> str:
    return url.render_as_string(hide_password=True)
