"""An epoll loop that runs coroutines: as little as a load client needs between a byte's arrival and its time."""

from __future__ import annotations

import gc
import heapq
import itertools
import select
import time
from collections.abc import Coroutine, Generator, Iterable, Iterator
from typing import Any, Generic, Protocol, Self, TypeVar

T = TypeVar("T")

_EVENTS = 1024


class Moment(Generic[T]):
    """Something that will be there: awaited by one coroutine at most."""

    __slots__ = ("done", "_value", "_error", "_waiter")

    def __init__(self) -> None:
        self.done = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._waiter: Coroutine[Any, Any, Any] | None = None

    def set(self, value: T) -> None:
        """It is there."""
        self._finish(value, None)

    def fail(self, error: BaseException) -> None:
        """It will not come."""
        self._finish(None, error)

    def result(self) -> T:
        """What came; raises what it failed with."""
        if self._error is not None:
            raise self._error
        value: T = self._value
        return value

    def _finish(self, value: Any, error: BaseException | None) -> None:
        if self.done:
            return
        self.done, self._value, self._error = True, value, error
        if (waiter := self._waiter) is not None:
            self._waiter = None
            _resume(waiter)

    def __await__(self) -> Generator[Moment[T], None, T]:
        if not self.done:
            yield self
        return self.result()


class Reader(Protocol):
    """What the loop calls when a file descriptor is ready."""

    def ready(self, events: int) -> None:
        """Read or write."""

    def close(self) -> None:
        """Break off."""


class Loop:
    """Sockets, timers and coroutines of one load client; at the end of ``with``, all of its sockets are closed."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._readers: dict[int, Reader] = {}
        self._timers: list[tuple[float, int, Moment[None]]] = []
        self._numbers = itertools.count()

    def __enter__(self) -> Self:
        # A collection of garbage would stop the client in the middle of a measure.
        gc.disable()
        return self

    def __exit__(self, *_: object) -> None:
        for reader in list(self._readers.values()):
            reader.close()
        self._epoll.close()
        gc.enable()
        gc.collect()

    def watch(self, fd: int, reader: Reader, events: int) -> None:
        """Call ``reader.ready`` whenever one of the events is there."""
        if fd in self._readers:
            self._epoll.modify(fd, events)
        else:
            self._epoll.register(fd, events)
        self._readers[fd] = reader

    def forget(self, fd: int) -> None:
        """No longer."""
        if self._readers.pop(fd, None):
            self._epoll.unregister(fd)

    def sleep(self, seconds: float) -> Moment[None]:
        """After so many seconds."""
        return self.at(time.perf_counter() + seconds)

    def at(self, when: float) -> Moment[None]:
        """At this moment of ``time.perf_counter``."""
        moment: Moment[None] = Moment()
        heapq.heappush(self._timers, (when, next(self._numbers), moment))
        return moment

    def run(self, work: Coroutine[Any, Any, T], limit: float) -> T:
        """Run until the work is done; raises TimeoutError after ``limit`` seconds."""
        end, task = time.perf_counter() + limit, spawn(work)
        while not task.done:
            now = time.perf_counter()
            if now > end:
                work.close()
                raise TimeoutError(f"not done after {limit:g} s")
            self._turn(now)
        return task.result()

    def _turn(self, now: float) -> None:
        timers = self._timers
        while timers and timers[0][0] <= now:
            heapq.heappop(timers)[2].set(None)
        wait = min(0.5, max(0.0, timers[0][0] - time.perf_counter())) if timers else 0.5
        readers = self._readers
        for fd, events in self._epoll.poll(wait, _EVENTS):
            if reader := readers.get(fd):
                reader.ready(events)


def spawn(work: Coroutine[Any, Any, T]) -> Moment[T]:
    """Start a coroutine now; what it returns will be there."""
    result: Moment[T] = Moment()

    async def wrapped() -> None:
        try:
            result.set(await work)
        except Exception as error:
            result.fail(error)

    _resume(wrapped())
    return result


async def everyone(moments: Iterable[Moment[T]]) -> list[T]:
    """The results of all, once all are there."""
    return [await moment for moment in list(moments)]


async def crowd(works: Iterable[Coroutine[Any, Any, T]], width: int) -> list[T]:
    """Do all of these, so many at a time."""
    results: list[T] = []
    queue: Iterator[Coroutine[Any, Any, T]] = iter(works)

    async def work_off() -> None:
        for work in queue:
            results.append(await work)

    await everyone([spawn(work_off()) for _ in range(width)])
    return results


def _resume(work: Coroutine[Any, Any, Any]) -> None:
    try:
        moment: Moment[Any] = work.send(None)
    except StopIteration:
        return
    moment._waiter = work
