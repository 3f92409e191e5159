"""Votes on one meeting by many processes: one of them at a time has the lock of its row."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf


@dataclass(frozen=True, slots=True)
class Terms:
    """What a transaction takes, in seconds: itself, for each vote in it, for each vote counted before, for the lock to
    change hands; and what a process is busy with besides, for each vote of its own and of others.
    """

    itself: float
    each: float
    counted: float
    handover: float
    own: float
    others: float
    batch: int
    patience: float
    pause: float


@dataclass(slots=True)
class Outcome:
    """What came of it: (moment of the answers, votes) of each batch, how long each vote waited, votes sent again."""

    batches: list[tuple[float, int]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    again: int = 0

    @property
    def last(self) -> float:
        """The moment of the last answer."""
        return max(at for at, _votes in self.batches)


def vote(arrivals: Sequence[Sequence[float]], terms: Terms) -> Outcome:
    """Let each process store the votes that reach it at these moments, given in order.

    A process takes what is there, up to a batch, and stands in line for the lock; whoever stands there for longer than
    the patience is refused, and the phones send those votes again after the pause.
    """
    outcome = Outcome()
    # For each vote the moment at which it comes, and at which it was given: later ones are sent again.
    waiting = [[(at, at) for at in moments] for moments in arrivals]
    places = [0] * len(waiting)
    heard = [0] * len(waiting)
    ready = [(moments[0][0], n) for n, moments in enumerate(waiting) if moments]
    heapq.heapify(ready)
    free, counted = 0.0, 0
    while ready:
        asked, process = heapq.heappop(ready)
        mine, place = waiting[process], places[process]
        size = min(terms.batch, bisect_right(mine, (asked, inf), place) - place)
        came = mine[place : place + size]
        places[process] += size
        begin = asked if asked >= free else free + terms.handover
        if begin - asked > terms.patience:
            over = asked + terms.patience
            outcome.again += size
            once_more = [(over + terms.pause, given) for _at, given in came]
            mine[places[process] :] = sorted(mine[places[process] :] + once_more)
        else:
            held = terms.itself + terms.each * size + terms.counted * counted
            free = begin + held
            over = free + terms.own * size
            counted += size
            outcome.batches.append((over, size))
            outcome.waits += [over - given for _at, given in came]
        over += terms.others * max(0, counted - heard[process] - size)
        heard[process] = counted
        if places[process] < len(mine):
            heapq.heappush(ready, (max(over, mine[places[process]][0]), process))
    return outcome
