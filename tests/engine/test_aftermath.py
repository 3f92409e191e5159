"""What rules note for later goes with what they stored: of a command that came to nothing, nothing follows."""

from __future__ import annotations

from typing import Any

import pytest

from facilitation.engine.jobs import Job
from facilitation.errors import Refused
from facilitation.room import forgetting, purging
from facilitation.room.actor import Actor
from facilitation.room.aftermath import Aftermath, aftermath
from tests.conftest import House
from tests.witness import nothing_changes, refused


def broken(*_: Any) -> None:
    """A fault in the middle of a rule."""
    raise ValueError("a fault")


def noted_by(house: House, *jobs: Job) -> Aftermath:
    """What there is to do after these jobs, done one after the other."""
    kept: list[Aftermath] = []
    house.engine.writer._telling._tell = lambda told: kept.append(told.notes)
    for job in jobs:
        with pytest.raises(Refused):
            house.engine.writer.submit(job)
    house.settle()
    notes = Aftermath()
    for each in kept:
        notes.add(each)
    return notes


def test_a_forgetting_that_fails_forgets_nobody(
    house: House, moderator: Actor, alice: Actor, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = house.open_question(alice, moderator)
    house.do(bob, "vote.cast", question=question, value=1)
    monkeypatch.setattr(forgetting, "_erase_what_was_declined", broken)
    with nothing_changes(house.engine), refused("server.fault"):
        house.do(moderator, "meeting.forget")
    house.engine.seated(house.code, house.tokens[alice.seat_id])


def test_nobody_is_cut_off_by_a_purge_that_fails(house: House, alice: Actor) -> None:
    def work(db: Any) -> None:
        purging.purge(db, alice.meeting_id)
        broken()

    notes = noted_by(house, Job(work, meetings=(alice.meeting_id,)))
    assert (notes.purged, notes.seats_revoked, notes.text_erased) == (set(), set(), False)


@pytest.mark.parametrize("fault", [ValueError("a fault"), Refused("meeting.unknown")])
@pytest.mark.parametrize("together", [False, True])
def test_no_note_of_what_came_to_nothing_stays(house: House, fault: Exception, together: bool) -> None:
    def note_everything(db: Any, *_: Any) -> None:
        notes = aftermath(db)
        for seats in (notes.muted, notes.seats_revoked, notes.forgotten, notes.purged):
            seats.add(1)
        notes.voted.add("a question")
        notes.seats_taken.append((1, 1))
        for votes in (notes.votes_cast, notes.votes_moved):
            votes.append((1, "a question", 1))
        notes.text_erased = True
        raise fault

    job = Job(together=note_everything) if together else Job(note_everything)
    assert noted_by(house, job) == Aftermath()


def test_the_notes_of_all_that_was_done_are_one(house: House) -> None:
    """Each command notes for itself, and what others noted stays."""
    notes = Aftermath(voted={"one"}, votes_cast=[(1, "one", 1)], text_erased=True)
    notes.add(Aftermath(voted={"two"}, votes_cast=[(2, "two", 0)], seats_revoked={3}))
    assert notes == Aftermath({"one", "two"}, [(1, "one", 1), (2, "two", 0)], seats_revoked={3}, text_erased=True)
