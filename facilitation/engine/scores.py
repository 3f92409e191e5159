"""Counting votes again, and stamping the scores that changed with the audiences' next revisions.

The hottest path of a voting hall: columns alone, by statements that are built once.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from facilitation.engine.stamp import Changes, next_revision
from facilitation.engine.views import AUDIENCES
from facilitation.models import Meeting, Question, Vote
from facilitation.models.shown import Shown

_QUESTION, _VOTE = Question.__table__, Vote.__table__
_COUNTS = (
    select(_VOTE.c.question_id, func.count())
    .where(_VOTE.c.question_id.in_(bindparam("ids", expanding=True)))
    .group_by(_VOTE.c.question_id)
)
_BEFORE = select(
    _QUESTION.c.id,
    _QUESTION.c.meeting_id,
    _QUESTION.c.score,
    _QUESTION.c.everyone_scored,
    _QUESTION.c.team_scored,
    _QUESTION.c.everyone_digest.is_not(None).label("everyone_sees"),
    _QUESTION.c.team_digest.is_not(None).label("team_sees"),
).where(_QUESTION.c.id.in_(bindparam("ids", expanding=True)))
_SET = (
    update(_QUESTION)  # type: ignore[arg-type]  # a table, as the declarative base has it
    .where(_QUESTION.c.id == bindparam("question"))
    .values({name: bindparam(f"new_{name}") for name in ("score", "everyone_scored", "team_scored")})
)


def stamp_scores(db: Session, question_ids: Collection[str], touched: set[Shown], changes: Changes) -> None:
    """Set the scores of these questions from the rows, never from what they were, and note who sees a change.

    Where the first vote came or the last one went, the author may edit no longer, or again: such a question is
    ``touched``.
    """
    if not question_ids:
        return
    ids = {"ids": list(question_ids)}
    counts: dict[str, int] = dict(db.execute(_COUNTS, ids).all())
    rows: list[dict[str, Any]] = []
    for before in db.execute(_BEFORE, ids):
        score = counts.get(before.id, 0)
        if score == before.score:
            continue
        meeting = db.get_one(Meeting, before.meeting_id)
        row = {"question": before.id, "new_score": score}
        for audience in AUDIENCES:
            seen = getattr(before, f"{audience}_sees")
            last = getattr(before, f"{audience}_scored")
            row[f"new_{audience}_scored"] = next_revision(meeting, audience, changes) if seen else last
        rows.append(row)
        _bring_to(db, before.id, score, touched, editable_changes=not (score and before.score))
    if rows:
        db.execute(_SET, rows)


def _bring_to(db: Session, question_id: str, score: int, touched: set[Shown], editable_changes: bool) -> None:
    """Let a question that this session has already, or needs now, know its score."""
    question = db.identity_map.get(identity_key(Question, question_id))
    if question is None and editable_changes:
        question = db.get(Question, question_id)
    if isinstance(question, Question):
        set_committed_value(question, "score", score)
        if editable_changes:
            touched.add(question)
