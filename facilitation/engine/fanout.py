"""Handing messages to the sockets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facilitation.metrics import Metrics
from facilitation.wire.packets import event
from facilitation.wire.server import Server


class Fanout:
    """Sends one message to all the sockets of a room: encoded and framed once, written straight to each."""

    def __init__(self, server: Server, metrics: Metrics) -> None:
        self._server = server
        self._count = metrics.told
        metrics.gauge("sockets", "Open sockets.", lambda: len(server.eio.sockets))
        metrics.gauge("outgoing_bytes", "Bytes that wait for phones that read too slowly.", self._waiting)

    def __call__(self, room: str, name: str, payload: dict[str, Any]) -> None:
        """Send the event ``name`` with ``payload`` to everybody in ``room``."""
        self._count(name, self._server.tell(room, event(name, payload)))

    def pages(self, room: str) -> int:
        """How many sockets are in a room."""
        return len(self._server.manager.rooms.get("/", {}).get(room, ()))

    def cut(self, sids: Iterable[str]) -> None:
        """Close these sockets."""
        self._server.cut(sids)

    def _waiting(self) -> int:
        return sum(getattr(sock.queue, "waiting_bytes", 0) for sock in list(self._server.eio.sockets.values()))
