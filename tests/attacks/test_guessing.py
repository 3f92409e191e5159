"""Somebody guesses codes as fast as they can, from the address that a whole hall has: the hall comes in meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field

import aiohttp
import pytest

from facilitation.rehearsal.venue import Venue, door_of
from facilitation.rehearsal.work import solved
from facilitation.room.codes import ALPHABET
from facilitation.web.payment import TRIES
from facilitation.web.toll import ALL_GUESSES
from tests.attacks.honest import ASKED, House, way_in
from tests.faults.phones import eventually
from tests.faults.soak import times
from tests.leave import whole_leave

pytestmark = pytest.mark.slow

OVER_API, WITH_BROWSERS = times(400, 2_000), times(100, 500)
LINES = 20


@dataclass
class Guesser:
    """Guesses over many connections at once, at every door, and counts what was told."""

    house: House
    told: int = 0
    asked: int = 0
    paid: int = 0
    found: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    async def guess(self, working: int) -> None:
        """Until cancelled; so many of the lines work for it where they are asked to."""
        codes = ("".join(letters) for letters in itertools.product(ALPHABET, repeat=8))
        fresh = aiohttp.TCPConnector(force_close=True)  # for each guess a connection of its own
        async with aiohttp.ClientSession(connector=fresh) as http, asyncio.TaskGroup() as lines:
            for number in range(LINES):
                lines.create_task(self._line(http, codes, number < working))

    async def _line(self, http: aiohttp.ClientSession, codes: itertools.product, works: bool) -> None:
        ways = itertools.cycle((self._page, self._desk, self._seat, self._record))
        work = ""
        for code, way in zip(codes, ways, strict=False):
            status, puzzle = await way(http, code, work if way != self._seat else "")
            if status == ASKED:
                self.asked += 1
                if works and way != self._seat:
                    work = await solved(puzzle[0], int(puzzle[1]))
                    self.paid += 1
            elif status == 404:
                self.told += 1
            else:
                self.found.append(f"{status} {code}")

    async def _page(self, http, code, work, path=""):
        query = {"work": work} if work else {}
        async with http.get(f"{self.house.server.address}/{code}{path}", params=query) as answer:
            await answer.read()
            return answer.status, answer.headers.get("X-Work", "").split()

    async def _desk(self, http, code, work):
        return await self._page(http, code, work, "/desk")

    async def _record(self, http, code, work):
        return await self._page(http, code, work, "/record.json")

    async def _seat(self, http, code, _work):
        async with http.post(f"{self.house.server.address}/api/{code}/seats", json={}) as answer:
            told = await answer.json()
            return answer.status, [told["error"].get("salt"), told["error"].get("bits")]

    def most(self) -> int:
        """How many codes the budget lets somebody test in this time."""
        minutes = (time.monotonic() - self.began) / 60
        return int(ALL_GUESSES * (1 + minutes)) + 1 + TRIES * self.paid


@pytest.mark.parametrize("working", [0, 2])
def test_a_hall_comes_in_while_somebody_guesses(house: House, working: int) -> None:
    guesser = Guesser(house)

    async def hall() -> None:
        async with whole_leave(), asyncio.TaskGroup() as everybody:
            guessing = everybody.create_task(guesser.guess(working))
            await eventually(lambda: guesser.asked, 60, "the guesser is asked for work")
            async with door_of(Venue(house.server.address, house.code)) as door:
                few = asyncio.Semaphore(20)

                async def by_api() -> None:
                    async with few:
                        assert (await door.take_seat())[1] == "participant"

                async def by_browser() -> None:
                    async with few:
                        await way_in(house.server.address, house.code)

                ways = [by_api() for _ in range(OVER_API)] + [by_browser() for _ in range(WITH_BROWSERS)]
                await asyncio.gather(*ways)
            told, most, asked = guesser.told, guesser.most(), guesser.asked
            guessing.cancel()
        assert guesser.found == []
        assert told <= most, f"{told} codes were tested"
        assert asked > (100 if not working else 0), "it went on all the time"

    asyncio.run(hall())
