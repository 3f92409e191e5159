"""How much of something happened lately, for each connection and in all. Nothing here knows an address.

A level runs out by itself, evenly, and nothing is written down beside it. The event loop does one thing at a time, so
there are no locks.
"""

from __future__ import annotations

import time
from collections import OrderedDict

# Connections of which something is remembered; whoever opens more can do so at the cost of those before.
_CONNECTIONS = 20_000


class Level:
    """How much happened lately; as much as ``a_minute`` runs out within a minute."""

    __slots__ = ("a_minute", "_level", "_at")

    def __init__(self, a_minute: float) -> None:
        self.a_minute = a_minute
        self._level, self._at = 0.0, time.monotonic()

    def now(self) -> float:
        """The level at this moment."""
        now = time.monotonic()
        self._level = max(0.0, self._level - (now - self._at) * self.a_minute / 60)
        self._at = now
        return self._level

    def add(self, number: float = 1) -> None:
        """So many more; below zero, so many did not happen after all."""
        self._level = max(0.0, self.now() + number)

    @property
    def is_full(self) -> bool:
        """Whether no further one is within the budget."""
        return self.full_for > 0

    @property
    def full_for(self) -> float:
        """Seconds until a further one is, if none comes before."""
        return max(0.0, self.now() - (self.a_minute - 1)) * 60 / self.a_minute


class Budget:
    """A budget for each connection and one for all of them, by the minute; both may be used up at once."""

    def __init__(self, each: float, everybody: float) -> None:
        self._each = each
        self._everybody = Level(everybody)
        self._connections: OrderedDict[str, Level] = OrderedDict()

    def is_used_up(self, connection: str | None) -> bool:
        """Whether this connection has had its share, or all of them together theirs."""
        of_it = self._connections.get(connection) if connection else None
        return self._everybody.is_full or (of_it is not None and of_it.is_full)

    def count(self, connection: str | None, number: float = 1) -> None:
        """So many of this connection; below zero, so many did not happen after all."""
        self._everybody.add(number)
        if not connection:
            return
        of_it = self._connections.get(connection)
        if of_it is None:
            of_it = self._connections[connection] = Level(self._each)
            if len(self._connections) > _CONNECTIONS:
                self._connections.popitem(last=False)
        of_it.add(number)
