"""Votes of one phone, cast through the doors: the team hears of it at once, and of an honest hall nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest

from facilitation.engine.patterns import PAGELESS, SCRIPTED, SERIAL, WINDOW
from facilitation.engine.pulse import room_of
from facilitation.room.actor import Actor
from facilitation.web.security import csrf_token
from tests.clock import Clock
from tests.conftest import House
from tests.web.scenes import Visitor


@pytest.fixture
def clock(house: House) -> Clock:
    """The time that the watch goes by."""
    clock = house.engine.patterns._clock = Clock()
    return clock


@pytest.fixture
def question(house: House, alice: Actor, moderator: Actor) -> str:
    """What is voted on."""
    return house.open_question(alice, moderator)


def told(house: House) -> list[Any]:
    """What the team was told of votes, in order."""
    house.settle()
    assert {room for room, event, _ in house.sent if event == "watch"} <= {room_of(1, "team")}
    return [payload for _room, event, payload in house.sent if event == "watch"]


def beat(house: House) -> list[dict[str, Any]]:
    """The words of one heartbeat."""
    house.sent.clear()
    house.engine.heartbeat._pages = lambda _room: 1
    house.engine.heartbeat.beat()
    return [payload for _room, event, payload in house.sent if event == "heartbeat"]


def test_by_a_script_over_the_api(house: House, moderator: Actor, question: str, clock: Clock) -> None:
    for _ in range(SCRIPTED):
        _status, answer = Visitor(house, None).post("/seats", {})
        clock.now += 0.3
        voter = Visitor(house, answer["seat"])
        assert voter.post("/commands/vote.cast", {"question": question, "value": 1})[0] == 200
    assert told(house) == [{"votes": {question: SCRIPTED}}]
    house.engine.presence.came("a desk", moderator)
    for payload in beat(house):
        assert payload.get("watch") == ({"votes": {question: SCRIPTED}} if "team" in payload else None)
    clock.now += WINDOW + 1
    assert [payload["watch"] for payload in beat(house) if "team" in payload] == [{"votes": {}}]


@pytest.mark.parametrize("over", ["form", "socket"])
def test_by_one_browser_that_forgets_its_cookie(house: House, question: str, clock: Clock, over: str) -> None:
    with house.app.test_request_context():
        csrf = csrf_token(None)
    for _ in range(SERIAL):
        browser = house.app.test_client()
        assert browser.post(f"/{house.code}/join", data={"csrf": csrf}).status_code == 303
        cookie = browser.get_cookie(f"seat-{house.code}")
        assert cookie
        house.settle()  # what was committed is told; then time goes by
        clock.now += 4
        voter, vote = Visitor(house, cookie.value), {"question": question, "value": 1}
        if over == "form":
            assert voter.form("vote.cast", vote, browser).status_code == 303
        else:
            assert voter.socket().emit("vote.cast", vote, callback=True)["ok"]
        house.settle()
        clock.now += 1
    assert told(house) == [{"votes": {question: SERIAL}}]


def test_not_by_people_who_come_together(house: House, question: str, clock: Clock) -> None:
    chance = random.Random(5)
    acts = []
    for number in range(60):
        comes = chance.uniform(0, 40)
        acts += [(comes, number, "comes"), (comes + chance.uniform(5, 60), number, "votes")]
    begun, voters = clock.now, {}
    for at, number, act in sorted(acts):
        house.settle()
        clock.now = begun + at
        if act == "comes":
            voters[number] = Visitor(house, Visitor(house, None).post("/seats", {})[1]["seat"])
        elif number < PAGELESS - 1:  # those without JavaScript
            assert voters[number].form("vote.cast", {"question": question, "value": 1}).status_code == 303
        else:
            vote = {"question": question, "value": 1}
            assert voters[number].socket().emit("vote.cast", vote, callback=True)["ok"]
    assert told(house) == []


def test_by_a_script_that_takes_its_seats_first_and_waits(house: House, question: str, clock: Clock) -> None:
    seats = [Visitor(house, None).post("/seats", {})[1]["seat"] for _ in range(30)]
    house.settle()
    clock.now += 2.5
    for seat in seats:
        assert Visitor(house, seat).post("/commands/vote.cast", {"question": question, "value": 1})[0] == 200
        house.settle()
        clock.now += 0.2
    words = told(house)
    assert words[0] == {"votes": {question: PAGELESS}}
    assert words[-1]["votes"][question] > PAGELESS


def test_the_team_is_told_no_words_and_no_seat(house: House, question: str, clock: Clock) -> None:
    for _ in range(SCRIPTED):
        house.do(house.seat(), "vote.cast", question=question, value=1)
    [payload] = told(house)
    assert payload == {"votes": {question: SCRIPTED}}


def test_seats_of_the_team_are_not_counted_among_those_who_came(house: House) -> None:
    house.engine.patterns._taken.clear()
    house.seat("moderator")
    house.settle()
    assert not house.engine.patterns._taken
    actor = house.seat()
    house.settle()
    assert list(house.engine.patterns._taken) == [actor.seat_id]
