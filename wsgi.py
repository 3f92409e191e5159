"""Serves the app with eventlet: patch first, then build. The only place that names eventlet.

``python wsgi.py`` listens where the environment says and prints one line once it accepts connections.
"""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402 - everything else must meet the patched standard library
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402

from eventlet import wsgi  # noqa: E402

from facilitation import create_app  # noqa: E402
from facilitation.config import Config, ConfigError  # noqa: E402

# Connections that may wait while a whole hall scans one QR code; the library's own 50 overflows at once.
BACKLOG = 4096
SOCKETS = 20_000
# Seconds without a byte before a connection is closed; must outlast a long poll.
PATIENCE = 65


def serve(config: Config) -> None:
    """Serve until SIGTERM or SIGINT, then finish what was acknowledged and leave."""
    app = create_app(config)
    engine = app.extensions["facilitation.engine"]
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listener = eventlet.listen((config.host, config.port), family=family, backlog=BACKLOG)
    engine.start()

    def leave(*_signal: object) -> None:
        eventlet.spawn(_leave, app, engine)

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, leave)
    print(f"ready {config.address}", flush=True)
    wsgi.server(
        listener, app, max_size=SOCKETS, socket_timeout=PATIENCE, debug=False, log_output=False
    )


def _leave(app, engine) -> None:  # type: ignore[no-untyped-def]
    engine.stop()
    app.extensions["socketio"].server.shutdown()
    os._exit(0)


if __name__ == "__main__":
    try:
        serve(Config.from_environment(async_mode="eventlet"))
    except ConfigError as error:
        sys.exit(f"facilitation: {error}")
