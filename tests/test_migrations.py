"""Migrations lead to exactly the tables of the models."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

import facilitation.models  # noqa: F401 - the tables register themselves
from facilitation import migrations
from facilitation.db import Base, prepare


def database(folder):
    """An empty database, set up as the app does it."""
    engine = create_engine(f"sqlite:///{folder / 'a.sqlite'}")
    prepare(engine)
    return engine


def differences(engine):
    """What a next migration would have to do."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def test_all_migrations_together_make_the_models(tmp_path):
    engine = database(tmp_path)
    assert differences(engine) != []
    migrations.upgrade(engine)
    assert differences(engine) == []
    engine.dispose()


def test_the_checks_are_the_models_too(tmp_path):
    migrated = database(tmp_path)
    migrations.upgrade(migrated)
    (tmp_path / "made").mkdir()
    made = database(tmp_path / "made")
    Base.metadata.create_all(made)
    for table in Base.metadata.tables:
        checks, wanted = (
            {(check["name"], check["sqltext"]) for check in inspect(engine).get_check_constraints(table)}
            for engine in (migrated, made)
        )
        assert checks == wanted, table
    migrated.dispose()
    made.dispose()


def test_migrating_again_does_nothing(tmp_path):
    engine = database(tmp_path)
    for _ in range(2):
        migrations.upgrade(engine)
    assert differences(engine) == []
    engine.dispose()


def test_there_is_one_line_of_migrations_and_a_way_back(tmp_path):
    engine = database(tmp_path)
    settings = migrations.settings(engine)
    assert len(ScriptDirectory.from_config(settings).get_heads()) == 1
    migrations.upgrade(engine)
    command.downgrade(settings, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
