"""Codes for one person each, for a closed meeting: handed out on paper, good for one seat."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Ticket
from facilitation.room.actor import Actor
from facilitation.room.codes import new_ticket, read_ticket
from facilitation.room.lookup import meeting_of
from facilitation.room.tokens import token_hash

AT_ONCE, LIMIT = 500, 20_000

_TICKET = Ticket.__table__


class AddTickets(msgspec.Struct, forbid_unknown_fields=True):
    """So many new codes."""

    count: int


def add(db: Session, actor: Actor, order: AddTickets) -> dict[str, Any]:
    """Make codes for one person each; they cannot be told again."""
    if not 0 < order.count <= AT_ONCE:
        raise Refused("ticket.too_many", limit=AT_ONCE)
    meeting = meeting_of(db, actor)
    if unused(db, meeting.id) + order.count > LIMIT:
        raise Refused("ticket.too_many", limit=LIMIT)
    tickets = [new_ticket() for _ in range(order.count)]
    # In the order of their hashes, so that nothing tells which lay beside which.
    hashes = sorted(token_hash(meeting.team_key, ticket) for ticket in tickets)
    db.execute(insert(Ticket), [{"meeting_id": meeting.id, "ticket_hash": each} for each in hashes])
    return {"tickets": tickets}


def unused(db: Session, meeting_id: int) -> int:
    """How many have not been used."""
    return db.scalar(select(func.count()).select_from(Ticket).where(Ticket.meeting_id == meeting_id)) or 0


def is_good(db: Session, meeting_id: int, team_key: bytes, typed: str) -> bool:
    """Whether this code has not been used yet."""
    return db.execute(select(_TICKET.c.ticket_hash).where(*_this(meeting_id, team_key, typed))).first() is not None


def use_ticket(db: Session, meeting_id: int, team_key: bytes, typed: str) -> None:
    """Use a code up; one that is wrong or used is as unknown as a meeting that is not there."""
    used = delete(_TICKET).where(*_this(meeting_id, team_key, typed))  # type: ignore[arg-type]
    if not db.execute(used.returning(_TICKET.c.ticket_hash)).all():
        raise Refused("meeting.unknown")


def _this(meeting_id: int, team_key: bytes, typed: str) -> tuple[ColumnElement[bool], ...]:
    return (_TICKET.c.meeting_id == meeting_id, _TICKET.c.ticket_hash == token_hash(team_key, read_ticket(typed)))
