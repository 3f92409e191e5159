"""What one seat may ask for: refused beyond it, and nobody else notices."""

from __future__ import annotations

from typing import Any

import pytest

from facilitation.engine import fair as module
from facilitation.engine.fair import ACTING, ASKING, JOINING, REPEATING, Fair
from facilitation.errors import Refused
from facilitation.room.actor import Actor
from tests.clock import Clock
from tests.conftest import House
from tests.witness import nothing_changes, refused

SOMEBODY, ANOTHER = Actor(1, 1), Actor(1, 2)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fair(clock: Clock) -> Fair:
    return Fair(clock)


def through(fair: Fair, name: str, times: int, actor: Actor = SOMEBODY, ids: str | None = None) -> int:
    """How many of so many commands are let through; the ids begin with ``ids``."""
    passed = 0
    for number in range(times):
        try:
            fair.command(actor, name, ids and f"{ids}{number}")
        except Refused as refusal:
            assert refusal.code == "seat.too_fast"
        else:
            passed += 1
    return passed


@pytest.mark.parametrize(("name", "budget"), [("question.ask", ASKING), ("seat.appeal", ASKING), ("vote.cast", ACTING)])
def test_so_many_at_once_and_then_one_after_the_other(fair: Fair, clock: Clock, name: str, budget: Any) -> None:
    assert through(fair, name, 100) == budget.at_once
    assert through(fair, name, 100, ANOTHER) == budget.at_once
    for _ in range(3):
        clock.now += budget.seconds
        assert through(fair, name, 3) == 1
    clock.now += 10_000
    assert through(fair, name, 100) == budget.at_once


def test_the_figures_that_the_protocol_tells() -> None:
    told = [(budget.at_once, budget.seconds) for budget in (ASKING, ACTING, REPEATING, JOINING)]
    assert told == [(5, 15), (60, 1 / 4), (120, 1 / 8), (30, 1)]


def test_who_waits_as_long_as_told_is_let_through(fair: Fair, clock: Clock) -> None:
    through(fair, "question.ask", 5)
    clock.now += 3.2
    with refused("seat.too_fast", wait=12):
        fair.command(SOMEBODY, "question.ask", None)
    clock.now += 12
    fair.command(SOMEBODY, "question.ask", None)
    with refused("seat.too_fast", wait=15):
        fair.command(SOMEBODY, "question.ask", None)


def test_asking_too_much_stops_nobody_from_supporting_or_taking_back(fair: Fair) -> None:
    through(fair, "question.ask", 100)
    assert through(fair, "vote.cast", 30) == 30
    assert through(fair, "question.withdraw", 100) == 30


def test_somebody_who_supports_fifty_questions_in_a_minute_never_waits(fair: Fair, clock: Clock) -> None:
    for _ in range(10):  # and takes half of it back, for ten minutes
        for _ in range(75):
            clock.now += 60 / 75
            fair.command(SOMEBODY, "vote.cast", None)


def test_the_team_is_not_slowed(fair: Fair) -> None:
    for role in ("moderator", "rapporteur", "interpreter"):
        assert through(fair, "question.reply", 500, Actor(1, 1, role)) == 500
        for _ in range(100):
            fair.join(Actor(1, 1, role))


def test_what_was_lost_on_its_way_back_costs_nothing_when_it_is_sent_again(fair: Fair, clock: Clock) -> None:
    assert through(fair, "vote.cast", 60, ids="v") == 60
    assert through(fair, "question.ask", 5, ids="q") == 5
    assert through(fair, "vote.cast", 60, ids="v") == 60
    assert through(fair, "question.ask", 5, ids="q") == 5
    clock.now += 15
    assert through(fair, "question.ask", 9, ids="n") == 1


def test_repeats_are_not_without_end(fair: Fair) -> None:
    """Each of them is looked up by the one writer."""
    fair.command(SOMEBODY, "vote.cast", "one")
    passed = 0
    with refused("seat.too_fast", wait=1):
        for passed in range(1000):  # noqa: B007
            fair.command(SOMEBODY, "vote.cast", "one")
    assert passed == REPEATING.at_once
    assert through(fair, "vote.cast", 59, ids="v") == 59


def test_an_id_of_somebody_else_is_no_repeat(fair: Fair) -> None:
    through(fair, "question.ask", 5, ids="q")
    through(fair, "question.ask", 5, ANOTHER, ids="o")
    with refused("seat.too_fast"):
        fair.command(ANOTHER, "question.ask", "q0")


def test_questions_cannot_be_paid_for_ahead_by_having_them_refused(fair: Fair, clock: Clock) -> None:
    for number in range(20):
        fair.command(SOMEBODY, "question.ask", f"q{number}")
        fair.refused(SOMEBODY, f"q{number}", Refused("question.empty"))
        clock.now += 15
    clock.now += 75
    assert through(fair, "question.ask", 20, ids="q") == 5


def test_what_the_server_could_not_do_is_a_repeat_when_it_comes_again(fair: Fair) -> None:
    through(fair, "question.ask", 5, ids="q")
    fair.refused(SOMEBODY, "q4", Refused("server.storage"))
    fair.command(SOMEBODY, "question.ask", "q4")


def test_what_is_whole_again_is_forgotten(fair: Fair, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    for seat in range(3 * module._ROOM):
        fair.command(Actor(1, seat), "vote.cast", "one")
        clock.now += 0.01
    assert len(fair._whole) <= module._ROOM + 1
    clock.now += module.KNOWN_FOR + 1
    fair.command(SOMEBODY, "vote.cast", "another")
    assert len(fair._known) == 1
    monkeypatch.setattr(module, "KNOWN", 10)
    for seat in range(50):
        fair.command(Actor(1, seat), "vote.cast", "two")
    assert len(fair._known) <= 11


def test_through_the_engine_nothing_is_queued(house: House, alice: Actor, bob: Actor) -> None:
    engine = house.engine
    engine.fair = Fair()
    first = [house.do(alice, "question.ask", text=f"Why {n}?", id=f"q{n}") for n in range(5)]
    seen: list[Any] = []

    def queued(job: Any) -> None:
        seen.append(job)
        raise AssertionError("it was queued")

    enqueue, engine.writer.enqueue = engine.writer.enqueue, queued  # type: ignore[method-assign]
    with nothing_changes(engine):
        with refused("seat.too_fast", wait=15):
            house.do(alice, "question.ask", text="One more?", id="q5")
        with refused("seat.too_fast", wait=15):
            engine.request(alice, "question.ask", {"text": "One more?", "id": "q5"}, seen.append)
    assert seen == []
    engine.writer.enqueue = enqueue  # type: ignore[method-assign]
    assert [house.do(alice, "question.ask", text=f"Why {n}?", id=f"q{n}") for n in range(5)] == first
    assert house.ask(bob)


@pytest.mark.parametrize("door", ["perform", "request"])
def test_what_was_refused_is_forgotten_at_either_door(house: House, alice: Actor, door: str) -> None:
    engine = house.engine
    clock = Clock()
    engine.fair = Fair(clock)
    for number in range(5):
        order = {"text": " ", "id": f"q{number}"}
        if door == "perform":
            with refused("question.empty"):
                engine.perform(alice, "question.ask", order)
        else:
            engine.request(alice, "question.ask", order, lambda _answer: None)
    house.settle()
    with refused("seat.too_fast"):
        house.do(alice, "question.ask", text="Why?", id="q0")


def test_joining_without_end_is_slowed(house: House, alice: Actor, bob: Actor) -> None:
    clock = Clock()
    house.engine.fair = Fair(clock)
    for _ in range(JOINING.at_once):
        house.engine.join(alice)
    with refused("seat.too_fast", wait=1):
        house.engine.join(alice)
    house.engine.join(bob)
    clock.now += 1
    house.engine.join(alice)
