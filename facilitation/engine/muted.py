"""Telling people that they may ask nothing more, or that they may again; each in a room of their own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Engine

from facilitation.db import reading
from facilitation.engine.pulse import room_of_seat
from facilitation.room.muting import standing


def tell_muted(database: Engine, send: Callable[[str, str, dict[str, Any]], None], seat_ids: Collection[int]) -> None:
    """Tell these seats how they stand: as it is stored now, so that the last word is the true one."""
    if not seat_ids:
        return
    with reading(database, ahead=True) as db:
        found = {seat_id: standing(db, seat_id) for seat_id in seat_ids}
    for seat_id, stands in found.items():
        send(room_of_seat(seat_id), "yours", {"set": stands})
