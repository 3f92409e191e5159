"""What each audience sees of each object; the one place where that is decided.

A view is data for JSON, or None where the audience does not see the object at all. Views carry no words of ours
and never say who asked.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Literal

import msgspec

from facilitation.models import Item, Meeting, Question
from facilitation.models.question import OPEN, PUBLIC_STATES, WAITING, WITHDRAWN

Audience = Literal["everyone", "team"]
View = dict[str, Any]
AUDIENCES: tuple[Audience, ...] = ("everyone", "team")


def view_of(thing: Meeting | Item | Question, audience: Audience) -> View | None:
    """What ``audience`` sees of a meeting, an item or a question; without its revision."""
    if isinstance(thing, Question):
        return _question(thing, audience)
    if isinstance(thing, Item):
        return _item(thing)
    return _meeting(thing)


def authors_view_of(question: Question) -> View:
    """What the author sees of their own question; votes are left to the public view, so they change nothing here."""
    return {
        "id": question.id,
        "text": question.text,
        "language": question.language,
        "item": question.item_id,
        "state": question.state,
        "at": moment(question.at),
        "name": question.name,
        "replies": _replies(question),
        "reason": question.reason,
        "into": question.into_id,
        "editable": question.state in (WAITING, OPEN) and question.score == 0,
    }


def digest(view: View | None) -> bytes | None:
    """A short digest by which two views are told apart, but for the score, which changes often and travels apart."""
    if view is None:
        return None
    without_score = {name: value for name, value in view.items() if name != "score"}
    return hashlib.blake2b(msgspec.json.encode(without_score), digest_size=8).digest()


def moment(at: datetime | None) -> str | None:
    """A time as clients read it: ISO 8601, UTC, milliseconds."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _meeting(meeting: Meeting) -> View:
    return {
        "code": meeting.code,
        "title": meeting.title,
        "state": meeting.state,
        "current": meeting.current,
        "presented_at": moment(meeting.presented_at),
        "highlighted": meeting.highlighted,
        "settings": meeting.settings,
    }


def _item(item: Item) -> View | None:
    if item.removed:
        return None
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "text": item.text,
        "minutes": item.minutes,
        "questions": item.questions,
        "speakers": item.speakers,
        "position": item.position,
    }


def _question(question: Question, audience: Audience) -> View | None:
    if audience == "everyone" and question.state not in PUBLIC_STATES:
        return None
    if question.state == WITHDRAWN and question.seat.rehearsal:
        return None
    view: View = {
        "id": question.id,
        "text": question.text,
        "language": question.language,
        "item": question.item_id,
        "state": question.state,
        "score": question.score,
        "at": moment(question.at),
        "replies": _replies(question),
    }
    if question.name:
        view["name"] = question.name
    if audience == "team":
        view |= {
            "group": question.seat.group,
            "reason": question.reason,
            "into": question.into_id,
            "rehearsal": question.seat.rehearsal,
        }
    return view


def _replies(question: Question) -> list[View]:
    return [{"text": reply.text, "at": moment(reply.at), "role": reply.role} for reply in question.replies]
