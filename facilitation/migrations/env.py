"""How Alembic runs here: on the app's own engine, one transaction for all."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

import facilitation.models  # noqa: F401 - the tables register themselves
from facilitation.db import Base, is_postgres
from facilitation.postgres import taking_time

# The lock's number in a PostgreSQL database; any that nobody else uses.
LOCK = 77_011_908

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        if is_postgres(connection.engine):
            with taking_time(connection):
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))  # several servers may start at once
                context.run_migrations()
        else:
            context.run_migrations()
