"""What SQLite's connections are left with, whatever happened on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event

from facilitation.sqlite import BUSY_TIMEOUT, erase_remains, prepare


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite file with one connection in its pool."""
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite'}", pool_size=1, max_overflow=0)
    prepare(engine)
    yield engine
    engine.dispose()


def waits(database):
    """Milliseconds that the pool's connection waits for somebody else's lock."""
    with database.connect() as connection:
        return connection.exec_driver_sql("PRAGMA busy_timeout").scalar()


def test_a_connection_waits_for_a_lock_again_after_the_log_was_emptied(database):
    assert erase_remains(database)
    assert waits(database) == BUSY_TIMEOUT


def test_also_where_emptying_the_log_failed(database):
    class DiskFails(Exception):
        """The disk breaks."""

    def fail(_connection, _cursor, statement, *_more):
        if "wal_checkpoint" in statement:
            raise DiskFails

    event.listen(database, "before_cursor_execute", fail)
    with pytest.raises(DiskFails):
        erase_remains(database)
    assert waits(database) == BUSY_TIMEOUT


def test_nothing_is_written_beside_the_database(database):
    """A statement's own journal holds what it deletes, and would lie in the system's folder for such things."""
    with database.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2
