"""Migrations lead to exactly the tables of the models."""

from __future__ import annotations

import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, inspect, select

from facilitation import migrations
from facilitation.config import ConfigError
from facilitation.db import Base, prepare
from facilitation.models import Question


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request, tmp_path):
    """Makes empty databases, set up as the app does it."""
    made = []

    def make():
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / str(len(made))}"
        else:
            url = request.getfixturevalue("postgres").create(f"empty {len(made)}")
        engine = create_engine(url)
        prepare(engine)
        made.append(engine)
        return engine

    yield make
    for number, engine in enumerate(made):
        engine.dispose()
        if request.param == "postgres":
            request.getfixturevalue("postgres").drop(f"empty {number}")


def differences(engine):
    """What a next migration would have to do."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def test_all_migrations_together_make_the_models(database):
    engine = database()
    assert differences(engine) != []
    migrations.upgrade(engine)
    assert differences(engine) == []


def test_the_checks_are_the_models_too(database):
    migrated = database()
    migrations.upgrade(migrated)
    made = database()
    Base.metadata.create_all(made)
    for table in Base.metadata.tables:
        checks, wanted = (
            {(check["name"], check["sqltext"]) for check in inspect(engine).get_check_constraints(table)}
            for engine in (migrated, made)
        )
        assert checks == wanted, table


def test_migrating_again_does_nothing(database):
    engine = database()
    for _ in range(2):
        migrations.upgrade(engine)
    assert differences(engine) == []


def test_there_is_one_line_of_migrations_and_a_way_back(database):
    engine = database()
    settings = migrations.settings(engine)
    assert len(ScriptDirectory.from_config(settings).get_heads()) == 1
    migrations.upgrade(engine)
    command.downgrade(settings, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_what_was_on_the_list_before_an_upgrade_has_been_there_since_it_was_sent(database):
    """Else it is given the time at which it is answered one day, and everyone is told that."""
    engine = database()
    settings = migrations.settings(engine)
    command.upgrade(settings, "0001")
    # The last: it was there, and was declined afterwards.
    on_the_list = [("answered", 2), ("archived", 2), ("highlighted", 2), ("open", 2), ("declined", 3)]
    never = [(state, 0) for state in ("declined", "merged", "waiting", "withdrawn")]
    insert = (
        "INSERT INTO questions (id, meeting_id, seat_id, text, state, score, everyone_revision, at) "
        "VALUES ('{0} {1}', 1, 1, 'Who pays?', '{0}', 0, {1}, '2026-11-22 10:00:00')"
    )
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO meetings (id, code, key, title, programme, settings, state, created_at) "
            "VALUES (1, 'AAAAAAAA', 'k', 'A meeting', '{}', '{}', 'open', '2026-11-22 09:00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO seats (id, meeting_id, token_hash, role, rehearsal, revoked) "
            "VALUES (1, 1, 'h', 'participant', false, false)"
        )
        for state, revision in on_the_list + never:
            connection.exec_driver_sql(insert.format(state, revision))
    migrations.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(select(Question.id, Question.at, Question.published_at)).all()
    assert {row.id for row in rows if row.published_at == row.at} == {f"{state} {seen}" for state, seen in on_the_list}
    assert {row.id for row in rows if row.published_at is None} == {f"{state} {seen}" for state, seen in never}


def test_a_newer_releases_tables_are_left_alone_and_told(database):
    engine = database()
    migrations.upgrade(engine)
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(ConfigError, match="migration 0099, which this release does not know"):
        migrations.upgrade(engine)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0099"


def test_a_fault_in_a_migration_is_not_put_into_a_sentence(database, monkeypatch):
    engine = database()

    def fail(*_):
        raise CommandError("another fault")

    monkeypatch.setattr(command, "upgrade", fail)
    with pytest.raises(CommandError):
        migrations.upgrade(engine)


def test_what_is_no_database_is_told_and_left_alone(tmp_path):
    theirs = tmp_path / "theirs"
    theirs.write_text("What somebody wrote, and no database. " * 100)
    (tmp_path / "folder").mkdir()
    for path, reason in ((theirs, "file is not a database"), (tmp_path / "folder", "unable to open")):
        engine = create_engine(f"sqlite:///{path}")
        prepare(engine)
        with pytest.raises(ConfigError, match=f"{path} cannot be used as the database: {reason}"):
            migrations.upgrade(engine)
    assert theirs.read_text() == "What somebody wrote, and no database. " * 100


UPGRADE = """
import sys
from sqlalchemy import create_engine
from facilitation import migrations
from facilitation.db import prepare

engine = create_engine(sys.argv[1])
prepare(engine)
migrations.upgrade(engine)
"""


@pytest.mark.postgres
def test_processes_that_start_at_once_migrate_once(postgres):
    url = postgres.create("at once")
    processes = [subprocess.Popen([sys.executable, "-c", UPGRADE, url], stderr=subprocess.PIPE) for _ in range(4)]
    faults = [process.communicate()[1].decode() for process in processes]
    assert ([process.returncode for process in processes], faults) == ([0] * 4, [""] * 4)
    engine = create_engine(url)
    assert differences(engine) == []
    engine.dispose()
    postgres.drop("at once")
