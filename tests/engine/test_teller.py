"""Who is cut off hears first that it is over, at whichever process; and whatever fails, they are cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from facilitation.engine import teller as module
from facilitation.engine.between import hint_of
from facilitation.engine.jobs import Job
from facilitation.engine.neighbours import Hint
from facilitation.engine.pulse import room_of
from facilitation.engine.telling import Told
from facilitation.models import Meeting
from facilitation.room.actor import Actor
from tests.conftest import House

# What ends a meeting for good, and whom it shows out.
ENDS: dict[str, tuple[Callable[[House, Actor], object], list[str]]] = {
    "forget": (lambda house, moderator: house.do(moderator, "meeting.forget"), ["a phone"]),
    "purge": (lambda house, _moderator: house.engine.purge(house.code), ["a desk", "a phone"]),
}


@pytest.fixture
def heard(house: House, alice: Actor, moderator: Actor) -> list[Any]:
    """What reaches a phone: events by name, and in the end the list of sockets that are cut."""
    heard: list[Any] = []
    house.engine.presence.came("a phone", alice)
    house.engine.presence.came("a desk", moderator)
    everybody = room_of(alice.meeting_id, "everyone")
    # Not what the pulse says: it comes in its own time.
    house.engine.teller._send = lambda room, event, _payload: heard.append(event) if room == everybody else None
    for part in (house.engine.teller, house.engine.watch):
        part._cut = lambda sockets: heard.append(sorted(sockets)) if sockets else None
    house.settle()
    return heard


@pytest.fixture
def elsewhere(house: House) -> Iterator[Callable[[Callable[[], object]], Hint]]:
    """Has something done as if another process did it: nothing is told here, and the hint is what that one says."""
    tell = house.engine.writer._telling

    def do(what: Callable[[], object]) -> Hint:
        told: list[Told] = []
        tell._tell, usual = told.append, tell._tell
        what()
        house.engine.writer.submit(Job(lambda _db: None))
        tell._tell = usual
        [hint] = [hint_of(each) for each in told if each.notes.seats_revoked]
        return msgspec.json.decode(msgspec.json.encode(hint), type=Hint)

    return do


@pytest.mark.parametrize("end", ENDS)
def test_at_the_process_itself(house: House, moderator: Actor, heard: list[Any], end: str) -> None:
    act, out = ENDS[end]
    act(house, moderator)
    house.engine.writer.submit(Job(lambda _db: None))
    assert heard[: heard.index(out)].count("ended")


@pytest.mark.parametrize("end", ENDS)
def test_at_another_process(house: House, moderator: Actor, heard: list[Any], elsewhere: Any, end: str) -> None:
    act, out = ENDS[end]
    hint = elsewhere(lambda: act(house, moderator))
    heard.clear()
    house.engine.teller.heard(hint)
    assert heard[: heard.index(out)].count("ended")


@pytest.mark.parametrize("end", ENDS)
def test_where_the_word_of_it_was_lost(house: House, alice: Actor, heard: list[Any], end: str) -> None:
    here = Meeting.id == alice.meeting_id
    lost = {"forget": update(Meeting).where(here).values(key=None), "purge": delete(Meeting).where(here)}
    house.engine.writer.submit(Job(lambda db: db.execute(lost[end]) and None))
    heard.clear()
    house.engine.watch.look()
    assert heard[: heard.index(ENDS[end][1])].count("ended")


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("other", [False, True], ids=["here", "elsewhere"])
def test_nobody_knows_any_longer_when_somebody_came_and_voted(
    house: House, moderator: Actor, alice: Actor, elsewhere: Any, end: str, other: bool
) -> None:
    question = house.open_question(alice, moderator)
    house.do(house.seat(), "vote.cast", question=question, value=1)
    house.settle()
    patterns = house.engine.patterns
    assert patterns._taken and patterns._signs
    act, _out = ENDS[end]
    if other:
        house.engine.teller.heard(elsewhere(lambda: act(house, moderator)))
    else:
        act(house, moderator)
        house.settle()
    assert not patterns._taken and not patterns._signs


@pytest.mark.parametrize("other", [False, True], ids=["here", "elsewhere"])
def test_whoever_is_shown_out_is_cut_whatever_else_fails(
    house: House, alice: Actor, moderator: Actor, heard: list[Any], elsewhere: Any,
    monkeypatch: pytest.MonkeyPatch, other: bool,
) -> None:  # fmt: skip
    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("the database is away"))

    monkeypatch.setattr(module, "tell_muted", away)
    if other:
        hint = elsewhere(lambda: house.do(moderator, "meeting.forget"))
        with pytest.raises(OperationalError):  # what was told counts as lost
            house.engine.teller.heard(hint)
    else:
        house.do(moderator, "meeting.forget")
        house.engine.writer.submit(Job(lambda _db: None))
    assert ["a phone"] in heard
