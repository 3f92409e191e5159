"""What the figures are to reach, and whether they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.measures.beside import OURS
from bench.peers import NODE, STOCK, WIRE, C
from bench.rounds import Figure, at, over

Measures = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """One figure of the raw data: what it is, and its bound; ``least`` where it is to be at least that.

    ``others``: what it is over other peers, where the bound can be read as one over them as well.
    """

    measure: str
    what: str
    value: Callable[[Any], float | Figure | None]
    bound: float
    unit: str = ""
    least: bool = False
    others: tuple[tuple[str, Callable[[Any], Figure | None]], ...] = ()

    @property
    def reach(self) -> str:
        """The bound in words."""
        return f"{'at least' if self.least else 'at most'} {self.bound:g}{self.unit}"

    def judge(self, measures: Measures) -> dict[str, Any] | None:
        """The figure and whether it is within its bound, of several rounds the median; None where it is missing."""
        measure = measures.get(self.measure, {"failed": "not measured"})
        if "failed" in measure or (found := self.value(measure)) is None:
            return None
        figure = found if isinstance(found, Figure) else Figure.of([found])
        return {
            "measure": self.measure,
            "what": self.what,
            "value": round(figure.median, 2),
            "lowest": round(figure.lowest, 2),
            "highest": round(figure.highest, 2),
            "bound": self.reach,
            "unit": self.unit,
            "met": figure.median >= self.bound if self.least else figure.median <= self.bound,
            "others": {peer: round(other.median, 2) for peer, value in self.others if (other := value(measure))},
        }


def _uncounted(measure: Any) -> float:
    return sum(not found["exact"] for found in measure["rounds"][OURS])


def _merged(measure: Any) -> float:
    """Pulses of all rounds that were not told, or in one with the next."""
    return sum(max(0, found["due"] - found["pulses"]) for found in measure["rounds"][OURS])


def _untold(measure: Any) -> float:
    return at(measure, "hold", "due") - at(measure, "hold", "pulses")


def _worst_back(measure: Any) -> float:
    return max(at(found, "back_ms", "max") for found in measure["rounds"]) / 1000


def _of_both(figure: str) -> Callable[[Any], float | None]:
    """A figure of one person's acts, in the larger hall over the smaller."""
    return lambda measure: at(measure["sizes"][-1], figure) / at(measure["sizes"][0], figure)


_CPU, _P99, _ONE = ("cpu_us",), ("delay_ms", "p99"), ("ack_one_ms", "p95")
_NOTHING, _MANY = ("ack_nothing_ms", "p95"), ("ack_many_ms", "p95")

TARGETS = [
    Target("fanout", "a pulse to 5,000: server CPU per delivery, over the C loop's", over(_CPU, C), 1.4, " ×"),
    Target("fanout", "… over Node's", over(_CPU, NODE), 0.8, " ×"),
    Target("fanout", "… p99 from commit to receipt, over the C loop's", over(_P99, C), 1.5, " ×"),
    Target("fanout", "… not told, or together with the next, of all rounds", _merged, 0),
    Target("crowded", "10,000 sockets: dropped", lambda m: at(m, "hold", "dropped"), 0),
    Target("crowded", "… pulses that were not told, or together with the next", _untold, 0),
    Target("crowded", "… receipts missing", lambda m: at(m, "hold", "missing"), 0),
    Target("crowded", "… receipts later than 1 s", lambda m: at(m, "hold", "late"), 0),
    Target("crowded", "… gone after SIGTERM in the middle of votes", lambda m: m.get("gone_s"), 5, " s"),
    Target("crowded", "memory per idle participant", lambda m: at(m, "memory_kb"), 60, " KB"),
    Target("votes", "3,000 votes at once: counted wrongly or refused, in rounds", _uncounted, 0),
    *(
        Target(
            "votes",
            f"… {where}, p95 over a handler that stores nothing (judged: {STOCK}'s, as below)",
            over(figure, STOCK, _NOTHING),
            1.3,
            " ×",
            others=tuple((peer, over(figure, peer, _NOTHING)) for peer in (WIRE, NODE)),
        )
        for where, figure in (("on one question", _ONE), ("on ten", _MANY))
    ),
    Target(
        "votes",
        f"… p95 of {STOCK} with one commit per vote, over ours",
        over(_ONE, STOCK, ("ack_stored_ms", "p95"), turned=True),
        2.5,
        " ×",
        least=True,
    ),
    Target("wave", "2,600 come in within 10 s: refused", lambda m: at(m, "refused"), 0),
    Target("wave", "… p99 of the whole way in", lambda m: at(m, "arrival_ms", "p99"), 3000, " ms"),
    Target("reconnect", "1,000 phones cut at once: the last is back in step after", _worst_back, 5, " s"),
    Target("traffic", "a minute of 5,000 voting: to one idle phone", lambda m: m["bytes_per_minute"] / 1024, 60, " KB"),
    Target("person", "bytes for one person's acts, besides the pulse: at 5,000 over at 500", _of_both("besides"), 1),
    Target("person", "… in the pulse to each phone: at 5,000 over at 500", _of_both("pulse"), 1),
    Target("person", "… pulses for one act, at most", lambda m: max(at(s, "pulses_an_act") for s in m["sizes"]), 1),
    Target("slow", "20 phones that never read: the server grows by", lambda m: at(m, "grown_mb"), 64, " MB"),
    Target("slow", "… by each", lambda m: at(m, "grown_mb_each"), 1, " MB"),
    Target("gap", "the loop's gap at 1,000 busy people, p99", lambda m: at(m, "gap_ms", "p99"), 50, " ms"),
    Target("gap", "… the longest", lambda m: at(m, "gap_ms", "max"), 200, " ms"),
]


def judged(measures: Measures) -> list[dict[str, Any]]:
    """Every target that can be judged from these measures."""
    return [verdict for target in TARGETS if (verdict := target.judge(measures))]
