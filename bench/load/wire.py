"""One TCP connection of the load client."""

from __future__ import annotations

import errno
import select
import socket
import time

from bench.load.loop import Loop, Moment

_IN, _OUT = select.EPOLLIN, select.EPOLLOUT
_buffer = bytearray(1 << 18)
_view = memoryview(_buffer)


class Lost(Exception):
    """The connection broke, or was refused."""


class Wire:
    """Bytes to and from a server; a subclass says what they mean."""

    __slots__ = ("loop", "sock", "fd", "connected", "lost", "received", "_out")

    def __init__(self, loop: Loop, address: tuple[str, int], window: int = 0) -> None:
        self.loop = loop
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        if window:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.fd = self.sock.fileno()
        self.connected: Moment[None] = Moment()
        self.lost: Lost | None = None
        self.received = 0
        self._out = b""
        if (code := self.sock.connect_ex(address)) not in (0, errno.EINPROGRESS):
            self.close(Lost(errno.errorcode.get(code, str(code))))
        else:
            loop.watch(self.fd, self, _IN | _OUT)

    def send(self, data: bytes) -> None:
        """Send now, and what does not fit as soon as it does."""
        if self.lost:
            raise self.lost
        if self._out or not self.connected.done:
            self._out += data
            return
        try:
            sent = self.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self.close(Lost(str(error)))
            return
        if sent < len(data):
            self._out = data[sent:]
            self.loop.watch(self.fd, self, _IN | _OUT)

    def ready(self, events: int) -> None:
        """Take in what came, and let out what waits."""
        if events & _OUT:
            self._writable()
        if events & ~_OUT and not self.lost:
            try:
                size = self.sock.recv_into(_buffer)
            except BlockingIOError:
                return
            except OSError as error:
                self.close(Lost(str(error)))
                return
            now = time.perf_counter()
            if not size:
                self.close(Lost("closed by the server"))
                return
            self.received += size
            self.take(bytes(_view[:size]), now)

    def ignore(self) -> None:
        """Read nothing any more, as a phone that fell asleep with its line open."""
        self.loop.watch(self.fd, self, 0)

    def close(self, why: Lost | None = None) -> None:
        """Break off at once, as a phone does in a lift."""
        if self.lost:
            return
        self.lost = why or Lost("closed here")
        self.loop.forget(self.fd)
        self.sock.close()
        self.connected.fail(self.lost)
        self.broke(self.lost)

    def take(self, data: bytes, now: float) -> None:
        """Some bytes arrived."""
        raise NotImplementedError

    def broke(self, why: Lost) -> None:
        """The connection is gone."""
        raise NotImplementedError

    def _writable(self) -> None:
        if not self.connected.done:
            if code := self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                self.close(Lost(errno.errorcode.get(code, str(code))))
                return
            self.connected.set(None)
        if self.lost:
            return
        waiting, self._out = self._out, b""
        self.loop.watch(self.fd, self, _IN)
        if waiting:
            self.send(waiting)
