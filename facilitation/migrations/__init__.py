"""Migrations: bringing a database of any earlier release to the tables of this one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from facilitation.config import ConfigError

_HERE = Path(__file__).parent


def settings(engine: Engine) -> Config:
    """Alembic's settings for this database, without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest tables; on an empty one, make them all.

    Raises ConfigError for what is no database, and for one that a newer release has brought to its own tables.
    """
    try:
        engine.connect().close()
    except DBAPIError as error:
        raise ConfigError(f"{engine.url.database} cannot be used as the database: {error.orig}.") from None
    try:
        command.upgrade(settings(engine), "head")
    except CommandError as error:
        if not isinstance(error.__cause__, ResolutionError):
            raise
        raise ConfigError(
            f"The database is at migration {error.__cause__.argument}, which this release does not know: a newer one "
            "has used it. Start that release, or this one on an empty database with a backup of its own."
        ) from None


def newest() -> str | None:
    """The name of the migration that leads to the tables of this release."""
    return ScriptDirectory(str(_HERE)).get_current_head()
