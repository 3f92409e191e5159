"""What tests say about refusals, and how they see that nothing was changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from sqlalchemy import Executable, select
from sqlalchemy.orm import Session

from facilitation.db import Base, reading
from facilitation.engine import Engine
from facilitation.engine.jobs import Job
from facilitation.engine.writer import Writer
from facilitation.errors import Refused

if TYPE_CHECKING:
    from tests.conftest import House

T = TypeVar("T")
# Seconds after which something is taken not to come; long, so that a busy machine makes no test fail.
PATIENCE = 30.0


@contextmanager
def refused(code: str, **details: Any) -> Iterator[None]:
    """What happens inside is refused with this code and these details."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert details.items() <= caught.value.details.items()


@contextmanager
def nothing_changes(engine: Engine) -> Iterator[None]:
    """Every row of every table is afterwards what it was before."""
    before = everything_in(engine)
    yield
    assert everything_in(engine) == before


def everything_in(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with reading(engine.database) as db:
        tables = Base.metadata.sorted_tables
        return {table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr) for table in tables}


def question_of(state: dict[str, Any], question: str) -> dict[str, Any] | None:
    """One question in a state, or None where it is not seen."""
    found: dict[str, Any] | None = state["questions"].get(question)
    return found


def eventually(true: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait for something that nothing else waits for."""
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.01)


def queued_together(writer: Writer, calls: Sequence[Callable[[], T]]) -> list[T]:
    """What these calls return, all of them queued in this order before the writer looks at any."""
    busy, go = threading.Event(), threading.Event()

    def hold(_db: Session) -> None:
        busy.set()
        assert go.wait(PATIENCE)

    with ThreadPoolExecutor(len(calls) + 1) as threads:
        held = threads.submit(writer.submit, Job(hold))
        assert busy.wait(PATIENCE)
        try:
            answers: list[Future[T]] = []
            for call in calls:
                answers.append(threads.submit(call))
                eventually(lambda: writer.waiting >= len(answers))
        finally:
            go.set()
        held.result(PATIENCE)
        return [answer.result(PATIENCE) for answer in answers]


def written(house: House, statement: Executable, meetings: Collection[int] = ()) -> None:
    """Change what is stored behind the engine's back: as nobody can by a door, or as another process does."""
    house.engine.writer.submit(Job(lambda db: db.execute(statement) and None, meetings=tuple(meetings)))
