"""Serves the app with eventlet: patch first, then build. The only place that names eventlet.

``python wsgi.py`` listens where the environment says and prints one line once it accepts connections; with
``--demo`` it makes sure of the demo meeting and prints its links first.
"""

import warnings

# Known and decided: docs/decisions/0002-eventlet.md. Whoever runs a meeting can do nothing about it.
warnings.filterwarnings("ignore", message="\\s*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import gc  # noqa: E402 - everything else must meet the patched standard library
import io  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Sized  # noqa: E402
from functools import partial  # noqa: E402
from typing import Any  # noqa: E402

from eventlet import wsgi  # noqa: E402
from flask import Flask  # noqa: E402

from facilitation.app import create_app  # noqa: E402
from facilitation.claim import claim  # noqa: E402
from facilitation.config import Config, ConfigError  # noqa: E402
from facilitation.demo import poster  # noqa: E402
from facilitation.engine import Engine  # noqa: E402
from facilitation.logs import library_log, log_as_json  # noqa: E402
from facilitation.metrics import Metrics  # noqa: E402
from facilitation.open_files import room_for  # noqa: E402
from facilitation.wire.requests import StrictRequests  # noqa: E402
from facilitation.wire.slots import Slots  # noqa: E402
from facilitation.wire.socket import TAKEN_OVER  # noqa: E402

# Connections that may wait while a whole hall scans one QR code; the library's own 50 overflows at once.
BACKLOG = 4096
SOCKETS = 20_000
# Programs that read the server's numbers at a time.
NUMBER_READERS = 8
# Seconds that a client may take to read a piece of an answer.
PATIENCE = 65
# Seconds until the next attempt to take a connection, after one failed.
BREATH = 0.1
# Seconds between two collections of garbage.
TIDYING = 30
# Seconds that answers, and then farewells, get to leave before the process does.
GRACE = 0.5
# Seconds after which a queue that does not empty is left; what is in it was not acknowledged.
LAST_WORDS = 3.0


def serve(config: Config) -> None:
    """Serve until SIGTERM or SIGINT, then finish what was acknowledged and leave."""
    os.umask(0o077)  # what is stored is the server's alone, wherever DATABASE_URL puts it
    if config.log_format == "json":
        log_as_json()
    claimed = claim(config)  # noqa: F841 - held as long as the process lives
    listener = _listen(config.host, config.port)
    app = create_app(config)
    if config.metrics_port:
        _tell_numbers(config.metrics_port, app.extensions["facilitation.metrics"])
    engine: Engine = app.extensions["facilitation.engine"]
    # Collecting all that never becomes garbage stops everybody for a moment; what is loaded by now never does.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 50)
    engine.start()

    eventlet.spawn(_tidy, app.extensions["socketio"].server.eio.sockets)
    eventlet.spawn(_leave_when_told, app, engine)
    if "--demo" in sys.argv:
        print(poster(engine, config))
    print(f"ready {config.address}", flush=True)
    wsgi.server(Listener(listener), app, **quietly(room_for(SOCKETS)))


class Protocol(StrictRequests, wsgi.HttpProtocol):  # type: ignore[misc]  # the library has no types
    """HTTP for a server that strangers talk to."""

    def get_environ(self) -> dict[str, Any]:
        """What the app learns of a request, with a way to take the connection over."""
        environ: dict[str, Any] = super().get_environ()
        environ[TAKEN_OVER] = self._taken_over
        return environ

    def _taken_over(self) -> Callable[[], None]:
        """The connection speaks WebSocket now, and gets no HTTP answer: tell the library, and give the buffers back.

        It makes room for others until what this returns is called.
        """
        wsgi.WSGI_LOCAL.already_handled = True
        self.rfile.close()
        self.wfile.close()
        self._slots.rest(self.connection)
        return partial(self._slots.work, self.connection)


class Listener:
    """A listening socket that goes on when a connection cannot be taken; the library's loop would end there."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listening, name)

    def accept(self) -> tuple[socket.socket, Any]:
        """Wait for the next connection."""
        while True:
            try:
                return self._listening.accept()
            except OSError:
                # No file is left, or the network broke; the connection waits in the backlog or is gone.
                eventlet.sleep(BREATH)


class Nowhere(io.TextIOBase):
    """Where the library writes about broken sockets, with the address of whoever was at the other end."""

    def write(self, text: str) -> int:
        """Write nothing."""
        return len(text)


def quietly(room: int) -> dict[str, Any]:
    """How every server here serves so many at a time: strictly, and without a word about who asked for what."""
    return {
        "environ": {"wsgi.errors": Nowhere()},
        "protocol": partial(Protocol, slots=Slots(room)),
        "max_size": room,
        "log": library_log("eventlet"),
        "socket_timeout": PATIENCE,
        "debug": False,
        "log_output": False,
    }


def _listen(host: str, port: int) -> socket.socket:
    """The listening socket; a port that another server holds is refused, not shared."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = eventlet.listen((host, port), family=family, backlog=BACKLOG, reuse_port=False)
    except OSError as error:
        raise ConfigError(f"Cannot listen on {host}, port {port}: {error.strerror}.") from None
    # Connections inherit it. Left to wait for more, the news after an answer would lie here until the answer arrived.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _tell_numbers(port: int, metrics: Metrics) -> None:
    """Serve the numbers to this machine alone, behind none of the app's doors."""
    listener = Listener(_listen("127.0.0.1", port))
    eventlet.spawn(wsgi.server, listener, metrics.page, **quietly(NUMBER_READERS))
    metrics.watch_loop()


def _tidy(sockets: Sized) -> None:
    """Collect now and then what is garbage after a long use: left alone, it would become hundreds of megabytes.

    What is still used then is not looked at again before everybody has gone: looking through all that ten thousand
    phones need stops them for most of a second.
    """
    while True:
        eventlet.sleep(TIDYING)
        if not len(sockets):
            gc.unfreeze()
        gc.collect()
        gc.freeze()


def _leave_when_told(app: Flask, engine: Engine) -> None:
    """Wait for a signal through a socket: a handler alone would not wake the event loop from its sleep."""
    told, teller = socket.socketpair()
    teller.setblocking(False)
    signal.set_wakeup_fd(teller.fileno())
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: None)
    told.recv(1)
    _leave(app, engine)


def _leave(app: Flask, engine: Engine) -> None:
    """Finish what was accepted, let the answers out, tell the phones to come back, and go."""
    with eventlet.Timeout(LAST_WORDS, False):
        engine.stop()
    eventlet.sleep(GRACE)
    sockets = app.extensions["socketio"].server.eio
    for sid in list(sockets.sockets):
        # Closing the transport, unlike a word of farewell, makes clients come back by themselves.
        eventlet.spawn(sockets.disconnect, sid)
    eventlet.sleep(GRACE)
    os._exit(0)


if __name__ == "__main__":
    try:
        serve(Config.from_environment(async_mode="eventlet"))
    except ConfigError as error:
        sys.exit(f"facilitation: {error}")
