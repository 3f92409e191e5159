"""HTTP for a server that strangers talk to: strict about what a request is, and about the time that it takes."""

from __future__ import annotations

import contextlib
import io
import itertools
import socket
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPMessage
from typing import Any

from facilitation.wire.bodies import Bodies, Body
from facilitation.wire.head import BadHead, read_head
from facilitation.wire.slots import MAY_REST, Slots
from facilitation.wire.timed import TimedReader

# Seconds that a whole head may take, a new connection's first byte included.
HEAD = 10.0
# Seconds between two requests on one connection; more than the 60 after which a proxy gives up a connection.
IDLE = 65.0
# A body's time: some seconds, and its size at a slow line's bytes a second, up to the largest that is read at all.
BODY, SLOW, LARGEST = 20.0, 32 * 1024, 12 * 1024 * 1024
# Seconds and bytes that a client gets to finish sending, lest it loses the answer that it is about to read.
FAREWELL, REST = 5.0, 32 * 1024 * 1024
# Where a request's environ has the number of the connection that it came over: it tells one from another, and no more.
CONNECTION = "facilitation.connection"
# Where that goes, of everybody: nobody reads it, and a buffer for each of a thousand would be held as long.
_WASTE = bytearray(64 * 1024)


class StrictRequests:
    """What an HTTP handler of the library's becomes: put it before that class among the bases."""

    connection: socket.socket
    rfile: Any
    wfile: io.BufferedIOBase
    server: Any
    raw_requestline: bytes
    command: str | None
    path: str
    request_version: str
    headers: HTTPMessage
    environ: dict[str, Any]
    application: Callable[..., Any]
    close_connection: bool

    bodies = Bodies()
    _numbers, _number = itertools.count(1), 0

    def __init__(self, state: Any, server: Any, *, slots: Slots) -> None:
        """Serve this connection in one of these slots, from its beginning to its end."""
        self._slots = slots
        super().__init__(state, server)  # type: ignore[call-arg]

    def setup(self) -> None:
        """Read through a limit of time."""
        super().setup()  # type: ignore[misc]
        # A piece of a request is none: could one keep a slot by announcing a body, strangers would announce bodies. But
        # each piece counts as a beginning, so an upload over a slow line, which may take minutes, outlasts the silent.
        self._reader = TimedReader(self.connection, heard=partial(self._slots.rest, self.connection))
        self._patience = HEAD
        self.raw_requestline = b""
        self._number = next(self._numbers)
        self.rfile = io.BufferedReader(self._reader)
        self._slots.come(self.connection)

    def handle(self) -> None:
        """Serve one connection until it ends, or breaks: nothing of that is a fault of ours."""
        with contextlib.suppress(OSError):
            super().handle()  # type: ignore[misc]

    def _read_request_line(self) -> bytes:
        self.raw_requestline = b""
        self._reader.allow(self._patience)
        if not self.rfile.peek(1):
            return b""
        self._reader.allow(HEAD)
        self._patience = IDLE
        line: bytes = self.rfile.readline(self.server.url_length_limit)
        return line

    def parse_request(self) -> bool:
        """Read the head; False where it was refused."""
        self.command, self.close_connection = None, True
        try:
            head = read_head(self.raw_requestline, self.rfile.readline)
        except BadHead as bad:
            self.wfile.write(f"HTTP/1.1 {bad.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
            return False
        if not head.length:  # who has announced more has not asked for anything before it is here
            self._slots.work(self.connection)
        self.command, self.path, self.request_version = head.method, head.target, head.version
        self.requestline = f"{head.method} {head.target} {head.version}"
        self.headers, self._length = head.fields, head.length
        self.close_connection = not head.keeps
        self._reader.allow(BODY + min(head.length, LARGEST) / SLOW)
        return True

    def handle_one_response(self) -> None:
        """Answer one request."""
        arrived = partial(self._slots.work, self.connection)
        self.environ[CONNECTION] = self._number
        self.environ[MAY_REST] = partial(self._slots.rest, self.connection)
        body = self.environ["wsgi.input"] = Body(self.environ["wsgi.input"], self._length, self.bodies, arrived)
        self.application = partial(self._answer, self.application, body)
        try:
            super().handle_one_response()  # type: ignore[misc]
        finally:
            del self.application
            # Pages and sessions hold on to a request for a while, and by it to this: what it reads from is not to be
            # held as long as that.
            vars(self.environ["eventlet.input"]).clear()
            time.sleep(0)  # whoever sends one request after the other gives way to others in between
            for name in ("werkzeug.request", "wsgi.input", "eventlet.input", "eventlet.set_idle", MAY_REST):
                self.environ.pop(name, None)

    def _answer(self, app: Callable[..., Any], body: Body, environ: dict[str, Any], start_response: Any) -> Any:
        """What the app answers; before any of it is written, which may take a minute for each piece, the body is over.

        What the app did not want of it, or lost, must not be read as the next request.
        """
        try:
            return app(environ, start_response)
        finally:
            body.close()
            self._slots.rest(self.connection)  # also while it is told the answer: who reads none could keep its slot
            if body.rest:
                self.close_connection = True

    def finish(self) -> None:
        """Let the answer arrive, then close: a client that is cut while it still sends loses what it was told."""
        try:
            with contextlib.suppress(OSError):
                if self.raw_requestline and not self.wfile.closed:
                    self.connection.settimeout(0)  # what waits to be written was waited for already
                    self.wfile.flush()
                    self._take_leave()
            with contextlib.suppress(OSError):
                super().finish()  # type: ignore[misc]
        finally:
            self._slots.go(self.connection)
            vars(self).clear()

    def _take_leave(self) -> None:
        self.connection.shutdown(socket.SHUT_WR)
        self._reader.allow(FAREWELL)
        rest = REST
        while rest > 0 and (more := self._reader.readinto(_WASTE)):
            rest -= more

    def log_message(self, *_words: object) -> None:
        """Say nothing: a line for each bad request would name the address and quote what was sent."""
