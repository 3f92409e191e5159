"""Support: one seat, one question, one vote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Question, Vote
from facilitation.models.question import HIGHLIGHTED, OPEN, PUBLIC_STATES
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import question_of, running_meeting_of, storable


class Cast(msgspec.Struct, forbid_unknown_fields=True):
    """Support a question (1) or no longer (0): a value that is set, never toggled."""

    question: str
    value: Literal[0, 1]


def cast(db: Session, orders: Sequence[tuple[Actor, Cast]]) -> list[dict[str, Any] | Refused]:
    """Set for each actor whether they support a question; a hall votes in one moment, so all that come are set at once.

    One's own question has one's support already. The answer to each order is in its place.
    """
    held = _held(db, orders)
    wanted: dict[tuple[str, int], bool] = {}
    answers: list[dict[str, Any] | Refused] = []
    for actor, order in orders:
        try:
            question = _votable(db, actor, order.question)
        except Refused as refusal:
            answers.append(refusal)
            continue
        key = (question.id, actor.seat_id)
        if bool(order.value) != wanted.get(key, key in held):  # other open pages of the same seat hear of it
            aftermath(db).votes_cast.append((actor.seat_id, question.id, order.value))
        wanted[key] = bool(order.value)
        aftermath(db).voted.add(question.id)
        answers.append({"question": question.id, "value": order.value})
    _set(db, wanted, held)
    return answers


def _votable(db: Session, actor: Actor, question_id: str) -> Question:
    meeting = running_meeting_of(db, actor)
    if not meeting.settings["voting"]:
        raise Refused("meeting.voting_off")
    question = question_of(db, actor, question_id)
    if question.state not in PUBLIC_STATES:  # what is not public does not exist for a voter
        raise Refused("question.unknown")
    if question.state not in (OPEN, HIGHLIGHTED):
        raise Refused("vote.closed")
    if question.seat_id == actor.seat_id:
        raise Refused("vote.own")
    return question


def _held(db: Session, orders: Sequence[tuple[Actor, Cast]]) -> dict[tuple[str, int], str]:
    """Votes that are there already: (question, seat) -> the question through which it came."""
    questions = {order.question for _actor, order in orders if storable(order.question)}
    seats = {actor.seat_id for actor, _order in orders}
    rows = db.execute(
        select(Vote.question_id, Vote.seat_id, Vote.via_id).where(
            Vote.question_id.in_(questions), Vote.seat_id.in_(seats)
        )
    )
    return {(question, seat): via for question, seat, via in rows}


def _set(db: Session, wanted: dict[tuple[str, int], bool], held: dict[tuple[str, int], str]) -> None:
    given = [key for key, value in wanted.items() if value and key not in held]
    taken = [key for key, value in wanted.items() if not value and key in held]
    # Said for this question itself, so it stays when what it came through goes.
    meant = [key for key, value in wanted.items() if value and held.get(key, key[0]) != key[0]]
    if given:
        rows = [{"question_id": question, "seat_id": seat, "via_id": question} for question, seat in given]
        db.execute(insert(Vote.__table__), rows)  # type: ignore[arg-type]  # a table, as the declarative base has it
    if taken:
        db.execute(delete(Vote).where(tuple_(Vote.question_id, Vote.seat_id).in_(taken)))
    for question, seat in meant:
        here = (Vote.question_id == question) & (Vote.seat_id == seat)
        db.execute(update(Vote).where(here).values(via_id=question))


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
