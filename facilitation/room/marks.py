"""Marking places in a question that could lead to somebody: the moderator sees all, everybody else a mask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

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
Place = tuple[int, int, str]
"""The same of a place that may overlap others."""

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
    text = Folded(question.text)
    question.traces = _traces(text)
    question.marks = _apart([*question.traces, *_listed(text, meeting.lists)]) or None
    question.name_hidden = _hides_name(question, meeting.lists)
    question.whole = False


def remark(db: Session, meeting: Meeting, before: Mapping[str, Any]) -> None:
    """Mark every question that still has words anew, since the meeting's lists are others now than ``before``.

    Everybody waits for this, so of a text that was marked already nothing is looked for but what is listed.
    """
    asked = select(Question).where(Question.meeting_id == meeting.id, Question.text != "")
    # With what everybody is shown of those that change.
    for question in db.scalars(asked.options(selectinload(Question.replies))):
        text = Folded(question.text)
        if question.traces is None:
            question.traces = _traces(text)
            question.whole = False
        marks = _apart([*question.traces, *_listed(text, meeting.lists)]) or None
        if marks != question.marks:
            question.marks = marks
        hidden = _hides_name(question, meeting.lists)
        if hidden != question.name_hidden:
            question.name_hidden = hidden
        if question.whole and _finds_more(question, before, meeting.lists):
            question.whole = False


def _hides_name(question: Question, lists: Mapping[str, Any]) -> bool:
    """A name with something in it that could lead to somebody is hidden whole: a mask within it would say who."""
    return bool(question.name and marks_in(question.name, lists))


def _finds_more(question: Question, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether these lists find something in a question that those before did not: nobody gave leave to show that."""
    texts = [Folded(text) for text in (question.text, question.name) if text]
    return any(set(_listed(text, now)) - set(_listed(text, before)) for text in texts)


def marks_in(text: str, lists: Mapping[str, Any]) -> list[Mark] | None:
    """The places in a text that could lead to somebody, in order and without overlaps; None where there are none."""
    folded = Folded(text)
    return _apart([*_traces(folded), *_listed(folded, lists)]) or None


def _traces(text: Folded) -> list[Mark]:
    """What could lead to somebody, whoever it is and whatever is listed."""
    finders = {
        "email": addresses.find_emails(text),
        "address": chain(addresses.find_addresses(text), streets.find(text)),
        "phone": phones.find(text.text),
    }
    return _apart(_places(text, finders))


def _listed(text: Folded, lists: Mapping[str, Any]) -> list[Place]:
    """What the organiser keeps."""
    names = _prepared(tuple(lists.get("names") or ()))
    return _places(text, {"name": names.find(text), "word": _prepared(_words(lists)).find(text)})


def _places(text: Folded, finders: Mapping[str, Iterable[tuple[int, int]]]) -> list[Place]:
    return [(*text.span(*span), kind) for kind, spans in finders.items() for span in spans if span[0] < span[1]]


def _apart(found: Iterable[Sequence[Any]]) -> list[Mark]:
    """The same places in order; those that overlap are one."""
    apart: list[Mark] = []
    for begins, ends, kind in sorted(found, key=lambda place: (place[0], KINDS.index(place[2]))):
        if apart and begins < apart[-1][1]:
            apart[-1][1] = max(apart[-1][1], ends)
        else:
            apart.append([begins, ends, kind])
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
