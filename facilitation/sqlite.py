"""SQLite: what it needs to be durable and forgetful, on every connection."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

# Milliseconds that a write waits for somebody else's lock on the file.
BUSY_TIMEOUT = 5000


def prepare(engine: Engine) -> None:
    """Set up every connection of this engine, and make transactions begin when we say so.

    The driver's own transaction control begins late and not for reads; a snapshot needs all its reads in one
    transaction, and the writer needs the write lock before it reads. So the driver's control is switched off.
    """

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "secure_delete=ON",
            "temp_store=MEMORY",  # a statement's own journal, with what it deletes, belongs on no disk either
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "checkin")
    def _given_back(connection: Any, _record: Any) -> None:
        # After a commit that failed (a full disk), SQLite's transaction is still open, and nobody else ends it.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def _begins(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def erase_remains(engine: Engine) -> bool:
    """Empty the write-ahead log, so that a text that was deleted is not left in it.

    False where somebody else is reading the file just now, a backup for instance: then it has to be tried again.
    It never waits, since everybody would wait with it.
    """
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # a checkpoint cannot run inside the transaction just begun
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            busy, _pages, _moved = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
        connection.exec_driver_sql("BEGIN")
    return not busy
