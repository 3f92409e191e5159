"""Who has opened a session and proved no seat yet: not for long, and no more of them than memory is meant for."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any

# Seconds that somebody who has opened a session may take to prove a seat.
PATIENCE = 20.0
# Bytes that a session costs besides what is kept of the request that opened it.
SESSION = 3 * 1024
# Bytes for all of them together. A session that polls holds no connection, so nothing else bounds their number; a hall
# whose every phone comes in the same second has room, and whoever floods the server pushes out what is oldest.
ROOM = 64 * 1024 * 1024


class Newcomers:
    """The sessions of strangers, those first that have waited longest."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[Any, tuple[float, int]] = OrderedDict()
        self._bytes = 0

    def expect(self, sock: Any, kept: int) -> None:
        """Wait for this one, for which so many bytes are kept; whoever there is no room for any more has to go."""
        size = SESSION + kept
        self._waiting[sock] = time.monotonic() + PATIENCE, size
        self._bytes += size
        while self._bytes > ROOM:
            self._give_up(next(iter(self._waiting)))

    def forget(self, sock: Any) -> None:
        """It has proved a seat, or is gone."""
        if entry := self._waiting.pop(sock, None):
            self._bytes -= entry[1]

    def look(self, now: float) -> None:
        """Give up whose time is over at this moment."""
        while self._waiting:
            sock, (until, _) = next(iter(self._waiting.items()))
            if until > now:
                return
            self._give_up(sock)

    def _give_up(self, sock: Any) -> None:
        self.forget(sock)
        sock.give_up()
