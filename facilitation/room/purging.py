"""Removing a meeting for good: its rows, everything that hangs on them, and a count of what went."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Entry, Item, Link, Meeting, Question, Receipt, Reply, Seat, Ticket, Vote
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.seats import is_seated, meeting_with


def words_of(db: Session, code: str) -> tuple[int, list[bytes]]:
    """The meeting with this code, and all that people wrote in it, with its keys: what must not be found afterwards.

    Each as it is stored. Codes that were chosen and not written (languages, roles, states) are left out.
    """
    meeting = meeting_with(db, code)
    columns: tuple[tuple[Any, ...], ...] = (
        (Question.text, Question.name, Question.reason, Question.appeal, Question.group),
        (Item.title, Item.text),
        (Link.name,),
        (Seat.group,),
    )
    rows = [row for of in columns for row in db.execute(select(*of).where(of[0].class_.meeting_id == meeting.id))]
    rows += db.execute(select(Reply.text).join(Question).where(Question.meeting_id == meeting.id))
    words = {
        text.encode() for row in [*rows, (meeting.title, meeting.totp, meeting.passphrase)] for text in row if text
    }
    lists = db.execute(select(Item.questions, Item.speakers).where(Item.meeting_id == meeting.id))
    words |= set(_in_json([meeting.programme, meeting.settings, meeting.lists, *map(tuple, lists)]))
    words |= set(_in_json(list(meeting.lists.get("words", ()))))
    return meeting.id, sorted(words | {key for key in (meeting.key, meeting.team_key) if key})


def _in_json(value: Any) -> Iterator[bytes]:
    """The texts in a value of a JSON column, as they are written there: beyond ASCII in escapes."""
    if isinstance(value, str) and value:
        yield json.dumps(value)[1:-1].encode()
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _in_json(each)


def purge(db: Session, meeting_id: int, by: Actor | None = None) -> dict[str, int]:
    """Delete a meeting and everything in it: the number of rows by table; ``by`` whom, unless it is the operator.

    Whoever it is may have been shown out since they knocked.
    """
    if by and not is_seated(db, by):
        raise Refused("seat.unknown")
    rows = {table: db.scalar(count) or 0 for table, count in _counts(meeting_id)}
    notes = aftermath(db)
    notes.seats_revoked.update(db.scalars(select(Seat.id).where(Seat.meeting_id == meeting_id)))
    notes.purged.add(meeting_id)
    notes.text_erased = True
    db.flush()
    for thing in list(db):  # what others of this transaction did in it is nothing to tell of any more
        if meeting_id in (getattr(thing, "meeting_id", None), thing.id if isinstance(thing, Meeting) else None):
            db.expunge(thing)
    db.execute(delete(Meeting).where(Meeting.id == meeting_id).execution_options(synchronize_session=False))
    return rows


def _counts(meeting_id: int) -> Iterator[tuple[str, Select[int]]]:
    """How many rows of each table are the meeting's."""
    seats = select(Seat.id).where(Seat.meeting_id == meeting_id)
    questions = select(Question.id).where(Question.meeting_id == meeting_id)
    yield "meetings", select(func.count()).select_from(Meeting).where(Meeting.id == meeting_id)
    for table in (Item, Link, Ticket, Seat, Question, Entry):
        yield table.__tablename__, select(func.count()).select_from(table).where(table.meeting_id == meeting_id)
    for held, key, ids in (
        (Reply, Reply.question_id, questions),
        (Vote, Vote.question_id, questions),
        (Receipt, Receipt.seat_id, seats),
    ):
        yield held.__tablename__, select(func.count()).select_from(held).where(key.in_(ids))
