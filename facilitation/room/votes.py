"""Support: one seat, one question, one vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import bindparam, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Question, Vote
from facilitation.models.question import HIGHLIGHTED, OPEN, PUBLIC_STATES
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import running_meeting_of, storable

_QUESTION, _VOTE = Question.__table__, Vote.__table__
# Built once: thousands vote in one moment.
_QUESTIONS = select(_QUESTION.c.id, _QUESTION.c.meeting_id, _QUESTION.c.state, _QUESTION.c.seat_id).where(
    _QUESTION.c.id.in_(bindparam("ids", expanding=True))
)
_HELD = select(_VOTE.c.question_id, _VOTE.c.seat_id, _VOTE.c.via_id).where(
    _VOTE.c.question_id.in_(bindparam("ids", expanding=True)),
    _VOTE.c.seat_id.in_(bindparam("seats", expanding=True)),
)
_GIVE = insert(_VOTE)  # type: ignore[arg-type]  # a table, as the declarative base has it


class Cast(msgspec.Struct, forbid_unknown_fields=True):
    """Support a question (1) or no longer (0): a value that is set, never toggled."""

    question: str
    value: Literal[0, 1]


def cast(db: Session, orders: Sequence[tuple[Actor, Cast]]) -> list[dict[str, Any] | Refused]:
    """Set for each actor whether they support a question; a hall votes in one moment, so all that come are set at once.

    One's own question has one's support already. The answer to each order is in its place.
    """
    asked = {order.question for _actor, order in orders if storable(order.question)}
    questions = {row.id: row for row in db.execute(_QUESTIONS, {"ids": list(asked)})}
    held = _held(db, orders, asked)
    wanted: dict[tuple[str, int], bool] = {}
    answers: list[dict[str, Any] | Refused] = []
    for actor, order in orders:
        try:
            question = _votable(db, actor, questions.get(order.question))
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


def _votable(db: Session, actor: Actor, question: Any) -> Any:
    meeting = running_meeting_of(db, actor)
    if not meeting.settings["voting"]:
        raise Refused("meeting.voting_off")
    # What is not public, or of another meeting, does not exist for a voter.
    if question is None or question.meeting_id != actor.meeting_id or question.state not in PUBLIC_STATES:
        raise Refused("question.unknown")
    if question.state not in (OPEN, HIGHLIGHTED):
        raise Refused("vote.closed")
    if question.seat_id == actor.seat_id:
        raise Refused("vote.own")
    return question


def _held(db: Session, orders: Sequence[tuple[Actor, Cast]], asked: set[str]) -> dict[tuple[str, int], str]:
    """Votes that are there already: (question, seat) -> the question through which it came."""
    seats = {actor.seat_id for actor, _order in orders}
    rows = db.execute(_HELD, {"ids": list(asked), "seats": list(seats)})
    return {(question, seat): via for question, seat, via in rows}


def _set(db: Session, wanted: dict[tuple[str, int], bool], held: dict[tuple[str, int], str]) -> None:
    given = [key for key, value in wanted.items() if value and key not in held]
    taken = [key for key, value in wanted.items() if not value and key in held]
    # Said for this question itself, so it stays when what it came through goes.
    meant = [key for key, value in wanted.items() if value and held.get(key, key[0]) != key[0]]
    if given:
        rows = [{"question_id": question, "seat_id": seat, "via_id": question} for question, seat in given]
        db.execute(_GIVE, rows)
    if taken:
        db.execute(delete(Vote).where(tuple_(Vote.question_id, Vote.seat_id).in_(taken)))
    for question, seat in meant:
        here = (Vote.question_id == question) & (Vote.seat_id == seat)
        db.execute(update(Vote).where(here).values(via_id=question))
