"""Ending, and forgetting who was here: the key is destroyed, and all that joins what one person contributed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from facilitation.models import Entry, Meeting, Question, Receipt, Seat, Ticket, Vote
from facilitation.models.columns import now
from facilitation.models.meeting import ENDED
from facilitation.models.question import DECLINED
from facilitation.models.seat import PARTICIPANT
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import meeting_of
from facilitation.room.meetings import Nothing, enter
from facilitation.room.timeline import note

# After this long without anything that happened, a meeting is over, whether or not somebody said so.
ABANDONED = timedelta(days=3)

_QUESTION, _SEAT = Question.__table__, Seat.__table__


def end(db: Session, actor: Actor, _order: Nothing) -> None:
    """End the meeting: nothing more can be asked, and the record is what remains."""
    enter(db, actor, ENDED, "meeting.end")
    meeting = meeting_of(db, actor)
    if meeting.key and not meeting.settings["forget_after"]:  # not later: the server may be switched off
        _forget(db, meeting)


def forget(db: Session, actor: Actor, _order: Nothing) -> None:
    """End the meeting, if it has not, and destroy its key at once. There is no way back."""
    meeting = meeting_of(db, actor)
    if meeting.key is None:
        return
    enter(db, actor, ENDED, "meeting.end")
    note(db, actor, "meeting.forget")
    _forget(db, meeting)


def due(db: Session, at: datetime) -> list[int]:
    """The meetings that ended so long ago that their keys are to be destroyed by now."""
    ended = select(Meeting.id, Meeting.ended_at, Meeting.settings)
    ended = ended.where(Meeting.state == ENDED, Meeting.key.is_not(None), Meeting.ended_at.is_not(None))
    return [
        id_
        for id_, ended_at, settings in db.execute(ended)
        if ended_at and ended_at + timedelta(minutes=settings["forget_after"]) <= at
    ]


def abandoned(db: Session, at: datetime) -> list[int]:
    """The meetings that nobody ended, and in which nothing has happened for so long that nobody will.

    One that is being prepared or rehearsed has not begun: somebody has to have asked, and its day to be as long ago.
    """
    entries, planned = Entry.__table__.c, Meeting.programme["date"].as_string()
    began = exists().where(
        entries.meeting_id == Meeting.id, entries.what == "question.ask", entries.rehearsal.is_(False)
    )
    goes_on = exists().where(entries.meeting_id == Meeting.id, entries.at > at - ABANDONED)
    is_past = or_(planned.is_(None), planned < (at - ABANDONED).date().isoformat())
    return list(db.scalars(select(Meeting.id).where(Meeting.state != ENDED, began, ~goes_on, is_past)))


def end_abandoned(db: Session, ids: Iterable[int]) -> None:
    """End these meetings, unless somebody has gone on with one of them meanwhile; they are forgotten in their time."""
    still = set(abandoned(db, now()))
    for id_ in ids:
        if id_ in still:
            meeting = db.get_one(Meeting, id_)
            meeting.state, meeting.stopped, meeting.ended_at = ENDED, False, now()


def forget_due(db: Session, ids: Iterable[int]) -> None:
    """Destroy the keys of these meetings, unless somebody has opened one of them again meanwhile."""
    still = set(due(db, now()))
    for id_ in ids:
        if id_ in still:
            _forget(db, db.get_one(Meeting, id_))


def let_go(db: Session, meeting_ids: Iterable[int]) -> None:
    """Part questions from seats in meetings that this transaction forgets, and delete the seats, and votes with them.

    That is after the last count of those votes.
    """
    for id_ in meeting_ids:
        asked = update(_QUESTION).where(_QUESTION.c.meeting_id == id_)  # type: ignore[arg-type]
        db.execute(asked.values(seat_id=None, author_digest=None, author_revision=0))
        theirs = (_SEAT.c.meeting_id == id_, _SEAT.c.role == PARTICIPANT)
        db.execute(delete(_SEAT).where(*theirs))  # type: ignore[arg-type]


def _forget(db: Session, meeting: Meeting) -> None:
    # Seats that another process gives out just now are stored before this and go as well, or are refused after it.
    db.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    meeting.key, meeting.forgotten_at, meeting.lists, meeting.made_by = None, now(), {}, None
    notes = aftermath(db)
    notes.forgotten.add(meeting.id)
    notes.text_erased = True
    held = select(Seat.id, Seat.rehearsal).where(Seat.meeting_id == meeting.id, Seat.role == PARTICIPANT)
    seats = db.execute(held).all()
    notes.seats_revoked.update(seat.id for seat in seats)
    _uncount(db, [seat.id for seat in seats if seat.rehearsal])
    _blur_what_was_sent(db, meeting)
    _part_acts_from_seats(db, meeting)
    _erase_what_was_declined(db, meeting)
    db.execute(delete(Ticket).where(Ticket.meeting_id == meeting.id))


def _uncount(db: Session, played: list[int]) -> None:
    """Take back the votes of a rehearsal: the record could not leave them out any more."""
    theirs = Vote.seat_id.in_(played)
    aftermath(db).voted.update(db.scalars(select(Vote.question_id).where(theirs)))
    db.execute(delete(Vote).where(theirs))


def _blur_what_was_sent(db: Session, meeting: Meeting) -> None:
    """Keep the moment at which a question came on the list, which everybody saw, and of what was sent the minute alone.

    Somebody may have seen who held their phone at that second.
    """
    for question in db.scalars(select(Question).where(Question.meeting_id == meeting.id)):
        question.at = question.published_at or _minute(question.at)
    entry = Entry.__table__
    sent = select(entry.c.id, entry.c.at).where(entry.c.meeting_id == meeting.id, entry.c.role == PARTICIPANT)
    if rows := db.execute(sent).all():
        blurred = update(entry).where(entry.c.id == bindparam("entry")).values(at=bindparam("minute"))  # type: ignore[arg-type]
        db.connection().execute(blurred, [{"entry": id_, "minute": _minute(at)} for id_, at in rows])


def _part_acts_from_seats(db: Session, meeting: Meeting) -> None:
    """Delete all receipts, the team's as well: in the order of the timeline, they tell whose link approved what.

    Those of what this very transaction does are written after it: see ``engine/writer.py``.
    """
    seats = select(Seat.id).where(Seat.meeting_id == meeting.id)
    db.execute(delete(Receipt).where(Receipt.seat_id.in_(seats)))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _erase_what_was_declined(db: Session, meeting: Meeting) -> None:
    for question in db.scalars(select(Question).where(Question.meeting_id == meeting.id)):
        question.appeal, question.muted = None, False
        if question.state == DECLINED:
            question.text, question.name, question.reason, question.marks = "", None, None, None
            question.name_hidden = False
            question.replies.clear()
