"""The same pulse to fewer and to more than five thousand sockets, measured as beside the peers: what a phone costs."""

from __future__ import annotations

from functools import partial
from typing import Any

from bench.fill import filled
from bench.measures.beside import LONG, OURS, SHORT, beside
from bench.measures.fanout import told
from bench.measures.pulses import whole

# Five thousand have been told beside the peers, in the same way and as often.
SIZES = (500, 1000, 2500, 10_000)


def sizes(long: bool) -> dict[str, Any]:
    """A fresh server for each size and each round."""
    with filled(max(SIZES)) as hall:
        halls = {str(size): partial(told, hall, size) for size in SIZES}
        found = beside("sizes", halls, LONG if long else SHORT)["rounds"]
    return {"rounds": found, "exact": all(whole(figures) for rounds in found.values() for figures in rounds)}


def by_size(sizes: Any, fanout: Any) -> dict[int, list[Any]]:
    """Sockets -> the rounds, from the fewest on, those beside the peers among them."""
    ours = fanout["rounds"][OURS]
    rounds = {int(size): found for size, found in sizes["rounds"].items()} | {ours[0]["sockets"]: ours}
    return dict(sorted(rounds.items()))
