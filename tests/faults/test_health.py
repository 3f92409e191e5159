"""A watchman is answered while the database stands still, and hears when it goes on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


def test_a_database_that_stands_still(postgres: Postgres, tmp_path: Path) -> None:
    server = Server(tmp_path, DATABASE_URL=postgres.create("health"))
    server.start()
    try:
        assert server.call("GET", "/healthz") == (200, {"ok": True})
        postgres.freeze()
        for _ in range(3):
            assert server.call("GET", "/healthz") == (503, {"ok": False})
        postgres.thaw()
        for _ in range(100):
            if (answer := server.call("GET", "/healthz"))[0] == 200:
                break
            time.sleep(0.2)
        assert answer == (200, {"ok": True})
    finally:
        postgres.thaw()
        server.stop()
