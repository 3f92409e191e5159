"""A line that is slow, stalls, ends after some bytes, or is reset: what lies between a phone and a server, or a server
and its database.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress

from tests.browser.bad_line import CHUNK, BadLine


class Proxy(BadLine):
    """A `BadLine` that can be bad in more ways. What is said of bytes holds for the server's, to the phone."""

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self._left: int | None = None
        self._after: bytes | None = None
        self._doomed: set[socket.socket] = set()
        self._reset = False
        self._moving = threading.Event()
        self._moving.set()
        super().__init__(port)
        self.port = int(self.address.rpartition(":")[2])

    def stall(self) -> None:
        """Nothing moves, in either direction, and nothing ends."""
        self._moving.clear()

    def cut_after(self, count: int, reset: bool = False) -> None:
        """Let through so many more bytes to the phone, then end the line, or reset it."""
        self._left, self._reset = count, reset

    def cut_upon(self, said: bytes) -> None:
        """Let through what the phone says up to ``said``; then it is deaf, and its line ends with the next answer."""
        self._after = said

    def mend(self) -> None:
        """All is well again, for connections opened from now on."""
        self.delay, self._left, self._after = 0.0, None, None
        self._moving.set()
        super().mend()

    def _carry(self, source: socket.socket, target: socket.socket, lost: threading.Event | None = None) -> None:
        with suppress(OSError):
            while said := source.recv(CHUNK):
                time.sleep(self.delay)
                self._moving.wait()
                if lost is None:
                    if self._after and self._after in said:
                        self._doomed.add(source)
                        self._after = None
                elif target in self._doomed:
                    break
                elif self._left is not None:
                    said, over = said[: self._left], len(said) >= self._left
                    self._left -= len(said)
                    if over:
                        target.sendall(said)
                        break
                if not (lost and lost.is_set()):
                    target.sendall(said)
        for end in (source, target):
            if self._reset:
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._hang_up(end)
