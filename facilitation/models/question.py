"""A question from the audience, the team's written replies to it, and the votes that support it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship, validates

from facilitation.db import Base
from facilitation.models.columns import UtcDateTime, new_id, now
from facilitation.models.shown import Shown

WAITING, OPEN, HIGHLIGHTED, ANSWERED, ARCHIVED = "waiting", "open", "highlighted", "answered", "archived"
DECLINED, MERGED, WITHDRAWN = "declined", "merged", "withdrawn"

PUBLIC_STATES = frozenset({OPEN, HIGHLIGHTED, ANSWERED, ARCHIVED})
STATES = PUBLIC_STATES | {WAITING, DECLINED, MERGED, WITHDRAWN}


class Question(Shown, Base):
    """What a participant sent in. ``score`` is always the number of its rows in ``votes``.

    ``seat_id`` is whose it is, until the meeting is forgotten; ``group`` and ``rehearsal`` are that seat's, written
    here so that they outlast it. ``published_at`` is when it first came on the list, and all of its times that everyone
    is told; ``edition`` counts how often its author changed its words. ``*_scored`` is the audience's revision at which
    the score last changed. ``resting_state`` is what a highlighted question goes back to when another takes its place.
    ``marks`` are the places in the text, as [from, to, kind], that are hidden from everyone unless the moderator shows
    it ``whole``; ``traces`` are those of them that are there whatever the organiser lists, or NULL where nobody has
    looked; ``name_hidden``: so is the whole name, since something in it would be marked. ``muted``: its author
    may ask nothing more, because of this question, and ``appeal`` is what they say to that.
    """

    __tablename__ = "questions"
    __table_args__ = (
        ForeignKeyConstraint(["meeting_id", "item_id"], ["items.meeting_id", "items.id"]),
        CheckConstraint("state IN ({})".format(", ".join(f"'{s}'" for s in sorted(STATES))), name="state"),
        Index("ix_questions_meeting_everyone", "meeting_id", "everyone_revision"),
        Index("ix_questions_meeting_team", "meeting_id", "team_revision"),
        Index("ix_questions_meeting_everyone_scored", "meeting_id", "everyone_scored"),
        Index("ix_questions_meeting_team_scored", "meeting_id", "team_scored"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), index=True)
    group: Mapped[str | None] = mapped_column(Text)
    rehearsal: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    item_id: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default=WAITING)
    resting_state: Mapped[str | None] = mapped_column(String(12))
    score: Mapped[int] = mapped_column(Integer, default=0)
    everyone_scored: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    team_scored: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    reason: Mapped[str | None] = mapped_column(Text)
    marks: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    traces: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    whole: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    name_hidden: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    muted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    appeal: Mapped[str | None] = mapped_column(Text)
    into_id: Mapped[str | None] = mapped_column(ForeignKey("questions.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edition: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    author_revision: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    author_digest: Mapped[bytes | None] = mapped_column(LargeBinary(8))

    replies: Mapped[list[Reply]] = relationship(
        order_by="Reply.id", cascade="all, delete-orphan", back_populates="question"
    )

    @validates("text")
    def _other_words(self, _key: str, text: str) -> str:
        self.traces = None  # these were in the words before
        return text

    @property
    def into_shown(self) -> bool:
        """Whether everyone was ever shown the question that this one was joined with; else its author is not either."""
        db = object_session(self)
        into = db.get(Question, self.into_id) if db and self.into_id else None
        return into is not None and into.everyone_revision > 0


class Reply(Base):
    """A written answer of the team to a question."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    rehearsal: Mapped[bool] = mapped_column(Boolean, default=False)

    question: Mapped[Question] = relationship(back_populates="replies")


class Vote(Base):
    """One seat supports one question; it carries no time, so that it cannot be matched with a glance at a phone.

    ``via_id`` names the merged question through which the vote came, or the question itself: the lineage that
    lets a merge be undone.
    """

    __tablename__ = "votes"

    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True, index=True)
    via_id: Mapped[str] = mapped_column(String(16))
