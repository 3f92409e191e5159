"""A real server process with a meeting in it, whose log must stay empty whatever is done to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.honest import House, join, open_house
from tests.server import Server


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A running server; after the attack honest people must still come in, and nothing of it may be in the log."""
    server = Server(tmp_path)
    server.start()
    house = open_house(server)
    join(house)
    yield house
    try:
        join(house)
    finally:
        server.stop()
    log = (tmp_path / "stderr.txt").read_text()
    assert log == "", log[:2000]
