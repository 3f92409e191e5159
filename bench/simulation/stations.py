"""A discrete simulation of stations at which groups of people are served one after the other."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Visit = tuple["Station", float]
"""A station, and the seconds of one of its cores that a group takes there."""


class Station:
    """So many cores that serve in the order of arrival."""

    def __init__(self, name: str, cores: int = 1) -> None:
        self.name, self.cores = name, cores
        self.work = 0.0
        self.longest = 0.0
        self._free = [0.0] * cores

    def serve(self, at: float, seconds: float) -> float:
        """Serve somebody who comes at this moment, no earlier than anybody before: when they are done."""
        begin = max(at, self._free[0])
        heapq.heapreplace(self._free, begin + seconds)
        self.work += seconds
        self.longest = max(self.longest, begin - at)
        return begin + seconds

    def used(self, within: float) -> float:
        """The share of its cores that all its work takes within so many seconds; above 1, more than there is."""
        return self.work / (self.cores * within)


@dataclass(frozen=True, slots=True)
class Group:
    """People who do the same at the same moment, and where that leads them."""

    at: float
    people: int
    route: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """When a group was through, and for how long it was on its way."""

    at: float
    took: float
    people: int


def run(groups: Iterable[Group]) -> list[Done]:
    """Send every group along its route, all stations in the order of time."""
    coming: list[tuple[float, int, int, Group]] = [(group.at, n, 0, group) for n, group in enumerate(groups)]
    heapq.heapify(coming)
    done = []
    while coming:
        now, number, step, group = coming[0]
        if step == len(group.route):
            heapq.heappop(coming)
            done.append(Done(now, now - group.at, group.people))
            continue
        station, seconds = group.route[step]
        heapq.heapreplace(coming, (station.serve(now, seconds), number, step + 1, group))
    return done


def percentile(done: Iterable[Done], share: float, of: Callable[[Done], float] = lambda each: each.took) -> float:
    """The time that so large a share of the people was not above."""
    ordered = sorted((of(each), each.people) for each in done)
    wanted = share * sum(people for _time, people in ordered)
    seen = 0
    for time, people in ordered:
        seen += people
        if seen >= wanted:
            return time
    return 0.0
