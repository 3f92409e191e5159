"""Flask-SocketIO on eventlet as its documentation starts it, but with room for the sockets.

Pulses to everybody four times a second between two SIGUSR2. ``vote`` stores nothing; ``vote_stored`` makes one SQLite
commit per vote, WAL and synchronous FULL.
"""

import eventlet

eventlet.monkey_patch()

import signal  # noqa: E402 - everything else must meet the patched standard library
import sqlite3  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402

EVERY = 0.25
SOCKETS = 20_000

port, size, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])

app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet")
database = sqlite3.connect(folder / "votes.sqlite", isolation_level=None)
database.executescript(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE votes (question TEXT, voter TEXT, value INTEGER, PRIMARY KEY (question, voter));"
)
pulsing = False


@socketio.on("vote")
def vote(_vote: dict[str, Any]) -> dict[str, Any]:
    """Answer."""
    return {"ok": True}


@socketio.on("vote_stored")
def vote_stored(vote: dict[str, Any]) -> dict[str, Any]:
    """Commit, then answer."""
    database.execute("INSERT INTO votes VALUES (?, ?, ?)", (vote["question"], vote["id"], vote["value"]))
    return {"ok": True}


def toggle(*_: object) -> None:
    """Begin or stop to pulse."""
    global pulsing
    pulsing = not pulsing


def pulse() -> None:
    """Tell everybody, as often as asked for, or as often as it can."""
    due = time.monotonic()
    pad = "x" * (size - len('42["pulse",{"sent":12345.123456789,"pad":""}]') - 4)
    while True:
        if pulsing:
            socketio.emit("pulse", {"sent": time.perf_counter(), "pad": pad})
        due = max(due + EVERY, time.monotonic())
        socketio.sleep(due - time.monotonic())


signal.signal(signal.SIGUSR2, toggle)
socketio.start_background_task(pulse)
socketio.start_background_task(lambda: print(f"ready {port}", flush=True))
socketio.run(app, host="127.0.0.1", port=port, max_size=SOCKETS)
