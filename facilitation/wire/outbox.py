"""What waits to be sent to one phone: nothing, nearly always, since it is written straight to its socket."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable
from typing import Any

from engineio import packet

from facilitation.wire.frames import GOING_AWAY, close_frame, text_frame

# Bytes that may wait for a phone besides the message that is under way to it. One that does not read is cut off and
# comes back by itself, instead of filling the memory.
WAITING_LIMIT = 256 * 1024
# Bytes that a waiting frame costs besides its own: who asks for many small answers and reads none is cut off as well.
_OVERHEAD = 64
# Bytes that the system may hold for it; left to itself, it would hold megabytes for each.
SYSTEM_BUFFER = 128 * 1024


class Outbox:
    """Stands in for Engine.IO's queue, which needs a greenlet of its own for each phone.

    ``idle`` is true while nothing waits and nobody is writing; then, and only then, ``send`` may be used directly.
    """

    __slots__ = ("_connection", "_raw", "_spawn", "_waiting", "_waiting_bytes", "closed", "idle", "send")

    def __init__(self, connection: Any, spawn: Callable[[Callable[[], None]], Any]) -> None:
        self._connection = connection
        self._spawn = spawn
        # Beneath the green socket is a real one that never blocks: whatever it does not take at once has to wait.
        self._raw: socket.socket = getattr(connection, "fd", connection)
        self._raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SYSTEM_BUFFER)
        self.send = self._raw.send
        self._waiting: deque[bytes | memoryview] | None = None
        self._waiting_bytes = 0
        self.idle = True
        self.closed = False

    def put(self, pkt: packet.Packet | None) -> int:
        """Send a packet after all that was put before it, so many bytes; None ends the connection after them."""
        if pkt is None:
            self.end(GOING_AWAY)
            return 0
        frame = getattr(pkt, "frame", None) or text_frame(pkt.encode().encode())
        self.write(frame)
        return len(frame)

    def write(self, frame: bytes) -> None:
        """Send a frame after all that was written before it."""
        if self.closed:
            return
        if self.idle:
            try:
                sent = self.send(frame)
            except BlockingIOError:
                sent = 0
            except OSError:
                self.cut()
                return
            self.rest(frame, sent)
        else:
            self._wait(frame)

    def rest(self, frame: bytes, sent: int) -> None:
        """Take over a frame of which ``sent`` bytes went out directly; nothing else may go before its end."""
        if sent < len(frame):
            self.idle = False
            self._waiting = deque([memoryview(frame)[sent:]])
            self._spawn(self._work_off)

    def end(self, code: int | None = None) -> None:
        """Close after what is waiting, with the closing frame that tells why."""
        if not self.closed:
            if code is not None:
                self.write(close_frame(code))
            self.closed = True
            if self.idle:
                self.cut()

    def cut(self) -> None:
        """End the connection now; whoever waits for its bytes, in either direction, wakes up."""
        self.closed = True
        if self._waiting is not None:
            self._waiting.clear()
            self._waiting_bytes = 0
        try:
            self._raw.shutdown(socket.SHUT_RDWR)
        except OSError:  # it is over already
            return

    def has_unread(self) -> bool:
        """Whether bytes have come in that nobody has read yet."""
        try:
            return bool(self._raw.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except OSError:  # nothing there, or no connection any more
            return False

    def join(self) -> None:
        """Nothing to wait for: what can go has gone."""

    @property
    def waiting_bytes(self) -> int:
        """Bytes that wait behind the one message under way."""
        return self._waiting_bytes

    def _wait(self, frame: bytes) -> None:
        assert self._waiting is not None
        self._waiting_bytes += _OVERHEAD + len(frame)
        if self._waiting_bytes > WAITING_LIMIT:
            self.cut()
        else:
            self._waiting.append(frame)

    def _work_off(self) -> None:
        waiting = self._waiting
        assert waiting is not None
        try:
            while waiting:
                self._connection.sendall(memoryview(waiting[0]))
                if waiting:  # it may have been given up meanwhile
                    waiting.popleft()
                    self._waiting_bytes -= _OVERHEAD + len(waiting[0]) if waiting else 0
        except OSError:  # the phone is gone, or was given up
            self.cut()
            return
        self._waiting, self.idle = None, True
        if self.closed:
            self.cut()
