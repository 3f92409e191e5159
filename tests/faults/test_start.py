"""What a start refuses, in words."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.server import ROOT, Server, free_port
from tests.valkey import Valkey

pytestmark = pytest.mark.slow


# A start whose driver waits as it does by itself: in compiled code.
WITH_A_BLOCKING_DRIVER = """
import eventlet
eventlet.monkey_patch()
import runpy
from facilitation import postgres
del postgres.Connection.wait
runpy.run_path("wsgi.py", run_name="__main__")
"""


def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, *(command or (str(ROOT / "wsgi.py"),)))
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=30, check=False
    )


def test_a_second_server_on_the_same_folder(server: Server) -> None:
    second = start(DATA_DIR=str(server.folder), PORT="0")
    assert second.returncode != 0
    assert "Another server is running" in second.stderr


def test_a_port_that_is_taken_is_not_shared(server: Server, tmp_path: Path) -> None:
    second = start(DATA_DIR=str(tmp_path / "other"), PORT=str(server.port))
    assert second.returncode != 0
    assert "Cannot listen" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_folder_is_free_again_however_its_server_went(server: Server) -> None:
    server.kill()
    server.start()
    assert server.call("GET", "/healthz") == (200, {"ok": True})


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    """A database for this test alone."""
    name = f"start_{secrets.token_hex(4)}"
    yield postgres.create(name)
    postgres.drop(name)


def refused(folder: Path, *command: str, **environment: str) -> str:
    """The sentence with which a start is refused."""
    done = start(*command, DATA_DIR=str(folder), PORT="0", PYTHONWARNINGS="ignore", **environment)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("facilitation: ")
    return done.stderr


def test_a_queue_with_sqlite(tmp_path: Path) -> None:
    said = refused(tmp_path, MESSAGE_QUEUE_URL="valkey://127.0.0.1:1")
    assert "several processes cannot share SQLite" in said


def test_what_is_stored_is_the_servers_alone_wherever_it_is(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    before = os.umask(0o022)
    try:
        server = Server(tmp_path, DATABASE_URL=f"sqlite:///{elsewhere / 'meetings.sqlite'}")
        server.start()
    finally:
        os.umask(before)
    try:
        modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in elsewhere.iterdir()}
        assert modes == dict.fromkeys(("meetings.sqlite" + end for end in ("", "-shm", "-wal", ".lock")), "0o600")
    finally:
        server.stop()


@pytest.mark.postgres
@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_a_second_process_without_a_queue(
    database: str, valkey: Valkey, tmp_path: Path, first: bool, second: bool
) -> None:
    queue = {"MESSAGE_QUEUE_URL": valkey.url}
    server = Server(tmp_path, DATABASE_URL=database, **(queue if first else {}))
    server.start()
    try:
        said = refused(tmp_path, DATABASE_URL=database, **(queue if second else {}))
        assert "Another server is using this database" in said
        assert "MESSAGE_QUEUE_URL" in said
        assert server.call("GET", "/healthz") == (200, {"ok": True})
    finally:
        server.stop()


@pytest.mark.postgres
def test_a_process_that_was_killed_leaves_no_claim(database: str, tmp_path: Path) -> None:
    server = Server(tmp_path, DATABASE_URL=database)
    try:
        for _ in range(2):
            server.start()
            server.kill()
        server.start()
        assert server.call("GET", "/healthz") == (200, {"ok": True})
    finally:
        server.kill()


@pytest.mark.postgres
def test_a_driver_that_blocks_the_loop(database: str, tmp_path: Path) -> None:
    assert "The database driver blocks" in refused(tmp_path, "-c", WITH_A_BLOCKING_DRIVER, DATABASE_URL=database)


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    said = refused(tmp_path, DATABASE_URL=f"postgresql://me:hidden@127.0.0.1:{free_port()}/none")
    assert "The database cannot be used" in said
    assert "hidden" not in said


def test_places_that_cannot_hold_a_database(tmp_path: Path) -> None:
    (tmp_path / "facilitation.sqlite").write_text("What somebody wrote, and no database.")
    said = [
        refused(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'nowhere' / 'live.sqlite'}"),
        refused(tmp_path, DATABASE_URL="sqlite:///"),
        refused(tmp_path / "facilitation.sqlite"),
        refused(tmp_path),
    ]
    assert all(sentence.count("\n") == 1 for sentence in said), said


@pytest.mark.postgres
def test_a_queue_that_is_not_there_keeps_nobody_out(database: str, tmp_path: Path) -> None:
    """It may come later; what it would tell is found in the database."""
    server = Server(tmp_path, DATABASE_URL=database, MESSAGE_QUEUE_URL=f"valkey://127.0.0.1:{free_port()}")
    try:
        server.start()
        assert server.call("GET", "/healthz") == (200, {"ok": True})
    finally:
        server.kill()
