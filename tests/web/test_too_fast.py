"""Whoever goes too fast hears so at every door, in words and with the seconds to wait, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from facilitation.engine.fair import ASKING, JOINING, Fair
from facilitation.room.actor import Actor
from tests.clock import Clock
from tests.conftest import House
from tests.web.scenes import Visitor
from tests.web.wire import Wire
from tests.witness import nothing_changes


@pytest.fixture
def clock(house: House) -> Clock:
    """The time by which budgets go."""
    clock = Clock()
    house.engine.fair = Fair(clock)
    return clock


@pytest.fixture
def visitor(house: House, alice: Actor, clock: Clock) -> Visitor:
    """Alice, who has asked all that she may at once."""
    for number in range(ASKING.at_once):
        house.ask(alice, f"Why {number}?")
    return Visitor.holding(house, alice)


def test_over_the_api(house: House, alice: Actor, visitor: Visitor) -> None:
    path = f"/api/{house.code}/commands/question.ask"
    with nothing_changes(house.engine):
        answer = house.app.test_client().post(path, json={"text": "One more?"}, headers=house.bearer(alice))
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["wait"]) == (429, "seat.too_fast", 15)
    assert answer.headers["Retry-After"] == "15"
    assert "15 s" in error["message"]


def test_over_a_websocket_and_then_it_goes_out(house: House, visitor: Visitor, clock: Clock) -> None:
    socket, order = visitor.socket(), {"text": "One more?", "id": "one"}
    with nothing_changes(house.engine):
        answer: Any = socket.emit("question.ask", order, callback=True)
    assert (answer["error"]["code"], answer["error"]["wait"]) == ("seat.too_fast", 15)
    clock.now += answer["error"]["wait"]
    assert socket.emit("question.ask", order, callback=True)["ok"]


def test_over_long_polling(house: House, visitor: Visitor) -> None:
    wire = Wire(house.app)
    wire.connect({"meeting": house.code, "seat": visitor.token})
    with nothing_changes(house.engine):
        assert wire.ask('["question.ask",{"text":"One more?"}]')["error"]["code"] == "seat.too_fast"
    for _ in range(JOINING.at_once):
        assert wire.ask('["join",{}]')["ok"]
    assert wire.ask('["join",{}]')["error"]["code"] == "seat.too_fast"
    wire.send("1")


def test_as_a_form_the_words_are_kept(house: House, visitor: Visitor) -> None:
    with nothing_changes(house.engine):
        page = visitor.form("question.ask", {"text": "My last one?", "name": "Ada"})
    text = page.get_data(as_text=True)
    assert page.status_code == 429
    assert "You are sending quickly, so this has not been sent yet. Send it again in 15 s." in text
    assert "My last one?</textarea>" in text and 'value="Ada"' in text


def test_all_doors_share_one_budget_and_another_seat_has_its_own(house: House, visitor: Visitor, bob: Actor) -> None:
    other = Visitor.holding(house, bob)
    ask: dict[str, Any] = {"text": "Why?"}
    for number in range(ASKING.at_once):
        if number % 3 == 0:
            assert other.post("/commands/question.ask", ask)[0] == 200
        elif number % 3 == 1:
            assert other.socket().emit("question.ask", ask, callback=True)["ok"]
        else:
            assert other.form("question.ask", ask).status_code == 303
    assert other.post("/commands/question.ask", ask)[0] == 429
    assert other.socket().emit("question.ask", ask, callback=True)["error"]["code"] == "seat.too_fast"
    assert other.form("question.ask", ask).status_code == 429


def test_what_cannot_be_read_is_told_as_that_and_costs_nothing(house: House, alice: Actor, clock: Clock) -> None:
    visitor = Visitor.holding(house, alice)
    for _ in range(20):
        assert visitor.post("/commands/question.ask", {"text": 5})[1]["error"]["code"] == "payload.invalid"
    assert visitor.post("/commands/question.ask", {"text": "Why?"})[0] == 200


def test_joins_of_all_pages_of_a_seat_and_reading_the_state_are_one(house: House, alice: Actor, clock: Clock) -> None:
    visitor = Visitor.holding(house, alice)
    sockets = [visitor.socket() for _ in range(3)]
    for number in range(JOINING.at_once - 1):
        assert sockets[number % 3].emit("join", {}, callback=True)["ok"]
    path, client = f"/api/{house.code}/state", house.app.test_client()
    assert client.get(path, headers=house.bearer(alice)).status_code == 200
    refused = client.get(path, headers=house.bearer(alice))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert sockets[0].emit("join", {}, callback=True)["error"] | {"message": ""} == {
        "code": "seat.too_fast",
        "message": "",
        "wait": 1,
    }
    clock.now += 1
    assert sockets[0].emit("join", {}, callback=True)["ok"]


def test_a_hall_that_joins_again_and_again_notices_nothing(house: House, clock: Clock) -> None:
    phones = [Visitor.holding(house, house.seat()).socket() for _ in range(30)]
    for _ in range(40):  # a server that restarts every five seconds, and heartbeats that bring nothing
        clock.now += 5
        for phone in phones:
            assert phone.emit("join", {}, callback=True)["ok"]
