"""The time that a rehearsal has."""

from __future__ import annotations

import asyncio


class Over(Exception):
    """The time is up, or the meeting has ended."""


class Clock:
    """Runs from its making for a number of seconds, unless it is stopped."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._stopped = asyncio.Event()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning, no more than there are."""
        return self.seconds if self._stopped.is_set() else min(self._loop.time() - self._began, self.seconds)

    @property
    def stopped(self) -> bool:
        """Whether it was stopped before its time."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """The meeting has ended: everybody goes home."""
        self._stopped.set()

    async def pause(self, seconds: float) -> None:
        """Wait; raises Over when the rehearsal ends meanwhile."""
        left = self.seconds - (self._loop.time() - self._began)
        try:
            async with asyncio.timeout(max(0.0, min(seconds, left))):
                await self._stopped.wait()
        except TimeoutError:
            if seconds < left:
                return
        raise Over
