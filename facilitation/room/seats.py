"""Taking a seat, and knowing whose seat a token is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, insert, select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Link, Meeting, Seat
from facilitation.models.meeting import ENDED
from facilitation.models.seat import PARTICIPANT
from facilitation.room.actor import Actor
from facilitation.room.codes import read_code
from facilitation.room.text import clean_line
from facilitation.room.tokens import new_token, token_hash

GROUP_LIMIT, LANGUAGE_LIMIT = 80, 20

# Every phone of a hall comes through these, so they are built once and read columns alone.
_MEETING, _SEAT = Meeting.__table__.c, Seat.__table__.c
_DOOR = select(_MEETING.id, _MEETING.key, _MEETING.state, _MEETING.settings).where(_MEETING.code == bindparam("code"))
_HOLDER = select(_SEAT.id, _SEAT.role, _SEAT.group, _SEAT.language, _SEAT.rehearsal).where(
    _SEAT.token_hash == bindparam("token"), _SEAT.meeting_id == bindparam("meeting"), _SEAT.revoked.is_(False)
)
_Door = Row[Any, Any, Any, Any]


class TakeSeat(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody brings who wants in; with no invite, a participant."""

    invite: str | None = None
    group: str | None = None
    language: str | None = None
    rehearsal: bool = False


def meeting_with(db: Session, code: str) -> Meeting:
    """The meeting with this code, typed in any case, with or without the dash."""
    meeting = db.scalar(select(Meeting).where(Meeting.code == read_code(code)))
    if meeting is None:
        raise Refused("meeting.unknown")
    return meeting


def take(db: Session, orders: Sequence[tuple[str, TakeSeat, bool]]) -> list[tuple[str, str] | Refused]:
    """Give out a new seat for each (code, wish, whether it is paid for): (token, role).

    A hall comes in one moment, so all are stored at once. A token is not kept and cannot be told again. The answer to
    each order is in its place.
    """
    meetings: dict[str, _Door | None] = {}
    seats: list[dict[str, Any]] = []
    answers: list[tuple[str, str] | Refused] = []
    for typed_code, wish, paid in orders:
        code = read_code(typed_code)
        if code not in meetings:
            meetings[code] = db.execute(_DOOR, {"code": code}).one_or_none()
        token = new_token()
        try:
            seat = _seat(db, meetings[code], wish, token, paid)
        except Refused as refusal:
            answers.append(refusal)
            continue
        seats.append(seat)
        answers.append((token, seat["role"]))
    if seats:
        db.execute(insert(Seat), seats)
    return answers


def seated(db: Session, code: str, token: str) -> Actor:
    """Who holds this token in this meeting; unknown meeting, wrong token and other meeting's token answer alike.

    Nothing of it is kept between two calls: a seat can be revoked at any time, and by another process.
    """
    meeting = db.execute(_DOOR, {"code": read_code(code)}).one_or_none()
    # Looked up also where there is no meeting: how long it takes must not tell which codes there are.
    proof = {"meeting": meeting.id if meeting else 0, "token": token_hash(meeting.key if meeting else b"", token)}
    seat = db.execute(_HOLDER, proof).one_or_none()
    if not meeting or not seat:
        raise Refused("seat.unknown")
    return Actor(meeting.id, seat.id, seat.role, seat.group, seat.language, seat.rehearsal)


def _seat(db: Session, meeting: _Door | None, wish: TakeSeat, token: str, paid: bool) -> dict[str, Any]:
    if meeting is None:
        raise Refused("meeting.unknown")
    role = _invited_role(db, meeting, wish.invite) if wish.invite else PARTICIPANT
    if role == PARTICIPANT and meeting.state == ENDED:
        raise Refused("meeting.ended")
    group = clean_line(wish.group, GROUP_LIMIT, "group")
    if group and group not in meeting.settings["groups"]:
        raise Refused("group.unknown")
    if role == PARTICIPANT and not paid and meeting.settings.get("protection"):
        raise Refused("work.needed")  # with its puzzle from the door
    return {
        "meeting_id": meeting.id,
        "token_hash": token_hash(meeting.key, token),
        "role": role,
        "group": group,
        "language": clean_line(wish.language, LANGUAGE_LIMIT, "language"),
        "rehearsal": wish.rehearsal,
    }


def _invited_role(db: Session, meeting: _Door, invite: str) -> str:
    secret = token_hash(meeting.key, invite)
    role = db.scalar(
        select(Link.role).where(Link.meeting_id == meeting.id, Link.secret_hash == secret, Link.revoked_at.is_(None))
    )
    if role is None:
        raise Refused("invite.unknown")
    return role
