"""The state of a meeting for an audience, as JSON kept until the revision moves, and what is a seat's own beside it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Engine, Row, bindparam, exists, select
from sqlalchemy.orm import Session

from facilitation.db import reading
from facilitation.engine.shelves import Made, Shelves
from facilitation.engine.state import state_since
from facilitation.engine.views import Audience, View, own_view
from facilitation.errors import Refused
from facilitation.models import Meeting, Question, Reply, Seat, Vote
from facilitation.models.columns import now
from facilitation.models.seat import holds
from facilitation.room.actor import Actor
from facilitation.room.muting import told

# A whole hall joins again at once, and each by these few statements; so they are built once and read columns alone.
_MEETING, _SEAT, _ASKED, _REPLY, _VOTE = (table.__table__ for table in (Meeting, Seat, Question, Reply, Vote))
_MINE = _ASKED.c.seat_id == bindparam("seat")
_LOOK = select(
    _MEETING.c.everyone_count,
    _MEETING.c.team_count,
    exists().where(_SEAT.c.id == bindparam("seat"), holds(bindparam("now"))).label("seated"),
    exists().where(_MINE).label("asked"),
    exists().where(_VOTE.c.seat_id == bindparam("seat")).label("voted"),
).where(_MEETING.c.id == bindparam("meeting"))
_INTO = _ASKED.alias()
_INTO_SHOWN = exists().where(_INTO.c.id == _ASKED.c.into_id, _INTO.c.everyone_revision > 0).label("into_shown")
_QUESTIONS = select(_ASKED, _INTO_SHOWN).where(_MINE).order_by(_ASKED.c.at, _ASKED.c.id)
_REPLIES = select(_REPLY).join(_ASKED, _ASKED.c.id == _REPLY.c.question_id).where(_MINE).order_by(_REPLY.c.id)
# Of whatever was voted on, seen or not just now: a question that was joined with another may be back tomorrow. But not
# what was never seen, to which a vote can have moved: that it waits is nobody's to know.
_VOTES = select(_VOTE.c.question_id).join(_ASKED, _ASKED.c.id == _VOTE.c.question_id)
_VOTES = _VOTES.where(_VOTE.c.seat_id == bindparam("seat"), _ASKED.c.everyone_revision > 0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an audience sees at one revision, as JSON: made by the first who asks, and awaited by the others."""

    revision: int
    made: Future[msgspec.Raw] = field(default_factory=Future)

    @property
    def state(self) -> msgspec.Raw:
        """The JSON; raises what went wrong where it could not be made."""
        return self.made.result()


@dataclass(frozen=True, slots=True)
class Seen:
    """What one seat sees: the snapshot of its audience, the revisions, and what is its own."""

    snapshot: Snapshot
    revision: dict[str, int]
    you: dict[str, Any]

    @property
    def mine(self) -> dict[str, list[Any]]:
        """The seat's own questions and votes."""
        mine: dict[str, list[Any]] = self.you["mine"]
        return mine


class Snapshots:
    """States of meetings, made once per revision, whoever asks; on ``shelves``, what others made of everyone's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[tuple[int, Audience], Snapshot] = {}
        self._looking = threading.Lock()
        self.shelves = Shelves()

    def keep_only(self, meeting_ids: Collection[int]) -> None:
        """Let go of all states of other meetings: nobody is in them any more."""
        for key in [key for key in self._kept if key[0] not in meeting_ids]:
            self._kept.pop(key, None)
        self.shelves.keep_only(meeting_ids)

    def forget(self, meeting_id: int, audience: Audience, before: int, only_scores: bool) -> None:
        """Let go of a state that is over, of revision ``before`` or older; it may hold words that were taken back."""
        kept = self._kept.get((meeting_id, audience))
        if kept and kept.revision <= before:  # who joined since the commit may have made the next one already
            self._let_go(meeting_id, audience, kept)
        if audience == "everyone" and not only_scores:
            self.shelves.forget(meeting_id)

    def seen_by(self, actor: Actor) -> Seen:
        """What a seat sees, all of one moment; raises Refused("meeting.unknown")."""
        with reading(self._engine) as db:
            look = _look(db, actor)
            revision = {"everyone": look.everyone_count}
            if actor.audience == "team":
                revision["team"] = look.team_count
            snapshot = self._snapshot(db, actor.meeting_id, actor.audience, revision[actor.audience])
            return Seen(snapshot, revision, _you(db, actor, look))

    def is_all_to_see(self, actor: Actor, made: Made, seconds: float) -> bool:
        """Whether a seat sees just what everyone does, and this tells it; raises Refused as ``seen_by`` does."""
        with reading(self._engine) as db:
            look = _look(db, actor)
            return not (look.asked or look.voted) and made.stands(db, actor.meeting_id, seconds)

    def join(self, actor: Actor) -> dict[str, Any]:
        """All that a seat needs to begin, or to begin again."""
        seen = self.seen_by(actor)
        return {"you": seen.you, "state": seen.snapshot.state, "revision": seen.revision, "audience": actor.audience}

    def _snapshot(self, db: Session, meeting_id: int, audience: Audience, revision: int) -> Snapshot:
        with self._looking:
            kept = self._kept.get((meeting_id, audience))
            if kept and kept.revision == revision:
                return kept
            kept = self._kept[meeting_id, audience] = Snapshot(revision)
        try:
            state, _gone = state_since(db, db.get_one(Meeting, meeting_id), audience, None)
            kept.made.set_result(msgspec.Raw(msgspec.json.encode(state)))
        except BaseException as error:  # whatever it is, those who wait must hear of it, and the next one tries again
            self._let_go(meeting_id, audience, kept)
            kept.made.set_exception(error)
            raise
        return kept

    def _let_go(self, meeting_id: int, audience: Audience, kept: Snapshot) -> None:
        with self._looking:
            if self._kept.get((meeting_id, audience)) is kept:
                del self._kept[meeting_id, audience]


def _look(db: Session, actor: Actor) -> Row[Any]:
    look = db.execute(_LOOK, {"meeting": actor.meeting_id, "seat": actor.seat_id, "now": now()}).one_or_none()
    if look is None:
        raise Refused("meeting.unknown")
    if not look.seated:  # no longer, since the socket was opened
        raise Refused("seat.unknown")
    return look


def _you(db: Session, actor: Actor, look: Row[Any]) -> dict[str, Any]:
    """Who one is here, and what is one's own."""
    asked = db.execute(_QUESTIONS, {"seat": actor.seat_id}).all() if look.asked else []
    votes = sorted(db.scalars(_VOTES, {"seat": actor.seat_id})) if look.voted else []
    return {
        "role": actor.role,
        "group": actor.group,
        "language": actor.language,
        **told(asked),
        "mine": {"questions": _own_questions(db, actor, asked) if asked else [], "votes": votes},
    }


def _own_questions(db: Session, actor: Actor, asked: Sequence[Row[Any]]) -> list[View]:
    seat = {"seat": actor.seat_id}
    replies: dict[str, list[Row[Any]]] = defaultdict(list)
    for reply in db.execute(_REPLIES, seat):
        replies[reply.question_id].append(reply)
    return [own_view(question, replies[question.id]) | {"revision": question.author_revision} for question in asked]
