"""Wiping what a rehearsal left."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from facilitation.models import Entry, Question, Receipt, Reply, Seat, Vote
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import meeting_of
from facilitation.room.meetings import Nothing
from facilitation.room.questions import erase


def wipe(db: Session, actor: Actor, _order: Nothing) -> dict[str, Any]:
    """Remove all that rehearsal seats sent in or did; what real people wrote stays.

    The emptied rows stay, so that every screen can be told that they are gone; nobody sees them any more.
    """
    seats = list(db.scalars(select(Seat).where(Seat.meeting_id == actor.meeting_id, Seat.rehearsal)))
    seat_ids = [seat.id for seat in seats]
    played = (Question.meeting_id == actor.meeting_id, Question.rehearsal)
    questions = list(db.scalars(select(Question).where(*played)))
    notes = aftermath(db)
    notes.voted.update(db.scalars(select(Vote.question_id).where(Vote.seat_id.in_(seat_ids))))
    db.execute(delete(Vote).where(Vote.seat_id.in_(seat_ids)))
    db.execute(delete(Receipt).where(Receipt.seat_id.in_(seat_ids)))
    for question in questions:
        erase(db, actor, question)
    _take_back_replies(db, actor)
    _forget_what_was_played(db, actor, [question.id for question in questions])
    for seat in seats:
        seat.revoked = True
    notes.seats_revoked.update(seat_ids)
    notes.text_erased = True
    return {"seats": len(seats), "questions": len(questions)}


def _take_back_replies(db: Session, actor: Actor) -> None:
    """What a rehearsal's team answered to questions of real people."""
    theirs = select(Question).join(Reply).where(Question.meeting_id == actor.meeting_id, Reply.rehearsal)
    for question in db.scalars(theirs).unique():
        question.replies = [reply for reply in question.replies if not reply.rehearsal]


def _forget_what_was_played(db: Session, actor: Actor, question_ids: list[str]) -> None:
    meeting = meeting_of(db, actor)
    presented = select(Entry).where(Entry.meeting_id == meeting.id, Entry.what == "item.present")
    last = db.scalar(presented.order_by(Entry.id.desc()).limit(1))
    if last and last.rehearsal:
        meeting.current = meeting.presented_at = None
    played = Entry.rehearsal | Entry.question_id.in_(question_ids)
    db.execute(delete(Entry).where(Entry.meeting_id == meeting.id, played))
