"""A server with a meeting in it: whatever is done to it, honest people come in, and its log tells nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.honest import House, join, open_house
from tests.attacks.visitors import Gate
from tests.server import Server

# What may stand there: that there was something, and its kind; no content, no address, no place in the code.
PLAIN = "a connection made trouble: "


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for the tests of a file."""
    server = Server(tmp_path_factory.mktemp("attacked"))
    server.start()
    house = open_house(server)
    join(house)
    yield house
    server.stop()
    log = (server.folder / "stderr.txt").read_text().splitlines()
    assert [line for line in log if not line.startswith(PLAIN)] == []


@pytest.fixture
def house(running: House) -> Iterator[House]:
    """That server; after each attack honest people must still come in."""
    yield running
    join(running, people=2)


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """One server for the tests of a file, at which everybody may stand."""
    server = Server(tmp_path_factory.mktemp("gate"))
    server.start()
    gate = Gate(server)
    yield gate
    gate.close()
    server.stop()
