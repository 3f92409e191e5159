"""Noting what happened."""

from __future__ import annotations

from sqlalchemy.orm import Session

from facilitation.models import Entry, Item, Question
from facilitation.room.actor import Actor


def note(db: Session, actor: Actor, what: str, item: Item | None = None, question: Question | None = None) -> None:
    """Write one thing that happened on the timeline, in the same transaction as the thing itself."""
    db.add(
        Entry(
            meeting_id=actor.meeting_id,
            what=what,
            role=actor.role,
            rehearsal=actor.rehearsal,
            item_id=item.id if item else None,
            question_id=question.id if question else None,
        )
    )
