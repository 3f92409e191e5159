"""Whether a server's event loop goes round: an open socket asks again and again what needs no database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from facilitation.errors import Refused
from facilitation.rehearsal.line import Line, LineLost
from tests.faults.hall import Hall
from tests.server import Server

# Seconds that an answer which needs no database may take, on a busy machine as well.
AT_MOST = 1.0


class Ticker:
    """Asks twenty times a second; ``slowest`` is the longest that an answer took, or was waited for in vain."""

    def __init__(self) -> None:
        self.slowest = 0.0
        self.answers = 0

    async def tick(self, line: Line) -> None:
        """Ask until cancelled, or until the line is lost."""
        try:
            while True:
                begun = time.monotonic()
                try:
                    await line.ask("nothing", {})
                except Refused as refusal:
                    assert refusal.code == "command.unknown", refusal
                finally:
                    self.slowest = max(self.slowest, time.monotonic() - begun)
                self.answers += 1
                await asyncio.sleep(0.05)
        except LineLost:
            self.slowest = float("inf")


@asynccontextmanager
async def ticking(room: Hall, server: Server, name: str) -> AsyncIterator[Ticker]:
    """A ticker on a server, over one more page of a seat."""
    auth = {"meeting": room.code, "seat": room.tokens[name]}
    line = await Line.open(room.http, server.address, auth, lambda *_: None)
    ticker = Ticker()
    running = asyncio.create_task(ticker.tick(line))
    try:
        yield ticker
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await line.hang_up()
