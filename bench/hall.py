"""The load client: one meeting, its moderator, and phones that note when something reaches them."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec

from facilitation.rehearsal.line import Line
from facilitation.rehearsal.venue import Door, Venue

# Phones that are on their way in at the same time.
CROWD = 50

_PROGRAMME = {
    "title": "A full hall",
    "items": [{"id": f"i{place}", "kind": "discussion", "title": f"Item {place}"} for place in range(40)],
}

Tick = Callable[[], None]


@dataclass(eq=False)
class Listener:
    """A phone that keeps the time at which each item was shown to it."""

    line: Line | None = None
    state: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, float] = field(default_factory=dict)

    def hear(self, event: str, payload: Any) -> None:
        """Take in what the server sent."""
        if event == "pulse" and (meeting := payload["set"].get("meeting")):
            self.shown.setdefault(meeting["current"], time.perf_counter())

    async def do(self, command: str, **payload: Any) -> dict[str, Any]:
        """One command."""
        assert self.line
        return await self.line.ask(command, {"id": str(uuid.uuid4()), **payload})


class Hall:
    """One meeting on the server."""

    def __init__(self, http: aiohttp.ClientSession, door: Door, invite: str) -> None:
        self.http, self.door, self.invite = http, door, invite
        self.phones: list[Listener] = []

    async def moderator(self) -> Listener:
        """Somebody at the desk."""
        return await self._enter(invite=self.invite)

    async def fill(self, size: int, tick: Tick) -> list[float]:
        """Let so many come, a crowd at a time: the seconds from each first request to the join's answer."""
        gate = asyncio.Semaphore(CROWD)

        async def come() -> float:
            async with gate:
                began = time.perf_counter()
                self.phones.append(await self._enter())
                tick()
                return time.perf_counter() - began

        return await asyncio.gather(*(come() for _ in range(size)))

    async def _enter(self, **wish: Any) -> Listener:
        phone = Listener()
        seat, _role = await self.door.take_seat(**wish)
        phone.line = await self.door.line(seat, phone.hear)
        phone.state = (await phone.line.ask("join", {}))["state"]
        return phone


@asynccontextmanager
async def open_hall(address: str) -> AsyncIterator[Hall]:
    """Make a meeting that publishes at once; every phone comes over a connection of its own."""
    connections = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connections) as http:
        wish = msgspec.json.encode({"programme": _PROGRAMME, "settings": {"premoderation": False}})
        async with http.post(f"{address}/api/meetings", data=wish) as response:
            links = msgspec.json.decode(await response.read())["links"]
        venue = Venue.behind(links["moderator"])
        hall = Hall(http, Door(http, venue), venue.invite or "")
        yield hall
        await asyncio.gather(*(phone.line.hang_up() for phone in hall.phones if phone.line), return_exceptions=True)
