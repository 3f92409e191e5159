"""Who is here, at this process and at the others."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from facilitation.app import create_app
from facilitation.engine import presence as module
from facilitation.engine.neighbours import Hint, Neighbours
from facilitation.engine.presence import FRESH, Presence
from tests.conftest import config_in
from tests.server import free_port


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, as its last entry."""
    moments = [100.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: moments[-1]))
    return moments


def test_others_count_for_as_long_as_they_speak(clock: list[float]) -> None:
    presence = Presence()
    presence.elsewhere("killed", {1: 5, 2: 1})
    clock.append(clock[-1] + FRESH - 1)
    presence.elsewhere("alive", {1: 2})
    presence.let_go()
    assert [presence.here(meeting) for meeting in (1, 2, 3)] == [7, 1, 0]
    clock.append(clock[-1] + 2)
    presence.let_go()
    assert [presence.here(meeting) for meeting in (1, 2, 3)] == [2, 0, 0]


def test_a_newer_word_replaces_the_one_before() -> None:
    presence = Presence()
    for counts in ({1: 5, 2: 1}, {1: 4}, {1: 3, 3: 1}):
        presence.elsewhere("another", counts)
    assert [presence.here(meeting) for meeting in (1, 2, 3)] == [3, 0, 1]


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
