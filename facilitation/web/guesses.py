"""Passphrases and one-time codes at the door: looked at one by one, and only so many wrong ones in a while."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from facilitation.errors import Refused
from facilitation.web.turns import Turns

# Wrong ones at once, and seconds until one more may be wrong: people mistype, and machines would go on for ever.
AT_ONCE, EVERY = 10, 1.0
# The same in one meeting, of those who hold the organiser's seat or have the passphrase: a stolen one shall not guess
# what it has not.
FEW, SELDOM = 5, 60.0
# What refusals say of a wrong one of who sits there.
_WRONG = frozenset({"passphrase.wrong", "one_time_code.wrong"})
# Meetings of which something is remembered; nobody gets into it who has neither.
_MEETINGS = 10_000


class Guesses:
    """What is left of wrong guesses that cost nothing; a right one is given back.

    It is taken before it is known, since many may guess at once.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, at_once: int = AT_ONCE, every: float = EVERY
    ) -> None:
        self._clock, self._at_once, self._every = clock, at_once, every
        self._left, self._counted = float(at_once), clock()
        self._lock = threading.Lock()

    @contextmanager
    def taking(self, wrong: Collection[str]) -> Iterator[None]:
        """Do inside what tells whether a guess was right: a refusal with a code in ``wrong`` says that it was not.

        Raises Refused("seat.too_fast") instead of doing it where none is left.
        """
        with self._lock:
            self._count()
            if self._left < 1:
                raise Refused("seat.too_fast", wait=max(1, math.ceil((1 - self._left) * self._every)))
            self._left -= 1
        missed = False
        try:
            yield
        except Refused as refusal:
            missed = refusal.code in wrong
            raise
        finally:
            if not missed:
                with self._lock:
                    self._left += 1

    def _count(self) -> None:
        at = self._clock()
        self._left = min(float(self._at_once), self._left + (at - self._counted) / self._every)
        self._counted = at


class ByMeeting:
    """The same for each meeting by itself, where whoever guesses has proved already that they know of it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._meetings: OrderedDict[int, Guesses] = OrderedDict()

    def of(self, meeting_id: int) -> Guesses:
        """What is left of a meeting's."""
        guesses = self._meetings.setdefault(meeting_id, Guesses(self._clock, FEW, SELDOM))
        self._meetings.move_to_end(meeting_id)
        if len(self._meetings) > _MEETINGS:
            self._meetings.popitem(last=False)
        return guesses


class Proving:
    """The doors at which a passphrase or a one-time code is asked for."""

    def __init__(self) -> None:
        # For all meetings together: to count by meeting would tell which ones there are.
        self.guesses = Guesses()
        # Of who sits in the organiser's seat, whom no stranger's guesses hold up.
        self.seated = ByMeeting()
        # Of who has the passphrase, and tries one-time codes.
        self.codes = ByMeeting()
        # Each takes a whole moment of the one thread that serves everybody, so nobody takes two in a row. Strangers
        # who have not paid fill no more of the line than there are guesses left.
        self._turns = Turns(waiting=100, seconds=10.0)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Look at one proof, or hash a passphrase that somebody may have hashed."""
        with self._turns.turn():
            yield

    @contextmanager
    def in_seat(self, meeting_id: int) -> Iterator[None]:
        """Look at a proof of who holds the organiser's seat; raises Refused("seat.too_fast") after a few wrong ones."""
        with self.seated.of(meeting_id).taking(_WRONG), self.one():
            yield
