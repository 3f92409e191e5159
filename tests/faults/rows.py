"""What is really stored, read beside the servers: rows, and nothing that a server says of them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from facilitation.models import Meeting, Question, Receipt, Seat, Vote


def nothing_half_done(url: str, code: str, acknowledged: dict[str, dict[str, Any]]) -> None:
    """A meeting's rows agree with each other, and with every answer that somebody was given (command id -> answer)."""
    engine = create_engine(url)
    with Session(engine) as db:
        meeting = db.scalars(select(Meeting).where(Meeting.code == code)).one()
        questions = list(db.scalars(select(Question).where(Question.meeting_id == meeting.id)).unique())
        votes = select(Vote).join(Question, Question.id == Vote.question_id).where(Question.meeting_id == meeting.id)
        supporters: dict[str, int] = {}
        for vote in db.scalars(votes):
            supporters[vote.question_id] = supporters.get(vote.question_id, 0) + 1
        kept = select(Receipt).join(Seat, Seat.id == Receipt.seat_id).where(Seat.meeting_id == meeting.id)
        receipts = {receipt.command_id: json.loads(receipt.answer) for receipt in db.scalars(kept)}
    engine.dispose()
    assert {question.id: question.score for question in questions if question.score} == supporters
    assert acknowledged == {id_: receipts.get(id_) for id_ in acknowledged}
    asked = [answer["question"] for answer in receipts.values() if "state" in answer]
    assert sorted(asked) == sorted(question.id for question in questions), "a question without its receipt, or without"
    for name in ("everyone", "team"):
        stamped = [getattr(question, f"{name}_{what}") for question in questions for what in ("revision", "scored")]
        assert max(stamped, default=0) <= getattr(meeting, f"{name}_count")
