"""A real server process for every test of faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server on a folder of its own, gone at the end."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()
