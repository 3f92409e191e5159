"""Passphrases and one-time codes at the door: looked at one by one, and only so many wrong ones in a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from facilitation.errors import Refused
from facilitation.web.turns import Turns

# Wrong ones at once, and seconds until one more may be wrong: people mistype, and machines would go on for ever.
AT_ONCE, EVERY = 10, 1.0


class Guesses:
    """What this process still has of wrong guesses; a right one costs nothing.

    It is for all meetings together: to count by meeting would tell which ones there are.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left, self._counted = float(AT_ONCE), clock()
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raise Refused("server.busy") where too many were wrong just now."""
        with self._lock:
            at = self._clock()
            self._left = min(float(AT_ONCE), self._left + (at - self._counted) / EVERY)
            self._counted = at
            if self._left < 1:
                raise Refused("server.busy")

    def missed(self) -> None:
        """One more was wrong."""
        with self._lock:
            self._left -= 1


class Proving:
    """The doors at which a passphrase or a one-time code is asked for."""

    def __init__(self) -> None:
        self.guesses = Guesses()
        # Each takes a whole moment of the one thread that serves everybody, so nobody takes two in a row.
        self._turns = Turns(waiting=20, seconds=5.0)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Look at one proof; whatever is refused inside counts as a wrong guess."""
        with self._turns.turn():
            self.guesses.check()
            try:
                yield
            except Refused as refusal:
                if refusal.code in ("passphrase.wrong", "one_time_code.wrong"):
                    self.guesses.missed()
                raise

    @contextmanager
    def work(self) -> Iterator[None]:
        """Hash a passphrase that somebody may have hashed."""
        with self._turns.turn():
            yield
