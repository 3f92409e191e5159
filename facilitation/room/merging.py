"""Joining questions that ask the same, and taking them apart again."""

from __future__ import annotations

import msgspec
from sqlalchemy import delete, exists, insert, literal, select
from sqlalchemy.orm import Session, aliased

from facilitation.errors import Refused
from facilitation.models import Question, Vote
from facilitation.models.question import MERGED, PUBLIC_STATES, WAITING
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.highlight import lower_highlight
from facilitation.room.lookup import question_of
from facilitation.room.timeline import note


class Merge(msgspec.Struct, forbid_unknown_fields=True, rename={"source": "from"}):
    """Join the question ``from`` with the question ``into``."""

    source: str
    into: str


def merge(db: Session, actor: Actor, order: Merge) -> None:
    """Join a question with another: votes of both, each seat once; lineage kept."""
    source, into = question_of(db, actor, order.source), question_of(db, actor, order.into)
    if source.state == MERGED and source.into_id == into.id:
        return
    if source is into:
        raise Refused("question.merge_with_itself")
    for question in (source, into):
        if question.state not in PUBLIC_STATES and question.state != WAITING:
            raise Refused("question.wrong_state", state=question.state)
    lower_highlight(db, actor, source)
    _give_votes(db, source, into)
    for earlier in db.scalars(select(Question).where(Question.into_id == source.id)):
        earlier.into_id = into.id
    source.state, source.into_id = MERGED, into.id
    note(db, actor, "question.merge", question=source)


def split(db: Session, source: Question) -> None:
    """Let a joined question stand on its own: the votes that came through it go with it."""
    through = (Vote.question_id == source.into_id, Vote.via_id == source.id)
    seats = list(db.scalars(select(Vote.seat_id).where(*through)))
    db.execute(delete(Vote).where(*through))
    notes = aftermath(db)
    if source.into_id:
        notes.voted.add(source.into_id)
        notes.votes_moved += [(seat, source.into_id, 0) for seat in seats]
    source.into_id = None


def _give_votes(db: Session, source: Question, into: Question) -> None:
    """Copy the votes, leaving out who supports ``into`` already or wrote it."""
    given, already = aliased(Vote), aliased(Vote)
    wanted = (
        given.question_id == source.id,
        given.seat_id != into.seat_id,
        ~exists().where(already.question_id == into.id, already.seat_id == given.seat_id),
    )
    seats = list(db.scalars(select(given.seat_id).where(*wanted)))
    copied = select(literal(into.id), given.seat_id, literal(source.id)).where(*wanted)
    db.execute(insert(Vote).from_select(["question_id", "seat_id", "via_id"], copied))
    notes = aftermath(db)
    notes.voted.add(into.id)
    notes.votes_moved += [(seat, into.id, 1) for seat in seats]
