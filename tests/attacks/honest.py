"""People who come while somebody attacks: page, seat, socket, join."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import aiohttp

from facilitation.rehearsal.line import Line
from tests.server import Server


@dataclass
class House:
    """A running server with a meeting in it."""

    server: Server
    code: str
    links: dict[str, str]

    def take_seat(self) -> str:
        """A participant's seat."""
        status, answer = self.server.call("POST", f"/api/{self.code}/seats", {})
        assert status == 201, answer
        return str(answer["seat"])


def open_house(server: Server) -> House:
    """Make a meeting on this server."""
    status, made = server.call("POST", "/api/meetings", {"programme": {"title": "A session"}})
    assert status == 201, made
    return House(server, made["code"], made["links"])


def join(house: House, people: int = 10) -> float:
    """Let some people come in, one after another, ask something and leave; returns the longest time, in seconds."""
    return asyncio.run(_join(house, people))


async def _join(house: House, people: int) -> float:
    longest = 0.0
    for _ in range(people):
        began = time.monotonic()
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{house.server.address}/{house.code}") as page:
                assert page.status == 200
            async with http.post(f"{house.server.address}/api/{house.code}/seats", json={}) as answer:
                assert answer.status == 201
                seat = (await answer.json())["seat"]
            auth = {"meeting": house.code, "seat": seat}
            line = await Line.open(http, house.server.address, auth, lambda _event, _payload: None)
            try:
                assert (await line.ask("join", {}))["ok"]
                assert (await line.ask("question.ask", {"text": "Who is heard?"}))["ok"]
            finally:
                await line.hang_up()
        longest = max(longest, time.monotonic() - began)
    return longest
