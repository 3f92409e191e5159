"""People who come while somebody attacks: page, seat, socket, join."""

from __future__ import annotations

import asyncio
import re
import select
import socket
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import aiohttp

from facilitation.rehearsal.line import Line
from facilitation.rehearsal.work import solved
from tests.leave import whole_leave
from tests.server import Server

# Seconds in which somebody is in, whatever is done to the server meanwhile: a wait behind the attackers takes ten times
# that. A machine that is busy with something else may need longer even without them; then it may be so many times that.
SOON, TIMES_AS_LONG = 1.0, 4
# How often they try while the attack stands: something else may stop the machine for a second.
TRIES = 3
# The answer to who has to work first.
ASKED = 429


@dataclass
class House:
    """A running server with a meeting in it."""

    server: Server
    code: str
    links: dict[str, str]

    def take_seat(self, link: str = "participant") -> str:
        """A seat of the role that this link is for; worked for, where an attack has made that necessary."""
        invite = self.links[link].partition("#")[2]
        wish = {"invite": invite} if link != "participant" else {}
        for _ in range(TRIES):
            status, answer = self.server.call("POST", f"/api/{self.code}/seats", wish)
            if status != ASKED:
                break
            wish["work"] = asyncio.run(solved(answer["error"]["salt"], answer["error"]["bits"]))
        assert status == 201, answer
        return str(answer["seat"])


def open_house(server: Server) -> House:
    """Make a meeting on this server."""
    status, made = server.call("POST", "/api/meetings", {"programme": {"title": "A session"}})
    assert status == 201, made
    return House(server, made["code"], made["links"])


def join(house: House, people: int = 10) -> None:
    """Let some people come in, one after another, ask something and leave."""

    async def one_after_another() -> None:
        for _ in range(people):
            await way_in(house.server.address, house.code)

    asyncio.run(one_after_another())


class Hall:
    """An address at which honest people come in, and the time that it takes them while nobody attacks."""

    def __init__(
        self, address: str, code: str, connector: Callable[[], aiohttp.BaseConnector] = aiohttp.TCPConnector
    ) -> None:
        self._address, self._code, self._connector = address, code, connector
        self._usual = self._seconds()

    def assert_people_come_in(self, despite: Sequence[socket.socket]) -> None:
        """They come in as soon as one may expect, before the server has let go of any of these lines."""
        limit = max(SOON, TIMES_AS_LONG * self._usual)
        took: list[float] = []
        while not took or took[-1] > limit:
            assert len(took) < TRIES, f"too slow, each time: {took}"
            took.append(self._seconds())
            assert not let_go(despite), f"somebody came in after {took}, but was the attack not over by then?"

    def _seconds(self, people: int = 10) -> float:
        """What it takes some people who come at once, half of them at most.

        At once, since whatever holds up the first of them may be over before the next would begin.
        """

        async def at_once() -> list[float]:
            async with whole_leave():
                ways = (way_in(self._address, self._code, self._connector()) for _ in range(people))
                return await asyncio.gather(*ways)

        return statistics.median(asyncio.run(at_once()))


def let_go(lines: Sequence[socket.socket]) -> int:
    """How many of these lines the other side has closed or cut."""
    watching = select.poll()
    for line in lines:
        watching.register(line, select.POLLRDHUP)
    return len(watching.poll(0))


async def way_in(address: str, code: str, connector: aiohttp.BaseConnector | None = None) -> float:
    """One browser's way in, from the page with the code on; then it asks something. The seconds until it had joined."""
    began = time.monotonic()
    origin = {"Origin": address}
    async with aiohttp.ClientSession(
        headers=origin, connector=connector, cookie_jar=aiohttp.CookieJar(unsafe=True)
    ) as browser:
        page = await _worked_for(browser, "GET", f"{address}/{code}")
        fields = dict(re.findall(r'name="(csrf|known)" value="(\w+)"', page))
        assert set(fields) == {"csrf", "known"}, page
        await _worked_for(browser, "POST", f"{address}/{code}/join", fields)
        assert any(cookie.key.endswith(f"seat-{code}") for cookie in browser.cookie_jar), "no seat was given"
        line = await Line.open(browser, address, {"meeting": code}, lambda _event, _payload: None)
        try:
            assert (await line.ask("join", {}))["ok"]
            took = time.monotonic() - began
            assert (await line.ask("question.ask", {"text": "Who is heard?"}))["ok"]
        finally:
            await line.hang_up()
    return took


async def _worked_for(
    browser: aiohttp.ClientSession, method: str, url: str, fields: dict[str, str] | None = None
) -> str:
    """A page as a browser gets it whose script works where it is asked to: the text."""
    work: dict[str, str] = {}
    for _ in range(TRIES):
        sent = {"params": work} if method == "GET" else {"data": {**(fields or {}), **work}}
        async with browser.request(method, url, **sent) as answer:
            text = await answer.text()
            if answer.status != ASKED:
                assert answer.status == 200, answer.status
                return text
            salt, _, bits = answer.headers["X-Work"].partition(" ")
        work = {"work": await solved(salt, int(bits))}
    raise AssertionError("asked to work again and again")
