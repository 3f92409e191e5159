"""What others made of what everyone sees: found again while it stands, and never more than there is room for."""

from __future__ import annotations

import pytest

from facilitation.db import reading
from facilitation.engine import Engine, shelves
from facilitation.engine.shelves import Made, Shelves
from facilitation.room.actor import Actor
from tests.conftest import House


def stands(engine: Engine, made: Made, actor: Actor, seconds: float) -> bool:
    """Whether it stands now."""
    with reading(engine.database) as db:
        return made.stands(db, actor.meeting_id, seconds)


def made_now(engine: Engine, actor: Actor) -> Made:
    """Something made of what everyone sees now."""
    return Made("a page", engine.join(actor)["revision"]["everyone"], 6)


def test_what_nothing_changed_stands_however_old_it_is(house: House, engine: Engine, alice: Actor) -> None:
    assert stands(engine, made_now(engine, alice), alice, 0.0)


def test_votes_leave_it_for_a_while(house: House, engine: Engine, alice: Actor, bob: Actor, moderator: Actor) -> None:
    question = house.open_question(bob, moderator)
    made = made_now(engine, alice)
    house.do(alice, "vote.cast", question=question, value=1)
    assert stands(engine, made, alice, 60.0) and not stands(engine, made, alice, 0.0)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("meeting.settings", {"title": "Another"}),
        ("meeting.pause", {}),
        ("item.present", {"item": "i2"}),
        ("item.edit", {"item": "i2", "title": "Another"}),
        ("item.remove", {"item": "i2"}),
        ("question.approve", {"question": "waiting"}),
        ("question.decline", {"question": "open"}),
        ("question.answer", {"question": "open"}),
        ("question.merge", {"from": "open", "into": "other"}),
        ("question.reply", {"question": "open", "text": "Because."}),
    ],
)
def test_whatever_else_everyone_sees_change_ends_it(
    house: House, engine: Engine, alice: Actor, bob: Actor, moderator: Actor, name: str, payload: dict[str, str]
) -> None:
    known = {
        "open": house.open_question(bob, moderator),
        "other": house.open_question(bob, moderator),
        "waiting": house.ask(bob),
    }
    house.settle()
    made, shelf = made_now(engine, alice), engine.snapshots.shelves.of(alice.meeting_id)
    house.do(moderator, name, **{field: known.get(value, value) for field, value in payload.items()})
    house.settle()
    assert not stands(engine, made, alice, 60.0)
    assert engine.snapshots.shelves.of(alice.meeting_id) is not shelf


def test_what_the_team_alone_sees_leaves_it(house: House, engine: Engine, alice: Actor, moderator: Actor) -> None:
    made, shelf = made_now(engine, alice), engine.snapshots.shelves.of(alice.meeting_id)
    house.do(moderator, "question.decline", question=house.ask(alice), reason="No")
    house.settle()
    assert stands(engine, made, alice, 0.0)
    assert engine.snapshots.shelves.of(alice.meeting_id) is shelf


def test_votes_leave_the_shelf(house: House, engine: Engine, alice: Actor, bob: Actor, moderator: Actor) -> None:
    question = house.open_question(bob, moderator)
    house.settle()
    shelf = engine.snapshots.shelves.of(alice.meeting_id)
    house.do(alice, "vote.cast", question=question, value=1)
    house.do(house.seat(), "vote.cast", question=question, value=1)
    house.settle()
    assert engine.snapshots.shelves.of(alice.meeting_id) is shelf


def on(kept: Shelves, *meetings: int) -> list[object]:
    """What is kept of these meetings."""
    return sorted((name for meeting in meetings for name in kept.of(meeting)), key=str)


def test_the_oldest_goes_where_there_is_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "LIMIT", 104)
    kept = Shelves()
    for number in range(10):
        kept.put(number % 3, kept.of(number % 3), number, Made(number, 1, 30, at=float(number)))
    assert on(kept, 0, 1, 2) == [7, 8, 9]
    kept.put(0, kept.of(0), "too long", Made("too long", 1, 105, at=10.0))
    assert on(kept, 0, 1, 2) == []


def test_what_goes_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thrown away, replaced or put where nobody looks any more: it takes no room."""
    monkeypatch.setattr(shelves, "LIMIT", 100)
    kept, gone = Shelves(), Shelves().of(1)
    for number in range(20):
        kept.put(1, kept.of(1), number, Made(number, 1, 60))
        kept.put(1, gone, number, Made(number, 1, 60))
        kept.forget(1)
        kept.put(2, kept.of(2), "the same", Made(number, 1, 30))
    kept.put(1, kept.of(1), "page", Made("page", 1, 50))
    assert on(kept, 1, 2) == ["page", "the same"]


def test_a_meeting_without_anybody_in_it_keeps_nothing() -> None:
    kept = Shelves()
    for meeting in (1, 2):
        kept.put(meeting, kept.of(meeting), "page", Made("page", 1, 4))
    kept.keep_only({2})
    assert not kept.of(1) and kept.of(2)
