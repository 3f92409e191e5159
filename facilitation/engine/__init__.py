"""The engine: turns a command into a committed change, and a committed change into a pulse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine as Database

from facilitation.db import reading
from facilitation.engine.commands import perform
from facilitation.engine.heartbeat import Heartbeat
from facilitation.engine.presence import Presence
from facilitation.engine.pulse import Pulse, Send, room_of_seat
from facilitation.engine.snapshot import Snapshots
from facilitation.engine.stamp import Changes
from facilitation.engine.writer import Job, Writer
from facilitation.programme.structure import Programme
from facilitation.room import meetings, seats
from facilitation.room.actor import Actor
from facilitation.room.aftermath import Aftermath


class Engine:
    """The running whole; ``send(room, event, payload)`` is how it reaches the sockets."""

    def __init__(self, database: Database, send: Send) -> None:
        self.database = database
        self.presence = Presence()
        self.snapshots = Snapshots(database)
        self.pulse = Pulse(database, send)
        self.heartbeat = Heartbeat(database, self.presence, send)
        self.writer = Writer(database, self._tell)
        self._send = send

    def start(self) -> None:
        """Begin to write and to tell."""
        self.writer.start()
        self.pulse.start()
        self.heartbeat.start()

    def stop(self) -> None:
        """Finish what was accepted, tell of it, and stop."""
        self.writer.stop()
        self.pulse.stop()
        self.heartbeat.stop()

    def perform(self, actor: Actor, name: str, payload: Mapping[str, Any], typed: bool = True) -> dict[str, Any]:
        """Do what an actor asks for, and answer once it is committed; raises Refused."""
        return perform(self.writer, actor, name, payload, typed)

    def create_meeting(
        self, programme: Programme, settings: meetings.Settings, made_by: str | None = None
    ) -> tuple[str, dict[str, str]]:
        """Make a meeting of a programme: (code, role -> link secret)."""
        made: tuple[str, dict[str, str]] = self.writer.submit(
            Job(lambda db: meetings.create(db, programme, settings, made_by))
        )
        return made

    def take_seat(self, code: str, wish: seats.TakeSeat) -> tuple[str, str]:
        """Give out a seat: (token, role)."""
        taken: tuple[str, str] = self.writer.submit(Job(lambda db: seats.take(db, code, wish)))
        return taken

    def seated(self, code: str, token: str) -> Actor:
        """Who holds this token in this meeting; raises Refused("seat.unknown")."""
        with reading(self.database) as db:
            return seats.seated(db, code, token)

    def join(self, actor: Actor) -> dict[str, Any]:
        """All that a seat needs to begin, or to begin again."""
        return self.snapshots.join(actor)

    def _tell(self, changes: Changes, notes: Aftermath) -> None:
        for seat_id, view in changes.authors:
            self._send(room_of_seat(seat_id), "yours", {"set": {"questions": {view["id"]: view}}})
        for seat_id, question_id, value in notes.votes_moved:
            self._send(room_of_seat(seat_id), "yours", {"set": {"votes": {question_id: value}}})
        for (meeting_id, audience), before in changes.revisions.items():
            self.snapshots.forget(meeting_id, audience)
            self.pulse.changed(meeting_id, audience, before, (meeting_id, audience) not in changes.beyond_scores)
