"""Where several processes write: one of them at a time changes a meeting."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitation.models import Meeting


def lock_meetings(db: Session, ids: Collection[int]) -> list[Meeting]:
    """Keep every other process from changing these meetings until this transaction ends; the meetings as they are now.

    To be called before anything of these meetings is read, once, with all of them: they are locked in the order of
    their ids, so that no two processes wait for each other. On SQLite there is nothing to do: the whole file is the
    writer's.
    """
    if not ids or db.get_bind().dialect.name != "postgresql":
        return []
    locked = select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id)
    # Not FOR UPDATE: rows that refer to a meeting, such as new seats, are free to come meanwhile. What must not have
    # that (``room/forgetting.py``) asks for more.
    locked = locked.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(db.scalars(locked))
