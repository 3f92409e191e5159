"""A meeting with phones on several processes, and what must hold of it at the end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import msgspec

from facilitation.rehearsal.store import Store
from tests.faults.phones import Phone, eventually, network
from tests.faults.soak import times
from tests.server import Server

PROGRAMME = {"title": "A session", "items": [{"title": "First"}, {"title": "Second"}]}
OPEN_AT_ONCE = {"premoderation": False}
# Seconds after which a test is given up.
PATIENCE = times(120, 300)


class Hall:
    """One meeting and everybody's phones in it."""

    def __init__(self, http: aiohttp.ClientSession, servers: Sequence[Server], made: dict[str, Any]) -> None:
        self.http, self.servers = http, servers
        self.code: str = made["code"]
        self.passphrase: str = made["passphrase"]
        self.invites = {role: link.partition("#")[2] for role, link in made["links"].items()}
        self.phones: list[Phone] = []
        self.tokens: dict[str, str] = {}

    async def seat(self, name: str, server: Server, role: str = "participant", **wish: Any) -> Phone:
        """A new seat and its phone on a process."""
        if role != "participant":
            wish["invite"] = self.invites[role]
        answer = await self.ask(server, "POST", "seats", wish)
        self.tokens[name] = answer["seat"]
        return self.page(name, server)

    def page(self, name: str, server: Server, address: str = "") -> Phone:
        """One more page of a seat, on any process, or through a proxy's address."""
        phone = Phone(self.http, address or server.address, self.code, self.tokens[name], name)
        self.phones.append(phone)
        return phone

    @property
    def acknowledged(self) -> dict[str, dict[str, Any]]:
        """Everything that somebody was told is done: command id -> answer."""
        return {id_: answer for phone in self.phones for id_, answer in phone.acknowledged.items()}

    async def ready(self) -> None:
        """Wait until every phone is in step with its process."""
        await asyncio.gather(*(phone.ready() for phone in self.phones))

    async def ask(self, server: Server, method: str, path: str, body: Any = None, name: str = "") -> dict[str, Any]:
        """One request to a process's API."""
        headers = {"Authorization": f"Bearer {self.tokens[name]}"} if name else {}
        url = f"{server.address}/api/{self.code}/{path}"
        data = msgspec.json.encode(body) if body is not None else None
        until = time.monotonic() + PATIENCE
        while True:
            async with self.http.request(method, url, data=data, headers=headers) as response:
                answer: dict[str, Any] = msgspec.json.decode(await response.read())
            if response.status != 429:
                assert response.status < 300, answer
                return answer
            assert time.monotonic() < until, answer
            await asyncio.sleep(answer["error"]["wait"])

    async def state(self, name: str, server: Server | None = None) -> dict[str, Any]:
        """What a seat would get on joining now."""
        return await self.ask(server or self.servers[0], "GET", "state", None, name)

    async def differing(self) -> list[str]:
        """What phones show otherwise than a fresh join would, on any of the processes."""
        different = []
        for phone in self.phones:
            if not phone.up:
                different.append(f"{phone.name}: no line")
            for fresh in await asyncio.gather(*(self.state(phone.name, server) for server in self.servers)):
                different += [f"{phone.name}: {what}" for what in _differences(phone.store, fresh)]
        return different

    async def all_equal(self, within: float) -> float:
        """Wait until every phone shows what is stored: after how many seconds."""
        left: list[str] = []

        async def equal() -> bool:
            left[:] = await self.differing()
            return not left

        try:
            return await eventually(equal, within, "all phones equal")
        except AssertionError as late:
            raise AssertionError(f"{late}: {left}") from None


def _differences(held: Store, fresh: dict[str, Any]) -> list[str]:
    mine, state = fresh["you"]["mine"], fresh["state"]
    pairs = {
        "revision": (held.revision, fresh["revision"][fresh["audience"]]),
        "meeting": (held.meeting, state["meeting"]),
        "items": (held.items, state["items"]),
        "questions": (held.questions, state["questions"]),
        "own questions": (held.own, {question["id"]: question for question in mine["questions"]}),
        # Of questions that were joined or are not seen any more, a phone may keep what it said of them.
        "votes": (held.votes & state["questions"].keys(), set(mine["votes"]) & state["questions"].keys()),
    }
    return [name for name, (theirs, stored) in pairs.items() if theirs != stored]


@asynccontextmanager
async def hall(*servers: Server, **settings: bool) -> AsyncIterator[Hall]:
    """A new meeting on these processes; its phones are closed at the end, which comes in any case."""
    _status, made = servers[0].call("POST", "/api/meetings", {"programme": PROGRAMME, "settings": settings})
    async with network() as http, asyncio.timeout(PATIENCE):
        hall = Hall(http, servers, made)
        try:
            yield hall
        finally:
            await asyncio.gather(*(phone.leave() for phone in hall.phones), return_exceptions=True)
