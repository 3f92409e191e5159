"""Handing messages to the sockets."""

from __future__ import annotations

from typing import Any

from facilitation.wire.packets import event
from facilitation.wire.server import Server


class Fanout:
    """Sends one message to all the sockets of a room: encoded and framed once, written straight to each."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def __call__(self, room: str, name: str, payload: dict[str, Any]) -> None:
        """Send the event ``name`` with ``payload`` to everybody in ``room``."""
        self._server.tell(room, event(name, payload))

    def pages(self, room: str) -> int:
        """How many sockets are in a room."""
        return len(self._server.manager.rooms.get("/", {}).get(room, ()))

    def cut(self, room: str) -> None:
        """Close all the sockets of a room."""
        self._server.cut(room)
