"""Marking places in a question that could lead to somebody: the moderator sees all, everybody else a mask."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitation.models import Meeting, Question
from facilitation.room import addresses, phones, streets
from facilitation.room.actor import Actor
from facilitation.room.folding import Folded
from facilitation.room.listed import Listed
from facilitation.room.lookup import check_edition, question_of
from facilitation.room.timeline import note

# Of two that begin together, the first tells what it is.
KINDS = ("email", "address", "phone", "name", "word")

Mark = list[Any]
"""[from, to, kind], in code points of the text."""

# Prepared lists that are kept: of the meetings that are going on.
_KEPT = 64


class Unmask(msgspec.Struct, forbid_unknown_fields=True):
    """Let everyone see all of a question, or no longer: a value that is set, never toggled."""

    question: str
    whole: bool
    edition: int | None = None


def unmask(db: Session, actor: Actor, order: Unmask) -> None:
    """Show everyone what is marked in a question, or hide it again."""
    question = question_of(db, actor, order.question)
    check_edition(question, order.edition)
    if question.whole != order.whole:
        question.whole = order.whole
        note(db, actor, "question.unmask", question=question)


def mark(meeting: Meeting, question: Question) -> None:
    """Mark what could lead to somebody in a question whose words are new; leave to show them was given for others."""
    question.marks = marks_in(question.text, meeting.lists)
    question.name_hidden = _hides_name(meeting, question)
    question.whole = False


def remark(db: Session, meeting: Meeting) -> None:
    """Mark every question that still has words anew, since the meeting's lists are others now."""
    asked = select(Question).where(Question.meeting_id == meeting.id, Question.text != "")
    for question in db.scalars(asked):
        marks = marks_in(question.text, meeting.lists)
        if marks != question.marks:
            question.marks = marks
        question.name_hidden = _hides_name(meeting, question)


def _hides_name(meeting: Meeting, question: Question) -> bool:
    """A name with something in it that could lead to somebody is hidden whole: a mask within it would say who."""
    return bool(question.name and marks_in(question.name, meeting.lists))


def marks_in(text: str, lists: Mapping[str, Any]) -> list[Mark] | None:
    """The places in a text that could lead to somebody, in order and without overlaps; None where there are none."""
    folded = Folded(text)
    finders = (
        addresses.find_emails(folded),
        chain(addresses.find_addresses(folded), streets.find(folded)),
        phones.find(folded.text),
        _prepared(tuple(lists.get("names") or ())).find(folded),
        _prepared(_words(lists)).find(folded),
    )
    found = [
        (*folded.span(begins, ends), rank)
        for rank, spans in enumerate(finders)
        for begins, ends in spans
        if begins < ends
    ]
    return [[begins, ends, KINDS[rank]] for begins, ends, rank in _apart(found)] or None


def _apart(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The same stretches; those that overlap are one."""
    apart: list[tuple[int, int, int]] = []
    for begins, ends, rank in sorted(found, key=lambda stretch: (stretch[0], stretch[2])):
        if apart and begins < apart[-1][1]:
            first, last, kind = apart[-1]
            apart[-1] = (first, max(last, ends), kind)
        else:
            apart.append((begins, ends, rank))
    return apart


def _words(lists: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of every language: an author who names another than theirs must not get past those of it."""
    if not lists.get("use_words"):
        return ()
    by_language: Mapping[str, list[str]] = lists.get("words") or {}
    return tuple(chain.from_iterable(by_language.values()))


@lru_cache(maxsize=_KEPT)
def _prepared(entries: tuple[str, ...]) -> Listed:
    return Listed(entries)
