"""Reading from a client that has a certain time for all of it, however it cuts it into pieces."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from typing import Any


class TimedReader(io.RawIOBase):
    """What a client sends, as long as it comes in time; raises TimeoutError when it does not.

    A limit for each read alone would let a client hold a connection for ever with a byte now and then.
    """

    def __init__(
        self,
        connection: socket.socket,
        heard: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._heard = heard
        self._clock = clock
        self._until = 0.0

    def allow(self, seconds: float) -> None:
        """Give so much time, from now on, to everything that is read until the next call."""
        self._until = self._clock() + seconds

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Wait for some bytes: how many came, 0 at the end."""
        usual = self._connection.gettimeout()
        # Also when the time is over: what has come by then is not late because we were.
        self._connection.settimeout(max(0, self._until - self._clock()))
        try:
            came = self._connection.recv_into(buffer)
        except (TimeoutError, BlockingIOError) as late:
            # The event loop keeps the error in the frame that raised it: a circle that would hold on to the
            # connection's buffers until garbage is collected.
            late.__traceback__ = None
            raise TimeoutError from None
        finally:
            self._connection.settimeout(usual)
        self._heard()
        return came
