"""The state of a meeting for an audience: the only serialiser, cached as bytes until the revision moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from facilitation.db import reading
from facilitation.engine.views import Audience, View, authors_view_of, view_of
from facilitation.errors import Refused
from facilitation.models import Item, Meeting, Question, Vote
from facilitation.models.question import MERGED, WITHDRAWN
from facilitation.room.actor import Actor


class Snapshots:
    """States of meetings as JSON bytes, made once per revision, whoever asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[tuple[int, Audience], tuple[int, msgspec.Raw]] = {}

    def state(self, db: Session, meeting: Meeting, audience: Audience) -> msgspec.Raw:
        """The state as JSON, as of this session's moment."""
        revision = getattr(meeting, f"{audience}_count")
        kept = self._kept.get((meeting.id, audience))
        if kept is None or kept[0] != revision:
            kept = (revision, msgspec.Raw(msgspec.json.encode(state_since(db, meeting, audience, None)[0])))
            self._kept[meeting.id, audience] = kept
        return kept[1]

    def forget(self, meeting_id: int, audience: Audience) -> None:
        """Let go of a state that is over; it may hold words that were taken back."""
        self._kept.pop((meeting_id, audience), None)

    def join(self, actor: Actor) -> dict[str, Any]:
        """All that a seat needs to begin, or to begin again."""
        with reading(self._engine) as db:
            meeting = db.get(Meeting, actor.meeting_id)
            if meeting is None:
                raise Refused("meeting.unknown")
            revision = {"everyone": meeting.everyone_count}
            if actor.audience == "team":
                revision["team"] = meeting.team_count
            return {
                "you": {
                    "role": actor.role,
                    "group": actor.group,
                    "language": actor.language,
                    "mine": _mine(db, actor),
                },
                "state": self.state(db, meeting, actor.audience),
                "revision": revision,
                "audience": actor.audience,
            }


def state_since(
    db: Session, meeting: Meeting, audience: Audience, since: int | None
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What the audience sees, and what it no longer sees, of all that changed after revision ``since``.

    With ``since`` None: the whole state, and nothing to drop.
    """
    seen: dict[str, Any] = {}
    gone: dict[str, list[str]] = {}
    if since is None or getattr(meeting, f"{audience}_revision") > since:
        seen["meeting"] = _with_revision(meeting, audience)
    tables: tuple[tuple[str, Any], ...] = (("items", Item), ("questions", Question))
    for name, table in tables:
        changed = select(table).where(table.meeting_id == meeting.id)
        if since is None:
            changed = changed.where(getattr(table, f"{audience}_digest").is_not(None))
        else:
            changed = changed.where(getattr(table, f"{audience}_revision") > since)
        for thing in db.scalars(changed):
            if view := _with_revision(thing, audience):
                seen.setdefault(name, {})[thing.id] = view
            else:
                gone.setdefault(name, []).append(thing.id)
        if since is None:
            seen.setdefault(name, {})
    if since is not None and (scores := _scores_since(db, meeting, audience, since, seen.get("questions", {}))):
        seen["scores"] = scores
    return seen, gone


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


def _with_revision(thing: Meeting | Item | Question, audience: Audience) -> View | None:
    view = view_of(thing, audience)
    return None if view is None else view | {"revision": getattr(thing, f"{audience}_revision")}


def _mine(db: Session, actor: Actor) -> dict[str, Any]:
    own = select(Question).where(Question.seat_id == actor.seat_id).order_by(Question.at, Question.id)
    votes = select(Vote.question_id).join(Question, Question.id == Vote.question_id)
    votes = votes.where(Vote.seat_id == actor.seat_id, Question.state.not_in((MERGED, WITHDRAWN)))
    return {
        "questions": [authors_view_of(q) | {"revision": q.author_revision} for q in db.scalars(own)],
        "votes": sorted(db.scalars(votes)),
    }
