"""What there is to tell after commits, and when: those who wait for answers come first."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from facilitation.engine.stamp import Changes
from facilitation.logs import log_fault
from facilitation.room.aftermath import Aftermath

log = logging.getLogger(__name__)

# Telling a whole hall takes longer than a commit: while this many still wait for their answers, it waits as well, but
# not for longer than these seconds.
CROWD, HOLD = 50, 0.25


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell after a commit: what changed, what follows from it, and whose own pages know already."""

    changes: Changes
    notes: Aftermath
    answered_pages: frozenset[int]

    @property
    def pageless(self) -> list[int]:
        """The seats that voted by no open page."""
        return sorted({seat_id for seat_id, _question, _value in self.notes.votes_cast} - self.answered_pages)


class Telling:
    """Tells of each commit once, in their order, through ``tell``."""

    def __init__(self, tell: Callable[[Told], None]) -> None:
        self._tell = tell
        self._due: list[Told] = []
        self._since = 0.0

    def add(self, told: Told) -> None:
        """Something was committed, and whoever asked for it has an answer."""
        if not self._due:
            self._since = time.monotonic()
        self._due.append(told)

    def go_on(self, waiting: int) -> None:
        """Tell what is due, unless a crowd of ``waiting`` had better be answered first."""
        if waiting >= CROWD and time.monotonic() - self._since < HOLD:
            return
        due, self._due = self._due, []
        for told in due:
            try:
                self._tell(told)
            except Exception as error:  # what is committed stands; a heartbeat will tell that something was missed
                log_fault(log, "telling failed", error)
