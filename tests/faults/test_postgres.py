"""PostgreSQL in trouble: the loop goes on, errors are honest, and what was cut is found again."""

from __future__ import annotations

import subprocess
import sys
import time

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from facilitation import postgres as driver
from facilitation.blocking import refuse_a_blocking_driver
from facilitation.db import POOL, prepare, reading, writing

pytestmark = pytest.mark.postgres

UNDER_EVENTLET = """
import warnings
warnings.simplefilter("ignore")
import eventlet
eventlet.monkey_patch()
import sys
import psycopg
from sqlalchemy import create_engine
from facilitation.blocking import refuse_a_blocking_driver
from facilitation.config import ConfigError
from facilitation.db import prepare

engine = create_engine(sys.argv[1])
if sys.argv[2] == "ours":
    prepare(engine)
else:
    # The driver as it comes: it waits in compiled code, which eventlet cannot patch.
    assert psycopg.waiting.wait is psycopg.waiting.wait_c
with engine.connect() as connection:
    try:
        refuse_a_blocking_driver(connection)
    except ConfigError as refusal:
        sys.exit(str(refusal))
"""


@pytest.fixture
def engine(postgres):
    """An engine on a database of its own, as the server has it."""
    engine = create_engine(postgres.create("trouble"), **POOL)
    prepare(engine)
    yield engine
    engine.dispose()
    postgres.drop("trouble")


def answers(engine):
    with reading(engine) as db:
        return db.scalar(text("SELECT 1")) == 1


def found_again(engine):
    """Ask until it answers, as phones do."""
    for _ in range(100):
        try:
            return answers(engine)
        except OperationalError:
            time.sleep(driver.REST / 2)
    return False


@pytest.mark.parametrize(("whose", "word"), [("ours", ""), ("the library's", "blocks")])
def test_a_driver_that_blocks_the_loop_is_refused(postgres, whose, word):
    command = [sys.executable, "-c", UNDER_EVENTLET, postgres.url("postgres"), whose]
    done = subprocess.run(command, capture_output=True, text=True)
    assert bool(done.returncode) == bool(word) and word in done.stderr, done.stderr


def test_threads_are_not_blocked_either(engine):
    with engine.connect() as connection:
        refuse_a_blocking_driver(connection)


def test_limits_are_set_where_a_pooler_lets_them_through_and_last(engine):
    """PgBouncer refuses them among the wishes of a new connection, or leaves them out when told to accept that."""
    with engine.connect() as connection:
        connection.rollback()
        names = ", ".join(f"'{name}'" for name in driver.SESSION)
        assert set(connection.scalars(text(f"SELECT source FROM pg_settings WHERE name IN ({names})"))) == {"session"}
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            assert connection.scalar(text(f"SELECT setting FROM pg_settings WHERE name = '{name}'")) == str(
                driver.SESSION[name]
            )
    with engine.connect() as connection, pytest.raises(OperationalError, match="statement timeout"):
        connection.execute(text("SELECT pg_sleep(10)"))


def test_connections_that_were_cut_are_replaced_before_anybody_notices(engine, postgres):
    sessions = [engine.connect() for _ in range(3)]
    for session in sessions:
        session.execute(text("SELECT 1"))
        session.close()
    assert postgres.cut_connections("trouble") == 3
    assert all(answers(engine) for _ in range(4))


def test_a_connection_that_is_cut_in_use_is_an_error_and_nothing_is_kept(engine, postgres):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE things (id integer)"))
    with pytest.raises(OperationalError), writing(engine) as db:
        db.execute(text("INSERT INTO things VALUES (1)"))
        postgres.cut_connections("trouble")
        db.commit()
    with reading(engine) as db:
        assert db.scalar(text("SELECT count(*) FROM things")) == 0


def test_a_server_that_stands_still_is_an_error_and_found_again(engine, postgres, monkeypatch):
    monkeypatch.setattr(driver.Connection, "patience", 0.5)
    assert answers(engine)
    postgres.freeze()
    try:
        for _ in range(3):  # the connection that is open, a new one, and the rest after a vain attempt
            with pytest.raises(OperationalError):
                answers(engine)
    finally:
        postgres.thaw()
    assert found_again(engine)


def test_a_stopped_and_restarted_server_is_found_again(engine, postgres):
    assert answers(engine)
    postgres.stop()
    try:
        with pytest.raises(OperationalError):
            answers(engine)
    finally:
        postgres.start()
    assert found_again(engine)


def test_a_transaction_left_open_is_not_handed_on(engine, monkeypatch):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE things (id integer)"))

    def fail(_connection):
        raise psycopg.OperationalError("on the way")

    with monkeypatch.context() as patch:
        patch.setattr(engine.dialect, "do_commit", fail)
        with pytest.raises(OperationalError), writing(engine) as db:
            db.execute(text("INSERT INTO things VALUES (1)"))
            db.commit()
    with writing(engine) as db:
        db.execute(text("INSERT INTO things VALUES (2)"))
        db.commit()
    with reading(engine) as db:
        assert db.scalars(text("SELECT id FROM things")).all() == [2]


def test_a_reader_sees_one_moment_and_cannot_write(engine):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE things (id integer)"))
    with reading(engine) as db:
        assert db.scalar(text("SELECT count(*) FROM things")) == 0
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO things VALUES (1)"))
        assert db.scalar(text("SELECT count(*) FROM things")) == 0
        with pytest.raises(Exception, match="read-only transaction"):
            db.execute(text("INSERT INTO things VALUES (2)"))
