"""First answers, kept so that a repeat after a lost acknowledgement does nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from facilitation.models import Receipt
from facilitation.models.given import given, these

_RECEIPT = Receipt.__table__
_KEY = given()
_KEPT = select(_RECEIPT.c.seat_id, _RECEIPT.c.command_id, _RECEIPT.c.answer).where(
    _RECEIPT.c.seat_id == _KEY[0].as_integer(), _RECEIPT.c.command_id == _KEY[1].as_string()
)
_KEEP = insert(_RECEIPT)  # type: ignore[arg-type]  # a table, as the declarative base has it

Key = tuple[int, str]
"""(seat, the command's id)."""


def first_answers(db: Session, keys: Sequence[Key]) -> dict[Key, Any]:
    """The answers that were given before, of these commands."""
    if not keys:
        return {}
    rows = db.execute(_KEPT, these(keys))
    return {(seat_id, command_id): msgspec.json.decode(answer) for seat_id, command_id, answer in rows}


def keep(db: Session, answers: Iterable[tuple[Key, Any]]) -> None:
    """Keep these answers for repeats."""
    rows = [
        {"seat_id": seat_id, "command_id": command_id, "answer": msgspec.json.encode(answer)}
        for (seat_id, command_id), answer in answers
    ]
    if rows:
        db.execute(_KEEP, rows)
