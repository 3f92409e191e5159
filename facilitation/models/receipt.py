"""First answers to commands, so that a repeat after a lost acknowledgement does nothing twice."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from facilitation.db import Base


class Receipt(Base):
    """The answer that a seat's command got, as JSON; it never holds what somebody wrote."""

    __tablename__ = "receipts"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True)
    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[bytes] = mapped_column(LargeBinary)
