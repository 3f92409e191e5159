"""A question's score travels apart from the question, and no further than the question itself does."""

from __future__ import annotations

from typing import Any

import pytest

from facilitation.engine.pulse import pulse_since, room_of
from facilitation.engine.views import Audience
from facilitation.room.actor import Actor
from tests.conftest import House


def pulses(house: House, actor: Actor, audience: Audience) -> list[Any]:
    """What an audience was told since this was last asked for."""
    house.settle()
    told = [
        payload
        for room, event, payload in house.sent
        if (room, event) == (room_of(actor.meeting_id, audience), "pulse")
    ]
    house.sent.clear()
    return told


@pytest.fixture
def voters(house: House) -> list[Actor]:
    return [house.seat() for _ in range(3)]


@pytest.mark.parametrize("audience", ["everyone", "team"])
def test_a_vote_sends_a_number(
    house: House, moderator: Actor, alice: Actor, voters: list[Actor], audience: Audience
) -> None:
    question = house.open_question(alice, moderator)
    watcher = moderator if audience == "team" else alice
    before = house.state(watcher)["questions"][question]
    pulses(house, moderator, audience)
    for voter in voters:
        house.do(voter, "vote.cast", question=question, value=1)
    *_, last = pulses(house, moderator, audience)
    assert last["set"] == {"scores": {question: 3}}
    assert last["drop"] == {}
    after = house.state(watcher)
    assert after["questions"][question] == before | {"score": 3}
    assert house.engine.join(watcher)["revision"][audience] == last["to"]


def test_a_score_that_ends_where_it_was_is_told_as_well(
    house: House, moderator: Actor, alice: Actor, bob: Actor
) -> None:
    question = house.open_question(alice, moderator)
    house.do(bob, "vote.cast", question=question, value=1)
    pulses(house, moderator, "everyone")
    house.do(bob, "vote.cast", question=question, value=0)
    house.do(bob, "vote.cast", question=question, value=1)
    *_, last = pulses(house, moderator, "everyone")
    assert last["set"] == {"scores": {question: 1}}


def test_a_question_that_travels_whole_has_its_score_with_it(
    house: House, moderator: Actor, alice: Actor, bob: Actor
) -> None:
    question = house.open_question(alice, moderator)
    other = house.open_question(alice, moderator, "And the other one?")
    since = house.engine.join(alice)["revision"]["everyone"]
    house.do(bob, "vote.cast", question=question, value=1)
    house.do(bob, "vote.cast", question=other, value=1)
    house.do(moderator, "question.answer", question=question)
    pulse = pulse_since(house.engine.database, (alice.meeting_id, "everyone"), since)
    assert pulse is not None
    assert pulse["set"]["scores"] == {other: 1}
    assert pulse["set"]["questions"][question]["score"] == 1
    assert set(pulse["set"]["questions"]) == {question}


def test_the_score_of_a_hidden_question_is_the_teams_alone(
    house: House, moderator: Actor, alice: Actor, voters: list[Actor]
) -> None:
    one, other = (house.open_question(alice, moderator, text) for text in ("Who pays?", "Who decides?"))
    house.do(voters[0], "vote.cast", question=one, value=1)
    house.do(voters[1], "vote.cast", question=other, value=1)
    for question in (one, other):
        house.do(moderator, "question.reopen", question=question, state="waiting")
    before = house.engine.join(alice)
    house.settle()
    house.sent.clear()
    house.do(moderator, "question.merge", from_=one, into=other)
    house.settle()
    assert house.engine.join(alice)["revision"] == before["revision"]
    assert {room for room, _event, _payload in house.sent if room.startswith("meeting:")} == {
        room_of(alice.meeting_id, "team")
    }
    (pulse,) = pulses(house, moderator, "team")
    assert pulse["set"]["scores"] == {other: 2}
    assert set(pulse["set"]["questions"]) == {one}

    house.do(moderator, "question.approve", question=other)
    (pulse,) = pulses(house, moderator, "everyone")
    assert pulse["set"]["questions"][other]["score"] == 2
    assert "scores" not in pulse["set"]


def test_what_went_back_to_review_takes_its_score_along(
    house: House, moderator: Actor, alice: Actor, bob: Actor
) -> None:
    question = house.open_question(alice, moderator)
    since = house.engine.join(alice)["revision"]["everyone"]
    house.do(bob, "vote.cast", question=question, value=1)
    house.do(moderator, "question.reopen", question=question, state="waiting")
    pulse = pulse_since(house.engine.database, (alice.meeting_id, "everyone"), since)
    assert pulse is not None
    assert (pulse["set"], pulse["drop"]) == ({}, {"questions": [question]})
