"""The house in which the tests play, and its cast."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitation.app import create_app
from facilitation.config import Config
from facilitation.db import Base
from facilitation.engine import Engine
from facilitation.engine.fair import ASKING, Fair
from facilitation.engine.jobs import Job
from facilitation.engine.writer import Writer
from facilitation.programme.structure import Item, Programme
from facilitation.room.actor import Actor
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings
from tests.faults.soak import SOAK
from tests.organiser import sign_in
from tests.postgres import Postgres

PROGRAMME = Programme(
    title="Protecting those who speak up",
    items=[
        Item(id="i1", title="Opening", kind="opening", minutes=10),
        Item(id="i2", title="What keeps defenders safe?", questions=["Who pays?", "Who decides?"], minutes=20),
        Item(id="i3", title="Closing", kind="closing"),
    ],
)


@dataclass
class House:
    """A meeting with people in it, and everything that the engine sent to sockets."""

    app: Flask
    engine: Engine
    code: str
    links: dict[str, str]
    sent: list[tuple[str, str, Any]] = field(default_factory=list)
    tokens: dict[int, str] = field(default_factory=dict)

    def seat(self, role: str = "participant", **wish: Any) -> Actor:
        """A new seat in the meeting."""
        if role == "organiser":
            token = self.engine.writer.submit(Job(lambda db: sign_in(db, self.code)))
        else:
            token, _role = self.engine.take_seat(self.code, TakeSeat(invite=self.links.get(role), **wish))
        actor = self.engine.seated(self.code, token)
        self.tokens[actor.seat_id] = token
        return actor

    def do(self, actor: Actor, name: str, **payload: Any) -> dict[str, Any]:
        """One command; a trailing underscore is dropped from field names that are Python's own words."""
        fields = {key.rstrip("_"): value for key, value in payload.items()}
        return self.engine.perform(actor, name, fields)

    def ask(self, actor: Actor, text: str = "Why is nobody protected?", **payload: Any) -> str:
        """Ask a question: its id."""
        return str(self.do(actor, "question.ask", text=text, **payload)["question"])

    def open_question(self, author: Actor, moderator: Actor, text: str = "Why is nobody protected?") -> str:
        """A question that is on the list: its id."""
        question = self.ask(author, text)
        self.do(moderator, "question.approve", question=question)
        return question

    def state(self, actor: Actor) -> dict[str, Any]:
        """The state as this actor would get it on joining."""
        return msgspec.json.decode(self.engine.join(actor)["state"])

    def mine(self, actor: Actor) -> dict[str, Any]:
        """The actor's own questions by id."""
        return {q["id"]: q for q in self.engine.join(actor)["you"]["mine"]["questions"]}

    def settle(self) -> None:
        """Wait until all that was committed so far has been told."""
        self.engine.writer.submit(Job(lambda _db: None))
        self.engine.pulse.tell_now()

    def bearer(self, actor: Actor) -> dict[str, str]:
        """Headers that prove the actor's seat to the API."""
        return {"Authorization": f"Bearer {self.tokens[actor.seat_id]}"}


# What runs on PostgreSQL as well: the rules, the engine, the record, what saves it all, and the doors to them. Modules
# and tests of these that are about SQLite alone are marked so, with the reason.
ON_BOTH = (
    "tests/room/",
    "tests/engine/",
    "tests/record/",
    "tests/backup/test_save.py",
    "tests/web/test_api.py",
    "tests/web/test_sockets.py",
    "tests/web/test_odd_texts.py",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that stores anything on both databases, where that is told."""
    if "new_database" in metafunc.fixturenames and metafunc.definition.nodeid.startswith(ON_BOTH):
        kinds = {"sqlite_alone": "sqlite", "postgres_alone": pytest.param("postgres", marks=pytest.mark.postgres)}
        alone = [kind for mark, kind in kinds.items() if metafunc.definition.get_closest_marker(mark)]
        metafunc.parametrize("new_database", alone or kinds.values(), indirect=True)


def pytest_configure(config: pytest.Config) -> None:
    """Let tests at full length take the time they need."""
    if SOAK:
        config.option.timeout = 0


@pytest.fixture(scope="session", autouse=True)
def nobody_gathers() -> None:
    """Tests ask for one thing after the other; waiting for others each time would only take time."""
    Writer.gather = 0.0


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database with nothing in it, made once and copied."""
    folder = tmp_path_factory.mktemp("empty")
    app = create_app(config_in(folder, migrate=True))
    app.extensions["facilitation.engine"].database.dispose()  # so that nothing is left in the write-ahead log
    return folder / "facilitation.sqlite"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of the tests' own; who needs one database of it alone makes it."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database on it, which each test finds empty: its address."""
    url = postgres.create("tests")
    app = create_app(config_in(tmp_path_factory.mktemp("migrated"), url, migrate=True))
    app.extensions["facilitation.engine"].database.dispose()
    return url


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes an empty, migrated database in place of the last one: SQLite, or what the test's parameter says."""
    if getattr(request, "param", "sqlite") == "sqlite":
        empty: Path = request.getfixturevalue("empty_database")
        return lambda: _copied(empty, tmp_path)
    url: str = request.getfixturevalue("postgres_database")
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: _emptied(server, url)


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """An empty, migrated database."""
    return new_database()


def _copied(empty: Path, folder: Path) -> str:
    for last in folder.glob("facilitation.sqlite*"):
        last.unlink()
    shutil.copy(empty, folder / "facilitation.sqlite")
    return config_in(folder).database_url


def _emptied(server: Postgres, url: str) -> str:
    tables = reversed(Base.metadata.sorted_tables)
    server.execute("; ".join(f"DELETE FROM {table.name}" for table in tables), "tests")
    return url


def config_in(folder: Path, database_url: str = "", migrate: bool = False, **more: Any) -> Config:
    """A configuration for tests, with everything in one folder, or the database elsewhere."""
    return Config(
        data_dir=folder,
        database_url=database_url or f"sqlite:///{folder / 'facilitation.sqlite'}",
        secret_key="a test's secret",
        migrate=migrate,
        **more,
    )


def leisurely() -> Callable[[], float]:
    """A clock by which people take their time between two things that they do, however quickly a test does them."""
    return count(step=ASKING.seconds).__next__


@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """An app on a database of its own, its engine running."""
    app = create_app(config_in(tmp_path, database_url))
    engine: Engine = app.extensions["facilitation.engine"]
    engine.fair = Fair(clock=leisurely())
    engine.start()
    yield app
    engine.stop()
    patience = time.monotonic() + 5
    while engine.database.pool.checkedout() and time.monotonic() < patience:  # a thread on its way out still reads
        time.sleep(0.001)
    engine.database.dispose()


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The running engine of the app."""
    engine: Engine = app.extensions["facilitation.engine"]
    return engine


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, or an API client."""
    return app.test_client()


@pytest.fixture
def house(app: Flask, engine: Engine) -> House:
    """A meeting, with everything sent to sockets kept beside."""
    code, links = engine.create_meeting(PROGRAMME, Settings())
    house = House(app, engine, code, links)
    for part in (engine.teller, engine.pulse, engine.heartbeat):
        pass_on = part._send

        def send(room: str, event: str, payload: Any, pass_on: Any = pass_on) -> None:
            house.sent.append((room, event, payload))
            pass_on(room, event, payload)

        part._send = send
    return house


@pytest.fixture
def stranger(house: House, engine: Engine) -> Actor:
    """A moderator of another meeting."""
    code, links = engine.create_meeting(PROGRAMME, Settings())
    token, _role = engine.take_seat(code, TakeSeat(invite=links["moderator"]))
    actor = engine.seated(code, token)
    house.tokens[actor.seat_id] = token
    return actor


@pytest.fixture
def moderator(house: House) -> Actor:
    """Who leads the meeting."""
    return house.seat("moderator")


@pytest.fixture
def organiser(house: House) -> Actor:
    """Who prepares the meeting, and clears up after it."""
    return house.seat("organiser")


@pytest.fixture
def rapporteur(house: House) -> Actor:
    """Who writes down what is recommended."""
    return house.seat("rapporteur")


@pytest.fixture
def alice(house: House) -> Actor:
    """A participant."""
    return house.seat(group="civil-society", language="en")


@pytest.fixture
def bob(house: House) -> Actor:
    """Another participant."""
    return house.seat(group="state", language="fr")
