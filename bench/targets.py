"""What the figures are to reach, and whether they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.measures.fanout import OURS
from bench.peers import NODE, C

Measures = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """One figure of the raw data: what it is, and its bound."""

    measure: str
    what: str
    value: Callable[[Any], float | None]
    most: float
    unit: str = ""

    def judge(self, measures: Measures) -> dict[str, Any] | None:
        """The figure and whether it is within its bound; None where this was not measured."""
        if self.measure not in measures or "failed" in measures[self.measure]:
            return None
        if (value := self.value(measures[self.measure])) is None:
            return None
        return {
            "what": self.what,
            "value": round(value, 2),
            "most": self.most,
            "unit": self.unit,
            "met": value <= self.most,
        }


def best(rounds: list[dict[str, Any]], *path: str) -> float:
    """The lowest of a figure's rounds: what others did on the machine can only have added to it."""
    figures = []
    for found in rounds:
        for step in path:
            found = found[step]
        figures.append(found)
    return min(figures)


def ratio(peer: str, *path: str) -> Callable[[Any], float | None]:
    """Ours over a peer's, each the best of its rounds; None where the peer was absent."""

    def of(measure: Any) -> float | None:
        rounds = measure["rounds"]
        if peer not in rounds:
            return None
        return best(rounds[OURS], *path) / best(rounds[peer], *path)

    return of


TARGETS = [
    Target("fanout", "server CPU per delivery, ours / C loop", ratio(C, "cpu_us"), 1.4),
    Target("fanout", "server CPU per delivery, ours / Node", ratio(NODE, "cpu_us"), 0.8),
    Target("fanout", "p99 from commit to receipt, ours / C loop", ratio(C, "delay_ms", "p99"), 1.5),
]


def judged(measures: Measures) -> list[dict[str, Any]]:
    """Every target that can be judged from these measures."""
    return [verdict for target in TARGETS if (verdict := target.judge(measures))]
