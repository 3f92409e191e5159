"""Who may ask nothing more, because of what they asked, and what they say to that.

The moderator mutes the author of a question without learning who it is, nor what else that person asked. So every
question has a flag of its own, a person may ask as long as none of theirs has it, and muting them through a second
question looks just as it did through the first: the same answer, the same change, whatever was so before.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Question, Seat
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import question_of
from facilitation.room.text import clean
from facilitation.room.timeline import note

APPEAL_LIMIT = 300


class OfQuestion(msgspec.Struct, forbid_unknown_fields=True):
    """Something about whoever asked this question."""

    question: str


class Appeal(msgspec.Struct, forbid_unknown_fields=True):
    """What a muted person says to the moderator."""

    text: str


def mute(db: Session, actor: Actor, order: OfQuestion) -> None:
    """Let the author of a question ask nothing more; where they have appealed, it is answered: it stays so."""
    question = question_of(db, actor, order.question)
    if question.muted and question.appeal is None:
        return
    if not question.muted:
        question.muted = True
        note(db, actor, "seat.mute", question=question)
    take_back_appeal(db, question)
    _point_to(db, question.seat_id, question.id)


def unmute(db: Session, actor: Actor, order: OfQuestion) -> None:
    """Let the author of a question ask again, as far as this question goes; that answers their appeal."""
    question = question_of(db, actor, order.question)
    if not question.muted:
        return
    question.muted = False
    take_back_appeal(db, question)
    db.flush()
    others = select(Question.id).where(Question.seat_id == question.seat_id, Question.muted)
    _point_to(db, question.seat_id, db.scalar(others.order_by(Question.at.desc(), Question.id).limit(1)))
    note(db, actor, "seat.unmute", question=question)


def appeal(db: Session, actor: Actor, order: Appeal) -> None:
    """Say to the moderator why one should be heard; it stands with the question through which one was muted last."""
    muted_for = db.get_one(Seat, actor.seat_id).muted_for
    if muted_for is None:
        raise Refused("seat.not_muted")
    text = clean(order.text, APPEAL_LIMIT, "appeal")
    waiting = select(exists().where(Question.seat_id == actor.seat_id, Question.appeal.is_not(None)))
    if db.scalar(waiting):
        raise Refused("appeal.waiting")
    question_of(db, actor, muted_for).appeal = text
    aftermath(db).muted.add(actor.seat_id)


def refuse_muted(db: Session, actor: Actor) -> None:
    """Refuse what only those may do who may ask."""
    if db.scalar(select(exists().where(Question.seat_id == actor.seat_id, Question.muted))):
        raise Refused("seat.muted")


def take_back_appeal(db: Session, question: Question) -> None:
    """Delete an appeal, answered or not."""
    if question.appeal is None:
        return
    question.appeal = None
    notes = aftermath(db)
    notes.text_erased = True
    if question.seat_id is not None:
        notes.muted.add(question.seat_id)


def standing(db: Session, seat_id: int) -> dict[str, Any]:
    """Whether a person may ask nothing more, and their appeal if there is one: for themselves alone."""
    held = select(Question.muted, Question.appeal).where(Question.seat_id == seat_id, Question.muted)
    return told(db.execute(held))


def told(questions: Any) -> dict[str, Any]:
    """The same, of their questions however they were read."""
    muted, appeal = False, None
    for question in questions:
        muted = muted or question.muted
        appeal = question.appeal or appeal
    return {"muted": muted, "appeal": appeal}


def _point_to(db: Session, seat_id: int | None, question_id: str | None) -> None:
    if seat_id is not None:
        db.get_one(Seat, seat_id).muted_for = question_id
        aftermath(db).muted.add(seat_id)
