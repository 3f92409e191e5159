"""When a pulse is due, how far an audience was told, and that the last word always arrives."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from facilitation.engine.pulse import Pulse, room_of
from facilitation.room.actor import Actor
from tests.conftest import House


def test_the_last_score_arrives(house: House, moderator: Actor, alice: Actor) -> None:
    """Nobody asks for it and nothing follows it: the pulse's own thread has to tell it."""
    question = house.open_question(alice, moderator)
    voters = [house.seat() for _ in range(25)]
    house.settle()
    complete = threading.Event()
    pass_on = house.engine.pulse._send

    def send(room: str, event: str, payload: Any) -> None:
        pass_on(room, event, payload)
        if room == room_of(alice.meeting_id, "everyone") and payload.get("set", {}).get("scores") == {question: 25}:
            complete.set()

    house.engine.pulse._send = send
    for voter in voters:
        house.do(voter, "vote.cast", question=question, value=1)
    assert complete.wait(30)


def test_scores_wait_and_anything_else_takes_them_along(
    house: House, moderator: Actor, alice: Actor, bob: Actor
) -> None:
    key = (alice.meeting_id, "everyone")
    sent: list[Any] = []
    pulse = Pulse(house.engine.database, lambda _room, _event, payload: sent.append(payload))
    questions = [house.open_question(alice, moderator, f"Question {number}?") for number in range(40)]
    since = house.engine.join(alice)["revision"]["everyone"]
    for question in questions:
        house.do(bob, "vote.cast", question=question, value=1)
    pulse.changed(*key, since, only_scores=True)
    pulse.tell_now()
    house.do(bob, "vote.cast", question=questions[0], value=0)
    pulse.changed(*key, since, only_scores=True)
    scores_due = pulse._due[key]
    house.do(moderator, "question.answer", question=questions[1])
    pulse.changed(*key, since, only_scores=False)
    assert pulse._due[key] < scores_due
    house.do(bob, "vote.cast", question=questions[2], value=0)
    pulse.changed(*key, since, only_scores=True)
    assert pulse._due[key] < scores_due, "a score that comes later does not hold up what is due"
    pulse.tell_now()
    assert sent[0]["set"] == {"scores": dict.fromkeys(questions, 1)}
    assert sent[1]["set"]["scores"] == {questions[0]: 0, questions[2]: 0}
    assert set(sent[1]["set"]["questions"]) == {questions[1]}
    assert not pulse._due


def test_what_was_told_is_known_only_once_it_is_sent(house: House, moderator: Actor, alice: Actor) -> None:
    def stored() -> int:
        return int(house.engine.join(alice)["revision"]["everyone"])

    seen: list[int] = []
    pulse = Pulse(
        house.engine.database, lambda _room, _event, _payload: seen.append(pulse.compare(*key, stored(), pulse.told()))
    )
    key = (alice.meeting_id, "everyone")
    before = stored()
    assert pulse.compare(*key, before, pulse.told()) == before
    house.open_question(alice, moderator)
    pulse.changed(*key, before, only_scores=False)
    assert pulse.compare(*key, stored(), pulse.told()) == before < stored()
    pulse.tell_now()
    assert seen == [before]
    assert pulse.compare(*key, stored(), pulse.told()) == stored()


def test_what_another_process_stored_is_told_at_last(house: House, moderator: Actor, alice: Actor, bob: Actor) -> None:
    """Nobody said so, but a heartbeat's look at the database shows it."""
    sent: list[Any] = []
    pulse = Pulse(house.engine.database, lambda _room, _event, payload: sent.append(payload))
    question = house.open_question(alice, moderator)
    before = house.engine.join(alice)["revision"]["everyone"]
    assert pulse.compare(alice.meeting_id, "everyone", before, pulse.told()) == before
    house.do(bob, "vote.cast", question=question, value=1)
    after = house.engine.join(alice)["revision"]["everyone"]
    assert pulse.compare(alice.meeting_id, "everyone", after, pulse.told()) == before
    pulse.tell_now()
    assert [payload["set"] for payload in sent] == [{"scores": {question: 1}}]


def test_a_pulse_that_could_not_be_sent_is_sent_again(house: House, moderator: Actor, alice: Actor) -> None:
    sent: list[Any] = []

    def fail(_room: str, _event: str, _payload: Any) -> None:
        raise OSError

    pulse = Pulse(house.engine.database, fail)
    before = house.engine.join(alice)["revision"]["everyone"]
    question = house.open_question(alice, moderator)
    pulse.changed(alice.meeting_id, "everyone", before, only_scores=False)
    with pytest.raises(OSError):
        pulse.tell_now()
    pulse._send = lambda _room, _event, payload: sent.append(payload)
    pulse.changed(alice.meeting_id, "everyone", before, only_scores=False)
    pulse.tell_now()
    assert [set(payload["set"]["questions"]) for payload in sent] == [{question}]


def test_a_heartbeat_between_a_commit_and_its_news_hides_nothing(house: House, moderator: Actor) -> None:
    sent: list[Any] = []
    pulse = Pulse(house.engine.database, lambda _room, _event, payload: sent.append(payload))
    before = house.engine.join(moderator)["revision"]["team"]
    house.do(moderator, "item.present", item="i2")
    assert pulse.compare(moderator.meeting_id, "team", before + 1, pulse.told()) == before + 1
    pulse.changed(moderator.meeting_id, "team", before, only_scores=False)
    pulse.tell_now()
    assert [(message["from"], message["to"]) for message in sent] == [(before, before + 1)]


def test_nothing_is_kept_of_meetings_in_which_nobody_is(house: House, moderator: Actor, alice: Actor) -> None:
    house.engine.join(alice)
    house.do(moderator, "item.present", item="i2")
    house.settle()
    assert house.engine.pulse._told
    house.engine.join(alice)
    house.engine.heartbeat.beat()
    assert house.engine.snapshots._kept == {} == house.engine.pulse._told
    before = house.engine.join(alice)["revision"]["everyone"]
    house.do(moderator, "item.present", item="i3")
    house.settle()
    told = [message for _room, name, message in house.sent if name == "pulse" and message["audience"] == "everyone"]
    assert (told[-1]["from"], told[-1]["to"]) == (before, before + 1)


def test_a_database_that_was_set_back_is_told_again(house: House, moderator: Actor) -> None:
    sent: list[tuple[str, Any]] = []
    pulse = Pulse(house.engine.database, lambda _room, event, payload: sent.append((event, payload)))
    stored = house.engine.join(moderator)["revision"]["team"]
    pulse.changed(moderator.meeting_id, "team", 10**9, only_scores=True)
    assert pulse.compare(moderator.meeting_id, "team", stored, pulse.told()) == stored
    assert [event for event, _payload in sent] == ["again"]
    house.do(moderator, "item.present", item="i2")
    pulse.changed(moderator.meeting_id, "team", stored, only_scores=False)
    pulse.tell_now()
    assert sent[-1][1]["from"] == stored
