"""How Alembic runs here: on the app's own engine, one transaction for all."""

from __future__ import annotations

from alembic import context

import facilitation.models  # noqa: F401 - the tables register themselves
from facilitation.db import Base

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
