"""Coming in: what somebody brings who wants a seat, and what opens a meeting to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, insert, or_, select, update
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Link, Seat
from facilitation.models.columns import now
from facilitation.models.meeting import ENDED
from facilitation.models.seat import PARTICIPANT
from facilitation.room.aftermath import aftermath
from facilitation.room.codes import read_code
from facilitation.room.languages import clean_language
from facilitation.room.meetings import GROUP_LIMIT
from facilitation.room.seats import DOOR, Door
from facilitation.room.text import clean_line
from facilitation.room.tickets import is_good, use_ticket
from facilitation.room.tokens import new_token, token_hash

_SEAT, _LINK = Seat.__table__, Link.__table__
# Where a seat is taken, no other process forgets or purges the meeting until it is stored; PostgreSQL alone needs it.
# Others take seats meanwhile, and commands change the meeting.
_DOOR_KEPT = DOOR.with_for_update(read=True, key_share=True)
_TAKEN = insert(_SEAT).returning(_SEAT.c.id, _SEAT.c.meeting_id, _SEAT.c.role)  # type: ignore[arg-type]


class TakeSeat(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody brings who wants in; with no invite, a participant.

    ``ticket`` is a code for one person, which a closed meeting asks of its participants.
    """

    invite: str | None = None
    ticket: str | None = None
    group: str | None = None
    language: str | None = None
    rehearsal: bool = False


def check_door(db: Session, code: str, wish: TakeSeat) -> bool:
    """Refuse who could not take this seat in a closed meeting: whether it is one; nothing is used up."""
    meeting = db.execute(DOOR, {"code": read_code(code)}).one_or_none()
    if meeting is None:
        raise Refused("meeting.unknown")
    if meeting.settings["closed"]:
        _check_proof(db, meeting, wish)
        if meeting.state == ENDED or meeting.key is None:
            raise Refused("meeting.unknown")
    return bool(meeting.settings["closed"])


def take(
    db: Session, orders: Sequence[tuple[str, TakeSeat, bool, Collection[str] | None]]
) -> list[tuple[str, str] | Refused]:
    """Give out a new seat for each (code, wish, whether it is paid for, roles it may be of, or any): (token, role).

    A hall comes in one moment, so all are stored at once. A token is not kept and cannot be told again. The answer to
    each order is in its place.
    """
    meetings: dict[str, Door | None] = {}
    seats: list[dict[str, Any]] = []
    answers: list[tuple[str, str] | Refused] = []
    for typed_code, wish, paid, roles in orders:
        code = read_code(typed_code)
        if code not in meetings:
            meetings[code] = db.execute(_DOOR_KEPT, {"code": code}).one_or_none()
        token = new_token()
        try:
            seat = _seat(db, meetings[code], wish, token, paid, roles)
        except Refused as refusal:
            answers.append(refusal)
            continue
        seats.append(seat)
        answers.append((token, seat["role"]))
    if seats:
        given = db.execute(_TAKEN, seats)
        aftermath(db).seats_taken.extend((id_, meeting_id) for id_, meeting_id, role in given if role == PARTICIPANT)
    return answers


def _seat(
    db: Session, meeting: Door | None, wish: TakeSeat, token: str, paid: bool, roles: Collection[str] | None
) -> dict[str, Any]:
    if meeting is None:
        raise Refused("meeting.unknown")
    if meeting.settings["closed"]:  # who only guessed a code learns nothing of it
        _check_proof(db, meeting, wish)
    closed = meeting.settings["closed"] and not wish.invite
    if not wish.invite and (meeting.state == ENDED or meeting.key is None):
        raise Refused("meeting.unknown" if closed else "meeting.ended")
    group = clean_line(wish.group, GROUP_LIMIT, "group")
    if group and group not in meeting.settings["groups"]:
        raise Refused("group.unknown")
    if not (wish.invite or closed or paid) and meeting.settings["protection"]:
        raise Refused("work.needed")  # with its puzzle from the door
    language = clean_language(wish.language)
    invitation = _use_link(db, meeting, wish.invite, roles) if wish.invite else None
    if closed:
        use_ticket(db, meeting.id, meeting.team_key, wish.ticket or "")
    key = meeting.team_key if invitation else meeting.key
    return {
        "meeting_id": meeting.id,
        "token_hash": token_hash(key, token),
        "role": invitation.role if invitation else PARTICIPANT,
        "group": group,
        "language": language,
        "rehearsal": wish.rehearsal,
        "link_id": invitation.id if invitation else None,
        "expires_at": invitation.expires_at if invitation else None,
    }


def _check_proof(db: Session, meeting: Door, wish: TakeSeat) -> None:
    """Refuse who brings nothing that opens a closed meeting, before anything else is said; nothing is used up."""
    if wish.invite:
        known = db.execute(select(_LINK.c.id).where(*_opened_by(meeting, wish.invite))).first() is not None
    else:
        known = bool(wish.ticket) and is_good(db, meeting.id, meeting.team_key, wish.ticket or "")
    if not known:
        raise Refused("meeting.unknown")


def _opened_by(meeting: Door, invite: str) -> tuple[ColumnElement[bool], ...]:
    """Which link this secret opens now."""
    return (
        _LINK.c.meeting_id == meeting.id,
        _LINK.c.secret_hash == token_hash(meeting.team_key, invite),
        _LINK.c.revoked_at.is_(None),
        or_(_LINK.c.uses_left.is_(None), _LINK.c.uses_left > 0),
        or_(_LINK.c.expires_at.is_(None), _LINK.c.expires_at > now()),
    )


def _use_link(db: Session, meeting: Door, invite: str, roles: Collection[str] | None) -> Row[Any]:
    """The link that this secret opens, used once more; two who use the last use at once get it once.

    One of another role than ``roles`` is not used, and refused as such.
    """
    fits = () if roles is None else (_LINK.c.role.in_(roles),)
    used = (
        update(_LINK)  # type: ignore[arg-type]  # a table, as the declarative base has it
        .where(*_opened_by(meeting, invite), *fits)
        .values(uses_left=_LINK.c.uses_left - 1, used_at=now())
        .returning(_LINK.c.id, _LINK.c.role, _LINK.c.expires_at)
    )
    link = db.execute(used).one_or_none()
    if link is None and db.execute(select(_LINK.c.id).where(*_opened_by(meeting, invite))).first():
        raise Refused("invite.elsewhere")  # who has it learns nothing by that
    if link is None and meeting.settings["closed"]:  # somebody else had the last use just now
        raise Refused("meeting.unknown")
    if link is None:
        raise Refused("invite.unknown")
    return link
