"""Which sockets are in which rooms, such that leaving costs what one is in and not how many rooms there are."""

from __future__ import annotations

from typing import Any

import socketio


class Rooms(socketio.Manager):  # type: ignore[misc]  # the library has no types
    """The library's rooms, with a list beside of each socket's own.

    The library looks through all rooms when a socket goes. Each seat has a room, so a hall of thousands that loses its
    signal together would hold the server for a minute.
    """

    def __init__(self) -> None:
        super().__init__()
        self._entered: dict[str, set[Any]] = {}

    def basic_enter_room(self, sid: str, namespace: str, room: Any, eio_sid: str | None = None) -> None:
        """Put a socket into a room; the one of its own name, which nothing is sent to, is left out."""
        if room != sid:
            super().basic_enter_room(sid, namespace, room, eio_sid)
            self._entered.setdefault(sid, set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        """Take a socket out of a room."""
        super().basic_leave_room(sid, namespace, room)
        self._entered.get(sid, set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **_options: Any) -> None:
        """Take a socket out of all its rooms, and forget it."""
        for room in self._entered.pop(sid, ()):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]
