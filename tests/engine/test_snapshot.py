"""The state of a meeting is read and made JSON once for each of its revisions, however many ask for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from facilitation.engine import snapshot
from facilitation.room.actor import Actor
from tests.conftest import House


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The audiences for which a state was made, one entry for each time."""
    audiences: list[str] = []
    make = snapshot.state_since

    def counted(db: Any, meeting: Any, audience: Any, since: int | None) -> Any:
        audiences.append(audience)
        return make(db, meeting, audience, since)

    monkeypatch.setattr(snapshot, "state_since", counted)
    return audiences


def test_a_hall_that_joins_costs_one(house: House, made: list[str], moderator: Actor, alice: Actor, bob: Actor) -> None:
    question = house.open_question(alice, moderator)
    hall = [house.seat() for _ in range(50)]
    states = [house.engine.join(actor)["state"] for actor in hall]
    assert made == ["everyone"] and all(state is states[0] for state in states)
    house.do(bob, "vote.cast", question=question, value=1)
    assert [house.state(actor)["questions"][question]["score"] for actor in hall] == [1] * 50
    assert made == ["everyone"] * 2


def test_what_the_team_alone_sees_costs_the_team_alone(
    house: House, made: list[str], moderator: Actor, alice: Actor, bob: Actor
) -> None:
    house.open_question(alice, moderator)
    for _ in range(3):
        house.ask(alice)
        for actor in (bob, moderator, bob, moderator):
            house.engine.join(actor)
    assert sorted(made) == ["everyone"] + ["team"] * 3


def test_who_joins_between_a_commit_and_its_telling_has_made_it_for_the_others(
    house: House, made: list[str], moderator: Actor, alice: Actor, bob: Actor
) -> None:
    question = house.open_question(alice, moderator)
    house.settle()
    vote = {"question": question, "value": 1}
    house.engine.request(bob, "vote.cast", vote, then=lambda _answer: made.append(str(house.engine.join(bob))))
    house.settle()
    house.engine.join(alice)
    assert made[0] == "everyone" and len(made) == 2, "made once, and answered"


def test_those_who_join_in_the_same_moment_wait_for_one(
    house: House, made: list[str], moderator: Actor, alice: Actor, bob: Actor
) -> None:
    for _ in range(20):
        house.open_question(alice, moderator)
    together(8, lambda: house.engine.join(bob))
    assert made == ["everyone"]


def test_where_it_cannot_be_made_nobody_waits_for_ever(
    house: House, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, failed = threading.Barrier(8), list[int]()
    look = snapshot._look

    def look_together(*arguments: Any) -> Any:
        found = look(*arguments)
        looked.wait(10)
        return found

    def fail(*_arguments: Any) -> Any:
        raise OSError

    def join() -> None:
        with pytest.raises(OSError):
            house.engine.join(bob)
        failed.append(1)

    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "_look", look_together)
        patch.setattr(snapshot, "state_since", fail)
        together(8, join)
    assert len(failed) == 8
    assert house.state(bob)["meeting"]["code"] == house.code


def together(number: int, what: Callable[[], Any]) -> None:
    """Do this so many times at once."""
    ready = threading.Barrier(number)

    def one() -> None:
        ready.wait(10)
        what()

    threads = [threading.Thread(target=one, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
