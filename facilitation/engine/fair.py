"""How much one seat may ask of everybody: a flood from few seats slows those seats, and not the hall."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from facilitation.errors import Refused
from facilitation.models.seat import PARTICIPANT
from facilitation.room.actor import Actor


@dataclass(frozen=True, slots=True)
class Budget:
    """So many at once after a quiet time, then one more every so many seconds."""

    name: str
    at_once: int
    seconds: float


# Each question is read by a person before it is seen, and by a hall after that. All else costs a moment of the writer:
# somebody who supports the whole list, or a phone that comes out of a tunnel, never meets these.
ASKING = Budget("asking", 5, 15.0)
ACTING = Budget("acting", 60, 0.25)
# What was asked before under the same id costs its sender nothing of the above, so that a lost answer costs nobody
# anything; and something, since each looks an answer up.
REPEATING = Budget("repeating", 120, 0.125)
# A whole state each: phones join a few times a minute at most, and a browser's tabs share a seat.
JOINING = Budget("joining", 30, 1.0)

ASKS = frozenset({"question.ask", "seat.appeal"})
# Seconds for which an id is known again, and how many are known in all.
KNOWN_FOR, KNOWN = 300.0, 100_000
# Seats that are remembered before it is looked whose budgets are whole again.
_ROOM = 1_000


class Fair:
    """The budgets of participants' seats, in the memory of this process alone; what is whole again is forgotten.

    Seats of the team and of the stage are given to few, by name, and are not slowed.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        # When a budget would be whole again, were nothing more spent of it.
        self._whole: dict[tuple[int, str], float] = {}
        self._look = _ROOM
        self._known: OrderedDict[int, float] = OrderedDict()

    def command(self, actor: Actor, name: str, command_id: str | None) -> None:
        """Somebody asks for a command; raises Refused("seat.too_fast", wait=seconds)."""
        if actor.role != PARTICIPANT:
            return
        with self._lock:
            now = self._clock()
            if command_id and self._is_known(actor, command_id, now):
                self._spend(actor, REPEATING, now)
                return
            self._spend(actor, ASKING if name in ASKS else ACTING, now)
            if command_id:
                self._known[hash((actor.seat_id, command_id))] = now

    def refused(self, actor: Actor, command_id: str | None, refusal: Refused) -> None:
        """It was not done, so the next with this id is judged afresh, and no repeat: ids cannot be paid for ahead."""
        if command_id and not refusal.code.startswith("server."):  # of that, nobody but the server is to blame
            with self._lock:
                self._known.pop(hash((actor.seat_id, command_id)), None)

    def join(self, actor: Actor) -> None:
        """Somebody wants the whole state; raises Refused("seat.too_fast", wait=seconds)."""
        if actor.role == PARTICIPANT:
            with self._lock:
                self._spend(actor, JOINING, self._clock())

    def _is_known(self, actor: Actor, command_id: str, now: float) -> bool:
        while self._known and (len(self._known) > KNOWN or next(iter(self._known.values())) < now - KNOWN_FOR):
            self._known.popitem(last=False)
        return hash((actor.seat_id, command_id)) in self._known

    def _spend(self, actor: Actor, budget: Budget, now: float) -> None:
        key = (actor.seat_id, budget.name)
        whole = max(now, self._whole.get(key, now)) + budget.seconds
        wait = whole - now - budget.at_once * budget.seconds
        if wait > 1e-6:
            raise Refused("seat.too_fast", wait=math.ceil(wait))
        self._whole[key] = whole
        if len(self._whole) > self._look:
            self._whole = {key: whole for key, whole in self._whole.items() if whole > now}
            self._look = 2 * len(self._whole) + _ROOM
