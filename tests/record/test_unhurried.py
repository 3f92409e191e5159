"""However long a record is, others are served between its parts."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from facilitation.record import unhurried as module
from facilitation.record.unhurried import unhurried
from facilitation.room.actor import Actor
from tests.record.conftest import Clerk

QUESTIONS = 20


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The rests that are taken, where everything takes long enough for one."""
    rests: list[float] = []
    monkeypatch.setattr(module, "SLICE", 0.0)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=time.monotonic, sleep=rests.append))
    return rests


@pytest.fixture
def long(clerk: Clerk, moderator: Actor, alice: Actor) -> Clerk:
    """A meeting in which much was asked."""
    clerk.house.do(moderator, "meeting.settings", premoderation=False)
    clerk.present(0, moderator, "i1")
    for number in range(QUESTIONS):
        clerk.house.ask(alice, f"Question {number}?")
    return clerk


def test_things_come_as_they_are() -> None:
    assert list(unhurried(iter("abc"))) == ["a", "b", "c"]


def test_who_works_for_a_moment_takes_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    clock = iter([0.0, 0.001, 0.004, 0.006, 0.02, 0.021])
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=rests.append))
    assert len(list(unhurried("abcd"))) == 4
    assert rests == [module.SLICE]


def test_reading_it_rests_between_questions_entries_and_events(long: Clerk, rests: list[float]) -> None:
    long.read("public")
    public = len(rests)
    assert public >= 5 * QUESTIONS  # questions, entries, events; these in their stretch, and counted from the beginning
    long.read("confidential")
    assert len(rests) - public >= public + QUESTIONS


@pytest.mark.parametrize("format", ["json", "md", "html"])
def test_writing_it_rests_several_times_for_each_question(
    long: Clerk, client: FlaskClient, rests: list[float], format: str
) -> None:
    long.read("public")
    reading = len(rests)
    rests.clear()
    assert client.get(f"/{long.house.code}/record.{format}").status_code == 200
    assert len(rests) >= reading + 4 * QUESTIONS
