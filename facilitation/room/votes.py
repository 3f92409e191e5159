"""Support: one seat, one question, one vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Question, Vote
from facilitation.models.given import given, these
from facilitation.models.question import HIGHLIGHTED, OPEN, PUBLIC_STATES
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import running_meeting_of, storable

_QUESTION, _VOTE = Question.__table__, Vote.__table__
# Built once: thousands vote in one moment.
_QUESTIONS = select(_QUESTION.c.id, _QUESTION.c.meeting_id, _QUESTION.c.state, _QUESTION.c.seat_id).where(
    _QUESTION.c.id.in_(bindparam("ids", expanding=True))
)
_WANTED = given()
_HELD = select(_VOTE.c.question_id, _VOTE.c.seat_id, _VOTE.c.via_id).where(
    _VOTE.c.question_id == _WANTED[0].as_string(), _VOTE.c.seat_id == _WANTED[1].as_integer()
)
_GIVE = insert(_VOTE)  # type: ignore[arg-type]  # a table, as the declarative base has it
_TAKE = delete(_VOTE).where(  # type: ignore[arg-type]
    _VOTE.c.question_id == bindparam("question"), _VOTE.c.seat_id == bindparam("seat")
)


class Cast(msgspec.Struct, forbid_unknown_fields=True):
    """Support a question (1) or no longer (0): a value that is set, never toggled."""

    question: str
    value: Literal[0, 1]


def cast(db: Session, orders: Sequence[tuple[Actor, Cast]]) -> list[dict[str, Any] | Refused]:
    """Set for each actor whether they support a question; a hall votes in one moment, so all that come are set at once.

    One's own question has one's support already. The answer to each order is in its place.
    """
    asked = {order.question for _actor, order in orders if storable(order.question)}
    found = db.execute(_QUESTIONS, {"ids": list(asked)})
    questions = {id_: (meeting_id, state, seat_id) for id_, meeting_id, state, seat_id in found}
    voters = {actor.meeting_id: actor for actor, _order in orders}
    closed = {meeting_id: _closed(db, actor) for meeting_id, actor in voters.items()}
    held = _held(db, orders)
    notes = aftermath(db)
    wanted: dict[tuple[str, int], bool] = {}
    answers: list[dict[str, Any] | Refused] = []
    for actor, order in orders:
        if code := closed[actor.meeting_id] or _unvotable(actor, questions.get(order.question)):
            answers.append(Refused(code))
            continue
        key, value = (order.question, actor.seat_id), bool(order.value)
        if value != wanted.get(key, key in held):  # other open pages of the same seat hear of it
            notes.votes_cast.append((actor.seat_id, order.question, order.value))
        wanted[key] = value
        answers.append({"question": order.question, "value": order.value})
    notes.voted.update(question for question, _seat in wanted)
    _set(db, wanted, held)
    return answers


def _closed(db: Session, actor: Actor) -> str | None:
    """Why nobody votes in the actor's meeting just now."""
    try:
        meeting = running_meeting_of(db, actor)
    except Refused as refusal:
        return refusal.code
    return None if meeting.settings["voting"] else "meeting.voting_off"


def _unvotable(actor: Actor, question: tuple[int, str, int] | None) -> str | None:
    """Why the actor cannot vote on a question, of which these are meeting, state and author."""
    # What is not public, or of another meeting, does not exist for a voter.
    if question is None or question[0] != actor.meeting_id or question[1] not in PUBLIC_STATES:
        return "question.unknown"
    if question[1] not in (OPEN, HIGHLIGHTED):
        return "vote.closed"
    return "vote.own" if question[2] == actor.seat_id else None


def _held(db: Session, orders: Sequence[tuple[Actor, Cast]]) -> dict[tuple[str, int], str]:
    """Votes that are there already: (question, seat) -> the question through which it came."""
    wanted = {(order.question, actor.seat_id) for actor, order in orders if storable(order.question)}
    return {(question, seat): via for question, seat, via in db.execute(_HELD, these(wanted))}


def _set(db: Session, wanted: dict[tuple[str, int], bool], held: dict[tuple[str, int], str]) -> None:
    given = [key for key, value in wanted.items() if value and key not in held]
    taken = [key for key, value in wanted.items() if not value and key in held]
    # Said for this question itself, so it stays when what it came through goes.
    meant = [key for key, value in wanted.items() if value and held.get(key, key[0]) != key[0]]
    if given:
        rows = [{"question_id": question, "seat_id": seat, "via_id": question} for question, seat in given]
        db.execute(_GIVE, rows)
    if taken:
        db.execute(_TAKE, [{"question": question, "seat": seat} for question, seat in taken])
    for question, seat in meant:
        here = (Vote.question_id == question) & (Vote.seat_id == seat)
        db.execute(update(Vote).where(here).values(via_id=question))
