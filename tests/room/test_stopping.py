"""The emergency stop: nobody asks or votes, and the stage shows nothing but the title, until the moderator goes on."""

from __future__ import annotations

import pytest

from tests.witness import nothing_changes, refused


def state_of(house, actor):
    meeting = house.state(actor)["meeting"]
    return meeting["state"], meeting["stopped"]


def test_it_is_paused_and_everybody_is_told(house, alice, bob, moderator, engine):
    question = house.open_question(bob, moderator)
    house.sent.clear()
    house.do(moderator, "meeting.stop")
    house.settle()
    assert state_of(house, alice) == ("paused", True)
    for command, payload in (("question.ask", {"text": "May I?"}), ("vote.cast", {"question": question, "value": 1})):
        with nothing_changes(engine), refused("meeting.paused"):
            house.do(alice, command, **payload)
    pulses = [
        payload["set"]["meeting"] for room, event, payload in house.sent if event == "pulse" and "everyone" in room
    ]
    assert [meeting["stopped"] for meeting in pulses] == [True]


@pytest.mark.parametrize(
    ("command", "after"), [("meeting.open", "open"), ("meeting.pause", "paused"), ("meeting.end", "ended")]
)
def test_whatever_comes_next_ends_it(house, moderator, command, after):
    house.do(moderator, "meeting.stop")
    house.do(moderator, command)
    assert state_of(house, moderator) == (after, False)


def test_from_a_pause_as_well(house, moderator):
    house.do(moderator, "meeting.pause")
    house.do(moderator, "meeting.stop")
    assert state_of(house, moderator) == ("paused", True)


def test_twice_is_once(house, moderator, engine):
    house.do(moderator, "meeting.stop")
    with nothing_changes(engine):
        house.do(moderator, "meeting.stop")


def test_an_ended_meeting_stays_ended(house, moderator, engine):
    house.do(moderator, "meeting.end")
    with nothing_changes(engine), refused("meeting.ended"):
        house.do(moderator, "meeting.stop")
