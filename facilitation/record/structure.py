"""The transcript as data: what every format is written from.

Fields that only the team's version fills have a default and are left out of the public one altogether, so that
not even their names stand there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from facilitation.programme.structure import Programme

Version = Literal["public", "confidential"]
Phase = Literal["item", "before", "between", "after"]


class Reply(msgspec.Struct, omit_defaults=True):
    """A written answer, with the role of who wrote it."""

    text: str
    at: datetime
    role: str


class Question(msgspec.Struct, omit_defaults=True):
    """A question as this version may tell of it; ``number`` counts the questions of this version alone.

    ``title`` is that of the item under which it was asked.
    ``masked``: something in ``text`` is hidden; where the version holds all of it, ``hidden`` says what everybody else
    does not see: kinds of marks, and ``author`` for the name that was given. ``into`` and ``joined`` are the lineage of
    a merge, as numbers; they, ``hidden``, ``group`` and ``reason`` are confidential.
    """

    number: int
    id: str
    text: str
    state: str
    score: int
    at: datetime
    replies: list[Reply]
    item: str | None = None
    title: str | None = None
    language: str | None = None
    name: str | None = None
    masked: bool = False
    hidden: list[str] = []
    group: str | None = None
    reason: str | None = None
    into: int | None = None
    joined: list[int] = []


class Event(msgspec.Struct, omit_defaults=True):
    """One thing that happened, ``offset`` seconds after the meeting's beginning.

    ``question`` and ``into`` are numbers; ``text`` is what was asked or replied just then, ``score`` the support
    that what was asked has found since, ``reason`` that of a decline. ``role`` says who did it: of a reply in both
    versions, as phones show it, of all else in the confidential one.
    """

    what: str
    at: datetime
    offset: int | None = None
    question: int | None = None
    into: int | None = None
    item: str | None = None
    title: str | None = None
    text: str | None = None
    score: int | None = None
    role: str | None = None
    reason: str | None = None


class Presented(msgspec.Struct, omit_defaults=True):
    """What was presented; the public version does not name what was taken out of the programme since."""

    id: str
    kind: str
    title: str | None = None
    minutes: int | None = None
    removed: bool = False


class Stretch(msgspec.Struct, omit_defaults=True):
    """A stretch of the meeting: an item's presentation, or the time before, between and after presentations.

    ``seconds`` is how long it lasted, or has lasted so far where it is ``going_on``; only presentations are timed.
    """

    phase: Phase
    begins: datetime
    events: list[Event]
    offset: int | None = None
    item: Presented | None = None
    ends: datetime | None = None
    seconds: int | None = None
    going_on: bool = False


class Outcome(msgspec.Struct, omit_defaults=True):
    """The questions by what became of them, the most supported first."""

    open: list[Question]
    answered: list[Question]
    archived: list[Question]
    waiting: list[Question] = []
    declined: list[Question] = []
    merged: list[Question] = []
    withdrawn: list[Question] = []

    def questions(self) -> dict[int, Question]:
        """Every question of the record, by number."""
        everything = (getattr(self, field) for field in self.__struct_fields__)
        return {question.number: question for part in everything for question in part}


class Transcript(msgspec.Struct, omit_defaults=True):
    """The whole record. ``begins`` is when the first item was presented; offsets count from there.

    From ``forgotten_at`` on nobody could find out which contributions were one person's.
    ``masked``: something in some question is hidden, and the version does not hold it.
    ``left_out`` counts the questions of a rehearsal, which no version holds; only the confidential one says so.
    """

    code: str
    title: str
    version: Version
    state: str
    written_at: datetime
    planned: Programme
    timeline: list[Stretch]
    outcome: Outcome
    begins: datetime | None = None
    ended_at: datetime | None = None
    forgotten_at: datetime | None = None
    masked: bool = False
    left_out: int = 0
