"""Votes that one phone could make: which questions are supported by seats that were taken just before.

A seat costs a phone little where a meeting is open to all who have its code. Nothing here refuses anything: it is for
the team to judge. Votes carry no time in the database, on purpose; what is known here is in memory alone, for two
minutes, and is of seats that were taken as lately.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

# Seconds for which a vote, and the taking of a seat, is of interest.
WINDOW = 120.0
# Scripted: so many votes of seats that voted within these seconds of being taken. Nobody reads a list as quickly.
QUICK, SCRIPTED = 2.0, 8
# Serial: so many votes in a row whose seats were taken only after the one before had voted, which is how one phone
# joins, votes, forgets its cookie and joins again. As many others as this may come in between. In a hall that scans a
# code people read while others join, so that nearly every vote is out of line.
SERIAL, IN_BETWEEN = 12, 3
# Pageless: so many votes without an open page, by the API or a form without JavaScript, which a script uses that takes
# its seats first and lets time go by. A hall has an open page on nearly every phone.
PAGELESS = 12
# Seats, and votes for one question, that are kept in mind at most.
SEATS, VOTES = 50_000, 2_000
# Seconds between two words about one meeting in which only numbers grew.
PAUSE = 1.0

Cast = tuple[int, str, int]
"""(seat, question, value)."""


@dataclass(slots=True)
class _Signs:
    """What is kept of the votes for one question, oldest first."""

    quick: OrderedDict[int, float] = field(default_factory=OrderedDict)  # seat -> when it voted
    pageless: OrderedDict[int, float] = field(default_factory=OrderedDict)  # the same
    row: OrderedDict[int, tuple[float, bool]] = field(default_factory=OrderedDict)  # seat -> (when, is it in line)
    in_line: int = 0
    last: int = -1

    def vote(self, seat: int, taken: _Taken, now: float, step: int, pageless: bool) -> None:
        if now - taken.at < QUICK:
            self.quick[seat] = now
        if pageless:
            self.pageless[seat] = now
        in_line = taken.step > self.last
        if in_line:
            self.last = step
        self.row[seat] = (now, in_line)
        self.in_line += in_line
        while len(self.row) - self.in_line > IN_BETWEEN or len(self.row) > VOTES:
            self._shorten()
        for kept in (self.quick, self.pageless):
            while len(kept) > VOTES:
                kept.popitem(last=False)

    def take_back(self, seat: int) -> None:
        self.quick.pop(seat, None)
        self.pageless.pop(seat, None)
        if kept := self.row.pop(seat, None):
            self.in_line -= kept[1]

    def forget(self, before: float) -> None:
        for kept in (self.quick, self.pageless):
            while kept and next(iter(kept.values())) < before:
                kept.popitem(last=False)
        while self.row and next(iter(self.row.values()))[0] < before:
            self._shorten()

    def _shorten(self) -> None:
        self.in_line -= self.row.popitem(last=False)[1][1]

    @property
    def votes(self) -> int:
        """How many votes stand out; 0 where too few do."""
        quick = len(self.quick) if len(self.quick) >= SCRIPTED else 0
        serial = self.in_line if self.in_line >= SERIAL else 0
        pageless = len(self.pageless) if len(self.pageless) >= PAGELESS else 0
        return max(quick, serial, pageless)


@dataclass(frozen=True, slots=True)
class _Taken:
    at: float
    step: int
    meeting: int


class Patterns:
    """Sees seats taken and votes cast, in the order of the commits, and knows which questions stand out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._step = 0  # what is in one commit happened at once: neither of its parts is after the other
        self._taken: OrderedDict[int, _Taken] = OrderedDict()
        self._signs: dict[int, dict[str, _Signs]] = {}
        self._told: dict[int, tuple[float, dict[str, int]]] = {}

    def saw(self, taken: Sequence[tuple[int, int]], cast: Sequence[Cast], pageless: Collection[int] = ()) -> list[int]:
        """Of one commit: (seat, meeting) taken and votes cast. Returns the meetings of which the team is to hear.

        ``pageless`` are those of the seats that voted without an open page.
        """
        pageless = frozenset(pageless)
        with self._lock:
            now = self._clock()
            self._step += 1
            for seat, meeting in taken:
                self._taken[seat] = _Taken(now, self._step, meeting)
            self._forget_seats(now)
            touched = set()
            for seat, question, value in cast:
                if not (lately := self._taken.get(seat)):
                    continue
                signs = self._signs.setdefault(lately.meeting, {}).setdefault(question, _Signs())
                signs.take_back(seat)
                if value:
                    signs.vote(seat, lately, now, self._step, seat in pageless)
                touched.add(lately.meeting)
            return [meeting for meeting in touched if self._is_news(meeting, now)]

    def watch(self, meeting_id: int) -> dict[str, Any]:
        """What stands out in a meeting, as the team is told: ids of questions with numbers of votes."""
        with self._lock:
            now = self._clock()
            votes = self._votes(meeting_id, now)
            self._told[meeting_id] = (now, votes)
            return {"votes": votes}

    def keep_only(self, meeting_ids: Collection[int]) -> None:
        """Forget what is no longer of interest, and what the teams of other meetings, in which nobody is, were told.

        Their signs stay for as long as those of all: a desk that is loaded anew is away for a moment.
        """
        with self._lock:
            now = self._clock()
            self._forget_seats(now)
            self._told = {id_: told for id_, told in self._told.items() if id_ in meeting_ids}
            for meeting_id in self._signs:
                self._votes(meeting_id, now)
            self._signs = {id_: signs for id_, signs in self._signs.items() if signs}

    def forget(self, meeting_id: int) -> None:
        """Forget who came to a meeting that has forgotten them, and when they voted."""
        with self._lock:
            self._taken = OrderedDict((seat, each) for seat, each in self._taken.items() if each.meeting != meeting_id)
            self._signs.pop(meeting_id, None)
            self._told.pop(meeting_id, None)

    def _forget_seats(self, now: float) -> None:
        while self._taken and (len(self._taken) > SEATS or next(iter(self._taken.values())).at < now - WINDOW):
            self._taken.popitem(last=False)

    def _votes(self, meeting_id: int, now: float) -> dict[str, int]:
        questions = self._signs.get(meeting_id, {})
        for question, signs in list(questions.items()):
            signs.forget(now - WINDOW)
            if not (signs.row or signs.quick or signs.pageless):
                del questions[question]
        return {question: votes for question, signs in questions.items() if (votes := signs.votes)}

    def _is_news(self, meeting_id: int, now: float) -> bool:
        at, told = self._told.get(meeting_id, (0.0, {}))
        votes = self._votes(meeting_id, now)
        return votes.keys() != told.keys() or votes != told and now - at >= PAUSE
