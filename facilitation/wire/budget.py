"""How much one client may say: its line is read more slowly, and nobody else's."""

from __future__ import annotations

import time

# Frames a second that are read from one client for long, and at once after a quiet time. People need a few; who sends
# more fills the line and waits, instead of taking the processor from everybody.
RATE, BURST = 250, 500
# Frames after which others get their turn, although nobody had to be waited for in between.
TURN = 8


class Budget:
    """Frames that may still be read at once."""

    __slots__ = ("_left", "_since")

    def __init__(self) -> None:
        self._left: float = BURST
        self._since = time.monotonic()

    def spend(self) -> None:
        """Take one; waits where none is left, and gives way now and then."""
        self._left -= 1
        if not int(self._left) % TURN:
            time.sleep(0)
        if self._left < 0:
            now = time.monotonic()
            self._left = min(BURST, self._left + (now - self._since) * RATE)
            self._since = now
            if self._left < 0:
                time.sleep(-self._left / RATE)
