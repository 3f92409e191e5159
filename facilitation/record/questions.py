"""The questions that a version tells of, numbered."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from facilitation.models import Meeting, Question, Seat, Vote
from facilitation.models.question import PUBLIC_STATES, WITHDRAWN
from facilitation.record.items import Items
from facilitation.record.structure import Question as Told
from facilitation.record.structure import Reply, Version


def questions_of(db: Session, meeting: Meeting, items: Items, version: Version) -> dict[str, Told]:
    """Questions by id in the order in which they were asked; what a rehearsal sent in is left out.

    Numbers count the questions of this version alone, so that the public ones have no gaps.
    """
    wanted = select(Question).join(Question.seat).options(selectinload(Question.replies))
    wanted = wanted.where(Question.meeting_id == meeting.id, Seat.rehearsal.is_(False))
    if version == "public":
        wanted = wanted.where(Question.state.in_(PUBLIC_STATES))
    # Ids are random, so they break a tie without telling who was first.
    rows = list(db.scalars(wanted.order_by(Question.at, Question.id)))
    support = _support(db, meeting)
    told = {row.id: _told(row, number, support.get(row.id, 0), items) for number, row in enumerate(rows, 1)}
    if version == "confidential":
        for row in rows:
            _add_confidential(row, told)
    return told


def _told(row: Question, number: int, score: int, items: Items) -> Told:
    return Told(
        number=number,
        id=row.id,
        text=row.text,
        state=row.state,
        score=score,
        at=row.at,
        replies=[Reply(reply.text, reply.at, reply.role) for reply in row.replies],
        item=row.item_id,
        title=items.title(row.item_id),
        language=row.language,
        name=row.name,
    )


def _add_confidential(row: Question, told: dict[str, Told]) -> None:
    question = told[row.id]
    if row.state == WITHDRAWN:  # its author wanted nothing of it to stay
        return
    question.group = row.seat.group
    question.reason = row.reason
    if row.into_id in told:
        question.into = told[row.into_id].number
        told[row.into_id].joined = [*told[row.into_id].joined, question.number]


def _support(db: Session, meeting: Meeting) -> dict[str, int]:
    """Votes by question, counted from the rows of real people."""
    votes = select(Vote.question_id, func.count()).join(Question, Question.id == Vote.question_id)
    votes = votes.join(Seat, Seat.id == Vote.seat_id).where(
        Question.meeting_id == meeting.id, Seat.rehearsal.is_(False)
    )
    return {row[0]: row[1] for row in db.execute(votes.group_by(Vote.question_id))}
