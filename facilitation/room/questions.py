"""What an author does with a question: ask it, correct it, take it back."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Meeting, Question, Vote
from facilitation.models.columns import new_id, now
from facilitation.models.question import MERGED, OPEN, PUBLIC_STATES, WAITING, WITHDRAWN
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.highlight import lower_highlight
from facilitation.room.languages import clean_language
from facilitation.room.lookup import item_of, own_question_of, running_meeting_of
from facilitation.room.marks import mark
from facilitation.room.muting import refuse_muted, take_back_appeal
from facilitation.room.text import clean, clean_line
from facilitation.room.timeline import note

TEXT_LIMIT, NAME_LIMIT = 500, 80


class Ask(msgspec.Struct, forbid_unknown_fields=True):
    """A question; without ``item`` it goes to what is being discussed now."""

    text: str
    item: str | None = None
    language: str | None = None
    name: str | None = None


class OnQuestion(msgspec.Struct, forbid_unknown_fields=True):
    """A command about one question."""

    question: str


class Edit(msgspec.Struct, forbid_unknown_fields=True):
    """New words for one's own question."""

    question: str
    text: str


def ask(db: Session, actor: Actor, order: Ask) -> dict[str, Any]:
    """Send a question in; it waits for review unless the meeting publishes at once."""
    meeting = running_meeting_of(db, actor)
    if not meeting.settings["asking"]:
        raise Refused("meeting.asking_off")
    refuse_muted(db, actor)
    name = clean_line(order.name, NAME_LIMIT, "name")
    if name and not meeting.settings["names"]:
        raise Refused("question.names_off")
    item_id = item_of(db, actor, order.item).id if order.item else meeting.current
    question = Question(
        id=new_id(),
        meeting_id=meeting.id,
        seat_id=actor.seat_id,
        group=actor.group,
        rehearsal=actor.rehearsal,
        item_id=item_id,
        text=clean(order.text, TEXT_LIMIT, "question"),
        language=clean_language(order.language) or actor.language,
        name=name,
        state=_first_state(meeting),
        score=0,
        edition=0,
        replies=[],
    )
    publish(question)
    mark(meeting, question)
    db.add(question)
    note(db, actor, "question.ask", question=question)
    return {"question": question.id, "state": question.state}


def edit(db: Session, actor: Actor, order: Edit) -> dict[str, Any]:
    """Correct one's own question while nobody has voted; a published one goes back to review."""
    meeting = running_meeting_of(db, actor)
    question = own_question_of(db, actor, order.question)
    refuse_muted(db, actor)
    text = clean(order.text, TEXT_LIMIT, "question")
    if text != question.text:
        if question.state not in (WAITING, OPEN) or _has_votes(db, question):
            raise Refused("question.not_editable")
        question.text = text
        question.edition += 1
        mark(meeting, question)
        question.state = _first_state(meeting)
        publish(question)
        aftermath(db).text_erased = True
        note(db, actor, "question.edit", question=question)
    return {"question": question.id, "state": question.state}


def withdraw(db: Session, actor: Actor, order: OnQuestion) -> dict[str, Any]:
    """Take one's own question back, at any time: its words leave every store."""
    question = own_question_of(db, actor, order.question)
    if question.state != WITHDRAWN:
        erase(db, actor, question)
        note(db, actor, "question.withdraw", question=question)
    return {"question": question.id, "state": question.state}


def publish(question: Question) -> None:
    """Note when a question came on the list, the first time that it did: when it was sent tells who sent it."""
    if question.state in PUBLIC_STATES and question.published_at is None:
        question.published_at = now()


def erase(db: Session, actor: Actor, question: Question) -> None:
    """Empty a question of everything written; the row stays, so that every screen can be told that it is gone.

    What was joined with it has other authors: the moderator decides on it again.
    """
    lower_highlight(db, actor, question)
    question.text, question.name, question.reason, question.marks, question.whole = "", None, None, None, False
    question.name_hidden = False
    question.replies.clear()
    take_back_appeal(db, question)
    question.into_id, question.state = None, WITHDRAWN
    aftermath(db).text_erased = True
    for other in db.scalars(select(Question).where(Question.into_id == question.id, Question.state == MERGED)):
        other.into_id, other.state = None, WAITING


def _has_votes(db: Session, question: Question) -> bool:
    return bool(db.scalar(select(exists().where(Vote.question_id == question.id))))


def _first_state(meeting: Meeting) -> str:
    return WAITING if meeting.settings["premoderation"] else OPEN
