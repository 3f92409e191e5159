"""A site: so many people, processes and machines; and how many of them it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from random import Random

from bench.simulation.costs import AGAIN, BACK, Assumed, Costs
from bench.simulation.stations import Group, Station, percentile, run

SIZES = (1000, 10_000, 100_000, 1_000_000)
# Seconds: of a join wave that hurries and of one that does not; within which almost everybody is to be in, the last
# phone is to show a question, everybody is to be back. Sockets that one process has been measured to hold.
HURRY, EASY = 60.0, 300.0
IN, SHOWN, RETURNED, SOCKETS = 3.0, 1.0, 10.0, 10_000


@dataclass(frozen=True, slots=True)
class Site:
    """``fronts`` are machines that run nginx."""

    people: int
    processes: int
    fronts: int
    costs: Costs
    assumed: Assumed

    @property
    def share(self) -> int:
        """People at one process."""
        return ceil(self.people / self.processes)

    def stations(self) -> tuple[list[Station], Station, Station, Station]:
        """Its processes, its database, all its nginx, and the lines of all those machines as one."""
        return (
            [Station("process") for _ in range(self.processes)],
            Station("database", self.assumed.database_cores),
            Station("nginx", self.fronts * self.assumed.nginx_cores),
            Station("line"),
        )

    def seconds(self, size: float) -> float:
        """How long so many bytes take on its lines."""
        return size * 8 / (self.assumed.bits_a_second * self.fronts)


Bears = Callable[[int], bool]


def alone(costs: Costs, assumed: Assumed) -> dict[str, int]:
    """How many people one process bears, were nothing else in the way: what is asked of it -> people."""

    def wave(people: int, lasts: float) -> bool:
        return _last(people, costs.arrival.process, (0.0, lasts), 0.99) <= IN

    asked: dict[str, Bears] = {
        "come in within 60 s": lambda people: wave(people, HURRY),
        "come in within 5 minutes": lambda people: wave(people, EASY),
        "see a question within 1 s": lambda people: costs.pulse.process + people * costs.delivery.process <= SHOWN,
        "are back within 10 s of a cut": lambda people: (
            BACK[1] + _last(people, costs.back.process, BACK, 1.0) <= RETURNED
        ),
        "join again within 8 s, as after a silence of the queue": lambda people: people * costs.join.process <= AGAIN,
        "stay, while scores change all the time": lambda people: (
            people * (costs.idle + costs.pulses_per_second * costs.delivery.process) <= assumed.busy
        ),
        "have a socket (as far as was measured)": lambda people: people <= SOCKETS,
    }
    return {what: _most(bears) for what, bears in asked.items()}


def site(people: int, costs: Costs, assumed: Assumed, share: int) -> Site:
    """What so many people need, with this many at most at one process."""
    processes = ceil(people / share)
    nginx = people * max(costs.arrival.nginx / HURRY, costs.back.nginx / RETURNED, costs.delivery.nginx / SHOWN)
    return Site(people, processes, ceil(nginx / (assumed.busy * assumed.nginx_cores)), costs, assumed)


def _last(people: int, work: float, between: tuple[float, float], share: float) -> float:
    chosen, station = Random(people), Station("process")
    groups = [Group(chosen.uniform(*between), 1, ((station, work),)) for _ in range(people)]
    return percentile(run(groups), share)


def _most(bears: Bears) -> int:
    """The largest number that it bears, to a hundred; of those that the sockets allow for."""
    least, most = 0, SOCKETS // 100
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if bears(middle * 100) else (least, middle - 1)
    return least * 100
