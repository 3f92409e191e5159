"""What the moderator decides about a question."""

from __future__ import annotations

from typing import Literal

import msgspec
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Question
from facilitation.models.question import (
    ANSWERED,
    ARCHIVED,
    DECLINED,
    MERGED,
    OPEN,
    PUBLIC_STATES,
    WAITING,
    WITHDRAWN,
)
from facilitation.room.actor import Actor
from facilitation.room.highlight import lower_highlight
from facilitation.room.lookup import check_edition, question_of
from facilitation.room.merging import split
from facilitation.room.questions import erase, publish
from facilitation.room.text import clean_line
from facilitation.room.timeline import note

REASON_LIMIT = 300


class Decide(msgspec.Struct, forbid_unknown_fields=True):
    """A decision about one question."""

    question: str


class Approve(msgspec.Struct, forbid_unknown_fields=True):
    """Putting a question on the list; with ``edition``, only while it says what whoever decides has read."""

    question: str
    edition: int | None = None


class Decline(msgspec.Struct, forbid_unknown_fields=True):
    """Not taking a question up; its author reads the reason."""

    question: str
    reason: str | None = None


class Reopen(msgspec.Struct, forbid_unknown_fields=True):
    """Back to the list, or back to review; ``edition`` as in an approval."""

    question: str
    edition: int | None = None
    state: Literal["open", "waiting"] = "open"


def approve(db: Session, actor: Actor, order: Approve) -> None:
    """Put a waiting question on the list; one that is on it already stays as it is."""
    question = question_of(db, actor, order.question)
    check_edition(question, order.edition)
    if question.state not in PUBLIC_STATES:
        _decide(db, actor, question, OPEN, "question.approve", among=(WAITING, DECLINED))
        question.reason = None


def decline(db: Session, actor: Actor, order: Decline) -> None:
    """Do not take a question up, and tell its author why."""
    question = question_of(db, actor, order.question)
    reason = clean_line(order.reason, REASON_LIMIT, "reason")
    _decide(db, actor, question, DECLINED, "question.decline", among=(*PUBLIC_STATES, WAITING, DECLINED))
    question.reason = reason


def answer(db: Session, actor: Actor, order: Decide) -> None:
    """Mark a question as answered."""
    question = question_of(db, actor, order.question)
    _decide(db, actor, question, ANSWERED, "question.answer", among=PUBLIC_STATES)


def archive(db: Session, actor: Actor, order: Decide) -> None:
    """Lay a question aside without an answer; it stays readable."""
    question = question_of(db, actor, order.question)
    _decide(db, actor, question, ARCHIVED, "question.archive", among=PUBLIC_STATES)


def reopen(db: Session, actor: Actor, order: Reopen) -> None:
    """Undo a decision: back to the list, or back to review. A joined question stands on its own again."""
    question = question_of(db, actor, order.question)
    check_edition(question, order.edition)
    if question.state == MERGED:
        split(db, question)
    among = (*PUBLIC_STATES, WAITING, DECLINED, MERGED)
    _decide(db, actor, question, order.state, "question.reopen", among=among)
    question.reason = None


def erase_words(db: Session, actor: Actor, order: Decide) -> None:
    """Delete a question's words at once and for good, whoever wrote them: what should not be lying about."""
    question = question_of(db, actor, order.question)
    if question.state != WITHDRAWN:
        erase(db, actor, question)
        note(db, actor, "question.erase", question=question)


def _decide(
    db: Session, actor: Actor, question: Question, state: str, what: str, among: tuple[str, ...] | frozenset[str]
) -> None:
    if question.state == state:
        return
    if question.state not in among or question.state == WITHDRAWN:
        raise Refused("question.wrong_state", state=question.state)
    lower_highlight(db, actor, question)
    question.state = state
    publish(question)
    note(db, actor, what, question=question)
