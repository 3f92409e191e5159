"""Phones that do what docs/protocol.md says whatever happens to them, and remember what they were told."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import aiohttp

from facilitation.errors import Refused
from facilitation.rehearsal.line import Line, LineLost, patiently
from facilitation.rehearsal.store import Store
from tests.faults.reconnection import DELAY, DELAY_MAX, JITTER, RETRY

LOST = "line lost"


@dataclass(slots=True)
class Answer:
    """When somebody did something, and after how many seconds they had their answer, whatever lay between."""

    begun: float
    after: float


class Phone:
    """A seat's page on one process: held in step, and back by itself when the line breaks.

    ``elsewhere`` is the process to which nginx passes it on while its own takes no connection. ``setbacks`` is all that
    went wrong for it on the way: `LOST`, and the codes of passing refusals.
    """

    def __init__(self, http: aiohttp.ClientSession, address: str, code: str, seat: str, name: str = "") -> None:
        self.name = name
        self.address = address
        self.store = Store()
        self.told: list[tuple[int, int]] = []
        self.yours: list[dict[str, Any]] = []
        self.here: int | None = None
        self.watch: dict[str, int] = {}
        self.joins: list[float] = []
        self.answers: list[Answer] = []
        self.setbacks: list[str] = []
        self.ended = False
        self.elsewhere = ""
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.refusal: Refused | None = None
        self._http, self._auth = http, {"meeting": code, "seat": seat}
        self._chance = Random(seat)
        self._line: Line | None = None
        self._up = asyncio.Event()
        self._held: list[tuple[str, Any]] | None = None
        self._soon = False
        self._again: set[asyncio.Task[None]] = set()
        self._staying = asyncio.create_task(self._stay())

    @property
    def up(self) -> bool:
        """Whether it has a line and the state."""
        return self._up.is_set()

    @property
    def joins_soon(self) -> bool:
        """Whether it is about to join again."""
        return bool(self._again)

    async def ready(self, within: float = 20.0) -> None:
        """Wait until it is in step; raises TimeoutError."""
        async with asyncio.timeout(within):
            await self._up.wait()

    async def do(self, command: str, /, **payload: Any) -> dict[str, Any]:
        """One command under one id until it is answered; raises Refused for what is refused for good."""
        order = {"id": str(uuid.uuid4()), **payload}
        begun = time.monotonic()
        while True:
            try:
                await self._up.wait()
                assert self._line
                answer = await patiently(self._line, command, order)
            except LineLost:
                await asyncio.sleep(0.02)
            except Refused as refusal:
                if not refusal.code.startswith("server."):
                    raise
                self.setbacks.append(refusal.code)
                await asyncio.sleep(0.5)
            else:
                self.answers.append(Answer(begun, time.monotonic() - begun))
                self.acknowledged[order["id"]] = answer
                return answer

    async def once(self, command: str, /, **payload: Any) -> dict[str, Any]:
        """One command, once; raises Refused and LineLost."""
        await self._up.wait()
        assert self._line
        return await self._line.ask(command, {"id": str(uuid.uuid4()), **payload})

    async def join(self) -> None:
        """Begin afresh; what comes meanwhile is held and applied on top."""
        if self._held is not None or self._line is None:
            return
        self._held = []
        try:
            reply = await patiently(self._line, "join", {})
        finally:
            held, self._held = self._held, None
        self.store.fresh(reply)
        self.told.clear()
        self.joins.append(time.monotonic())
        for event, payload in held:
            self._hear(event, payload)

    def cut(self) -> None:
        """Break the line off."""
        if self._line:
            self._line.cut()

    async def leave(self) -> None:
        """Close the page."""
        for task in (self._staying, *self._again):
            task.cancel()
        await asyncio.gather(self._staying, *self._again, return_exceptions=True)
        if self._line:
            await self._line.hang_up()

    async def _stay(self) -> None:
        attempts = 0
        while True:
            try:
                self._line = await self._open()
                await self.join()
                self._up.set()
                attempts = 0
                await asyncio.wait([self._line._listening])
                self._up.clear()
                self.setbacks.append(LOST)
            except (LineLost, TimeoutError):
                pass
            except Refused as refusal:
                if not refusal.code.startswith("server."):
                    self.refusal = refusal
                    return
                if self._line:
                    self._line.cut()
                await asyncio.sleep(RETRY * (0.5 + self._chance.random()))
                continue
            pause = DELAY * 2**attempts * (1 + JITTER * self._chance.uniform(-1, 1))
            await asyncio.sleep(min(pause, DELAY_MAX))
            attempts += 1

    async def _open(self) -> Line:
        try:
            return await Line.open(self._http, self.address, self._auth, self._hear)
        except LineLost:
            if not self.elsewhere:
                raise
            return await Line.open(self._http, self.elsewhere, self._auth, self._hear)

    def _hear(self, event: str, payload: Any) -> None:
        if event == "heartbeat":
            self.here = payload.get("here", self.here)
            self.watch = payload.get("watch", {}).get("votes", {})
            if self.store.behind(payload):
                self._join_within(0)
        elif event == "watch":
            self.watch = payload["votes"]
        elif event == "ended":
            self.ended = True
        elif event == "again":
            if not self._soon:
                self._join_within(payload["within"] / 1000)
        elif self._held is not None:
            self._held.append((event, payload))
        elif event == "yours":
            self.yours.append(payload)
            self.store.yours(payload)
        elif event == "pulse":
            outcome = self.store.apply(payload)
            if outcome == "applied":
                self.told.append((payload["from"], payload["to"]))
            elif outcome == "missed":
                self._join_within(0)

    def _join_within(self, seconds: float) -> None:
        self._soon = True

        async def join() -> None:
            await asyncio.sleep(self._chance.uniform(0, seconds))
            self._soon = False
            try:
                await self.join()
            except (LineLost, Refused):
                self.cut()

        task = asyncio.create_task(join())
        self._again.add(task)
        task.add_done_callback(self._again.discard)


@asynccontextmanager
async def network() -> AsyncIterator[aiohttp.ClientSession]:
    """What phones connect through."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        yield http


async def eventually(true: Any, within: float, what: str) -> float:
    """Wait until something is so: after how many seconds it was."""
    begun = time.monotonic()
    while not (answer := await true() if asyncio.iscoroutinefunction(true) else true()):
        assert time.monotonic() - begun < within, f"not within {within:.0f} s: {what}"
        await asyncio.sleep(0.05)
    assert answer
    return time.monotonic() - begun
