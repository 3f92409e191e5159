"""The connections that a server has room for, and which of them could make room for others."""

from __future__ import annotations

import contextlib
import socket
from collections import OrderedDict
from collections.abc import Callable

# Of so many slots, one is kept free: whoever comes while the last are taken does so at the cost of one that rests.
_SPARE = 50
# Where a request's environ has what lets its connection make room for others while it is being answered: a function of
# what ends the waiting, which a connection that is shut does not where nothing is read from it or written to it.
MAY_REST = "facilitation.may_rest"


class Slots:
    """Lets those in who come when nearly all slots are taken: whoever has rested longest, asking for nothing, is cut.

    Without that, whoever opens enough connections and asks for nothing shuts everybody out until their time is over.
    """

    def __init__(self, room: int) -> None:
        self._plenty = room - 1 - room // _SPARE
        self._held: set[socket.socket] = set()  # without those that were cut
        self._resting: OrderedDict[socket.socket, Callable[[], None] | None] = OrderedDict()

    def come(self, connection: socket.socket) -> None:
        """A connection was taken, and rests at first."""
        self._held.add(connection)
        self.rest(connection)

    def rest(self, connection: socket.socket, end: Callable[[], None] | None = None) -> None:
        """It asks for nothing from now on, or has not asked yet, but was heard of just now."""
        if connection not in self._held:
            return
        if connection not in self._resting:
            self._make_room()
        self._resting[connection] = end
        self._resting.move_to_end(connection)

    def work(self, connection: socket.socket) -> None:
        """It has asked for something, and is not cut."""
        self._resting.pop(connection, None)

    def go(self, connection: socket.socket) -> None:
        """A connection is over."""
        self._resting.pop(connection, None)
        self._held.discard(connection)

    def _make_room(self) -> None:
        # Not only for those who come: while every slot is taken nobody can, and a server whose clients were all busy
        # would stay shut when they are not any more. Nor at the cost of the one that begins to rest just now: where
        # all others are busy, nobody could ask for anything.
        if len(self._held) > self._plenty and self._resting:
            longest, end = self._resting.popitem(last=False)
            self._held.discard(longest)
            with contextlib.suppress(OSError):  # gone already
                longest.shutdown(socket.SHUT_RDWR)
            if end:
                end()
