"""What a heartbeat compares, and that it alarms nobody where nothing was missed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from facilitation.engine import heartbeat as module
from facilitation.engine.jobs import Job
from facilitation.engine.pulse import room_of
from facilitation.models import Meeting
from facilitation.room.actor import Actor
from tests.conftest import House


def heard_of(house: House, name: str) -> list[Any]:
    """What was sent under this name: (audience, payload)."""
    return [(room.rpartition(":")[2], payload) for room, event, payload in house.sent if event == name]


def test_a_pulse_between_its_look_and_its_word_alarms_nobody(house: House, moderator: Actor) -> None:
    heartbeat = house.engine.heartbeat
    house.settle()
    house.engine.presence.came("a socket", moderator)
    heartbeat._pages = lambda _room: 1
    heartbeat.beat()
    pulse = house.engine.pulse
    compare = pulse.compare

    def somebody_presents(*looked: Any) -> int:
        """The database has been looked at, and nothing compared yet."""
        pulse.compare = compare
        house.do(moderator, "item.present", item="i2")
        house.settle()
        return compare(*looked)

    pulse.compare = somebody_presents
    house.sent.clear()
    heartbeat.beat()
    heartbeat.beat()
    assert heard_of(house, "again") == []
    pulses = [(message["from"], message["to"]) for audience, message in heard_of(house, "pulse") if audience == "team"]
    assert len(pulses) == 1
    beats = [message["team"] for audience, message in heard_of(house, "heartbeat") if audience == "team"]
    assert beats == [pulses[0][1]] * 2


def test_a_database_that_was_set_back_is_told_by_the_next_beat(house: House, moderator: Actor) -> None:
    house.engine.presence.came("a socket", moderator)
    house.do(moderator, "item.present", item="i2")
    house.settle()

    def set_back(db: Any) -> None:
        meeting = db.get_one(Meeting, moderator.meeting_id)
        meeting.team_count -= 1

    house.engine.writer.submit(Job(set_back))
    house.sent.clear()
    house.engine.heartbeat.beat()
    assert [audience for audience, _payload in heard_of(house, "again")] == ["team"]


def test_every_meeting_has_its_beat_and_others_their_turn_in_between(
    house: House, moderator: Actor, stranger: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[float] = []
    monkeypatch.setattr(module, "PORTION", 1)
    monkeypatch.setattr(module, "time", SimpleNamespace(sleep=turns.append))
    for number, actor in enumerate((moderator, stranger)):
        house.engine.presence.came(f"socket {number}", actor)
    house.engine.heartbeat.beat()
    beats = {room for room, event, _payload in house.sent if event == "heartbeat"}
    assert beats >= {room_of(actor.meeting_id, "everyone") for actor in (moderator, stranger)}
    assert turns == [0, 0]


def test_those_who_are_here_are_counted_for_a_desk_alone(
    house: House, moderator: Actor, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heartbeat, presence = house.engine.heartbeat, house.engine.presence
    presence.came("a socket", alice)
    presence.elsewhere("another process", {alice.meeting_id: 2})
    heartbeat._pages = lambda room: room == room_of(alice.meeting_id, "team")
    heartbeat.beat()
    assert [payload["here"] for audience, payload in heard_of(house, "heartbeat") if audience == "team"] == [3]
    heartbeat._pages = lambda _room: 0
    monkeypatch.setattr(presence, "here", lambda _meeting: pytest.fail("nobody wants to know"))
    heartbeat.beat()
