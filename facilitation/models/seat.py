"""Seats and the invitation links that lead to the team's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from facilitation.db import Base
from facilitation.models.columns import UtcDateTime

PARTICIPANT, MODERATOR, RAPPORTEUR, INTERPRETER, STAGE = (
    "participant",
    "moderator",
    "rapporteur",
    "interpreter",
    "stage",
)
ROLES = (PARTICIPANT, MODERATOR, RAPPORTEUR, INTERPRETER, STAGE)
TEAM = frozenset({MODERATOR, RAPPORTEUR, INTERPRETER})

_ROLE_CHECK = "role IN ({})".format(", ".join(f"'{role}'" for role in ROLES))


class Seat(Base):
    """One person's or screen's place in a meeting. Only a keyed hash of its token is stored, and no address."""

    __tablename__ = "seats"
    __table_args__ = (
        CheckConstraint(_ROLE_CHECK, name="role"),
        # Every process looks with each heartbeat who was revoked, among all that ever came.
        Index("ix_seats_revoked", "meeting_id", sqlite_where=text("revoked"), postgresql_where=text("revoked")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    group: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    rehearsal: Mapped[bool] = mapped_column(Boolean, default=False)
    revoked: Mapped[bool] = mapped_column(Boolean, default=False)


class Link(Base):
    """An invitation to a team seat or the stage. Only a keyed hash of its secret is stored."""

    __tablename__ = "links"
    __table_args__ = (CheckConstraint(_ROLE_CHECK, name="role"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
