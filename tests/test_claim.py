"""No two servers on one database that could not keep in step."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import NullPool, create_engine, text

from facilitation import database_claim
from facilitation.claim import claim
from facilitation.config import Config, ConfigError
from facilitation.database_claim import LOCK
from tests.conftest import config_in

on_postgres = pytest.mark.postgres


@pytest.fixture
def server(postgres, tmp_path, monkeypatch):
    """Configurations of servers on one PostgreSQL database, without a queue and with one; looks are frequent."""
    monkeypatch.setattr(database_claim, "EVERY", 0.05)
    monkeypatch.setitem(database_claim.postgres.SESSION, "lock_timeout", 200)
    url = postgres.create("claimed")
    yield lambda queue=None: config_in(tmp_path, url, message_queue_url=queue)
    postgres.drop("claimed")


QUEUE = "redis://localhost"


def holders(postgres):
    return postgres.execute(f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = {LOCK} AND granted")


def until(what):
    """Wait until it is so."""
    for _ in range(400):
        if what():
            return True
        time.sleep(0.05)
    return False


def test_a_sqlite_file_has_one_server_wherever_its_folder_is(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    first = config_in(tmp_path)
    with claim(first):
        for other in (first, config_in(tmp_path / "elsewhere", first.database_url)):
            with pytest.raises(ConfigError, match="Another server is running"):
                claim(other)
    claim(first).close()


def test_a_sqlite_file_has_one_server_however_it_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.sqlite").symlink_to("live.sqlite")
    names = ("live.sqlite", "./live.sqlite", "link.sqlite", str(tmp_path / "live.sqlite"))
    configs = [Config.from_environment({"DATA_DIR": "var", "DATABASE_URL": f"sqlite:///{name}"}) for name in names]
    with claim(configs[0]):
        for other in configs:
            with pytest.raises(ConfigError, match="Another server is running"):
                claim(other)


def test_a_file_in_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match=f"{tmp_path / 'nowhere'} cannot be written: No such file"):
        claim(config_in(tmp_path, f"sqlite:///{tmp_path / 'nowhere' / 'live.sqlite'}"))


@on_postgres
def test_without_a_queue_a_server_is_alone(server):
    with claim(server()):
        for second in (server(), server(QUEUE)):
            with pytest.raises(ConfigError, match="MESSAGE_QUEUE_URL"):
                claim(second)
    claim(server()).close()


@on_postgres
def test_with_a_queue_there_can_be_several(server):
    with claim(server(QUEUE)), claim(server(QUEUE)):
        with pytest.raises(ConfigError, match="MESSAGE_QUEUE_URL"):
            claim(server())
        with pytest.raises(ConfigError, match="Another server"):
            claim(server(QUEUE), alone=True)


@on_postgres
def test_who_has_just_been_killed_is_waited_for(server, postgres, monkeypatch):
    monkeypatch.setitem(database_claim.postgres.SESSION, "lock_timeout", 3000)
    dying = create_engine(postgres.url("claimed"))
    with dying.connect() as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        postgres.execute(f"SELECT pg_terminate_backend({connection.scalar(text('SELECT pg_backend_pid()'))})")
        claim(server()).close()
        connection.invalidate()
    dying.dispose()


@on_postgres
def test_who_is_cut_off_while_waiting_does_not_blame_another(server, postgres, monkeypatch):
    monkeypatch.setitem(database_claim.postgres.SESSION, "lock_timeout", 2500)

    def cut():
        waits = f"locktype = 'advisory' AND objid = {LOCK} AND NOT granted"
        assert until(lambda: postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {waits}"))

    with claim(server()), ThreadPoolExecutor() as aside:
        done = aside.submit(cut)
        with pytest.raises(ConfigError, match="cannot be used"):
            claim(server())
        done.result()


@on_postgres
def test_a_claim_whose_connection_is_cut_is_taken_again(server, postgres):
    with claim(server()):
        [before] = holders(postgres)
        postgres.cut_connections("claimed")
        assert until(lambda: holders(postgres) not in ([], [before]))
        with pytest.raises(ConfigError):
            claim(server())


@on_postgres
def test_a_claim_lost_to_another_is_told_once_and_taken_back(server, postgres, caplog, monkeypatch):
    with claim(server()), create_engine(postgres.url("claimed"), poolclass=NullPool).connect() as other:
        mine = other.scalar(text("SELECT pg_backend_pid()"))
        monkeypatch.setattr(database_claim, "EVERY", 0.5)  # so that the other is first
        postgres.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'claimed' AND pid <> {mine}"
        )
        other.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        assert until(lambda: "was cut" in caplog.text)
        other.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
        assert until(lambda: "held again" in caplog.text)
    assert caplog.text.count("was cut") == 1


@on_postgres
def test_a_database_that_forgets_is_refused(server, postgres):
    postgres.execute("ALTER DATABASE claimed SET synchronous_commit = off")
    with pytest.raises(ConfigError, match="synchronous_commit"):
        claim(server())


@on_postgres
def test_a_database_that_cannot_hold_every_text_is_refused(postgres, tmp_path):
    postgres.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING latin1 LOCALE 'C'")
    with pytest.raises(ConfigError, match="UTF8"):
        claim(config_in(tmp_path, postgres.url("latin")))
    postgres.drop("latin")


def test_a_database_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match="cannot be used") as refused:
        claim(config_in(tmp_path, "postgresql+psycopg://me:hidden@127.0.0.1:9/none"))
    assert "hidden" not in str(refused.value)
