"""Where a session is played: one process on SQLite, or two on PostgreSQL with a queue; and what lies about there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import create_engine, select

from facilitation.cli import facilitation
from facilitation.db import prepare, writing
from facilitation.models import Meeting, Seat
from tests.canary.evidence import Channel, Said, files_in, numbers_of, tables_of
from tests.organiser import sign_in
from tests.postgres import Postgres
from tests.server import Server, free_port
from tests.valkey import Valkey

DATABASE = "canary"


@dataclass
class Scene:
    """Running servers on one folder, and everything that they leave behind."""

    folder: Path
    servers: list[Server]
    database_url: str
    environment: dict[str, str]
    more: Callable[[], dict[str, bytes]] = dict
    said: list[Said] = field(default_factory=list)

    @property
    def on_sqlite(self) -> bool:
        """Whether what is stored lies in files of ours."""
        return self.database_url.startswith("sqlite")

    @property
    def database(self) -> list[str]:
        """The beginnings of the names of places in which what is stored lies."""
        return ["file facilitation.sqlite"] if self.on_sqlite else ["rows of "]

    def places(self) -> dict[str, bytes]:
        """Every byte that is there now; servers that do not run have no numbers."""
        running = [server for server in self.servers if server.process]
        numbers = {
            f"numbers of {server.port}": numbers_of(int(server.environment["METRICS_PORT"])) for server in running
        }
        said = {f"output {number}": bytes(output) for number, output in enumerate(self.said)}
        return files_in(self.folder) | numbers | said | self.more()

    def run(self, *words: str) -> Any:
        """The command line, as who runs the server types it."""
        return CliRunner(env=self.environment).invoke(facilitation, words)

    def organisers_seat(self, code: str) -> str:
        """A seat that only a passphrase gives, taken in the database."""
        engine = create_engine(self.database_url)
        prepare(engine)
        with writing(engine) as db:
            token = sign_in(db, code)
            db.commit()
        engine.dispose()
        return token

    def keys(self, code: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """What is destroyed when the meeting forgets, and what stays for the team's sake until it is purged."""
        engine = create_engine(self.database_url)
        with engine.connect() as db:
            meeting = db.execute(select(Meeting.__table__).where(Meeting.code == code)).one()
            seats = db.execute(select(Seat.id, Seat.role, Seat.token_hash).where(Seat.meeting_id == meeting.id)).all()
        engine.dispose()
        goes, stays = {"key": meeting.key}, {"team key": meeting.team_key}
        for number, role, proof in seats:
            (goes if role == "participant" else stays)[f"hash of seat {number}"] = proof
        return goes, stays

    def stop(self) -> None:
        """End the servers as an operator does."""
        for server in self.servers:
            server.stop()


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Scene]:
    """One process."""
    url = f"sqlite:///{folder / 'facilitation.sqlite'}"
    with _running(Scene(folder, _servers(folder, 1), url, {})) as scene:
        yield scene


@contextmanager
def on_postgres(folder: Path, postgres: Postgres, valkey: Valkey) -> Iterator[Scene]:
    """Two processes, one database, one queue; all that is said on it is written down."""
    url, channel = postgres.create(DATABASE), Channel(valkey)
    shared = {"DATABASE_URL": url, "MESSAGE_QUEUE_URL": valkey.url}
    scene = Scene(folder, _servers(folder, 2, **shared), url, shared)
    scene.more = lambda: channel.places() | tables_of(postgres, DATABASE)
    try:
        with _running(scene):
            yield scene
    finally:
        channel.close()


def receipt_in(output: str) -> dict[str, Any]:
    """The receipt that ``facilitation purge --json`` printed."""
    return dict(json.loads(output))


def _servers(folder: Path, number: int, **shared: str) -> list[Server]:
    return [
        Server(folder, LOG_FORMAT="json", METRICS_PORT=str(free_port()), PYTHONUNBUFFERED="1", **shared)
        for _ in range(number)
    ]


@contextmanager
def _running(scene: Scene) -> Iterator[Scene]:
    try:
        for server in scene.servers:
            server.start()
            scene.said.append(Said(server))
        place = {"DATA_DIR": str(scene.folder), "PORT": str(scene.servers[0].port)}
        nothing: dict[str, Any] = {"DATABASE_URL": None, "MESSAGE_QUEUE_URL": None, "HOST": None}
        scene.environment = nothing | place | scene.environment
        yield scene
    finally:
        for server in scene.servers:
            server.kill()
