"""A backup of a server that is being written to: each copy is of one moment, and a server goes on from it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from facilitation.backup.save import open_for_reading
from facilitation.db import reading
from facilitation.engine.fair import ASKING
from facilitation.models import Item, Meeting, Question, Receipt, Vote
from tests.backup.copies import url_in
from tests.postgres import Postgres
from tests.server import ROOT, Server

pytestmark = pytest.mark.slow

COPIES = {"sqlite": 3, "postgres": 2}


class Crowd:
    """People who ask and vote without a pause, and remember what was acknowledged."""

    def __init__(self, server: Server, size: int) -> None:
        self.server = server
        made = self.api("/meetings", {"programme": {"title": "A session"}, "settings": {"premoderation": False}})
        self.code = made["code"]
        self.seats = [self.api(f"/{self.code}/seats", {})["seat"] for _ in range(size)]
        self.questions: list[str] = []
        self.orders: dict[str, tuple[str, str]] = {}
        self._enough = threading.Event()
        self._people = [threading.Thread(target=self._live, args=(number,)) for number in range(size)]

    def api(self, path: str, body: Any, seat: str | None = None) -> Any:
        status, answer = self.server.call("POST", f"/api{path}", body, seat)
        assert status in (200, 201), answer
        return answer

    def do(self, seat: str, name: str, **payload: Any) -> dict[str, Any]:
        order = str(uuid.uuid4())
        answer = self.api(f"/{self.code}/commands/{name}", {"id": order, **payload}, seat)
        self.orders[order] = (name, payload.get("question", answer.get("question")))
        return dict(answer)

    def _live(self, number: int) -> None:
        seat, others = self.seats[number], self.seats[number - 1]
        asked = 0
        while not self._enough.is_set():
            if asked == ASKING.at_once:  # more is not taken of one seat at once
                others, seat, asked = seat, self.api(f"/{self.code}/seats", {})["seat"], 0
            asked += 1
            question = self.do(seat, "question.ask", text="Who answers for this?")["question"]
            self.do(others, "vote.cast", question=question, value=1)
            self.questions.append(question)

    def __enter__(self) -> Crowd:
        for person in self._people:
            person.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for person in self._people:
            person.join()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database it is."""
    return str(request.param)


@pytest.fixture
def new_database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes what a server or a copy can be put in: the address of a database that holds nothing yet."""
    if kind == "postgres":
        postgres: Postgres = request.getfixturevalue("postgres")
        return lambda name: postgres.create(f"burst_{name}")

    def on_sqlite(name: str) -> str:
        (tmp_path / name).mkdir()
        return url_in(tmp_path / name)

    return on_sqlite


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Starts a server at a database; it is stopped at the end."""
    servers: list[Server] = []

    def start(database: str) -> Server:
        folder = tmp_path / f"server{len(servers)}"
        folder.mkdir()
        servers.append(Server(folder, DATABASE_URL=database))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def run(folder: Path, database: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "facilitation", *words],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        umask=0o022,
    )
    return done.stdout


def check_one_moment(database: Engine, acknowledged: dict[str, tuple[str, str]]) -> int:
    """Nothing half done, nothing acknowledged missing; returns the number of votes."""
    with reading(database) as db:
        votes = dict(db.execute(select(Vote.question_id, func.count()).group_by(Vote.question_id)).all())
        scores = dict(db.execute(select(Question.id, Question.score)).all())
        assert {question: score for question, score in scores.items() if score} == votes
        receipts = set(db.scalars(select(Receipt.command_id)))
        assert set(acknowledged) <= receipts
        assert {question for _name, question in acknowledged.values()} <= set(scores)
        meeting = db.scalars(select(Meeting)).one()
        shown = [meeting.everyone_revision]
        for table in (Item, Question):
            shown += db.scalars(select(table.everyone_revision))
        assert len(receipts) == len(scores) + sum(votes.values())
        assert max(shown) <= meeting.everyone_count
    return sum(votes.values())


def test_copies_in_a_burst_are_each_of_one_moment(
    kind: str, new_database: Callable[[str], str], serve: Callable[[str], Server], tmp_path: Path
) -> None:
    busy, seen = new_database("busy"), []
    server = serve(busy)
    with Crowd(server, 4) as crowd:
        for number in range(COPIES[kind]):
            while len(crowd.questions) < 20 * (number + 1):
                threading.Event().wait(0.02)
            acknowledged = dict(crowd.orders)
            copy, restored = tmp_path / f"copy{number}", new_database(f"restored{number}")
            run(tmp_path / "commands", busy, "backup", str(copy))
            run(tmp_path / "commands", restored, "restore", str(copy))
            database = open_for_reading(restored)
            seen.append(check_one_moment(database, acknowledged))
            database.dispose()
    assert seen == sorted(set(seen)), "people went on while the copies were made"

    last = new_database("last")
    run(tmp_path / "commands", busy, "backup", str(tmp_path / "copy"))
    run(tmp_path / "commands", last, "restore", str(tmp_path / "copy"))
    if kind == "sqlite":
        assert stat.S_IMODE((tmp_path / "last" / "facilitation.sqlite").stat().st_mode) == 0o600
    other = serve(last)
    for seat in crowd.seats:
        before, after = (each.call("GET", f"/api/{crowd.code}/state", None, seat) for each in (server, other))
        assert before == after
    crowd.server = other
    crowd.do(crowd.seats[0], "question.ask", text="And here?")
