"""What a heartbeat compares, and that it alarms nobody where nothing was missed."""

from __future__ import annotations

from typing import Any

from facilitation.engine.jobs import Job
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
    heartbeat.beat()
    cut = heartbeat._cut

    def somebody_presents(sockets: Any) -> None:
        """The database has been looked at, and nothing compared yet."""
        house.do(moderator, "item.present", item="i2")
        house.settle()
        cut(sockets)

    heartbeat._cut = somebody_presents
    house.sent.clear()
    heartbeat.beat()
    heartbeat._cut = cut
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
