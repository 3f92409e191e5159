"""Who is here now: kept in memory alone, gone with the process, never stored."""

from __future__ import annotations

from collections import defaultdict

from facilitation.models.seat import PARTICIPANT
from facilitation.room.actor import Actor


class Presence:
    """Open sockets by meeting. One person with two open pages is one person."""

    def __init__(self) -> None:
        self._open: dict[int, dict[str, Actor]] = defaultdict(dict)

    def came(self, socket: str, actor: Actor) -> None:
        """A socket of this seat is open."""
        self._open[actor.meeting_id][socket] = actor

    def left(self, socket: str, actor: Actor) -> None:
        """That socket is closed."""
        sockets = self._open.get(actor.meeting_id, {})
        sockets.pop(socket, None)
        if not sockets:
            self._open.pop(actor.meeting_id, None)

    def meetings(self) -> list[int]:
        """Meetings in which anybody is."""
        return list(self._open)

    def participants(self) -> int:
        """How many participants are in all meetings together."""
        return sum(self.here(meeting_id) for meeting_id in self.meetings())

    def here(self, meeting_id: int) -> int:
        """How many participants are in a meeting."""
        actors = list(self._open.get(meeting_id, {}).values())
        return len({actor.seat_id for actor in actors if actor.role == PARTICIPANT})
