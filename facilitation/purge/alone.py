"""Purging where no server runs."""

from __future__ import annotations

from sqlalchemy import create_engine

from facilitation import migrations, postgres
from facilitation.config import Config
from facilitation.db import is_postgres, prepare
from facilitation.engine.purge import Receipt, purge_meeting
from facilitation.engine.writer import Writer


def purge_alone(config: Config, code: str) -> Receipt:
    """Remove a meeting from a database that no server uses; raises Refused("meeting.unknown")."""
    database = create_engine(config.database_url, hide_parameters=True)
    prepare(database)
    migrations.upgrade(database)
    writer = Writer(database, lambda _told: None)
    writer.start()
    try:
        receipt = purge_meeting(database, writer, code)
        if is_postgres(database):
            postgres.rewrite(database)  # nobody is there who would have to wait
        return receipt
    finally:
        writer.stop()
        database.dispose()
