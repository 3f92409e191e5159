"""How long one process keeps a meeting to itself: votes of one transaction, under the lock of the meeting's row."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from sqlalchemy import Engine, event, select, text

from bench.fill import Filled
from facilitation.db import reading, writing
from facilitation.engine.jobs import Job
from facilitation.engine.locks import lock_meetings
from facilitation.engine.writer import BATCH, Writer
from facilitation.models import Meeting, Seat
from facilitation.room import votes
from facilitation.room.actor import Actor
from facilitation.room.seats import seated

BATCHES = (1, 100, BATCH)
ROUNDS, _HANDOVERS = 5, 20
# Seats and votes that are put into the database at once, to see what a full meeting costs.
CROWD = 100_000

_SEATS = text(
    "INSERT INTO seats (meeting_id, token_hash, role, rehearsal, revoked) "
    "SELECT :meeting, sha256(('crowd' || n)::bytea), 'participant', false, false FROM generate_series(1, :crowd) n"
)
_VOTES = text(
    "INSERT INTO votes (question_id, seat_id, via_id) "
    "SELECT :question, id, :question FROM seats WHERE meeting_id = :meeting ORDER BY id DESC LIMIT :crowd"
)


class Held:
    """Notes how long the lock was held: seconds of the clock, and of this process's processor."""

    def __init__(self, engine: Engine) -> None:
        self.times: list[tuple[float, float]] = []
        self._since: tuple[float, float] | None = None

        @event.listens_for(engine, "after_cursor_execute")
        def _locked(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if "FOR NO KEY UPDATE" in statement:
                self._since = time.perf_counter(), time.thread_time()

        @event.listens_for(engine, "reset")
        def _free(_connection: Any, _record: Any, _state: Any) -> None:
            if self._since:
                clock, own = self._since
                self.times.append((time.perf_counter() - clock, time.thread_time() - own))
                self._since = None


def lock(engine: Engine, hall: Filled) -> dict[str, Any]:
    """Transactions of several sizes on questions of their own, then on one that a crowd has voted on already."""
    held = Held(engine)
    with reading(engine) as db:
        actors = [seated(db, hall.code, token) for token in hall.seats[: max(BATCHES)]]
        meeting = db.scalars(select(Meeting.id).where(Meeting.code == hall.code)).one()
    wanted = threading.Event()
    writer = Writer(engine, lambda _told: wanted.set())
    writer.start()

    def transaction(size: int, question: str) -> None:
        """The first waits in the database's doorway until all the others stand in the queue."""
        gate = threading.Event()
        wanted.clear()
        writer.enqueue(Job(lambda _db: gate.wait()))
        left = _queue(writer, actors[:size], question)
        gate.set()
        left.wait(60)

    questions = iter(hall.questions)
    found: dict[str, Any] = {"batches": []}
    transaction(1, next(questions))
    for size in BATCHES:
        held.times.clear()
        for _ in range(ROUNDS):
            transaction(size, next(questions))
        found["batches"].append({"votes": size} | _medians(held))
    crowded = [next(questions) for _ in range(ROUNDS)]
    with engine.begin() as straight:
        straight.execute(_SEATS, {"meeting": meeting, "crowd": CROWD})
        for question in crowded:
            straight.execute(_VOTES, {"meeting": meeting, "question": question, "crowd": CROWD})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as straight:
        straight.execute(text("VACUUM ANALYZE"))
    held.times.clear()
    for question in crowded:
        transaction(1, question)
    writer.stop()
    found["crowded"] = {"votes": 1, "counted": CROWD} | _medians(held)
    return found | {"handover_ms": _handover(engine, meeting), "revoked_ms": _revoked(engine, meeting)}


def _queue(writer: Writer, actors: Sequence[Actor], question: str) -> threading.Event:
    done = threading.Event()
    for number, actor in enumerate(actors):
        order = (actor, votes.Cast(question, 1))
        job = Job(actor=actor, command_id=f"{question}{number}", together=votes.cast, order=order, page=True)
        if number == len(actors) - 1:
            job.then = lambda _job: done.set()
        writer.enqueue(job)
    return done


def _medians(held: Held) -> dict[str, float]:
    clock, own = zip(*held.times, strict=True)
    return {"held_ms": round(median(clock) * 1e3, 3), "own_ms": round(median(own) * 1e3, 3)}


def _handover(engine: Engine, meeting: int) -> float:
    """From one's commit to the lock in the hands of the next who waits for it."""
    times = []
    for _ in range(_HANDOVERS):
        got: list[float] = []
        with writing(engine) as holder:
            lock_meetings(holder, [meeting])
            next_one = threading.Thread(target=_wait_for, args=(engine, meeting, got))
            next_one.start()
            time.sleep(0.02)
            holder.commit()
            freed = time.perf_counter()
        next_one.join()
        times.append(got[0] - freed)
    return round(median(times) * 1e3, 3)


def _wait_for(engine: Engine, meeting: int, got: list[float]) -> None:
    with writing(engine) as db:
        lock_meetings(db, [meeting])
        got.append(time.perf_counter())


def _revoked(engine: Engine, meeting: int) -> float:
    """What each heartbeat of each process asks: whose seat was revoked, of the whole crowd."""
    asked = select(Seat.id).where(Seat.meeting_id.in_([meeting]), Seat.revoked)
    times = []
    for _ in range(ROUNDS):
        with reading(engine) as db:
            began = time.perf_counter()
            db.scalars(asked).all()
            times.append(time.perf_counter() - began)
    return round(median(times) * 1e3, 3)
