"""What happened: the timeline's entries and what was written, as events that a version may tell."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from facilitation.models import Entry, Meeting
from facilitation.models.question import ANSWERED, ARCHIVED, DECLINED, MERGED
from facilitation.record.items import Items
from facilitation.record.structure import Event, Question, Version
from facilitation.record.unhurried import unhurried

_ENTRY = Entry.__table__

# What everybody in the room saw happen. Asking and replying are told from what was written, not from entries.
SEEN_BY_ALL = frozenset(
    {
        "meeting.open",
        "meeting.pause",
        "meeting.stop",
        "meeting.end",
        "item.add",
        "question.highlight",
        "question.answer",
        "question.archive",
    }
)
TEAM_ALONE = frozenset(
    {
        "item.remove",
        "question.approve",
        "question.decline",
        "question.merge",
        "question.reopen",
        "question.edit",
        "question.withdraw",
        "question.erase",
        "question.unmask",
        "seat.mute",
        "seat.unmute",
    }
)
# A state that phones saw may have been undone by an act that they did not see: told while it still holds.
_LASTING = {"question.answer": ANSWERED, "question.archive": ARCHIVED}


def entries_of(db: Session, meeting: Meeting) -> list[Row[Any]]:
    """The timeline as it was written, without what a rehearsal did."""
    entries = select(_ENTRY).where(_ENTRY.c.meeting_id == meeting.id, _ENTRY.c.rehearsal.is_(False))
    return list(unhurried(db.execute(entries.order_by(_ENTRY.c.id))))


def events_of(entries: list[Row[Any]], questions: dict[str, Question], items: Items, version: Version) -> list[Event]:
    """Everything that this version tells, in the order in which it happened."""
    confidential = version == "confidential"
    events = chain(
        (_asked(question, items, confidential) for question in questions.values()),
        (reply for question in questions.values() for reply in _replied(question)),
        _noted(entries, questions, items, confidential),
    )
    return sorted(unhurried(events), key=lambda event: event.at)


def _asked(question: Question, items: Items, confidential: bool) -> Event:
    return Event(
        "question.ask",
        question.at,
        question=question.number,
        item=question.item,
        title=items.title(question.item),
        text=question.text or None,
        score=question.score if question.text else None,
        role="participant" if confidential else None,
    )


def _replied(question: Question) -> Iterable[Event]:
    for reply in question.replies:
        yield Event("question.reply", reply.at, question=question.number, text=reply.text, role=reply.role)


def _noted(
    entries: list[Row[Any]], questions: dict[str, Question], items: Items, confidential: bool
) -> Iterable[Event]:
    last = {(entry.what, entry.question_id): entry.id for entry in entries}
    for entry in entries:
        question = questions.get(entry.question_id or "")
        is_last = last[entry.what, entry.question_id] == entry.id
        if entry.question_id and question is None:
            continue
        if confidential:
            if entry.what in SEEN_BY_ALL | TEAM_ALONE:
                yield _for_team(entry, question, items, is_last)
        elif entry.what in SEEN_BY_ALL and _is_seen(entry, question, items, is_last):
            yield _event(entry, question, items)


def _is_seen(entry: Row[Any], question: Question | None, items: Items, is_last: bool) -> bool:
    if entry.what == "item.add":
        return items.title(entry.item_id) is not None
    if entry.what == "question.highlight":  # "none any more" would betray one that is no longer told of
        return question is not None
    if entry.what in _LASTING:
        return is_last and question is not None and question.state == _LASTING[entry.what]
    return True


def _event(entry: Row[Any], question: Question | None, items: Items) -> Event:
    number = question.number if question else None
    return Event(entry.what, entry.at, question=number, item=entry.item_id, title=items.title(entry.item_id))


def _for_team(entry: Row[Any], question: Question | None, items: Items, is_last: bool) -> Event:
    event = _event(entry, question, items)
    event.role = entry.role
    if question and is_last and (entry.what, question.state) == ("question.decline", DECLINED):
        event.reason = question.reason
    if question and is_last and (entry.what, question.state) == ("question.merge", MERGED):
        event.into = question.into
    return event
