"""Work that is too much to be done several times at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from facilitation.errors import Refused


class Turns:
    """One at a time; some others wait for their turn, and not for ever."""

    def __init__(self, waiting: int = 500, seconds: float = 20.0) -> None:
        self._seconds = seconds
        self._here = threading.BoundedSemaphore(waiting + 1)
        self._turn = threading.BoundedSemaphore(1)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and have it; raises Refused("server.busy") where too many wait, or it takes too long."""
        if not self._here.acquire(blocking=False):
            raise Refused("server.busy")
        try:
            if not self._turn.acquire(timeout=self._seconds):
                raise Refused("server.busy")
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._here.release()
