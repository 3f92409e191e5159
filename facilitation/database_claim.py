"""The claim on a PostgreSQL database: a lock that its holder's connection keeps."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from typing import Self

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from facilitation import postgres
from facilitation.blocking import refuse_a_blocking_driver
from facilitation.config import ConfigError, TakenError

log = logging.getLogger(__name__)

# The lock's number in the database; any that nobody else uses.
LOCK = 77_011_907
# Seconds between two looks whether the connection still stands.
EVERY = 2.0


class DatabaseClaim:
    """Keeps the lock in a thread of its own: alone, or together with other servers that have a queue as well.

    When the connection is cut the lock is gone, so it is taken again as soon as the database answers. If another
    server has come in between, this one says so and goes on, and tries again: a meeting that is running matters more.
    Nothing stored can go wrong by it, since meetings are locked row by row; phones at the one server only hear late
    of what was done at the other.
    """

    def __init__(self, engine: Engine, connection: Connection, alone: bool) -> None:
        self._engine = engine
        self._connection: Connection | None = connection
        self._kind = "" if alone else "_shared"
        self._missed = False
        self._closed = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="claim", daemon=True)

    def begin(self) -> None:
        """Take the lock for the first time and keep it; raises TakenError where another server has it.

        A server that has just been killed may have it for a moment longer, so this waits a little.
        """
        assert self._connection is not None
        try:
            self._connection.execute(text(f"SELECT pg_advisory_lock{self._kind}({LOCK})"))
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):  # cut off, or at a limit: nobody knows who has it
                raise
            raise TakenError(
                "Another server is using this database. Several need a message queue, each of them: set "
                "MESSAGE_QUEUE_URL for all, or stop the other."
            ) from None
        self._keeper.start()

    def close(self) -> None:
        """Let go of the lock."""
        self._closed.set()
        self._keeper.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _keep(self) -> None:
        while not self._closed.wait(EVERY):
            try:
                self._look()
            except SQLAlchemyError:  # the server is away or was restarted; the next look begins anew
                self._drop()
        self._drop()
        self._engine.dispose()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _look(self) -> None:
        if self._connection is not None:
            self._connection.execute(text("SELECT 1"))
            return
        connection = self._engine.connect()
        if connection.scalar(text(f"SELECT pg_try_advisory_lock{self._kind}({LOCK})")):
            self._connection = connection
            if self._missed:
                log.warning("the claim on the database is held again")
            self._missed = False
            return
        connection.close()
        if not self._missed:
            log.error(
                "the connection that held the claim on the database was cut, and another server has the claim now: "
                "phones at one of them hear late of what is done at the other"
            )
        self._missed = True


def claim_database(url: str, alone: bool) -> DatabaseClaim:
    """Claim a PostgreSQL database; raises ConfigError where that, or using it, would not be safe."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
    postgres.prepare(engine)
    with ExitStack() as unless_claimed:
        try:
            connection = unless_claimed.enter_context(engine.connect())
            refuse_a_blocking_driver(connection)
            _refuse_what_forgets(connection)
            claim = DatabaseClaim(engine, connection, alone)
            claim.begin()
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or type(error).__name__
            raise ConfigError(f"The database cannot be used: {reason}") from None
        unless_claimed.pop_all()
    return claim


def _refuse_what_forgets(connection: Connection) -> None:
    """An acknowledgement means that it is on disk, and that every text can be stored."""
    if connection.scalar(text("SHOW synchronous_commit")) == "off":
        raise ConfigError("The database has synchronous_commit off and could lose what was acknowledged. Set it to on.")
    if connection.scalar(text("SHOW server_encoding")) != "UTF8":
        raise ConfigError("The database cannot hold every text. Make it with ENCODING 'UTF8'.")
