"""Finding things within the actor's own meeting; the scoped lookup is the permission."""

from __future__ import annotations

from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Item, Meeting, Question
from facilitation.models.meeting import ENDED, PAUSED
from facilitation.room.actor import Actor


def meeting_of(db: Session, actor: Actor) -> Meeting:
    """The meeting that the actor sits in."""
    meeting = db.get(Meeting, actor.meeting_id)
    if meeting is None:
        raise Refused("meeting.unknown")
    return meeting


def running_meeting_of(db: Session, actor: Actor) -> Meeting:
    """The actor's meeting, refused while it is paused or once it has ended."""
    meeting = meeting_of(db, actor)
    if meeting.state == PAUSED:
        raise Refused("meeting.paused")
    if meeting.state == ENDED:
        raise Refused("meeting.ended")
    return meeting


def item_of(db: Session, actor: Actor, item_id: str) -> Item:
    """An item of the actor's meeting that has not been removed."""
    item = any_item_of(db, actor, item_id)
    if item.removed:
        raise Refused("item.unknown")
    return item


def any_item_of(db: Session, actor: Actor, item_id: str) -> Item:
    """An item of the actor's meeting, removed or not."""
    item = db.get(Item, (actor.meeting_id, item_id)) if storable(item_id) else None
    if item is None:
        raise Refused("item.unknown")
    return item


def question_of(db: Session, actor: Actor, question_id: str) -> Question:
    """A question of the actor's meeting, in any state."""
    question = db.get(Question, question_id) if storable(question_id) else None
    if question is None or question.meeting_id != actor.meeting_id:
        raise Refused("question.unknown")
    return question


def check_edition(question: Question, read: int | None) -> None:
    """Refuse to decide about words that are others than those that were read."""
    if read is not None and read != question.edition:
        raise Refused("question.changed")


def own_question_of(db: Session, actor: Actor, question_id: str) -> Question:
    """A question that the actor asked; somebody else's is as unknown as one that is not there."""
    question = question_of(db, actor, question_id)
    if question.seat_id != actor.seat_id:
        raise Refused("question.unknown")
    return question


def storable(name: str) -> bool:
    """Whether a database can be asked for it: half a character breaks one driver, a NUL the other."""
    return name.isascii() and name.isprintable()
