"""The parts, running: PostgreSQL that keeps what it acknowledges, Valkey, and what each uses."""

from __future__ import annotations

from collections.abc import Sequence

import psutil

from bench.process import Process
from tests.postgres import Postgres


class Durable(Postgres):
    """PostgreSQL as it is run in earnest: what is committed is on disk."""

    settings: tuple[str, ...] = ("shared_buffers=256MB", "max_connections=200")


class Family:
    """A program of several processes, as PostgreSQL and nginx are."""

    def __init__(self, pid: int) -> None:
        self._head = psutil.Process(pid)
        self._used: dict[int, float] = {}

    def cpu(self) -> float:
        """Seconds of processor time so far, of those that have ended as far as they were seen."""
        for each in self._all():
            try:
                self._used[each.pid] = Process(each.pid, 0).cpu()
            except OSError:  # it ended just now
                continue
        return sum(self._used.values())

    def memory(self) -> int:
        """Bytes that they hold together, what they share counted once (proportional set size)."""
        held = 0
        for each in self._all():
            try:
                held += each.memory_full_info().pss
            except psutil.NoSuchProcess:  # it ended just now
                continue
        return held

    def _all(self) -> Sequence[psutil.Process]:
        return [self._head, *self._head.children(recursive=True)]


class Shares:
    """What each part uses between two moments, divided by how often something was done."""

    def __init__(self, **parts: Process | Family) -> None:
        self._parts = parts
        self._before = {name: part.cpu() for name, part in parts.items()}

    def read(self, times: float) -> dict[str, float]:
        """Microseconds of each part's processor time, for each time."""
        return {
            f"{name}_us": round((part.cpu() - self._before[name]) / times * 1e6, 2)
            for name, part in self._parts.items()
        }
