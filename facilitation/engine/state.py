"""The state of a meeting for an audience, whole or what changed of it: read by columns, since thousands may wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, and_, select
from sqlalchemy.orm import Session

from facilitation.engine.views import Audience, View, item_view, question_view, view_of
from facilitation.models import Item, Meeting, Question, Reply

_ITEM, _QUESTION, _REPLY = Item.__table__, Question.__table__, Reply.__table__

# An object that changed: its id, its revision, and the view, or None where the audience no longer sees it.
Changed = tuple[str, int, View | None]


def state_since(
    db: Session, meeting: Meeting, audience: Audience, since: int | None
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What the audience sees, and what it no longer sees, of all that changed after revision ``since``.

    With ``since`` None: the whole state, and nothing to drop.
    """
    seen: dict[str, Any] = {} if since is not None else {"items": {}, "questions": {}}
    gone: dict[str, list[str]] = {}
    revision = getattr(meeting, f"{audience}_revision")
    if since is None or revision > since:
        seen["meeting"] = (view_of(meeting, audience) or {}) | {"revision": revision}
    for name, changed in (
        ("items", _items(db, _since(_ITEM, meeting.id, audience, since), audience)),
        ("questions", _questions(db, _since(_QUESTION, meeting.id, audience, since), audience)),
    ):
        for id_, revision, view in changed:
            if view is None:
                gone.setdefault(name, []).append(id_)
            else:
                seen.setdefault(name, {})[id_] = view | {"revision": revision}
    if since is not None and (scores := _scores_since(db, meeting, audience, since, seen.get("questions", {}))):
        seen["scores"] = scores
    return seen, gone


def _since(table: FromClause, meeting_id: int, audience: Audience, since: int | None) -> ColumnElement[bool]:
    """What changed; of the whole state, what is seen. What an audience never saw has revision 0 and is never read."""
    changed = and_(table.c.meeting_id == meeting_id, table.c[f"{audience}_revision"] > (since or 0))
    return changed if since is not None else and_(changed, table.c[f"{audience}_digest"].is_not(None))


def _items(db: Session, which: ColumnElement[bool], audience: Audience) -> Iterator[Changed]:
    for item in db.execute(select(_ITEM).where(which)):
        yield item.id, getattr(item, f"{audience}_revision"), item_view(item)


def _questions(db: Session, which: ColumnElement[bool], audience: Audience) -> Iterator[Changed]:
    replies: dict[str, list[Row[Any]]] = defaultdict(list)
    written = select(_REPLY).join(_QUESTION, _QUESTION.c.id == _REPLY.c.question_id).where(which)
    for reply in db.execute(written.order_by(_REPLY.c.id)):
        replies[reply.question_id].append(reply)
    for question in db.execute(select(_QUESTION).where(which)):
        view = question_view(question, replies.get(question.id, ()), audience)
        yield question.id, getattr(question, f"{audience}_revision"), view


def _scores_since(
    db: Session, meeting: Meeting, audience: Audience, since: int, whole: Mapping[str, View]
) -> dict[str, int]:
    """The scores that changed, without those of questions that are told as a ``whole`` already."""
    scored = select(Question.id, Question.score).where(
        Question.meeting_id == meeting.id,
        getattr(Question, f"{audience}_scored") > since,
        getattr(Question, f"{audience}_digest").is_not(None),
    )
    return {question: score for question, score in db.execute(scored) if question not in whole}
