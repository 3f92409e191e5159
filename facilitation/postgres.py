"""PostgreSQL: connections that never stop the event loop, and never wait for a server that has gone silent."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import waiting
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection as Checkout
from sqlalchemy import Engine, event, exc, text

T = TypeVar("T")

# Seconds without a byte from the server before a statement is given up. Only the client can tell: a server that
# was stopped keeps its sockets open and answers nothing.
PATIENCE = 3.0
# Seconds for which nobody tries to connect after an attempt failed, so that a crowd is told at once.
REST = 0.5
# How often a wait looks up, in seconds.
GLANCE = 0.1

# The server's own limits, in milliseconds, are a little shorter, so that it says itself what took too long.
# What a process leaves behind that was stopped or cut off must not keep a meeting locked.
SESSION = {
    "statement_timeout": 2800,
    "lock_timeout": 2500,
    "idle_in_transaction_session_timeout": 10_000,
    "client_connection_check_interval": 1000,
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
}
CONNECTION = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
    "application_name": "facilitation",
}


class Silent(psycopg.OperationalError):
    """The server did not answer in time; whether it did what it was asked is not known."""


class Connection(psycopg.Connection[Any]):
    """A connection that waits in Python, where eventlet can run somebody else meanwhile, and not for ever.

    The driver's compiled half waits by itself and would stop every greenlet of the process.
    """

    patience: float | None = PATIENCE

    def wait(self, gen: PQGen[T], interval: float = GLANCE, timeout: float | None = None) -> T:
        """Run one exchange with the server to its end; raises Silent, and closes, when nothing comes any more."""
        patient = gen if self.patience is None else _with_patience(gen, self.patience / interval)
        try:
            return waiting.wait_selector(patient, self.pgconn.socket, interval=interval, timeout=timeout)
        except Silent:
            self.pgconn.finish()
            raise


def _with_patience(gen: PQGen[T], looks: float) -> Generator[waiting.Wait, waiting.Ready | int, T]:
    """The same exchange, given up after so many looks in a row that found nothing.

    Looks are counted instead of seconds: in a process that was busy with something else for a while, the answer may
    have been there all the time.
    """
    quiet = 0
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            quiet = 0 if ready else quiet + 1
            if quiet > looks:
                raise Silent("the database does not answer")
            wanted = gen.send(ready)
    except StopIteration as end:
        value: T = end.value
        return value


def prepare(engine: Engine) -> None:
    """Make this engine connect in the way described above, and use no connection that the server has closed."""
    closed_until = 0.0

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: list[Any], wishes: dict[str, Any]) -> Connection:
        nonlocal closed_until
        if time.monotonic() < closed_until:
            raise Silent("the database could not be reached a moment ago")
        all_wishes: dict[str, Any] = CONNECTION | wishes | {"autocommit": True}
        limits = "; ".join(f"SET {name} = {value}" for name, value in SESSION.items())
        try:
            connection = Connection.connect(*arguments, **all_wishes)
            connection.execute(limits.encode())  # among the wishes, a pooler would refuse them or leave them out
            connection.autocommit = False
            return connection
        except psycopg.OperationalError:
            closed_until = time.monotonic() + REST
            raise

    @event.listens_for(engine, "checkin")
    def _given_back(connection: Any, _record: Any) -> None:
        # A commit that failed on the way leaves its transaction open, and nobody else ends it: the next one would
        # bring in what nobody acknowledged.
        if connection is not None and connection.info.transaction_status == TransactionStatus.INTRANS:
            connection.close()

    @event.listens_for(engine, "checkout")
    def _taken(connection: Any, _record: Any, _proxy: Any) -> None:
        # A closed connection can be read: its end. Looking costs microseconds, asking the server a round trip.
        try:
            for _ in ("what the server said last", "and then the end"):
                connection.pgconn.consume_input()
        except psycopg.OperationalError as error:
            raise exc.DisconnectionError("the server closed this connection") from error


def reader(engine: Engine) -> Engine:
    """The engine whose transactions see one moment and cannot write."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def taking_time(connection: Checkout) -> Iterator[None]:
    """Lift the time limits from this connection's transaction: a migration takes as long as it takes."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, Connection)
    driver.patience = None
    try:
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = 0"))
        yield
    finally:
        driver.patience = PATIENCE


def rewrite(engine: Engine) -> None:
    """Write all tables anew, without what was deleted; whoever uses them waits, so this is for when nobody does."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, Connection)
        driver.patience = None
        for limit in ("statement_timeout", "lock_timeout"):
            connection.execute(text(f"SET {limit} = 0"))
        connection.execute(text("VACUUM (FULL)"))
        connection.invalidate()  # the limits are gone from this connection
