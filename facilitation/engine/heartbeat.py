"""A word every few seconds to everybody who is here, so that a lost pulse is noticed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from itertools import islice
from typing import Any

from sqlalchemy import Engine, select

from facilitation.db import reading
from facilitation.engine.fanout import Fanout
from facilitation.engine.heard import Heard
from facilitation.engine.presence import Presence
from facilitation.engine.pulse import AGAIN_WITHIN, Pulse, room_of
from facilitation.engine.views import AUDIENCES
from facilitation.logs import log_fault
from facilitation.models import Meeting

# Seconds. A phone that missed the last pulse before a silence learns of it after this long at the latest.
EVERY = 10.0
# Meetings that have their beat before others get their turn.
PORTION = 250

log = logging.getLogger(__name__)


class Heartbeat:
    """Sends each audience its revision; the team also hears how many people are here.

    Where some word was lost on its way here, everybody is told to join again: what is a seat's own, no later news would
    bring. ``also`` hears with each beat how many participants each meeting has in this process; ``keepers`` hear
    in which meetings anybody is, and let go of what they keep of others. ``watch`` says what the team should look at.
    """

    def __init__(self, engine: Engine, presence: Presence, fanout: Fanout, pulse: Pulse) -> None:
        self._engine = engine
        self._presence = presence
        self._send = fanout
        self._pages = fanout.pages
        self._pulse = pulse
        self.heard = Heard()
        self.keepers: tuple[Callable[[Collection[int]], None], ...] = ()
        self.also: Callable[[dict[int, int]], None] = lambda _counts: None
        self.watch: Callable[[int], dict[str, Any]] = lambda _meeting: {"votes": {}}
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to beat."""
        threading.Thread(target=self._run, name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        """Stop."""
        self._stopped.set()

    def beat(self, again: bool = False) -> None:
        """Send one beat to every meeting in which anybody is; ``again``: and let everybody join again."""
        present = self._presence.meetings()
        self._presence.let_go()
        self.heard.follow(present)
        for keeper in self.keepers:
            keeper(present)
        self.also(self._presence.counts())
        meetings = iter(present)
        while portion := list(islice(meetings, PORTION)):
            self._beat(portion, again)
            time.sleep(0)

    def _beat(self, meeting_ids: Collection[int], again: bool) -> None:
        told = self._pulse.told()
        with reading(self._engine, ahead=True) as db:
            counters = select(Meeting.id, Meeting.everyone_count, Meeting.team_count).where(Meeting.id.in_(meeting_ids))
            rows = db.execute(counters).all()
        for meeting_id, everyone_count, team_count in rows:
            # What has been told, not what is stored: news that is still on its way must alarm nobody.
            everyone = self._pulse.compare(meeting_id, "everyone", everyone_count, told)
            team = self._pulse.compare(meeting_id, "team", team_count, told)
            self._send(room_of(meeting_id, "everyone"), "heartbeat", {"everyone": everyone})
            desks = room_of(meeting_id, "team")
            if self._pages(desks):  # to count who is here, all other processes are gone through
                here = self._presence.here(meeting_id)
                beat = {"everyone": everyone, "team": team, "here": here, "watch": self.watch(meeting_id)}
                self._send(desks, "heartbeat", beat)
            if self.heard.missed(meeting_id, team_count) or again:
                for audience in AUDIENCES:
                    self._send(room_of(meeting_id, audience), "again", {"within": AGAIN_WITHIN})

    def _run(self) -> None:
        while not self._stopped.wait(EVERY):
            try:
                self.beat()
            except Exception as error:
                log_fault(log, "a heartbeat failed", error)
