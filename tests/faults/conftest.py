"""Real server processes for every test of faults: one alone, or two at one database."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.soak import SOAK
from tests.postgres import Postgres
from tests.server import Server
from tests.valkey import Valkey

# The database of `two_alone` on the server that its module may stop.
ALONE = "alone"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server on a folder of its own, gone at the end."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    """A message queue that the module's tests may kill and stop."""
    with Valkey() as queue:
        yield queue


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL server that the module's tests may stop, with nobody else on it."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Iterator[str]:
    """A database of the module's own on the tests' PostgreSQL: its address."""
    name = f"faults_{secrets.token_hex(4)}"
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture(scope="module")
def two(database: str, valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """Two processes that serve the same meetings."""
    with running(database, valkey, tmp_path_factory.mktemp("two")) as servers:
        yield servers


@pytest.fixture(scope="module")
def two_alone(
    own_postgres: Postgres, valkey: Valkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Server]]:
    """Two processes at a PostgreSQL server that nobody else uses, and that may be stopped under them."""
    with running(own_postgres.create(ALONE), valkey, tmp_path_factory.mktemp("alone")) as servers:
        yield servers


@contextmanager
def running(database: str, valkey: Valkey, folder: Path) -> Iterator[tuple[Server, Server]]:
    """Two servers at one database and one queue, killed at the end."""
    shared = {"DATABASE_URL": database, "MESSAGE_QUEUE_URL": valkey.url}
    servers = Server(folder, **shared), Server(folder, **shared)
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.kill()


def pytest_report_header() -> str:
    """Tell which of the two lengths this run has."""
    return f"faults: {'at full length' if SOAK else 'short; at full length with SOAK=1'}"
