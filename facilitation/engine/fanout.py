"""Handing messages to the sockets."""

from __future__ import annotations

from typing import Any

from flask_socketio import SocketIO


class Fanout:
    """Sends one message to all the sockets of a room; the library encodes it once."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def __call__(self, room: str, event: str, payload: dict[str, Any]) -> None:
        """Send ``event`` with ``payload`` to everybody in ``room``."""
        self._socketio.emit(event, payload, to=room)
