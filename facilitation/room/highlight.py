"""The one question that is being answered now."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Question
from facilitation.models.meeting import ENDED
from facilitation.models.question import HIGHLIGHTED, OPEN, PUBLIC_STATES
from facilitation.room.actor import Actor
from facilitation.room.lookup import meeting_of, question_of
from facilitation.room.timeline import note


class Highlight(msgspec.Struct, forbid_unknown_fields=True):
    """The question being answered now, or null for none."""

    question: str | None


def highlight(db: Session, actor: Actor, order: Highlight) -> None:
    """Choose the question being answered now; the one before it goes back to where it stood."""
    meeting = meeting_of(db, actor)
    wanted = order.question or None  # a form has no null to send
    if wanted == meeting.highlighted:
        return
    if meeting.state == ENDED:
        raise Refused("meeting.ended")
    chosen = question_of(db, actor, wanted) if wanted else None
    if chosen and chosen.state not in PUBLIC_STATES:
        raise Refused("question.wrong_state", state=chosen.state)
    if meeting.highlighted:
        before = question_of(db, actor, meeting.highlighted)
        before.state = before.resting_state or OPEN
    meeting.highlighted = chosen.id if chosen else None
    if chosen:
        chosen.resting_state, chosen.state = chosen.state, HIGHLIGHTED
    note(db, actor, "question.highlight", question=chosen)


def lower_highlight(db: Session, actor: Actor, question: Question) -> None:
    """See to it that a question that leaves the list is not the one being answered."""
    meeting = meeting_of(db, actor)
    if meeting.highlighted == question.id:
        meeting.highlighted = None
