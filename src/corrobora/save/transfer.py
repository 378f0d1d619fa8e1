"""A whole store as JSON Lines, out of one and into another, SQLite or PostgreSQL; doing it again changes nothing.

A line is {"table": name, "row": {column: value}}; bytes are base64. Tables come in the order in which they need each
other.
"""

import base64
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Table, select

from corrobora.errors import StoreError
from corrobora.records import Reading
from corrobora.save import schema
from corrobora.save.packing import unpack
from corrobora.save.writer import add_rows, save_reading

DERIVED = ("statements", "mentions")
"""Tables that are made anew from the readings."""
BATCH = 500


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of one table."""

    table: str
    row: dict[str, str | int | float | bool | None]


def export(connection: Connection) -> Iterator[bytes]:
    """Every row that cannot be made anew, one line each."""
    for table in schema.tables.sorted_tables:
        if table.name in DERIVED:
            continue
        rows = (
            connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key)).mappings()
        )
        for row in rows:
            values = {str(name): _plain(value) for name, value in row.items() if name != "number"}
            yield msgspec.json.encode(Line(str(table.name), values)) + b"\n"


def _plain(value: object) -> str | int | float | bool | None:
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode()
    assert value is None or isinstance(value, (str, int, float, bool))
    return value


def take_in(connection: Connection, lines: Iterable[bytes]) -> int:
    """Add what the lines tell and is not there yet; how many lines. Raises StoreError naming a line that is none."""
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            _take_in(connection, msgspec.json.decode(line, type=Line))
        except (msgspec.MsgspecError, ValueError, KeyError) as error:
            raise StoreError(f"line {number} is no line of a store's export: {error}") from error
    return number


def _take_in(connection: Connection, line: Line) -> None:
    table = schema.tables.tables.get(line.table)
    if table is None or line.table in DERIVED:
        raise ValueError(f"there is no table {line.table!r} to take in")
    row = {name: _stored(table, name, value) for name, value in line.row.items()}
    if line.table == "articles":
        record, arrived = row["record"], row["arrived"]
        assert isinstance(record, bytes) and isinstance(arrived, str)
        save_reading(connection, unpack(record, Reading), now=datetime.fromisoformat(arrived))
    else:
        add_rows(connection, table, [row])


def _stored(table: Table, name: str, value: object) -> object:
    is_bytes = table.c[name].type.python_type is bytes
    return base64.b64decode(str(value), validate=True) if is_bytes and value is not None else value
