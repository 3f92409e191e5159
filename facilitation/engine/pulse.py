"""Telling audiences what changed, a few times a second at most, however much happens."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Engine

from facilitation.db import reading
from facilitation.engine.pace import Pace
from facilitation.engine.state import state_since
from facilitation.engine.views import AUDIENCES, Audience
from facilitation.logs import log_fault
from facilitation.models import Meeting
from facilitation.models.meeting import ENDED

Send = Callable[[str, str, dict[str, Any]], None]

# Milliseconds within which phones join again where news was lost, each at a moment of its own.
AGAIN_WITHIN = 8_000

log = logging.getLogger(__name__)


def room_of(meeting_id: int, audience: Audience) -> str:
    """The socket room of an audience."""
    return f"meeting:{meeting_id}:{audience}"


def room_of_seat(seat_id: int) -> str:
    """The socket room of one seat, for what concerns it alone."""
    return f"seat:{seat_id}"


class Pulse:
    """Notes which audiences have something to learn, and reads from the database what it is when it is time.

    Reading it then, by revision, keeps nothing in memory that could differ from what was committed.
    """

    def __init__(self, engine: Engine, send: Send) -> None:
        self._engine = engine
        self._send = send
        self._told: dict[tuple[int, Audience], int] = {}
        self._assumed: set[tuple[int, Audience]] = set()
        self._due: dict[tuple[int, Audience], float] = {}
        self._paces: dict[tuple[int, Audience], Pace] = {}
        self._wake = threading.Event()
        self._telling = threading.Lock()
        self._stopped = False

    def changed(self, meeting_id: int, audience: Audience, before: int, only_scores: bool) -> None:
        """Something was committed that this audience can see; ``before`` was its revision until then."""
        key = (meeting_id, audience)
        if key in self._assumed:  # what was stored then may have been just this
            self._assumed.discard(key)
            self._told[key] = min(self._told[key], before)
        self._told.setdefault(key, before)
        due = self._paces.setdefault(key, Pace()).due(time.monotonic(), only_scores)
        self._due[key] = min(due, self._due.get(key, due))
        self._wake.set()

    def told(self) -> dict[tuple[int, Audience], int]:
        """The revisions to which this process has told its audiences until now."""
        return self._told.copy()

    def compare(
        self, meeting_id: int, audience: Audience, stored: int, told: Mapping[tuple[int, Audience], int]
    ) -> int:
        """Set right what an audience was told by what was found ``stored``: the revision that it has been told.

        What is stored beyond it is told soon. ``told`` is of before the database was looked at: while somebody looks,
        more may be committed and told.
        """
        key = (meeting_id, audience)
        if key not in self._told:
            self._told[key] = stored
            self._assumed.add(key)
        if stored < told.get(key, 0):  # a database set back, or a word that was not true: what was told does not stand
            self._told[key] = stored
            self._send(room_of(*key), "again", {"within": AGAIN_WITHIN})
        revision = self._told[key]
        if stored > revision and key not in self._due:
            self.changed(meeting_id, audience, revision, only_scores=False)
        return revision

    def forget(self, meeting_id: int, audience: Audience) -> None:
        """Nobody of this audience is here; whoever comes begins with what is stored then."""
        if (meeting_id, audience) not in self._due:
            self._told.pop((meeting_id, audience), None)
            self._assumed.discard((meeting_id, audience))
            self._paces.pop((meeting_id, audience), None)

    def keep_only(self, meeting_ids: Collection[int]) -> None:
        """Forget what was told to meetings in which nobody is any more."""
        for meeting_id, audience in [key for key in self._told if key[0] not in meeting_ids]:
            self.forget(meeting_id, audience)

    def start(self) -> None:
        """Begin to tell."""
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def stop(self) -> None:
        """Tell what is still due, and stop."""
        self._stopped = True
        self._wake.set()
        self.tell_now()

    def tell_now(self) -> None:
        """Tell every audience what is due, without waiting for its time."""
        with self._telling:  # what is on its way at this moment is told by then as well
            for key in list(self._due):
                self._tell_once(key)

    def _run(self) -> None:
        while not self._stopped:
            now = time.monotonic()
            for key in [key for key, due in list(self._due.items()) if due <= now]:
                try:
                    self._tell(key)
                except Exception as error:
                    log_fault(log, "a pulse failed", error)
                    self._due[key] = self._paces.setdefault(key, Pace()).pause(now)
            next_due = min(list(self._due.values()), default=None)
            self._wake.wait(None if next_due is None else max(0.0, next_due - time.monotonic()))
            self._wake.clear()

    def _tell(self, key: tuple[int, Audience]) -> None:
        with self._telling:
            self._tell_once(key)

    def _tell_once(self, key: tuple[int, Audience]) -> None:
        if self._due.pop(key, None) is None:
            return
        message = pulse_since(self._engine, key, self._told[key])
        if message is None:
            return
        meeting_id, audience = key
        self._paces.setdefault(key, Pace()).told(time.monotonic(), message["set"].get("scores"))
        self._send(room_of(meeting_id, audience), "pulse", message)
        self._told[key] = message["to"]  # not sooner: a heartbeat with a revision that is still on its way would alarm
        if message["set"].get("meeting", {}).get("state") == ENDED:
            self._send(room_of(meeting_id, audience), "ended", {})


def pulse_since(engine: Engine, key: tuple[int, Audience], since: int) -> dict[str, Any] | None:
    """The pulse that brings an audience from revision ``since`` to the present, or None when it is there already."""
    meeting_id, audience = key
    assert audience in AUDIENCES
    with reading(engine, ahead=True) as db:
        meeting = db.get(Meeting, meeting_id)
        if meeting is None or getattr(meeting, f"{audience}_count") <= since:
            return None
        seen, gone = state_since(db, meeting, audience, since)
        to = getattr(meeting, f"{audience}_count")
    return {"audience": audience, "from": since, "to": to, "set": seen, "drop": gone}
