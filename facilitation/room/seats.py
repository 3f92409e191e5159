"""Knowing whose seat a token is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Meeting, Seat
from facilitation.models.columns import now
from facilitation.models.seat import holds
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.codes import read_code
from facilitation.room.tokens import token_hash

# Every phone of a hall comes through these, so they are built once and read columns alone.
_MEETING, _SEAT = Meeting.__table__.c, Seat.__table__.c
DOOR = select(_MEETING.id, _MEETING.key, _MEETING.team_key, _MEETING.state, _MEETING.settings).where(
    _MEETING.code == bindparam("code")
)
_HOLDER = select(_SEAT.id, _SEAT.role, _SEAT.group, _SEAT.language, _SEAT.rehearsal).where(
    _SEAT.token_hash.in_([bindparam("token"), bindparam("team_token")]),
    _SEAT.meeting_id == bindparam("meeting"),
    holds(bindparam("now")),
)
Door = Row[Any, Any, Any, Any, Any]


def meeting_with(db: Session, code: str) -> Meeting:
    """The meeting with this code, typed in any case, with or without the dash."""
    meeting = db.scalar(select(Meeting).where(Meeting.code == read_code(code)))
    if meeting is None:
        raise Refused("meeting.unknown")
    return meeting


def is_seated(db: Session, actor: Actor) -> bool:
    """Whether this is still a seat of its meeting, in its role."""
    here = (_SEAT.id == actor.seat_id, _SEAT.meeting_id == actor.meeting_id, _SEAT.role == actor.role)
    return db.scalar(select(_SEAT.id).where(*here, holds(now()))) is not None


def give_up(db: Session, code: str, tokens: Sequence[str]) -> None:
    """End the seats of one meeting that these tokens are of; of what is none, nothing is said."""
    meeting = db.execute(DOOR, {"code": read_code(code)}).one_or_none()
    if meeting is None:
        return
    keys = [key for key in (meeting.key, meeting.team_key) if key]
    hashes = [token_hash(key, token) for key in keys for token in tokens]
    held = (_SEAT.meeting_id == meeting.id, _SEAT.token_hash.in_(hashes), _SEAT.revoked.is_(False))
    ended = update(Seat.__table__).where(*held).values(revoked=True).returning(_SEAT.id)  # type: ignore[arg-type]
    aftermath(db).seats_revoked.update(db.scalars(ended))


def seated(db: Session, code: str, token: str) -> Actor:
    """Who holds this token in this meeting; unknown meeting, wrong token and other meeting's token answer alike.

    Nothing of it is kept between two calls: a seat can be revoked at any time, and by another process.
    """
    meeting = db.execute(DOOR, {"code": read_code(code)}).one_or_none()
    # Looked up also where there is no meeting, or no key: how long it takes must not tell which codes there are.
    keys = (meeting.key or b"", meeting.team_key) if meeting else (b"", b"")
    own_token, team_token = (token_hash(key, token) for key in keys)
    proof = {"meeting": meeting.id if meeting else 0, "token": own_token, "team_token": team_token, "now": now()}
    seat = db.execute(_HOLDER, proof).one_or_none()
    if not meeting or not seat:
        raise Refused("seat.unknown")
    return Actor(meeting.id, seat.id, seat.role, seat.group, seat.language, seat.rehearsal)
