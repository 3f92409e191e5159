"""Joining questions that ask the same, and taking them apart again."""

from __future__ import annotations

import msgspec
from sqlalchemy import case, delete, exists, func, insert, literal, select
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
    if source.state in PUBLIC_STATES and into.state == WAITING:  # would take what people support out of their sight
        raise Refused("question.wrong_state", state=into.state)
    lower_highlight(db, actor, source)
    earlier = list(db.scalars(select(Question).where(Question.into_id == source.id)))
    _pass_votes_on(db, source, into, [question.id for question in earlier])
    for question in (source, *earlier):
        question.into_id = into.id
    source.state = MERGED
    note(db, actor, "question.merge", question=source)


def split(db: Session, source: Question) -> None:
    """Let a joined question stand on its own: the votes that came through it alone go with it."""
    into_id, source.into_id = source.into_id, None
    if not into_id:
        return
    through = (Vote.question_id == into_id, Vote.via_id == source.id)
    seats = set(db.scalars(select(Vote.seat_id).where(*through)))
    db.execute(delete(Vote).where(*through))
    kept = _give_again(db, into_id, seats)
    notes = aftermath(db)
    notes.voted.add(into_id)
    if db.get_one(Question, into_id).everyone_revision:
        notes.votes_moved += [(seat, into_id, 0) for seat in sorted(seats - kept)]


def _pass_votes_on(db: Session, source: Question, into: Question, earlier: list[str]) -> None:
    """Copy the votes, leaving out who supports ``into`` already.

    Whoever wrote ``into`` is among them, though nobody votes for their own: without their vote, the score would tell
    that they support ``source``. What came to that through the questions joined with it ``earlier`` moves on for good,
    as they do.
    """
    given, already = aliased(Vote), aliased(Vote)
    wanted = (
        given.question_id == source.id,
        ~exists().where(already.question_id == into.id, already.seat_id == given.seat_id),
    )
    seats = list(db.scalars(select(given.seat_id).where(*wanted)))
    via = case((given.via_id.in_(earlier), given.via_id), else_=source.id)
    copied = select(literal(into.id), given.seat_id, via).where(*wanted)
    db.execute(insert(Vote).from_select(["question_id", "seat_id", "via_id"], copied))
    moved_on = (Vote.question_id == source.id, Vote.via_id.in_(earlier))
    left = list(db.scalars(select(Vote.seat_id).where(*moved_on)))
    db.execute(delete(Vote).where(*moved_on))
    notes = aftermath(db)
    notes.voted.update((source.id, into.id))
    moved = [(seat, source.id, 0) for seat in left]
    if into.everyone_revision:  # what nobody has seen yet is nobody's to know, with their vote or without
        moved += [(seat, into.id, 1) for seat in seats]
    notes.votes_moved += moved


def _give_again(db: Session, into_id: str, seats: set[int]) -> set[int]:
    """Of these seats, give back the vote of those who support another question that is still joined; who they are."""
    others = select(Question.id).where(Question.into_id == into_id)
    through = select(Vote.seat_id, func.min(Vote.question_id)).where(Vote.question_id.in_(others))
    through = through.where(Vote.seat_id.in_(seats)).group_by(Vote.seat_id)
    kept = set()
    for seat, via in db.execute(through).all():
        db.add(Vote(question_id=into_id, seat_id=seat, via_id=via))
        kept.add(seat)
    return kept
