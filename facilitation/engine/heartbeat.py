"""A word every few seconds to everybody who is here, so that a lost pulse is noticed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Engine, select

from facilitation.db import reading
from facilitation.engine.presence import Presence
from facilitation.engine.pulse import Send, room_of
from facilitation.engine.views import Audience
from facilitation.logs import log_fault
from facilitation.models import Meeting

# Seconds. A phone that missed the last pulse before a silence learns of it after this long at the latest.
EVERY = 10.0

Told = Callable[[int, Audience, int], int]
"""(meeting, audience, its revision as stored) -> the revision that it has been told."""

log = logging.getLogger(__name__)


class Heartbeat:
    """Sends each audience its revision; the team also hears how many people are here."""

    def __init__(self, engine: Engine, presence: Presence, send: Send, told: Told) -> None:
        self._engine = engine
        self._presence = presence
        self._send = send
        self._told = told
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to beat."""
        threading.Thread(target=self._run, name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        """Stop."""
        self._stopped.set()

    def beat(self) -> None:
        """Send one beat to every meeting in which anybody is."""
        present = self._presence.meetings()
        with reading(self._engine) as db:
            counters = select(Meeting.id, Meeting.everyone_count, Meeting.team_count).where(Meeting.id.in_(present))
            rows = db.execute(counters).all() if present else []
        for meeting_id, everyone_count, team_count in rows:
            # What has been told, not what is stored: news that is still on its way must alarm nobody.
            everyone = self._told(meeting_id, "everyone", everyone_count)
            team = self._told(meeting_id, "team", team_count)
            here = self._presence.here(meeting_id)
            self._send(room_of(meeting_id, "everyone"), "heartbeat", {"everyone": everyone})
            self._send(room_of(meeting_id, "team"), "heartbeat", {"everyone": everyone, "team": team, "here": here})

    def _run(self) -> None:
        while not self._stopped.wait(EVERY):
            try:
                self.beat()
            except Exception as error:
                log_fault(log, "a heartbeat failed", error)
