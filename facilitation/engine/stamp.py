"""Finding out what a transaction changed for whom, and stamping it with the audiences' next revisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from facilitation.engine.views import AUDIENCES, Audience, View, authors_view_of, digest, view_of
from facilitation.models import Item, Meeting, Question, Reply, Vote
from facilitation.models.shown import Shown
from facilitation.room.aftermath import aftermath


@dataclass(slots=True)
class Changes:
    """What there is to tell after the commit.

    ``revisions``: (meeting, audience) -> its revision before, for audiences whose view changed. ``beyond_scores``:
    those of them for whom more than scores changed. ``authors``: (seat, own question) for authors whose view of their
    question changed.
    """

    revisions: dict[tuple[int, Audience], int] = field(default_factory=dict)
    beyond_scores: set[tuple[int, Audience]] = field(default_factory=set)
    authors: list[tuple[int, View]] = field(default_factory=list)

    @property
    def by_audience(self) -> list[tuple[int, Audience, int, bool]]:
        """(meeting, audience, its revision before, whether only scores changed) for each audience to tell."""
        return [(*key, before, key not in self.beyond_scores) for key, before in self.revisions.items()]


def watch(db: Session) -> set[Shown]:
    """The set in which everything that this session writes and an audience may see will be gathered."""
    touched: set[Shown] = set()
    held: list[object] = []

    @event.listens_for(db, "before_flush")
    def _gather(session: Session, _context: Any, _instances: Any) -> None:
        for thing in (*session.new, *session.dirty, *session.deleted):
            if isinstance(thing, Reply):
                thing = thing.question
            if isinstance(thing, Shown):
                touched.add(thing)

    @event.listens_for(db, "loaded_as_persistent")
    def _hold(_session: Session, thing: object) -> None:
        # A session forgets what nobody holds, and a burst would load its question anew for each vote.
        if isinstance(thing, Shown):
            held.append(thing)

    return touched


def stamp(db: Session, touched: Iterable[Shown], changes: Changes) -> None:
    """Give each object whose view changed for an audience that audience's next revision; one per transaction."""
    shown: list[str] = []
    for thing in list(touched):
        if thing not in db:  # its command was refused, and it was never stored
            continue
        assert isinstance(thing, Meeting | Item | Question)
        meeting = thing if isinstance(thing, Meeting) else db.get_one(Meeting, thing.meeting_id)
        was_hidden = thing.team_revision > 0 and not thing.everyone_revision
        for audience in AUDIENCES:
            now = digest(view_of(thing, audience))
            if now != getattr(thing, f"{audience}_digest"):
                setattr(thing, f"{audience}_digest", now)
                setattr(thing, f"{audience}_revision", next_revision(meeting, audience, changes))
                changes.beyond_scores.add((meeting.id, audience))
        if isinstance(thing, Question):
            _stamp_for_author(thing, changes)
            if was_hidden and thing.everyone_revision:
                shown.append(thing.id)
    if shown:
        _tell_of_what_is_shown_at_last(db, shown, changes)


def _tell_of_what_is_shown_at_last(db: Session, ids: list[str], changes: Changes) -> None:
    """Tell those who have something in questions that nobody could see until now: joined questions, moved votes."""
    for question in db.scalars(select(Question).where(Question.into_id.in_(ids))):
        _stamp_for_author(question, changes)
    votes = db.execute(select(Vote.seat_id, Vote.question_id).where(Vote.question_id.in_(ids)))
    aftermath(db).votes_moved += [(seat_id, question_id, 1) for seat_id, question_id in votes]


def next_revision(meeting: Meeting, audience: Audience, changes: Changes) -> int:
    """The revision of an audience that this transaction makes: the same one for all that it changes."""
    counter = f"{audience}_count"
    before = changes.revisions.setdefault((meeting.id, audience), getattr(meeting, counter))
    setattr(meeting, counter, before + 1)
    return before + 1


def _stamp_for_author(question: Question, changes: Changes) -> None:
    if question.seat_id is None:  # nobody knows any more whose it is
        return
    view = authors_view_of(question)
    now = digest(view)
    if now != question.author_digest:
        question.author_digest = now
        question.author_revision += 1
        changes.authors.append((question.seat_id, view | {"revision": question.author_revision}))
