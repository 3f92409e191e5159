"""Migrations: bringing a database of any earlier release to the tables of this one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_HERE = Path(__file__).parent


def settings(engine: Engine) -> Config:
    """Alembic's settings for this database, without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest tables; on an empty one, make them all."""
    command.upgrade(settings(engine), "head")


def newest() -> str | None:
    """The name of the migration that leads to the tables of this release."""
    return ScriptDirectory(str(_HERE)).get_current_head()
