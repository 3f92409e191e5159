"""The database, SQLite or PostgreSQL: one SQLAlchemy object, and the ways to read from it and to write to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import DeclarativeBase, Session

from facilitation import postgres, sqlite

# Transactions that read at the same time; more would only wait for the processor. The others stand in line, and the
# connections beyond these are for the writer and for those whom everybody waits for.
READERS = 8
# Seconds in that line, and for a connection.
IN_LINE = 5.0
POOL: dict[str, Any] = {"pool_size": READERS + 4, "max_overflow": 0, "pool_timeout": IN_LINE, "hide_parameters": True}


class Base(DeclarativeBase):
    """What every table has in common: constraint names that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
_lines: WeakKeyDictionary[Engine, threading.BoundedSemaphore] = WeakKeyDictionary()


def is_postgres(engine: Engine) -> bool:
    """Whether this is PostgreSQL; otherwise it is SQLite."""
    return engine.dialect.name == "postgresql"


def prepare(engine: Engine) -> None:
    """Set up every connection of this engine as its database needs it."""
    (postgres if is_postgres(engine) else sqlite).prepare(engine)


@contextmanager
def reading(engine: Engine, ahead: bool = False) -> Iterator[Session]:
    """A session in which every read sees the same moment; it never writes.

    ``ahead``: not in line behind a crowd that joins; for the few whom everybody waits for.
    """
    line = _lines.setdefault(engine, threading.BoundedSemaphore(READERS))
    if not (ahead or line.acquire(timeout=IN_LINE)):
        raise NoConnection("too many are reading")
    try:
        with Session(postgres.reader(engine) if is_postgres(engine) else engine, autoflush=False) as session:
            yield session
    finally:
        if not ahead:
            line.release()


def writing(engine: Engine) -> Session:
    """The writer's session. On SQLite it has the file from its first statement on; on PostgreSQL, the rows that it
    changes, and the meetings that it locks before (``engine/locks.py``).
    """
    return Session(engine.execution_options(writes=True), expire_on_commit=False)


def erase_remains(engine: Engine) -> bool:
    """See to it that a text that was deleted is not left in the database's files; False where it must be tried again.

    PostgreSQL keeps what was overwritten until its own cleaning comes by, and nothing here can hurry it.
    """
    return True if is_postgres(engine) else sqlite.erase_remains(engine)
