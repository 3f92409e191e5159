"""What the writer works off: jobs, and doing a batch of them within one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

from facilitation.engine.locks import lock_meetings
from facilitation.engine.receipts import first_answers
from facilitation.errors import Refused
from facilitation.logs import log_fault
from facilitation.models import Meeting, Seat
from facilitation.models.columns import now
from facilitation.models.seat import holds
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath, whole_or_not

log = logging.getLogger(__name__)

_TROUBLE = (OperationalError, InternalError)
_SEAT, _MEETING = Seat.__table__, Meeting.__table__
_SEATED = (
    select(_SEAT.c.id, _SEAT.c.meeting_id, _SEAT.c.role, _MEETING.c.key.is_(None).label("forgotten"))
    .join(_MEETING, _MEETING.c.id == _SEAT.c.meeting_id)
    .where(_SEAT.c.id.in_(bindparam("ids", expanding=True)), holds(bindparam("now")))
)

Work = Callable[[Session], Any]
Together = Callable[[Session, Sequence[Any]], Sequence[Any]]
"""A rule for many at once: for each order its answer, or the Refused that it gets instead."""


@dataclass(slots=True, eq=False)
class Job:
    """One thing to write, and where its answer goes.

    With an actor it is a command: it is answered with its revision, and under ``command_id`` it happens once. Jobs in a
    row with the same ``together`` are done by one call of that, with their orders. ``then`` is called once, after the
    commit; ``page`` tells that it came from an open page, which learns of its own effect by the answer. ``afterwards``:
    it can be done in a meeting that has forgotten who was there. ``meetings`` are those that a job without an actor
    changes. ``private`` are fields of the answer that are told once and never kept. ``forgot``: meetings that it made
    forget who was there.
    """

    work: Work | None = None
    actor: Actor | None = None
    command_id: str | None = None
    together: Together | None = None
    order: Any = None
    then: Callable[[Job], None] | None = None
    page: bool = False
    afterwards: bool = False
    meetings: Collection[int] = ()
    private: Collection[str] = ()
    answer: Any = None
    refusal: Refused | None = None
    fresh: bool = False
    forgot: Collection[int] = ()

    @property
    def receipt_key(self) -> tuple[int, str] | None:
        """Under which the first answer is kept, or None where a repeat is not recognised."""
        return (self.actor.seat_id, self.command_id) if self.actor and self.command_id else None


def do_all(db: Session, batch: list[Job]) -> list[tuple[Job, Job]]:
    """Do each job so that none can spoil another's; returns repeats within the batch with their firsts."""
    lock_meetings(db, {id_ for job in batch for id_ in ([job.actor.meeting_id] if job.actor else job.meetings)})
    firsts: dict[tuple[int, str], Job] = {}
    repeats = []
    answers = first_answers(db, [key for job in batch if (key := job.receipt_key)])
    seated = _still_seated(db, batch)
    fresh = []
    for job in batch:
        key = job.receipt_key
        forgotten = seated.get(_place(job.actor)) if job.actor else False
        if forgotten is None:
            job.refusal = Refused("seat.unknown")
        elif key in firsts:
            repeats.append((job, firsts[key]))
        elif key in answers:  # whatever happened since, and perhaps by this very command
            job.answer = answers[key]
        elif forgotten and not job.afterwards:
            job.refusal = Refused("meeting.forgotten")
        else:
            fresh.append(job)
            if key:
                firsts[key] = job
    for together, jobs in groupby(fresh, key=lambda job: job.together):
        if together:
            _do_together(db, together, [job for job in jobs if not _is_over(db, job)])
        else:
            for job in jobs:
                if not _is_over(db, job):
                    _do(db, job)
    return repeats


def _still_seated(db: Session, batch: Iterable[Job]) -> dict[tuple[int, int, str], bool]:
    """Those of the batch's seats that still hold, and whether their meeting has forgotten who was there."""
    ids = {job.actor.seat_id for job in batch if job.actor}
    if not ids:
        return {}
    rows = db.execute(_SEATED, {"ids": list(ids), "now": now()})
    return {(row.id, row.meeting_id, row.role): row.forgotten for row in rows}


def _place(actor: Actor) -> tuple[int, int, str]:
    """The whole of what an actor is taken for: its seat's number alone could be another's by now."""
    return actor.seat_id, actor.meeting_id, actor.role


def _is_over(db: Session, job: Job) -> bool:
    """Refuse whose seat has ended just now, or whose meeting was forgotten, by somebody before in line."""
    notes = aftermath(db)
    if job.actor and job.actor.seat_id in notes.seats_revoked:
        job.refusal = Refused("seat.unknown")
    elif job.actor and job.actor.meeting_id in notes.forgotten and not job.afterwards:
        job.refusal = Refused("meeting.forgotten")
    return job.refusal is not None


def _do(db: Session, job: Job) -> None:
    assert job.work
    try:
        with whole_or_not(db):
            job.answer = job.work(db)
            job.forgot = aftermath(db).forgotten
        job.fresh = True
    except Refused as refusal:
        job.refusal = refusal
    except _TROUBLE:  # the database itself is in trouble, and every job with it
        raise
    except Exception as error:
        log_fault(log, "a command failed", error)
        job.refusal = Refused("server.fault")


def _do_together(db: Session, together: Together, jobs: list[Job]) -> None:
    if not jobs:
        return
    outcomes: Sequence[Any]
    try:
        with whole_or_not(db):
            outcomes = together(db, [job.order for job in jobs])
    except _TROUBLE:
        raise
    except Exception as error:
        log_fault(log, "commands failed", error)
        outcomes = [Refused("server.fault")] * len(jobs)
    for job, outcome in zip(jobs, outcomes, strict=True):
        if isinstance(outcome, Refused):
            job.refusal = outcome
        else:
            job.answer, job.fresh = outcome, True
