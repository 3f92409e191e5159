"""The connections that a server has room for, and which of them could make room for others."""

from __future__ import annotations

import contextlib
import socket
from collections import OrderedDict

# Of so many slots, one is kept free: whoever comes while the last are taken does so at the cost of one that rests.
_SPARE = 50


class Slots:
    """Lets those in who come when nearly all slots are taken: whoever has rested longest, asking for nothing, is cut.

    Without that, whoever opens enough connections and asks for nothing shuts everybody out until their time is over.
    """

    def __init__(self, room: int) -> None:
        self._plenty = room - 1 - room // _SPARE
        self._held = 0
        self._resting: OrderedDict[socket.socket, None] = OrderedDict()

    def come(self) -> None:
        """A connection was taken."""
        self._held += 1
        if self._held > self._plenty and self._resting:
            longest, _ = self._resting.popitem(last=False)
            with contextlib.suppress(OSError):  # gone already
                longest.shutdown(socket.SHUT_RDWR)

    def rest(self, connection: socket.socket) -> None:
        """It asks for nothing from now on."""
        self._resting.pop(connection, None)
        self._resting[connection] = None

    def work(self, connection: socket.socket) -> None:
        """It has asked for something, and is not cut."""
        self._resting.pop(connection, None)

    def go(self, connection: socket.socket) -> None:
        """A connection is over."""
        self._resting.pop(connection, None)
        self._held -= 1
