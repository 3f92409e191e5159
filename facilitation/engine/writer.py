"""The one writer: many jobs, one transaction, one commit; then the answers, then the telling."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from facilitation.db import erase_remains, writing
from facilitation.engine.stamp import Changes, stamp, watch
from facilitation.errors import Refused
from facilitation.logs import log_fault
from facilitation.models import Meeting, Receipt
from facilitation.room.actor import Actor
from facilitation.room.aftermath import Aftermath, aftermath
from facilitation.room.votes import count_again

log = logging.getLogger(__name__)

# More in one transaction gains little and makes the first of them wait longer.
BATCH = 500
# Seconds until the write-ahead log is emptied again where somebody was reading it.
ERASE_AGAIN = 2.0
# A queue longer than this cannot be worked off in a time that anybody waits.
QUEUE = 20_000


@dataclass(slots=True, eq=False)
class Job:
    """One thing to write, and the place where its answer appears.

    With an actor it is a command: it is answered with its revision, and under ``command_id`` it happens once.
    """

    work: Callable[[Session], Any]
    actor: Actor | None = None
    command_id: str | None = None
    answer: Any = None
    refusal: Refused | None = None
    fresh: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def receipt_key(self) -> tuple[int, str] | None:
        """Under which the first answer is kept, or None where a repeat is not recognised."""
        return (self.actor.seat_id, self.command_id) if self.actor and self.command_id else None


class Writer:
    """Works off the queue in a thread of its own; nobody else writes to the database.

    ``tell`` is called after each commit and after the answers are out, with what changed.
    """

    def __init__(self, engine: Engine, tell: Callable[[Changes, Aftermath], None]) -> None:
        self._engine = engine
        self._tell = tell
        self._queue: queue.Queue[Job | None] = queue.Queue(QUEUE)
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._remains = False

    def start(self) -> None:
        """Begin to work."""
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take nothing new, finish what is queued, and return when it is on disk."""
        if self._thread and not self._stopping:
            self._stopping = True
            self._queue.put(None)
            self._thread.join()

    def submit(self, job: Job) -> Any:
        """Queue a job and wait for its answer, which comes after the commit; raises Refused."""
        if self._stopping:
            raise Refused("server.stopping")
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            raise Refused("server.busy") from None
        job.done.wait()
        if job.refusal:
            raise job.refusal
        return job.answer

    def _run(self) -> None:
        while (job := self._next_job()) is not None:
            batch = [job]
            while len(batch) < BATCH and not self._queue.empty():
                following = self._queue.get_nowait()
                if following is None:
                    self._queue.put(None)
                    break
                batch.append(following)
            self._write(batch)

    def _next_job(self) -> Job | None:
        """The next job, or None at the end; meanwhile, what could not be erased is tried again."""
        while self._remains:
            try:
                return self._queue.get(timeout=ERASE_AGAIN)
            except queue.Empty:
                self._erase()
        return self._queue.get()

    def _erase(self) -> None:
        try:
            self._remains = not erase_remains(self._engine)
        except SQLAlchemyError as error:  # what was committed stands, whatever becomes of the log
            log_fault(log, "erasing failed", error)
            self._remains = True

    def _write(self, batch: list[Job]) -> None:
        told: tuple[Changes, Aftermath] | None = None
        try:
            told = self._commit(batch)
        except Exception as error:
            storage = isinstance(error, SQLAlchemyError)
            log_fault(log, "a transaction failed", error)
            for job in batch:
                job.refusal = Refused("server.storage" if storage else "server.fault")
        for job in batch:
            job.done.set()
        if told:
            time.sleep(0)  # lets those who wait send their acknowledgements before anybody is told
            try:
                self._tell(*told)
            except Exception as error:  # what is committed stands; a heartbeat will tell that something was missed
                log_fault(log, "telling failed", error)

    def _commit(self, batch: list[Job]) -> tuple[Changes, Aftermath]:
        with writing(self._engine) as db:
            touched = watch(db)
            repeats = _work(db, batch)
            db.flush()
            count_again(db, aftermath(db).voted)
            db.flush()
            changes = stamp(db, touched)
            _sign(db, batch)
            db.commit()
            for repeat, first in repeats:
                repeat.answer = first.answer
            notes = aftermath(db)
        if notes.text_erased or self._remains:
            self._erase()
        return changes, notes


def _work(db: Session, batch: list[Job]) -> list[tuple[Job, Job]]:
    """Do each job in a savepoint of its own; returns repeats within the batch with their firsts."""
    firsts: dict[tuple[int, str], Job] = {}
    repeats = []
    for job in batch:
        key = job.receipt_key
        if key in firsts:
            repeats.append((job, firsts[key]))
            continue
        if key and (receipt := db.get(Receipt, key)):
            job.answer = msgspec.json.decode(receipt.answer)
            continue
        try:
            with db.begin_nested():
                job.answer = job.work(db)
            job.fresh = True
            if key:
                firsts[key] = job
        except Refused as refusal:
            job.refusal = refusal
        except OperationalError:  # the database itself is in trouble, and every job with it
            raise
        except Exception as error:
            log_fault(log, "a command failed", error)
            job.refusal = Refused("server.fault")
    return repeats


def _sign(db: Session, batch: list[Job]) -> None:
    """Complete the commands' answers with the revision that holds them, and keep them for repeats."""
    for job in batch:
        if job.actor and job.fresh:
            meeting = db.get_one(Meeting, job.actor.meeting_id)
            job.answer = {"ok": True, "revision": getattr(meeting, f"{job.actor.audience}_count"), **(job.answer or {})}
            if job.receipt_key:
                seat_id, command_id = job.receipt_key
                encoded = msgspec.json.encode(job.answer)
                db.add(Receipt(seat_id=seat_id, command_id=command_id, answer=encoded))
