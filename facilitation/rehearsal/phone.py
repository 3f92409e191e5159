"""A simulated phone: a seat, a line and a store, and the one way to recover: join again."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from random import uniform
from typing import Any

from facilitation.errors import Refused
from facilitation.rehearsal.line import Line, LineLost, patiently
from facilitation.rehearsal.store import Store
from facilitation.rehearsal.venue import Door

# Seconds between two attempts to get back to a server that does not answer, give or take a half, so that a hall does
# not come back in one moment; and how often it is tried.
_PAUSES = (0.3, 0.6, 1.2, 2.5, 5.0, 5.0)


class Phone:
    """What one person holds. ``ended`` is called when the server says that the meeting is over."""

    def __init__(self, door: Door, ended: Callable[[], None] = lambda: None) -> None:
        self.store = Store()
        self.role = ""
        self._door = door
        self._ended = ended
        self._seat = ""
        self._line: Line | None = None
        self._joining: asyncio.Task[None] | None = None

    async def sit_down(self, **wish: Any) -> None:
        """Take a seat, marked as a rehearsal's; raises Refused and LineLost."""
        self._seat, self.role = await self._door.take_seat(rehearsal=True, **wish)

    async def arrive(self) -> None:
        """Open the line, if it is not, and begin afresh; raises Refused, and LineLost after several attempts."""
        for pause in (*_PAUSES, None):
            try:
                if self._line is None or self._line.lost:
                    self._line = await self._door.line(self._seat, self._hear)
                    await self._begin()
                return
            except LineLost:
                if pause is None:
                    raise
                await asyncio.sleep(pause * uniform(0.5, 1.5))  # noqa: S311 - no secret

    async def do(self, command: str, /, **payload: Any) -> dict[str, Any]:
        """One command, sent again under the same id until it is answered; raises Refused and LineLost."""
        order = {"id": str(uuid.uuid4()), **payload}
        while True:
            await self.arrive()
            assert self._line
            try:
                return await patiently(self._line, command, order)
            except LineLost:
                await asyncio.sleep(0)  # whoever listens to the line has to have a turn, to notice as well

    def lose_line(self) -> None:
        """Walk into a lift."""
        if self._line:
            self._line.cut()

    async def leave(self) -> None:
        """Close the page."""
        if self._joining:
            self._joining.cancel()
        if self._line:
            await self._line.hang_up()

    async def _begin(self) -> None:
        assert self._line
        self.store.fresh(await patiently(self._line, "join", {}))

    def _hear(self, event: str, payload: Any) -> None:
        if event == "pulse":
            if self.store.apply(payload) == "missed" and self.store.revision is not None:
                self._join_again()
        elif event == "yours":
            self.store.yours(payload)
        elif event == "heartbeat":
            if self.store.revision is not None and self.store.behind(payload):
                self._join_again()
        elif event == "again":
            self._join_again(uniform(0, payload["within"] / 1000))  # noqa: S311 - no secret
        elif event == "ended":
            self._ended()

    def _join_again(self, after: float = 0.0) -> None:
        if self._joining is None or self._joining.done():
            self._joining = asyncio.create_task(self._recover(after))

    async def _recover(self, after: float) -> None:
        await asyncio.sleep(after)
        try:
            if self._line:
                await self._begin()
        except (LineLost, Refused):
            pass  # whatever this phone does next opens a new line or hears the refusal
