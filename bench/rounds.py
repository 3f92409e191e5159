"""What several rounds of one measure come to: the median, between the lowest and the highest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.measures.beside import OURS


@dataclass(frozen=True)
class Figure:
    """A figure of several rounds."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Figure:
        """Of each round's value."""
        return cls(median(values), min(values), max(values))

    def said(self) -> str:
        """The median, and behind it from where to where the rounds lie; the median alone where that is one value."""
        middle, low, high = (
            f"{value:.3g}" if value < 1000 else f"{value:,.0f}" for value in (self.median, self.lowest, self.highest)
        )
        return middle if low == high else f"{middle} ({low} to {high})"


def at(found: Any, *path: str) -> float:
    """A figure deep in the raw data."""
    for step in path:
        found = found[step]
    return float(found)


def of_rounds(rounds: Sequence[Any], *path: str) -> Figure:
    """A figure of all its rounds."""
    return Figure.of([at(found, *path) for found in rounds])


def over(
    ours: tuple[str, ...], peer: str, theirs: tuple[str, ...] | None = None, turned: bool = False
) -> Callable[[Any], Figure | None]:
    """Ours over a peer's, round by round, since those of one round were taken one after the other.

    ``turned``: the peer's over ours. None where the peer was absent.
    """

    def of(measure: Any) -> Figure | None:
        rounds = measure["rounds"]
        if peer not in rounds:
            return None
        pairs = [
            (at(mine, *ours), at(other, *(theirs or ours)))
            for mine, other in zip(rounds[OURS], rounds[peer], strict=True)
        ]
        return Figure.of([other / mine if turned else mine / other for mine, other in pairs])

    return of
