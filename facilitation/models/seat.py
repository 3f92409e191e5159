"""Seats and the invitation links that lead to the team's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    and_,
    not_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from facilitation.db import Base
from facilitation.models.columns import UtcDateTime

PARTICIPANT, MODERATOR, RAPPORTEUR, INTERPRETER, STAGE, ORGANISER = (
    "participant",
    "moderator",
    "rapporteur",
    "interpreter",
    "stage",
    "organiser",
)
# Whom a link lets in; a participant needs a code alone, the organiser a passphrase.
INVITED = (MODERATOR, RAPPORTEUR, INTERPRETER, STAGE)
ROLES = (PARTICIPANT, *INVITED, ORGANISER)
TEAM = frozenset({MODERATOR, RAPPORTEUR, INTERPRETER, ORGANISER})

_EXPIRES = text("expires_at IS NOT NULL")
_ROLE_CHECK = "role IN ({})".format(", ".join(f"'{role}'" for role in ROLES))


class Seat(Base):
    """One person's or screen's place in a meeting. Only a keyed hash of its token is stored, and no address.

    ``link_id`` is the invitation through which it came, and ``expires_at`` that one's end. ``muted_for`` is the
    question because of which its holder may ask nothing more.
    """

    __tablename__ = "seats"
    __table_args__ = (
        CheckConstraint(_ROLE_CHECK, name="role"),
        # Every process looks with each heartbeat who was revoked, among all that ever came.
        Index("ix_seats_revoked", "meeting_id", sqlite_where=text("revoked"), postgresql_where=text("revoked")),
        Index("ix_seats_expires_at", "expires_at", sqlite_where=_EXPIRES, postgresql_where=_EXPIRES),
        # No number is given twice: an open page of a seat that was deleted must not become somebody else's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    group: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    rehearsal: Mapped[bool] = mapped_column(Boolean, default=False)
    revoked: Mapped[bool] = mapped_column(Boolean, default=False)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("links.id", ondelete="SET NULL"), index=True)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    muted_for: Mapped[str | None] = mapped_column(String(16))


def holds(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Of a row of seats: it was not revoked, and has not run out at this moment.

    Its negation is what every process looks for each second; PostgreSQL finds that by the two indexes above.
    """
    seat = Seat.__table__.c
    return and_(not_(seat.revoked), or_(seat.expires_at.is_(None), seat.expires_at > at))


class Link(Base):
    """An invitation to a team seat or the stage. Only a keyed hash of its secret is stored.

    ``name`` tells the organiser for whom it is; ``uses_left`` is NULL where it may be used several times.
    """

    __tablename__ = "links"
    __table_args__ = (CheckConstraint(_ROLE_CHECK, name="role"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str | None] = mapped_column(Text)
    uses_left: Mapped[int | None] = mapped_column(Integer)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Ticket(Base):
    """A code for one person, not used yet. Nothing tells later which seat it became: it is deleted when it is used."""

    __tablename__ = "tickets"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    ticket_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
