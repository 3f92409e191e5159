"""The engine: turns a command into a committed change, and a committed change into a pulse."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from facilitation.db import reading
from facilitation.engine.between import Between
from facilitation.engine.commands import ordered
from facilitation.engine.fair import Fair
from facilitation.engine.fanout import Fanout
from facilitation.engine.heartbeat import Heartbeat
from facilitation.engine.jobs import Job
from facilitation.engine.patterns import Patterns
from facilitation.engine.presence import Presence
from facilitation.engine.pulse import Pulse
from facilitation.engine.purge import Receipt, purge_meeting
from facilitation.engine.snapshot import Snapshots
from facilitation.engine.teller import Teller
from facilitation.engine.telling import Told
from facilitation.engine.watch import Watch
from facilitation.engine.writer import Writer
from facilitation.errors import Refused
from facilitation.metrics import Metrics
from facilitation.programme.structure import Programme
from facilitation.room import forgetting, joining, meetings, organisers, seats
from facilitation.room.actor import Actor

# Seconds that somebody who leaves waits for the end of their seat.
A_MOMENT = 0.3


class Engine:
    """The running whole: the fanout reaches the sockets, ``queue`` (a URL) the other processes, where there are any."""

    def __init__(
        self, database: Database, fanout: Fanout, metrics: Metrics | None = None, queue: str | None = None
    ) -> None:
        self.database = database
        self._metrics = metrics = metrics or Metrics()
        self.presence = Presence()
        self.fair = Fair()
        self.patterns = Patterns()
        self.snapshots = Snapshots(database)
        self.pulse = Pulse(database, fanout)
        self.heartbeat = Heartbeat(database, self.presence, fanout, self.pulse)
        self.heartbeat.keepers = (self.snapshots.keep_only, self.pulse.keep_only, self.patterns.keep_only)
        self.heartbeat.watch = self.patterns.watch
        self.writer = Writer(database, self._tell, metrics.committed)
        self.teller = Teller(database, fanout, self.presence, self.pulse, self.heartbeat, self.snapshots, self.patterns)
        self.purged = self.teller.purged
        self.watch = Watch(database, self.presence, self.teller.ended, fanout.cut, self._forget, self._end)
        self._between: Between | None = None
        if queue:
            self._between = Between(queue, database, self.presence, self.heartbeat, self.snapshots, self.teller)
            self.heartbeat.also = self._between.here
        metrics.gauge("participants", "Participants who have the meeting open.", self.presence.participants)
        metrics.gauge("writer_queue", "Jobs that wait for the writer.", lambda: self.writer.waiting)

    def start(self) -> None:
        """Begin to write and to tell."""
        self.writer.start()
        self.pulse.start()
        self.heartbeat.start()
        self.watch.start()
        if self._between:
            self._between.start()

    def stop(self) -> None:
        """Finish what was accepted, tell of it, and stop."""
        self.watch.stop()
        self.writer.stop()
        self.pulse.stop()
        self.heartbeat.stop()
        if self._between:
            self._between.stop()

    def perform(self, actor: Actor, name: str, payload: Mapping[str, Any], typed: bool = True) -> dict[str, Any]:
        """Do what an actor asks for, and answer once it is committed; raises Refused."""
        begun = time.perf_counter()
        job = self._ordered(actor, name, payload, typed)
        try:
            answer: dict[str, Any] = self.writer.submit(job)
        finally:
            self._done(job, name, begun)
        return answer

    def request(
        self, actor: Actor, name: str, payload: Mapping[str, Any], then: Callable[[dict[str, Any] | Refused], None]
    ) -> None:
        """The same for an open page, without waiting: ``then`` gets the answer after the commit, or the refusal."""
        begun = time.perf_counter()

        def done(job: Job) -> None:
            self._done(job, name, begun)
            then(job.refusal or job.answer)

        job = self._ordered(actor, name, payload, page=True)
        job.then = done
        self.writer.enqueue(job)

    def create_meeting(
        self,
        programme: Programme,
        settings: meetings.Settings,
        made_by: str | None = None,
        passphrase: str | None = None,
    ) -> tuple[str, dict[str, str]]:
        """Make a meeting of a programme: (code, role -> link secret); ``passphrase`` is the hash of the organiser's."""
        made: tuple[str, dict[str, str]] = self.writer.submit(
            Job(lambda db: meetings.create(db, programme, settings, made_by, passphrase))
        )
        return made

    def purge(self, code: str, by: Actor | None = None) -> Receipt:
        """Remove a meeting and all that was ever in it; ``by`` whom, unless it is the operator. Raises Refused."""
        return purge_meeting(self.database, self.writer, code, by)

    def take_seat(
        self, code: str, wish: joining.TakeSeat, paid: bool = False, roles: Collection[str] | None = None
    ) -> tuple[str, str]:
        """Give out a seat: (token, role). ``paid`` says that they have worked for it, which a meeting may ask for.

        With ``roles``, an invitation for another one is refused, and not used.
        """
        taken: tuple[str, str] = self.writer.submit(Job(together=joining.take, order=(code, wish, paid, roles)))
        return taken

    def give_up(self, code: str, tokens: Sequence[str]) -> None:
        """End the seats of these tokens, for somebody who leaves in a hurry: raises nothing, and waits but a moment.

        Where the database does not answer in that time, they end as soon as it does.
        """
        done = threading.Event()
        try:
            self.writer.enqueue(Job(lambda db: seats.give_up(db, code, tokens), then=lambda _job: done.set()))
        except Refused:
            return
        done.wait(A_MOMENT)

    def sign_in(self, opened: organisers.Lock, step: int | None, language: str | None = None) -> str:
        """Give the organiser a seat, who has opened this lock with a step of the one-time code: its token."""
        token: str = self.writer.submit(
            Job(lambda db: organisers.sign_in(db, opened, step, language), meetings=(opened.meeting_id,))
        )
        return token

    def renew_hash(self, opened: organisers.Lock, passphrase: str) -> None:
        """Keep the passphrase that opened this lock by another hash."""
        self.writer.submit(Job(lambda db: organisers.renew_hash(db, opened, passphrase), meetings=(opened.meeting_id,)))

    def change(self, actor: Actor, rule: Callable[[Session, Actor], None]) -> None:
        """Do by a rule what an organiser asks for at a door of their own, which is no command; raises Refused."""
        self.writer.submit(Job(lambda db: rule(db, actor), actor, afterwards=True))

    def seated(self, code: str, token: str) -> Actor:
        """Who holds this token in this meeting; raises Refused("seat.unknown")."""
        with reading(self.database) as db:
            return seats.seated(db, code, token)

    def join(self, actor: Actor) -> dict[str, Any]:
        """All that a seat needs to begin, or to begin again; raises Refused where it begins again without end."""
        self.fair.join(actor)
        return self.snapshots.join(actor)

    def _forget(self, meeting_ids: list[int]) -> None:
        self.writer.enqueue(Job(lambda db: forgetting.forget_due(db, meeting_ids), meetings=tuple(meeting_ids)))

    def _end(self, meeting_ids: list[int]) -> None:
        self.writer.enqueue(Job(lambda db: forgetting.end_abandoned(db, meeting_ids), meetings=tuple(meeting_ids)))

    def _ordered(
        self, actor: Actor, name: str, payload: Mapping[str, Any], typed: bool = True, page: bool = False
    ) -> Job:
        """What every door queues: parsed, and within what the seat may ask for."""
        job = ordered(actor, name, payload, typed, page)
        self.fair.command(actor, name, job.command_id)
        return job

    def _done(self, job: Job, name: str, begun: float) -> None:
        self._metrics.command_done(name, time.perf_counter() - begun)
        if job.refusal and job.actor:
            self.fair.refused(job.actor, job.command_id, job.refusal)

    def _tell(self, told: Told) -> None:
        if self._between:
            self._between.committed(told)
        self.teller.committed(told)
