"""The transcript: planned, happened, come of it; built from the tables for one of its two versions.

The public version holds what phones show at this moment, and when it happened. What they do not show is not even
read for it, so nothing can betray it: not a text, not a number, not a count, not a place left empty.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from facilitation.models import Meeting, Question
from facilitation.models.columns import now
from facilitation.models.question import HIGHLIGHTED, OPEN, WITHDRAWN
from facilitation.record.events import entries_of, events_of
from facilitation.record.items import items_of
from facilitation.record.planned import planned
from facilitation.record.questions import questions_of
from facilitation.record.stretches import moments_of, stretches
from facilitation.record.structure import Outcome, Transcript, Version
from facilitation.record.structure import Question as Told


def build(db: Session, meeting: Meeting, version: Version, at: datetime | None = None) -> Transcript:
    """The record of a meeting as of ``at`` (left out: now); also while the meeting goes on."""
    at = at or now()
    items = items_of(db, meeting, version)
    questions = questions_of(db, meeting, items, version)
    entries = entries_of(db, meeting)
    moments = moments_of(entries)
    begins = next((moment.at for moment in moments if moment.phase == "item"), None)
    events = events_of(entries, questions, items, version)
    return Transcript(
        code=meeting.code,
        title=meeting.title,
        version=version,
        state=meeting.state,
        written_at=at,
        planned=planned(meeting, items, version),
        timeline=stretches(moments, events, items, begins, at),
        outcome=_outcome(list(questions.values())),
        begins=begins,
        ended_at=meeting.ended_at,
        forgotten_at=meeting.forgotten_at,
        masked=any(question.masked for question in questions.values()),
        left_out=_left_out(db, meeting) if version == "confidential" else 0,
    )


def _outcome(questions: list[Told]) -> Outcome:
    parts: dict[str, list[Told]] = {field: [] for field in Outcome.__struct_fields__}
    for question in sorted(questions, key=lambda question: (-question.score, question.number)):
        parts[OPEN if question.state == HIGHLIGHTED else question.state].append(question)
    return Outcome(**parts)


def _left_out(db: Session, meeting: Meeting) -> int:
    """How many questions of a rehearsal there still are; those that were wiped are gone for the team as well."""
    played = (Question.meeting_id == meeting.id, Question.rehearsal, Question.state != WITHDRAWN)
    return db.scalar(select(func.count()).select_from(Question).where(*played)) or 0
