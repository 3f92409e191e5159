"""Written answers."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Reply
from facilitation.models.columns import now
from facilitation.models.question import PUBLIC_STATES, WAITING
from facilitation.room.actor import Actor
from facilitation.room.lookup import question_of
from facilitation.room.text import clean
from facilitation.room.timeline import note

TEXT_LIMIT, PER_QUESTION = 2_000, 20


class WriteReply(msgspec.Struct, forbid_unknown_fields=True):
    """A written answer to a question."""

    question: str
    text: str


def reply(db: Session, actor: Actor, order: WriteReply) -> None:
    """Answer a question in writing; whoever sees the question sees the answer."""
    question = question_of(db, actor, order.question)
    if question.state not in PUBLIC_STATES and question.state != WAITING:
        raise Refused("question.wrong_state", state=question.state)
    if len(question.replies) >= PER_QUESTION:
        raise Refused("reply.too_many", limit=PER_QUESTION)
    text = clean(order.text, TEXT_LIMIT, "reply")
    question.replies.append(Reply(text=text, role=actor.role, at=now(), rehearsal=actor.rehearsal))
    note(db, actor, "question.reply", question=question)
