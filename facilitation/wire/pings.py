"""Asking every phone now and then whether it is still there: one thread for all, instead of one for each."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections import deque
from typing import Any

from engineio import packet

from facilitation.logs import log_fault
from facilitation.wire.newcomers import Newcomers

# Seconds between two looks at who is due.
_LOOK = 1.0
# Bytes a second on the slowest line that is waited for: what was sent before a ping arrives before it. How much has
# arrived nobody can tell, since the system and whatever stands in between hold some of it.
SLOWEST = 5_000

log = logging.getLogger(__name__)


class Pings:
    """Sends a ping ``interval`` seconds after the last answer, and ends a socket that is silent for ``timeout``.

    In each queue all wait equally long, so who was put in first is due first, and plain queues are enough.
    """

    def __init__(self, interval: float, timeout: float) -> None:
        self._interval, self._timeout = interval, timeout
        # Who has gone until it is due is not held until then: strangers come and go by the thousand.
        self._due: deque[tuple[float, weakref.ref[Any]]] = deque()
        self._asked: deque[tuple[float, Any, int]] = deque()
        self.newcomers = Newcomers()
        self._started = False

    def schedule(self, sock: Any) -> None:
        """Ask this socket after an interval; it answered just now, or has just come."""
        sock.last_ping = None
        self._due.append((time.monotonic() + self._interval, weakref.ref(sock)))
        if not self._started:
            self._started = True
            threading.Thread(target=self._run, name="pings", daemon=True).start()

    def look(self, now: float) -> None:
        """Ask who is due at this moment, and end those who did not answer in time."""
        self.newcomers.look(now)
        while self._due and self._due[0][0] <= now:
            sock = self._due.popleft()[1]()
            if sock is None:
                continue
            if sock.closed or sock.closing:
                sock.let_go()
                continue
            sock.last_ping = now
            turns = round(sock.sent_lately() / (SLOWEST * self._timeout))
            self._asked.append((now + self._timeout, sock, turns))
            sock.send(packet.Packet(packet.PING))
        while self._asked and self._asked[0][0] <= now:
            deadline, sock, turns = self._asked.popleft()
            if sock.last_ping is None or sock.last_ping + self._timeout > deadline:
                continue
            if sock.closed:
                sock.let_go()
                continue
            # It answered, and it is us who are late; or it may still be reading what came before the ping.
            if turns or sock.has_unread():
                sock.last_ping = now
                self._asked.append((now + self._timeout, sock, max(turns - 1, 0)))
            else:
                sock.give_up()

    def _run(self) -> None:
        while True:
            time.sleep(_LOOK)
            try:
                self.look(time.monotonic())
            except Exception as error:
                log_fault(log, "asking who is there failed", error)
