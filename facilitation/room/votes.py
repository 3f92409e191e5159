"""Support: one seat, one question, one vote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Question, Vote
from facilitation.models.question import HIGHLIGHTED, OPEN, PUBLIC_STATES
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import question_of, running_meeting_of


class Cast(msgspec.Struct, forbid_unknown_fields=True):
    """Support a question (1) or no longer (0): a value that is set, never toggled."""

    question: str
    value: Literal[0, 1]


def cast(db: Session, actor: Actor, order: Cast) -> dict[str, Any]:
    """Set whether the actor supports a question; one's own has one's support already."""
    meeting = running_meeting_of(db, actor)
    if not meeting.settings["voting"]:
        raise Refused("meeting.voting_off")
    question = question_of(db, actor, order.question)
    if question.state not in PUBLIC_STATES:  # what is not public does not exist for a voter
        raise Refused("question.unknown")
    if question.state not in (OPEN, HIGHLIGHTED):
        raise Refused("vote.closed")
    if question.seat_id == actor.seat_id:
        raise Refused("vote.own")
    held = db.get(Vote, (question.id, actor.seat_id))
    notes = aftermath(db)
    if bool(order.value) != (held is not None):  # other open pages of the same seat hear of it
        notes.votes_moved.append((actor.seat_id, question.id, order.value))
    if held is None:
        if order.value:
            db.add(Vote(question_id=question.id, seat_id=actor.seat_id, via_id=question.id))
    elif order.value:
        held.via_id = question.id  # said for this question itself, so it stays when what it came through goes
    else:
        db.execute(delete(Vote).where(Vote.question_id == question.id, Vote.seat_id == actor.seat_id))
        db.expunge(held)
    notes.voted.add(question.id)
    return {"question": question.id, "value": order.value}


def count_again(db: Session, question_ids: Iterable[str]) -> None:
    """Set the score of these questions from the rows; never from what the score was before."""
    ids = list(question_ids)
    counts = dict(
        db.execute(
            select(Vote.question_id, func.count()).where(Vote.question_id.in_(ids)).group_by(Vote.question_id)
        ).all()
    )
    for question in db.scalars(select(Question).where(Question.id.in_(ids))):
        question.score = counts.get(question.id, 0)
