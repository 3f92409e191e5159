"""A meeting with everything in it that the record tells of, and what it must not tell of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from facilitation.db import reading, writing
from facilitation.models import Entry, Meeting, Question, Reply
from facilitation.record.structure import Event, Stretch, Transcript, Version
from facilitation.record.transcript import build
from facilitation.record.words import Words
from facilitation.room.actor import Actor
from tests.conftest import House

NINE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _plain(message: str, **variables: Any) -> str:
    return message % variables if variables else message


def _plural(singular: str, plural: str, num: int, **variables: Any) -> str:
    return (singular if num == 1 else plural) % {"num": num, **variables}


WORDS = Words(_plain, _plural)


@dataclass
class Clerk:
    """Who plays a meeting minute by minute, and reads its record.

    What a step writes is dated with the minute at which it was played, so that durations can be told.
    """

    house: House
    seen: set[tuple[type, Any]] = field(default_factory=set)

    def at(self, minute: float, actor: Actor, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Do something at this minute."""
        answer = self.house.engine.perform(actor, name, payload)
        with writing(self.house.engine.database) as db:
            for table in (Entry, Question, Reply):
                for row in db.scalars(select(table)):
                    if (table, row.id) not in self.seen:
                        self.seen.add((table, row.id))
                        row.at = NINE + timedelta(minutes=minute)
            for question in db.scalars(select(Question).where(Question.published_at > NINE + timedelta(days=1))):
                question.published_at = NINE + timedelta(minutes=minute)
            db.commit()
        return answer

    def ask(self, minute: float, actor: Actor, text: str, **payload: Any) -> str:
        """Ask at this minute: the question's id."""
        return str(self.at(minute, actor, "question.ask", {"text": text, **payload})["question"])

    def present(self, minute: float, moderator: Actor, item: str) -> None:
        """Present an item at this minute."""
        self.at(minute, moderator, "item.present", {"item": item})

    def on(self, minute: float, actor: Actor, act: str, question: str, **payload: Any) -> None:
        """Do something with a question at this minute."""
        self.at(minute, actor, f"question.{act}", {"question": question, **payload})

    def read(self, version: Version = "public", minute: float = 60) -> Transcript:
        """The record as of this minute."""
        with reading(self.house.engine.database) as db:
            meeting = db.scalar(select(Meeting).where(Meeting.code == self.house.code))
            assert meeting
            return build(db, meeting, version, NINE + timedelta(minutes=minute))


@pytest.fixture
def clerk(house: House) -> Clerk:
    """Who keeps the record."""
    return Clerk(house)


def told(transcript: Transcript, what: str) -> list[tuple[Stretch, Event]]:
    """Every event of one sort, with the stretch in which it is told."""
    return [(stretch, event) for stretch in transcript.timeline for event in stretch.events if event.what == what]
