"""What was written for somebody is handed to all who ask within a few seconds: never more, and never longer."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient

from facilitation.engine import Engine
from facilitation.room.actor import Actor
from facilitation.web.turns import Turns
from tests.conftest import House

# The name in its package stands for the routes.
record = importlib.import_module("facilitation.web.record")

FORMATS = ("json", "md", "html")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Counts how often a record is written; ``meanwhile`` is done once while one is."""
    written = SimpleNamespace(times=0, at_once=0, most=0, meanwhile=lambda: None)
    write: Callable[..., bytes] = record._written

    def counted(*arguments: Any, **more: Any) -> bytes:
        written.times += 1
        written.at_once += 1
        written.most = max(written.most, written.at_once)
        meanwhile, written.meanwhile = written.meanwhile, lambda: None
        meanwhile()
        answer = write(*arguments, **more)
        written.at_once -= 1
        return answer

    monkeypatch.setattr(record, "_written", counted)
    monkeypatch.setattr(record, "KEPT", 3600.0)  # however slow the machine is
    return written


def read(house: House, format: str = "md", **options: Any) -> str:
    """The public version as a stranger reads it."""
    return house.app.test_client().get(f"/{house.code}/record.{format}", **options).get_data(as_text=True)


@pytest.mark.parametrize("format", FORMATS)
def test_a_crowd_is_handed_what_was_written_once(house: House, written: SimpleNamespace, format: str) -> None:
    house.settle()  # what is still to be told of how it began would throw the first one away
    answers: list[str] = []
    crowd = [threading.Thread(target=lambda: answers.append(read(house, format))) for _ in range(12)]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    assert len(answers) == 12 and len(set(answers)) == 1 and written.times == 1


def test_one_is_written_at_a_time_whatever_is_asked_for(house: House, written: SimpleNamespace) -> None:
    house.settle()
    wishes = [(format, language) for format in FORMATS for language in ("en", "fr", "ar")]
    crowd = [threading.Thread(target=read, args=(house, f"{format}?lang={language}")) for format, language in wishes]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    assert (written.times, written.most) == (9, 1)


def test_votes_leave_it_for_a_while(
    house: House, moderator: Actor, monkeypatch: pytest.MonkeyPatch, written: SimpleNamespace
) -> None:
    question = house.open_question(house.seat(), moderator)
    house.settle()
    read(house)
    house.do(house.seat(), "vote.cast", question=question, value=1)
    house.settle()
    assert "Support: 0" in read(house) and written.times == 1
    monkeypatch.setattr(record, "KEPT", 0.0)
    assert "Support: 1" in read(house)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_taken_back_is_gone_at_once(
    house: House, engine: Engine, moderator: Actor, bob: Actor, written: SimpleNamespace, format: str
) -> None:
    questions = [house.open_question(bob, moderator, text) for text in ("WITHDRAWNx", "DECLINEDx", "SEENx")]
    house.settle()
    assert "WITHDRAWNx" in read(house, format) and engine.snapshots.shelves.of(bob.meeting_id)
    house.do(bob, "question.withdraw", question=questions[0])
    assert "WITHDRAWNx" not in read(house, format)
    house.do(moderator, "question.decline", question=questions[1])
    page = read(house, format)
    assert "DECLINEDx" not in page and "SEENx" in page
    house.do(bob, "question.withdraw", question=questions[2])
    house.settle()
    assert not engine.snapshots.shelves.of(bob.meeting_id)


def test_what_is_taken_back_while_it_is_written_is_not_kept(
    house: House, engine: Engine, moderator: Actor, bob: Actor, written: SimpleNamespace
) -> None:
    question = house.open_question(bob, moderator, "WITHDRAWNx")
    house.settle()

    def take_back() -> None:
        house.do(bob, "question.withdraw", question=question)
        house.settle()

    written.meanwhile = take_back
    assert "WITHDRAWNx" in read(house)
    assert not engine.snapshots.shelves.of(bob.meeting_id) and "WITHDRAWNx" not in read(house)


@pytest.mark.parametrize("format", FORMATS)
def test_what_the_team_reads_is_not_kept_and_not_handed_to_anybody(
    house: House, engine: Engine, client: FlaskClient, moderator: Actor, bob: Actor, format: str
) -> None:
    house.ask(bob, "WAITINGx")
    headers = house.bearer(moderator)
    for version in ("public", "confidential"):
        page = client.get(f"/{house.code}/record.{format}?version={version}", headers=headers).get_data(as_text=True)
        assert ("WAITINGx" in page) == (version == "confidential")
    assert not engine.snapshots.shelves.of(bob.meeting_id)
    assert "WAITINGx" not in read(house, format) and "version=confidential" not in read(house, format)
    assert client.get(f"/{house.code}/record.{format}?version=confidential").status_code == 403


def test_strangers_who_hold_the_turn_are_told_and_do_not_stop_the_team(
    house: House, client: FlaskClient, moderator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(waiting=0)
    monkeypatch.setattr(record, "_anybody", turns)
    url = f"/{house.code}/record.html"
    with turns.turn():
        assert client.get(url).status_code == 503
        assert client.get(f"{url}?version=confidential", headers=house.bearer(moderator)).status_code == 200
    assert client.get(url).status_code == 200
