"""Invitations for the team and the stage: made and revoked by the organiser, each for one role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Link, Seat
from facilitation.models.columns import now
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.lookup import meeting_of
from facilitation.room.text import clean_line
from facilitation.room.tokens import new_token, token_hash

NAME_LIMIT, LIMIT, HOURS = 80, 500, 8760
# What a database takes for a number of a row.
_LARGEST = 2**31 - 1

_LINK, _SEAT = Link.__table__, Seat.__table__


class AddLink(msgspec.Struct, forbid_unknown_fields=True):
    """A new invitation: for how many (``single``: one use), and for how many hours; without, until it is revoked."""

    role: Literal["moderator", "rapporteur", "interpreter", "stage"]
    name: str | None = None
    single: bool = False
    hours: int | None = None


class OnLink(msgspec.Struct, forbid_unknown_fields=True):
    """An invitation, by the number that the organiser's list gives it."""

    link: int


def add(db: Session, actor: Actor, order: AddLink) -> dict[str, Any]:
    """Make an invitation; its secret cannot be told again."""
    meeting = meeting_of(db, actor)
    if order.hours is not None and not 1 <= order.hours <= HOURS:
        raise Refused("link.bad_hours", limit=HOURS)
    if (db.scalar(select(func.count()).select_from(Link).where(Link.meeting_id == meeting.id)) or 0) >= LIMIT:
        raise Refused("link.too_many", limit=LIMIT)
    secret = new_token()
    link = Link(
        meeting_id=meeting.id,
        secret_hash=token_hash(meeting.team_key, secret),
        role=order.role,
        name=clean_line(order.name, NAME_LIMIT, "link"),
        uses_left=1 if order.single else None,
        expires_at=now() + timedelta(hours=order.hours) if order.hours is not None else None,
    )
    db.add(link)
    db.flush()
    return {"link": link.id, "secret": secret}


def revoke(db: Session, actor: Actor, order: OnLink) -> None:
    """Let nobody in by an invitation any more, and nobody stay who came by it."""
    here = (_LINK.c.id == order.link, _LINK.c.meeting_id == actor.meeting_id)
    known = 0 < order.link <= _LARGEST
    # First the invitation itself: whoever uses it just now, at another process, is either before this or refused.
    revoked = update(_LINK).where(*here).values(revoked_at=func.coalesce(_LINK.c.revoked_at, now()))  # type: ignore[arg-type]
    if not known or db.scalar(revoked.returning(_LINK.c.id)) is None:
        raise Refused("link.unknown")
    held = (_SEAT.c.link_id == order.link, _SEAT.c.revoked.is_(False))
    through = update(_SEAT).where(*held).values(revoked=True)  # type: ignore[arg-type]
    aftermath(db).seats_revoked.update(db.scalars(through.returning(_SEAT.c.id)))


def listed(db: Session, meeting_id: int) -> list[Link]:
    """All invitations of a meeting, the last one first; nothing in them opens anything."""
    return list(db.scalars(select(Link).where(Link.meeting_id == meeting_id).order_by(Link.id.desc())))
