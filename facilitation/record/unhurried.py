"""Long work in pieces, so that nobody waits for the end of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

# Seconds of work, and as many in which everybody else is served: a record takes half of the processor at most.
SLICE = 0.005


def unhurried(things: Iterable[T]) -> Iterator[T]:
    """The same things, one after another, with a rest as soon as they have taken a while.

    Everybody is served by one thread: whoever works long without a rest makes a whole hall wait.
    """
    began = time.monotonic()
    for thing in things:
        yield thing
        if time.monotonic() - began >= SLICE:
            time.sleep(SLICE)
            began = time.monotonic()
