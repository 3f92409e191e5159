"""Who is here, at this process and at the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitation.app import create_app
from facilitation.engine.neighbours import Hint, Neighbours
from tests.conftest import config_in
from tests.server import free_port


@pytest.mark.postgres
def test_a_process_that_leaves_says_that_nobody_is_with_it_any_more(
    postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Hint] = []
    monkeypatch.setattr(Neighbours, "say", lambda _self, hint: said.append(hint))
    config = config_in(tmp_path, postgres_database, message_queue_url=f"valkey://127.0.0.1:{free_port()}")
    engine = create_app(config).extensions["facilitation.engine"]
    engine.start()
    engine.stop()
    engine.database.dispose()
    assert [hint.here for hint in said] == [{}]
