"""What has to follow from the rules of one transaction, noted by the rules and done once by the writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from operator import iadd, ior
from typing import Any

from sqlalchemy.orm import Session


@dataclass(slots=True)
class Aftermath:
    """Notes of one transaction, all of them of what was done in it: see ``whole_or_not``.

    ``voted``: questions whose votes have to be counted again. ``votes_cast``: (seat, question, value) of votes that a
    seat gave or took back. ``votes_moved``: the same of votes that an act of the team moved. ``muted``: seats that may
    ask again or no longer, or whose appeal has been made or settled. ``seats_taken``: (seat, meeting) of participants
    who came. ``seats_revoked``: seats whose sockets have to be closed. ``forgotten``: meetings whose participants'
    seats and votes have to go, after the last count. ``purged``: meetings of which nothing is left. ``text_erased``:
    something written was deleted and must leave the write-ahead log as well.
    """

    voted: set[str] = field(default_factory=set)
    votes_cast: list[tuple[int, str, int]] = field(default_factory=list)
    votes_moved: list[tuple[int, str, int]] = field(default_factory=list)
    seats_taken: list[tuple[int, int]] = field(default_factory=list)
    muted: set[int] = field(default_factory=set)
    seats_revoked: set[int] = field(default_factory=set)
    forgotten: set[int] = field(default_factory=set)
    purged: set[int] = field(default_factory=set)
    text_erased: bool = False

    def add(self, more: Aftermath) -> None:
        """Note all of this as well."""
        for each in fields(self):
            mine = getattr(self, each.name)
            join: Callable[[Any, Any], Any] = iadd if isinstance(mine, list) else ior
            setattr(self, each.name, join(mine, getattr(more, each.name)))


def aftermath(db: Session) -> Aftermath:
    """The notes of the running transaction."""
    notes: Aftermath = db.info.setdefault("aftermath", Aftermath())
    return notes


@contextmanager
def whole_or_not(db: Session) -> Iterator[None]:
    """A savepoint for one command: where it comes to nothing, its notes go with all that it stored."""
    before = aftermath(db)
    db.info["aftermath"] = own = Aftermath()
    try:
        with db.begin_nested():
            yield
        before.add(own)
    finally:
        db.info["aftermath"] = before
