"""How soon an audience may be told again: at once after a quiet time, and scores alone by a budget of bytes."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

# Seconds between two pulses to one audience: a little less than a quarter, so that news every quarter of a second is
# never late for its turn.
REST = 0.22
# Bytes a second that scores may cost one phone: 36 KB a minute, which leaves as much again for all the rest.
BUDGET = 600
# What a pulse costs on the line besides its scores: its own frame of JSON, the WebSocket's, TLS, TCP/IP and the
# receipt. For one question alone this makes a pulse every 0.4 s, for 50 one every 2 s.
ENVELOPE = 225
# Seconds. However many questions are voted on, no score is older than this.
LONGEST = 5.0
# Seconds until a pulse that failed is tried again; nobody is told anything wrong meanwhile, only later.
PAUSE_AFTER_FAULT = 2.0


class Pace:
    """The times from which one audience may be told: of anything, and of nothing but scores.

    Whatever goes takes along the scores that are due, so they wait anew from then on.
    """

    def __init__(self) -> None:
        self._anything = 0.0
        self._scores = 0.0

    def due(self, now: float, only_scores: bool) -> float:
        """When to tell of a change that was just committed."""
        return max(now, self._anything, self._scores if only_scores else 0.0)

    def told(self, now: float, scores: Mapping[str, int] | None) -> None:
        """A pulse goes out, with these scores in it."""
        self._anything = now + REST
        if scores:
            cost = (ENVELOPE + len(msgspec.json.encode(scores))) / BUDGET
            self._scores = max(self._scores, now + min(cost, LONGEST))

    def pause(self, now: float) -> float:
        """A pulse failed: when to try again, and nothing before."""
        self._anything = now + PAUSE_AFTER_FAULT
        return self._anything
