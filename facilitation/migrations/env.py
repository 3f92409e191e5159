"""How Alembic runs here: on the app's own engine, one transaction for all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, text

import facilitation.models  # noqa: F401 - the tables register themselves
from facilitation.db import Base, is_postgres
from facilitation.postgres import taking_time

# The lock's number in a PostgreSQL database; any that nobody else uses.
LOCK = 77_011_908


@contextmanager
def leaving_others_alone(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by replacing it: what refers to the old one must not go with it, and must fit the new."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")  # of no effect inside a transaction, so it begins after this
    try:
        yield
    finally:
        connection.rollback()  # of nothing, where all went well
        driver.execute("PRAGMA foreign_keys=ON")


with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    if is_postgres(connection.engine):
        with context.begin_transaction(), taking_time(connection):
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))  # several servers may start at once
            context.run_migrations()
    else:
        with leaving_others_alone(connection), context.begin_transaction():
            context.run_migrations()
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a migration left rows that refer to nothing")
