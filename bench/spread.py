"""How a measure is spread."""

from __future__ import annotations

from collections.abc import Sequence

Spread = dict[str, float]


def milliseconds(seconds: Sequence[float]) -> Spread:
    """The 50th, 95th and 99th percentile and the largest, of times in seconds, as milliseconds."""
    ordered = sorted(seconds)
    spread = {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}
    return {name: round(value * 1000, 1) for name, value in (spread | {"max": ordered[-1]}).items()}
