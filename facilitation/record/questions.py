"""The questions that a version tells of, numbered; read by columns, since there may be thousands."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import Session

from facilitation.models import Meeting, Question, Seat, Vote
from facilitation.models import Reply as Written
from facilitation.models.mask import masked
from facilitation.models.question import PUBLIC_STATES, WITHDRAWN
from facilitation.record.items import Items
from facilitation.record.structure import Question as Told
from facilitation.record.structure import Reply, Version
from facilitation.record.unhurried import unhurried

_QUESTION, _REPLY, _SEAT, _VOTE = Question.__table__, Written.__table__, Seat.__table__, Vote.__table__


def questions_of(db: Session, meeting: Meeting, items: Items, version: Version) -> dict[str, Told]:
    """Questions by id in the order in which they were asked; what a rehearsal sent in is left out.

    Numbers count the questions of this version alone, so that the public ones have no gaps.
    """
    which = and_(_QUESTION.c.meeting_id == meeting.id, _QUESTION.c.rehearsal.is_(False))
    if version == "public":
        which = and_(which, _QUESTION.c.state.in_(PUBLIC_STATES))
    # When a question was sent is for the team; everybody knows when it came on the list.
    at = _QUESTION.c.at if version == "confidential" else func.coalesce(_QUESTION.c.published_at, _QUESTION.c.at)
    replies, played = _replies(db, which), _played_votes(db, meeting)
    wanted = select(_QUESTION).where(which)
    told: dict[str, Told] = {}
    rows: list[Row[Any]] = []
    # Ids are random, so they break a tie without telling who was first.
    for number, row in enumerate(unhurried(db.execute(wanted.order_by(at, _QUESTION.c.id))), 1):
        told[row.id] = _told(row, number, row.score - played.get(row.id, 0), replies.get(row.id, []), items)
        if version == "public":
            told[row.id].at = row.published_at or row.at
        if version == "public" and not row.whole:
            told[row.id].text = masked(row.text, row.marks)
            told[row.id].masked = bool(row.marks)
            if row.name_hidden:
                told[row.id].name = None
        rows.append(row)
    if version == "confidential":
        for row in unhurried(rows):
            _add_confidential(row, told)
    return told


def _told(row: Row[Any], number: int, score: int, replies: list[Reply], items: Items) -> Told:
    return Told(
        number=number,
        id=row.id,
        text=row.text,
        state=row.state,
        score=score,
        at=row.at,
        replies=replies,
        item=row.item_id,
        title=items.title(row.item_id),
        language=row.language,
        name=row.name,
    )


def _add_confidential(row: Row[Any], told: dict[str, Told]) -> None:
    question = told[row.id]
    if row.state == WITHDRAWN:  # its author wanted nothing of it to stay
        return
    question.group = row.group
    question.reason = row.reason
    if not row.whole:
        kinds = {kind for _begins, _ends, kind in row.marks or ()}
        question.hidden = sorted(kinds | ({"author"} if row.name_hidden else set()))
    if row.into_id in told:
        question.into = told[row.into_id].number
        told[row.into_id].joined.append(question.number)


def _replies(db: Session, which: ColumnElement[bool]) -> dict[str, list[Reply]]:
    """Written answers by question."""
    replies: dict[str, list[Reply]] = defaultdict(list)
    written = select(_REPLY).join(_QUESTION, _QUESTION.c.id == _REPLY.c.question_id).where(which)
    for reply in unhurried(db.execute(written.order_by(_REPLY.c.id))):
        replies[reply.question_id].append(Reply(reply.text, reply.at, reply.role))
    return replies


def _played_votes(db: Session, meeting: Meeting) -> dict[str, int]:
    """Votes of a rehearsal by question: a score counts them, the record does not."""
    votes = select(_VOTE.c.question_id, func.count()).join(_SEAT, _SEAT.c.id == _VOTE.c.seat_id)
    votes = votes.where(_SEAT.c.meeting_id == meeting.id, _SEAT.c.rehearsal)
    return {row[0]: row[1] for row in db.execute(votes.group_by(_VOTE.c.question_id))}
