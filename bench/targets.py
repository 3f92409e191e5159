"""What the figures are to reach, and whether they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.measures.beside import OURS
from bench.peers import NODE, STOCK, C

Measures = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """One figure of the raw data: what it is, and its bound; ``least`` where it is to be at least that."""

    measure: str
    what: str
    value: Callable[[Any], float | None]
    bound: float
    unit: str = ""
    least: bool = False

    @property
    def reach(self) -> str:
        """The bound in words."""
        return f"{'at least' if self.least else 'at most'} {self.bound:g}{self.unit}"

    def judge(self, measures: Measures) -> dict[str, Any] | None:
        """The figure and whether it is within its bound; None where this was not measured."""
        measure = measures.get(self.measure, {"failed": "not measured"})
        if "failed" in measure or (value := self.value(measure)) is None:
            return None
        return {
            "measure": self.measure,
            "what": self.what,
            "value": round(value, 2),
            "bound": self.reach,
            "unit": self.unit,
            "met": value >= self.bound if self.least else value <= self.bound,
        }


def at(found: Any, *path: str) -> float:
    """A figure deep in the raw data."""
    for step in path:
        found = found[step]
    return float(found)


def best(rounds: list[Any], *path: str) -> float:
    """The lowest of a figure's rounds: what others did on the machine can only have added to it."""
    return min(at(found, *path) for found in rounds)


def ratio(ours: tuple[str, ...], peer: str, theirs: tuple[str, ...] | None = None) -> Callable[[Any], float | None]:
    """Ours over a peer's, each the best of its rounds; None where the peer was absent."""

    def of(measure: Any) -> float | None:
        rounds = measure["rounds"]
        return best(rounds[OURS], *ours) / best(rounds[peer], *(theirs or ours)) if peer in rounds else None

    return of


def _stored_over_ours(measure: Any) -> float | None:
    over = ratio(_ONE, STOCK, ("ack_stored_ms", "p95"))(measure)
    return over and 1 / over


def _uncounted(measure: Any) -> float:
    return sum(not found["exact"] for found in measure["rounds"][OURS])


_CPU, _P99, _ONE = ("cpu_us",), ("delay_ms", "p99"), ("ack_one_ms", "p95")
_NOTHING, _MANY = ("ack_nothing_ms", "p95"), ("ack_many_ms", "p95")

TARGETS = [
    Target("fanout", "a pulse to 5,000: server CPU per delivery, over the C loop's", ratio(_CPU, C), 1.4, " ×"),
    Target("fanout", "… over Node's", ratio(_CPU, NODE), 0.8, " ×"),
    Target("fanout", "… p99 from commit to receipt, over the C loop's", ratio(_P99, C), 1.5, " ×"),
    Target("crowded", "10,000 sockets: dropped", lambda m: at(m, "hold", "dropped"), 0),
    Target("crowded", "… receipts missing", lambda m: at(m, "hold", "missing"), 0),
    Target("crowded", "… receipts later than 1 s", lambda m: at(m, "hold", "late"), 0),
    Target("crowded", "memory per idle participant", lambda m: at(m, "memory_kb"), 60, " KB"),
    Target("votes", "3,000 votes at once: counted wrongly or refused, in rounds", _uncounted, 0),
    *(
        Target("votes", f"… {where}, p95 over {STOCK} storing nothing", ratio(figure, STOCK, _NOTHING), 1.3, " ×")
        for where, figure in (("on one question", _ONE), ("on ten", _MANY))
    ),
    Target("votes", f"… p95 of {STOCK} with one commit per vote, over ours", _stored_over_ours, 2.5, " ×", least=True),
    Target("wave", "2,600 come in within 10 s: refused", lambda m: at(m, "refused"), 0),
    Target("wave", "… p99 of the whole way in", lambda m: at(m, "arrival_ms", "p99"), 3000, " ms"),
    Target(
        "reconnect",
        "1,000 phones cut at once: the last is back in step after",
        lambda m: max(at(found, "back_ms", "max") for found in m["rounds"]) / 1000,
        5,
        " s",
    ),
    Target("traffic", "a minute of 5,000 voting: to one idle phone", lambda m: m["bytes_per_minute"] / 1024, 60, " KB"),
    Target("slow", "20 phones that never read: the server grows by", lambda m: at(m, "grown_mb"), 64, " MB"),
    Target("slow", "… by each", lambda m: at(m, "grown_mb_each"), 1, " MB"),
    Target("gap", "the loop's gap at 1,000 busy people, p99", lambda m: at(m, "gap_ms", "p99"), 50, " ms"),
    Target("gap", "… the longest", lambda m: at(m, "gap_ms", "max"), 200, " ms"),
]


def judged(measures: Measures) -> list[dict[str, Any]]:
    """Every target that can be judged from these measures."""
    return [verdict for target in TARGETS if (verdict := target.judge(measures))]
