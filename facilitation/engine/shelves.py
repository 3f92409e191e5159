"""What was made of what everyone sees of a meeting, kept for those who ask for the same a moment later."""

from __future__ import annotations

import time
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from facilitation.models import Item, Meeting, Question

# Characters of all that is kept, of all meetings together; what was made first goes first.
LIMIT = 32 * 1024 * 1024

_MEETING, _ITEM, _QUESTION = (table.__table__ for table in (Meeting, Item, Question))
_SINCE: BindParameter[int] = bindparam("revision")
# Whether more than scores changed is in the revisions of the objects, which scores leave as they are.
_LOOK = select(
    _MEETING.c.everyone_count,
    or_(
        _MEETING.c.everyone_revision > _SINCE,
        exists().where(_ITEM.c.meeting_id == _MEETING.c.id, _ITEM.c.everyone_revision > _SINCE),
        exists().where(_QUESTION.c.meeting_id == _MEETING.c.id, _QUESTION.c.everyone_revision > _SINCE),
    ).label("reworded"),
).where(_MEETING.c.id == bindparam("meeting"))


@dataclass(frozen=True, slots=True)
class Made:
    """A thing, the revision of everyone's view that it was made of, and its length in characters."""

    thing: Any
    revision: int
    size: int
    at: float = field(default_factory=time.monotonic)

    def is_younger_than(self, seconds: float) -> bool:
        """Whether it was made within the last so many seconds."""
        return time.monotonic() - self.at < seconds

    def stands(self, db: Session, meeting_id: int, seconds: float) -> bool:
        """Whether it tells what everyone sees now; where only scores changed since, so many seconds old ones do."""
        look = db.execute(_LOOK, {"meeting": meeting_id, "revision": self.revision}).one()
        return not look.reworded and (look.everyone_count == self.revision or self.is_younger_than(seconds))


Shelf = dict[Hashable, Made]


class Shelves:
    """A shelf for each meeting, thrown away with all that is on it as soon as more than a score changes for everyone.

    Only what everyone may see is put there. Whoever makes something takes the shelf before reading what to make it of:
    where words were taken back meanwhile, that shelf is nobody's any more.
    """

    def __init__(self) -> None:
        self._shelves: dict[int, Shelf] = {}
        self._held = 0

    def of(self, meeting_id: int) -> Shelf:
        """The shelf of a meeting."""
        return self._shelves.setdefault(meeting_id, {})

    def put(self, meeting_id: int, shelf: Shelf, name: Hashable, made: Made) -> None:
        """Put something on a meeting's shelf in the place of what was there, unless that was thrown away meanwhile."""
        if self._shelves.get(meeting_id) is not shelf:
            return
        if before := shelf.get(name):
            self._held -= before.size
        shelf[name] = made
        self._held += made.size
        if self._held > LIMIT:
            self._make_room()

    def forget(self, meeting_id: int) -> None:
        """Throw a meeting's shelf away: what is on it may hold words that were taken back."""
        self._held -= sum(made.size for made in self._shelves.pop(meeting_id, {}).values())

    def keep_only(self, meeting_ids: Collection[int]) -> None:
        """Throw the shelves of other meetings away: nobody is in them any more."""
        for meeting_id in [meeting_id for meeting_id in self._shelves if meeting_id not in meeting_ids]:
            self.forget(meeting_id)

    def _make_room(self) -> None:
        """Let go of what was made first, and of a little more than need be: finding it takes a while."""
        kept = [(made, name, shelf) for shelf in self._shelves.values() for name, made in shelf.items()]
        for made, name, shelf in sorted(kept, key=lambda entry: entry[0].at):
            if self._held <= LIMIT * 7 // 8:
                return
            del shelf[name]
            self._held -= made.size
