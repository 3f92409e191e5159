"""The one writer: many jobs, one transaction, one commit; then the answers, then the telling."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from facilitation.db import erase_remains, writing
from facilitation.engine import receipts
from facilitation.engine.jobs import Job, do_all
from facilitation.engine.scores import stamp_scores
from facilitation.engine.stamp import Changes, stamp, watch
from facilitation.engine.telling import Telling, Told
from facilitation.errors import Refused
from facilitation.logs import log_fault
from facilitation.models import Meeting
from facilitation.room.aftermath import aftermath
from facilitation.room.forgetting import let_go

log = logging.getLogger(__name__)

# More in one transaction gains little, and meanwhile nobody is answered.
BATCH = 250
# Seconds from one commit to the next. The first after a quiet time goes at once; those who ask while others are being
# written share the next one, instead of each costing everybody a commit.
GATHER = 0.02
# Seconds until the write-ahead log is emptied again where somebody was reading it.
ERASE_AGAIN = 2.0
# A queue longer than this cannot be worked off in a time that anybody waits.
QUEUE = 20_000


class Writer:
    """Works off the queue in a thread of its own; nobody else writes to the database.

    ``tell`` is called after each commit and after the answers are out, with what there is to tell; ``committed`` then
    too, with how many jobs were in it.
    """

    gather = GATHER

    def __init__(
        self, engine: Engine, tell: Callable[[Told], None], committed: Callable[[int], None] = lambda _jobs: None
    ) -> None:
        self._engine = engine
        self._telling = Telling(tell)
        self._committed = committed
        self._queue: deque[Job] = deque()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._remains = True  # perhaps, of a server before this one that could not erase it any more
        self._last = 0.0

    def start(self) -> None:
        """Begin to work."""
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take nothing new, finish what is queued, and return when it is on disk."""
        self._stopping = True
        self._wake.set()
        if self._thread:
            self._thread.join()
            if self._remains:
                self._erase()

    def enqueue(self, job: Job) -> None:
        """Queue a job; its ``then`` is called after the commit. Raises Refused where nothing more is taken."""
        if self._stopping:
            raise Refused("server.stopping")
        if len(self._queue) >= QUEUE:
            raise Refused("server.busy")
        self._queue.append(job)
        self._wake.set()

    def submit(self, job: Job) -> Any:
        """Queue a job and wait for its answer, which comes after the commit; raises Refused."""
        done = threading.Event()
        job.then = lambda _job: done.set()
        self.enqueue(job)
        done.wait()
        if job.refusal:
            raise job.refusal
        return job.answer

    @property
    def waiting(self) -> int:
        """How many jobs are queued."""
        return len(self._queue)

    def _run(self) -> None:
        while True:
            while self._queue:
                self._gather()
                self._write([self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))])
                time.sleep(0)  # lets those who wait send their answers before anybody is told, and others say more
                self._telling.go_on(len(self._queue))
            if self._stopping:
                return
            # What could not be erased is tried again while nobody wants anything.
            if not self._wake.wait(ERASE_AGAIN if self._remains else None):
                self._erase()
            self._wake.clear()

    def _gather(self) -> None:
        """Let others join a batch that is not full where the last one went just now."""
        left = self._last + self.gather - time.monotonic()
        if left > 0 and len(self._queue) < BATCH and not self._stopping:
            time.sleep(left)
        self._last = time.monotonic()

    def _erase(self) -> None:
        try:
            self._remains = not erase_remains(self._engine)
        except SQLAlchemyError as error:  # what was committed stands, whatever becomes of the log
            log_fault(log, "erasing failed", error)
            self._remains = True

    def _write(self, batch: list[Job]) -> None:
        told: Told | None = None
        try:
            told = self._commit(batch)
        except Exception as error:
            storage = isinstance(error, SQLAlchemyError)
            log_fault(log, "a transaction failed", error)
            for job in batch:
                job.refusal = Refused("server.storage" if storage else "server.fault")
        for job in batch:
            try:
                if job.then:
                    job.then(job)
            except Exception as error:  # what is committed stands; who did not hear of it asks again
                log_fault(log, "answering failed", error)
        if told:
            self._committed(len(batch))
            self._telling.add(told)

    def _commit(self, batch: list[Job]) -> Told:
        with writing(self._engine) as db:
            touched = watch(db)
            repeats = do_all(db, batch)
            db.flush()
            changes = Changes()
            stamp_scores(db, aftermath(db).voted, touched, changes)
            stamp(db, touched, changes)
            let_go(db, aftermath(db).forgotten)
            _sign(db, batch)
            receipts.keep(db, [(key, _kept(job)) for key, job in _to_keep(db, batch)])
            db.commit()
            for repeat, first in repeats:
                repeat.answer = _kept(first) if first.answer else None
                repeat.refusal = first.refusal
            notes = aftermath(db)
        if notes.text_erased or self._remains:
            self._erase()
        pages = frozenset(job.actor.seat_id for job in batch if job.page and job.actor)
        return Told(changes, notes, pages)


def _sign(db: Session, batch: list[Job]) -> None:
    """Complete the commands' answers with the revision that holds them."""
    gone = aftermath(db)
    signed = []
    for job in batch:
        if job.actor and job.fresh and job.actor.meeting_id in gone.purged:  # by somebody after it in line
            job.refusal = Refused("meeting.unknown")
        elif job.actor and job.fresh:
            signed.append(job)
    meetings = {id_: db.get_one(Meeting, id_) for id_ in {job.actor.meeting_id for job in signed if job.actor}}
    for job in signed:
        assert job.actor
        meeting = meetings[job.actor.meeting_id]
        revision = meeting.team_count if job.actor.audience == "team" else meeting.everyone_count
        job.answer = {"ok": True, "revision": revision, **(job.answer or {})}


def _to_keep(db: Session, batch: list[Job]) -> list[tuple[receipts.Key, Job]]:
    """The commands whose answers are kept for repeats: none of a seat that is over, and none of before a forgetting."""
    gone = aftermath(db)
    keys: list[tuple[receipts.Key, Job]] = []
    for job in batch:
        if job.forgot:  # what is stored of the time before went in it as well
            keys = [(key, other) for key, other in keys if other.actor and other.actor.meeting_id not in job.forgot]
        key = job.receipt_key
        if key and job.fresh and not job.refusal and key[0] not in gone.seats_revoked:
            keys.append((key, job))
    return keys


def _kept(job: Job) -> dict[str, Any]:
    return {name: value for name, value in job.answer.items() if name not in job.private}
