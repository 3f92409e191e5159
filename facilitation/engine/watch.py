"""A look every second at what time itself ends: seats that were revoked or have expired, and meetings to forget."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import BindParameter, Engine, bindparam, not_, select

from facilitation.db import reading
from facilitation.engine.presence import Presence
from facilitation.logs import log_fault
from facilitation.models import Meeting, Seat
from facilitation.models.columns import now
from facilitation.models.seat import PARTICIPANT, ROLES, holds
from facilitation.room import forgetting

# Seconds. A link that is revoked closes its sockets at once where the word of it arrives, and within two seconds at
# every process, whatever becomes of the word.
EVERY = 1.0
# Looks until the next for meetings that nobody goes on with.
SELDOM = 600

log = logging.getLogger(__name__)

_SEAT, _MEETING = Seat.__table__.c, Meeting.__table__.c
_HERE: BindParameter[Any] = bindparam("here", expanding=True)
_OVER = select(_SEAT.id).where(_SEAT.meeting_id.in_(_HERE), not_(holds(bindparam("now"))))
_MEETINGS = select(_MEETING.id, _MEETING.key.is_(None).label("forgotten")).where(_MEETING.id.in_(_HERE))


class Watch:
    """Closes the sockets of seats that are over; ``forget`` and ``end`` are given the meetings that are due.

    Of a meeting that is over for those who are cut off, ``ended`` tells them before.
    """

    def __init__(
        self,
        engine: Engine,
        presence: Presence,
        ended: Callable[[int], None],
        cut: Callable[[Collection[str]], None],
        forget: Callable[[list[int]], None],
        end: Callable[[list[int]], None],
    ) -> None:
        self._engine = engine
        self._presence = presence
        self._ended, self._cut = ended, cut
        self._forget = forget
        self._end = end
        self._looks = 1  # not at once: a server may just have been started to look something up
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to look."""
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def look(self) -> None:
        """Look once."""
        here = list(self._presence.meetings())
        with reading(self._engine, ahead=True) as db:
            due = forgetting.due(db, now())
            abandoned = forgetting.abandoned(db, now()) if self._looks % SELDOM == 0 else []
            over = list(db.scalars(_OVER, {"here": here, "now": now()})) if here else []
            forgotten = {row.id: row.forgotten for row in db.execute(_MEETINGS, {"here": here})} if here else {}
        cut = self._presence.held_by(over)
        for id_ in here:  # of these the seats are not there any more to be found
            if forgotten.get(id_, True) and (
                theirs := self._presence.sockets(id_, (PARTICIPANT,) if id_ in forgotten else ROLES)
            ):
                self._ended(id_)
                cut += theirs
        self._cut(cut)
        self._looks += 1
        if due:
            self._forget(due)
        if abandoned:
            self._end(abandoned)

    def _run(self) -> None:
        well = True
        while not self._stopped.wait(EVERY):
            try:
                self.look()
                well = True
            except Exception as error:
                if well:  # once, not every second
                    log_fault(log, "looking after seats failed", error)
                well = False
