"""What each audience sees of each object; the one place where that is decided.

A view is data for JSON, or None where the audience does not see the object at all. Views carry no words of ours
and never say who asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Row

from facilitation.models import Item, Meeting, Question, Reply
from facilitation.models.mask import masked
from facilitation.models.question import OPEN, PUBLIC_STATES, WAITING, WITHDRAWN

Audience = Literal["everyone", "team"]
View = dict[str, Any]
AUDIENCES: tuple[Audience, ...] = ("everyone", "team")


def view_of(thing: Meeting | Item | Question, audience: Audience) -> View | None:
    """What ``audience`` sees of a meeting, an item or a question; without its revision."""
    if isinstance(thing, Question):
        return question_view(thing, thing.replies, audience)
    if isinstance(thing, Item):
        return item_view(thing)
    return _meeting(thing)


def authors_view_of(question: Question) -> View:
    """What the author sees of their own question; votes are left to the public view, so they change nothing here."""
    return own_view(question, question.replies)


def own_view(question: Question | Row[Any], replies: Sequence[Reply | Row[Any]]) -> View:
    """The author's view of a question's columns, however they were read."""
    return {
        "id": question.id,
        "text": question.text,
        "language": question.language,
        "item": question.item_id,
        "state": question.state,
        "at": moment(question.at),
        "name": question.name,
        "replies": _replies(replies),
        "reason": question.reason,
        "into": question.into_id if question.into_shown else None,
        "editable": question.state in (WAITING, OPEN) and question.score == 0,
        "masked": _is_told_as_masked(question),
    }


def _is_told_as_masked(question: Question | Row[Any]) -> bool:
    """What its author is told of masks: of a question that not everyone sees, nothing that depends on what is listed.

    They may change its words as often as they like, and would read the organiser's lists out, name by name. Whether the
    moderator shows it ``whole`` counts for nothing then either: a list that finds more takes that back.
    """
    return hides(question) if question.state in PUBLIC_STATES else bool(question.traces)


def hides(question: Question | Row[Any]) -> bool:
    """Whether anything in it is hidden from everyone."""
    return bool(question.marks or question.name_hidden) and not question.whole


def digest(view: View | None) -> bytes | None:
    """A short digest by which two views are told apart, but for the score, which changes often and travels apart."""
    if view is None:
        return None
    without_score = {name: value for name, value in view.items() if name != "score"}
    return hashlib.blake2b(msgspec.json.encode(without_score), digest_size=8).digest()


def moment(at: datetime | None) -> str | None:
    """A time as clients read it: ISO 8601, UTC, milliseconds."""
    return None if at is None else at.isoformat(timespec="milliseconds")[:23] + "Z"


def _meeting(meeting: Meeting) -> View:
    return {
        "code": meeting.code,
        "title": meeting.title,
        "state": meeting.state,
        "current": meeting.current,
        "presented_at": moment(meeting.presented_at),
        "highlighted": meeting.highlighted,
        "stopped": meeting.stopped,
        "ended_at": moment(meeting.ended_at),
        "forgotten_at": moment(meeting.forgotten_at),
        "settings": meeting.settings,
    }


def item_view(item: Item | Row[Any]) -> View | None:
    """What everybody sees of an item's columns, however they were read."""
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


def question_view(
    question: Question | Row[Any], replies: Sequence[Reply | Row[Any]], audience: Audience
) -> View | None:
    """What an audience sees of a question's columns, however they were read."""
    if audience == "everyone" and question.state not in PUBLIC_STATES:
        return None
    if question.state == WITHDRAWN and question.rehearsal:
        return None
    view: View = {
        "id": question.id,
        "text": question.text,
        "language": question.language,
        "item": question.item_id,
        "state": question.state,
        "score": question.score,
        "at": moment(question.at if audience == "team" else question.published_at or question.at),
        "replies": _replies(replies),
    }
    if question.name:
        view["name"] = question.name
    if audience == "everyone" and hides(question):
        view |= {"text": masked(question.text, question.marks), "masked": True}
        if question.name_hidden:
            view.pop("name", None)
    if audience == "team":
        view |= {
            "group": question.group,
            "reason": question.reason,
            "into": question.into_id,
            "edition": question.edition,
            "rehearsal": question.rehearsal,
            "marks": question.marks,
            "whole": question.whole,
            "name_hidden": question.name_hidden,
            "muted": question.muted,
            "appeal": question.appeal,
        }
    return view


def _replies(replies: Sequence[Reply | Row[Any]]) -> list[View]:
    return [{"text": reply.text, "at": moment(reply.at), "role": reply.role} for reply in replies]
