"""Who is here now: kept in memory alone, gone with the process, never stored."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection

from facilitation.models.seat import PARTICIPANT
from facilitation.room.actor import Actor

# Seconds for which the word of another process counts; it speaks with every heartbeat.
FRESH = 30.0


class Presence:
    """Open sockets by meeting. One person with two open pages is one person, as long as one process has both."""

    def __init__(self) -> None:
        self._open: dict[int, dict[str, Actor]] = defaultdict(dict)
        self._elsewhere: dict[str, tuple[float, dict[int, int]]] = {}

    def came(self, socket: str, actor: Actor) -> None:
        """A socket of this seat is open."""
        self._open[actor.meeting_id][socket] = actor

    def left(self, socket: str, actor: Actor) -> None:
        """That socket is closed."""
        sockets = self._open.get(actor.meeting_id, {})
        sockets.pop(socket, None)
        if not sockets:
            self._open.pop(actor.meeting_id, None)

    def held_by(self, seat_ids: Collection[int]) -> list[str]:
        """The open sockets of these seats, whether or not they have joined."""
        if not seat_ids:
            return []
        wanted = set(seat_ids)
        held = (sockets.items() for sockets in list(self._open.values()))
        return [socket for sockets in held for socket, actor in list(sockets) if actor.seat_id in wanted]

    def sockets(self, meeting_id: int, roles: Collection[str]) -> list[str]:
        """The open sockets of these roles in a meeting."""
        return [socket for socket, actor in list(self._open.get(meeting_id, {}).items()) if actor.role in roles]

    def meetings(self) -> set[int]:
        """Meetings in which anybody is."""
        return set(self._open)

    def participants(self) -> int:
        """How many participants this process has, in all meetings together."""
        return sum(self.counts().values())

    def counts(self) -> dict[int, int]:
        """How many participants each meeting has in this process."""
        return {meeting_id: self._local(meeting_id) for meeting_id in self.meetings()}

    def elsewhere(self, process: str, counts: dict[int, int]) -> None:
        """Another process told its counts."""
        self._elsewhere[process] = (time.monotonic(), counts)

    def let_go(self) -> None:
        """Let go of what processes told that have not spoken for too long."""
        fresh = time.monotonic() - FRESH
        self._elsewhere = {name: told for name, told in self._elsewhere.items() if told[0] > fresh}

    def here(self, meeting_id: int) -> int:
        """How many participants are in a meeting, those of other processes included."""
        return self._local(meeting_id) + sum(counts.get(meeting_id, 0) for _at, counts in self._elsewhere.values())

    def _local(self, meeting_id: int) -> int:
        actors = list(self._open.get(meeting_id, {}).values())
        return len({actor.seat_id for actor in actors if actor.role == PARTICIPANT})
