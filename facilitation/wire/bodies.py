"""The bodies of requests: whoever reads one waits until it is whole, and all together fill a bounded memory."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

# Bytes of all bodies that are coming or that the app works on; ten thousand questions asked at once fill a fifth of it.
ROOM = 64 * 1024 * 1024
# Bytes that are waited for at a time: these count before they are here.
PIECE = 4096


class NoRoom(Exception):
    """This body was given up: others needed the room, and it had been coming for longer than theirs."""


class Body:
    """The body of one request, until the app knows its answer; the app reads it from memory.

    ``rest`` counts the bytes of it that nobody has read from the connection.
    """

    __slots__ = ("_arrived", "_bodies", "_pieces", "_source", "_whole", "held", "lost", "rest")

    def __init__(self, source: Any, length: int, bodies: Bodies, arrived: Callable[[], None] = lambda: None) -> None:
        self._source, self.rest, self._bodies, self._arrived = source, length, bodies, arrived
        # Pieces of one size: a memory full of growing ones would be left full of holes.
        self._pieces: list[bytes] = []
        self._whole: io.BytesIO | None = None
        self.lost = False
        self.held = 0

    def read(self, size: int = -1) -> bytes:
        """Read from it, once all of it is here; raises NoRoom where it was given up, OSError where it ends early."""
        if self._whole is None:
            self._whole = self._received()
        return self._whole.read(size)

    def lose(self) -> None:
        """Give it up while it comes: its memory is free at once.

        Its client is told when it goes on sending, or is late. Waking who waits for it would take shutting the
        connection down, and then what comes until the answer is read would destroy that answer.
        """
        self.lost = True
        self.close()

    def close(self) -> None:
        """Forget it: nobody reads it any more."""
        self._pieces.clear()
        self._whole = None
        self._bodies.forget(self)

    def _received(self) -> io.BytesIO:
        while self.rest:
            self._bodies.take(self, min(PIECE, self.rest))
            try:
                piece = self._source.read(min(PIECE, self.rest))
            except OSError:
                if not self.lost:
                    raise
            if self.lost:
                raise NoRoom
            if not piece:
                raise ConnectionError
            self._pieces.append(piece)
            self.rest -= len(piece)
        self._bodies.arrived(self)
        self._arrived()
        whole = io.BytesIO(b"".join(self._pieces))
        self._pieces.clear()
        return whole


class Bodies:
    """Room for the bodies of all connections; where it ends, who has been sending for longest loses theirs.

    So nobody keeps others out by sending slowly: what comes quickly finds room, whoever was there before.
    """

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self._coming: dict[Body, None] = {}  # in the order in which they began

    def take(self, body: Body, size: int) -> None:
        """Give a body that is coming so much more room; raises NoRoom where it was, or now is, given up itself."""
        if not body.lost:
            self._coming.setdefault(body)
        while self.room < size and not body.lost:
            next(iter(self._coming)).lose()
        if body.lost:
            raise NoRoom
        self.room -= size
        body.held += size

    def arrived(self, body: Body) -> None:
        """Let a body that is whole stay until the app has done with it."""
        self._coming.pop(body, None)

    def forget(self, body: Body) -> None:
        """Have a body's room again."""
        self.arrived(body)
        self.room += body.held
        body.held = 0
