"""What tests say about refusals, and how they see that nothing was changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from facilitation.db import Base, reading
from facilitation.engine import Engine
from facilitation.errors import Refused


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


def eventually(true: Callable[[], object], patience: float = 20) -> None:
    """Wait for something that nothing else waits for."""
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)
