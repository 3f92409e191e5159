"""This server's own wire (``facilitation/wire``, served as ``wsgi.py`` serves it) with nothing behind it.

``vote`` stores nothing and is answered at once: what ours takes beyond this is the price of storing.
"""

from __future__ import annotations

import wsgi  # first: everything else must meet the patched standard library

# isort: split
import gc
import sys
from typing import Any

import eventlet
from flask import Flask

from facilitation.open_files import room_for
from facilitation.wire.server import Answer
from facilitation.wire.socketio import SocketIO

port = int(sys.argv[1])


def hear(_sid: str, _name: Any, _arguments: list[Any], answer: Answer) -> None:
    """Answer."""
    answer({"ok": True})


app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet", manage_session=False)
socketio.server.on("connect", lambda _sid, _environ, _auth: None)
socketio.server.hear = hear
listener = eventlet.listen(("127.0.0.1", port), backlog=wsgi.BACKLOG, reuse_port=False)
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 50)
print(f"ready {port}", flush=True)
wsgi.wsgi.server(wsgi.Listener(listener), app, **wsgi.quietly(room_for(wsgi.SOCKETS)))
