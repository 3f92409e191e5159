"""Taking a seat, and knowing whose seat a token is."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
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


def take(db: Session, code: str, wish: TakeSeat) -> tuple[str, str]:
    """Give out a new seat: (token, role). The token is not kept and cannot be told again."""
    meeting = meeting_with(db, code)
    role = _invited_role(db, meeting, wish.invite) if wish.invite else PARTICIPANT
    if role == PARTICIPANT and meeting.state == ENDED:
        raise Refused("meeting.ended")
    group = clean_line(wish.group, GROUP_LIMIT, "group")
    if group and group not in meeting.settings["groups"]:
        raise Refused("group.unknown")
    token = new_token()
    db.add(
        Seat(
            meeting_id=meeting.id,
            token_hash=token_hash(meeting.key, token),
            role=role,
            group=group,
            language=clean_line(wish.language, LANGUAGE_LIMIT, "language"),
            rehearsal=wish.rehearsal,
        )
    )
    return token, role


def seated(db: Session, code: str, token: str) -> Actor:
    """Who holds this token in this meeting; unknown meeting, wrong token and other meeting's token answer alike."""
    meeting = db.scalar(select(Meeting).where(Meeting.code == read_code(code)))
    seat = meeting and db.scalar(
        select(Seat).where(
            Seat.meeting_id == meeting.id,
            Seat.token_hash == token_hash(meeting.key, token),
            Seat.revoked.is_(False),
        )
    )
    if not seat:
        raise Refused("seat.unknown")
    return Actor(seat.meeting_id, seat.id, seat.role, seat.group, seat.language, seat.rehearsal)


def _invited_role(db: Session, meeting: Meeting, invite: str) -> str:
    secret = token_hash(meeting.key, invite)
    role = db.scalar(
        select(Link.role).where(Link.meeting_id == meeting.id, Link.secret_hash == secret, Link.revoked_at.is_(None))
    )
    if role is None:
        raise Refused("invite.unknown")
    return role
