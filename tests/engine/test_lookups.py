"""What a transaction looks up costs what it asks for, however much is stored."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, event

from facilitation.db import reading
from facilitation.engine.receipts import first_answers
from facilitation.room.actor import Actor
from facilitation.room.votes import Cast, cast
from tests.conftest import House


def ways_of(database: Engine, verb: str = "SELECT") -> list[str]:
    """How SQLite goes about each statement that begins with this, from now on."""
    found: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(verb):
            first = parameters[0] if isinstance(parameters, list) else parameters
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", first)
            found.extend(detail for *_, detail in plan)

    event.listen(database, "before_cursor_execute", explain)
    return found


@pytest.fixture
def ways(database: Engine) -> list[str]:
    return ways_of(database)


def test_a_receipt_is_found_by_its_whole_key(database: Engine, ways: list[str]) -> None:
    with reading(database) as db:
        assert first_answers(db, [(1, "a"), (2, "b")]) == {}
    assert [way for way in ways if "receipts" in way and "(seat_id=? AND command_id=?)" in way], ways


def test_a_vote_is_found_by_its_whole_key(database: Engine, ways: list[str]) -> None:
    orders = [(Actor(1, seat), Cast("a" * seat, 1)) for seat in (1, 2)]
    with reading(database) as db:
        cast(db, orders)
    assert [way for way in ways if "votes" in way and "(question_id=? AND seat_id=?)" in way], ways
    assert [way for way in ways if "VIRTUAL TABLE" in way], "by pairs, not each seat with each question"


@pytest.mark.sqlite_alone("it asks SQLite how it goes about a statement")
def test_a_vote_is_taken_back_by_its_whole_key(house: House, moderator: Actor, alice: Actor, bob: Actor) -> None:
    question = house.open_question(alice, moderator)
    house.do(bob, "vote.cast", question=question, value=1)
    found = ways_of(house.engine.database, "DELETE")
    house.do(bob, "vote.cast", question=question, value=0)
    assert [way for way in found if "votes" in way and "(question_id=? AND seat_id=?)" in way], found
