"""``facilitation purge`` as it is typed: beside a running server, and without one."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from facilitation.cli import facilitation
from tests.server import Server

CANARY = "the canary sings at 4711 Hidden Street"


def purge(server: Server, *words: str):
    environment = {"DATA_DIR": str(server.folder), "PORT": str(server.port), "DATABASE_URL": "", "HOST": ""}
    environment = {name: value for name, value in environment.items() if value}
    return CliRunner(env=environment | {"DATABASE_URL": None, "HOST": None}).invoke(facilitation, ["purge", *words])


def stored(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def code(server):
    """A meeting in which somebody asked."""
    _status, made = server.call("POST", "/api/meetings", {"programme": "A meeting to forget"})
    code = made["code"]
    _status, taken = server.call("POST", f"/api/{code}/seats", {})
    server.call("POST", f"/api/{code}/commands/question.ask", {"text": CANARY}, seat=taken["seat"])
    return code


@pytest.mark.slow
@pytest.mark.parametrize("running", [True, False])
def test_a_meeting_is_gone_and_there_is_a_receipt(server, code, running):
    assert CANARY.encode() in stored(server.folder)
    if not running:
        server.stop()
    done = purge(server, code, "--yes", "--json")
    assert done.exit_code == 0, done.output
    receipt = json.loads(done.stdout)
    assert receipt["rows"]["questions"] == 1 and receipt["found"] == 0
    assert CANARY.encode() not in stored(server.folder)
    again = purge(server, code, "--yes")
    assert again.exit_code == 1 and "There is no meeting with this code." in again.stderr


@pytest.mark.slow
def test_what_is_acknowledged_after_a_purge_is_kept_whoever_looks_into_the_database(server, code):
    """SQLite's locks are gone as soon as their holder closes the file, whichever way it was opened."""
    assert purge(server, code, "--yes").exit_code == 0
    with contextlib.closing(sqlite3.connect(server.folder / "facilitation.sqlite")) as passer_by:
        passer_by.execute("SELECT count(*) FROM meetings").fetchall()
    _status, made = server.call("POST", "/api/meetings", {"programme": "A meeting to keep"})
    server.kill()
    server.start()
    status, _answer = server.call("POST", f"/api/{made['code']}/seats", {})
    assert status == 201


@pytest.mark.slow
def test_it_asks_first_and_says_what_was_done(server, code):
    asked = purge(server, code)
    assert asked.exit_code == 1 and CANARY.encode() in stored(server.folder)
    done = purge(server, code, "--yes")
    assert "1 questions" in done.stdout and ": 0 found" in done.stdout and "Backups made before" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("proof", [None, "0" * 64, "a seat"])
def test_nobody_else_may(server, code, proof):
    if proof == "a seat":
        _status, taken = server.call("POST", f"/api/{code}/seats", {})
        proof = taken["seat"]
    status, answer = server.call("POST", f"/api/{code}/purge", seat=proof)
    assert status in (401, 403) and answer["error"]["code"] in ("seat.unknown", "command.forbidden")
    assert CANARY.encode() in stored(server.folder)
