"""Each test of the store runs on SQLite and on a real PostgreSQL, emptied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corrobora.save.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store may be made: a new file, or an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    empty: str = request.getfixturevalue("postgres")
    return empty


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store(address) as opened:
        yield opened
