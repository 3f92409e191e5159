"""First answers, kept so that a repeat after a lost acknowledgement does nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import insert, select, tuple_
from sqlalchemy.orm import Session

from facilitation.models import Receipt

Key = tuple[int, str]
"""(seat, the command's id)."""


def first_answers(db: Session, keys: Sequence[Key]) -> dict[Key, Any]:
    """The answers that were given before, of these commands."""
    if not keys:
        return {}
    kept = select(Receipt.seat_id, Receipt.command_id, Receipt.answer)
    rows = db.execute(kept.where(tuple_(Receipt.seat_id, Receipt.command_id).in_(keys)))
    return {(seat_id, command_id): msgspec.json.decode(answer) for seat_id, command_id, answer in rows}


def keep(db: Session, answers: Iterable[tuple[Key, Any]]) -> None:
    """Keep these answers for repeats."""
    rows = [
        {"seat_id": seat_id, "command_id": command_id, "answer": msgspec.json.encode(answer)}
        for (seat_id, command_id), answer in answers
    ]
    if rows:
        db.execute(insert(Receipt.__table__), rows)  # type: ignore[arg-type]  # a table, as the declarative base has it
