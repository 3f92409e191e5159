"""A meeting: one live session, as planned and as it stands now."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Integer, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from facilitation.db import Base
from facilitation.models.columns import UtcDateTime, now
from facilitation.models.shown import Shown

OPEN, PAUSED, ENDED = "open", "paused", "ended"


def new_key() -> bytes:
    """A secret that turns tokens into what is stored of them."""
    return secrets.token_bytes(32)


class Meeting(Shown, Base):
    """One live session. ``programme`` is what was planned and never changes; the items are what is played.

    ``key`` is behind the tokens of participants alone; once it is destroyed, the meeting is ``forgotten_at``, and
    nobody can tell any more whose a seat was. ``team_key`` is behind links, codes for one person, and the seats of the
    team, who read the record afterwards. ``passphrase`` (hashed), ``totp`` (base32) and ``totp_step`` (the last that
    was used) let the organiser in. ``lists`` are names and words that the organiser wants marked; nobody else is shown
    them. ``stopped``: paused in an emergency, with nothing on the stage. ``made_by`` is the one-time name of the form
    that made it, so that a reload does not make another. ``everyone_count`` and ``team_count`` are the audiences'
    revision counters.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint(f"state IN ('{OPEN}', '{PAUSED}', '{ENDED}')", name="state"),
        {"sqlite_autoincrement": True},  # what is kept in memory of a purged meeting must not be another one's
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    key: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=new_key)
    team_key: Mapped[bytes] = mapped_column(LargeBinary(32), default=new_key)
    passphrase: Mapped[str | None] = mapped_column(Text)
    totp: Mapped[str | None] = mapped_column(String(64))
    totp_step: Mapped[int | None] = mapped_column(Integer)
    made_by: Mapped[str | None] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(Text)
    programme: Mapped[dict[str, Any]] = mapped_column(JSON)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    lists: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(12), default=OPEN)
    stopped: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    current: Mapped[str | None] = mapped_column(String(64))
    presented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    highlighted: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    everyone_count: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    team_count: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
