"""kill -9 of a process in the middle of a burst, at random points: what was acknowledged is there, once and whole."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from random import Random

import pytest

from tests.faults.crowd import Crowd
from tests.faults.hall import hall
from tests.faults.phones import LOST, eventually
from tests.faults.rows import nothing_half_done
from tests.faults.soak import times
from tests.server import Server

pytestmark = pytest.mark.slow

KILLS = times(3, 50)
# Phones that only listen, beside those of a dozen busy people.
LISTENERS = 60
# Seconds from the kill until every phone has its line and the state at the other process; and from the server's being
# there again, where there is no other. What is promised is measured at full length, where nothing else runs.
TAKEN_OVER_WITHIN = BACK_WITHIN = times(30.0, 5.0)
# Seconds from the first phone that is back to the last, at least: chance spreads them over 1.6 and more.
SPREAD = 0.5


def test_on_sqlite(server: Server, tmp_path: Path) -> None:
    asyncio.run(kill_often((server,), f"sqlite:///{tmp_path / 'facilitation.sqlite'}"))


@pytest.mark.postgres
def test_on_postgresql_beside_another(two: tuple[Server, Server], database: str) -> None:
    asyncio.run(kill_often(two, database))


async def kill_often(servers: tuple[Server, ...], url: str) -> None:
    back = []
    for number in range(KILLS):
        back.append(await kill_once(servers, url, number))
    print(f"{KILLS} kills; back after {min(back):.1f} to {max(back):.1f} s")


async def kill_once(servers: tuple[Server, ...], url: str, number: int) -> float:
    chance = Random(number)
    victim, *others = servers
    async with hall(*servers) as room:
        await asyncio.gather(*(room.seat(f"listener {n}", servers[n % len(servers)]) for n in range(LISTENERS)))
        crowd = await Crowd.come(room, servers, each=10 // len(servers), seed=number, pace=0.05)
        theirs = [phone for phone in room.phones if phone.address == victim.address]
        elsewhere = [phone for phone in room.phones if phone.address != victim.address]
        busy = [person for person in crowd.people if person in elsewhere]
        for phone in theirs:
            phone.elsewhere = others[0].address if others else ""
        async with crowd.busy():
            await asyncio.sleep(chance.uniform(0.05, 0.8))
            victim.kill()
            began = killed = time.monotonic()
            within = TAKEN_OVER_WITHIN if others else BACK_WITHIN
            before = sum(len(person.answers) for person in busy)
            starting = asyncio.create_task(asyncio.to_thread(victim.start))
            if not others:
                await starting
                began = time.monotonic()
            await eventually(
                lambda: all(LOST in phone.setbacks and phone.up for phone in theirs),
                within,
                "every phone back",
            )
            back = time.monotonic() - began
            meanwhile = sum(len(person.answers) for person in busy) - before
            assert meanwhile or not others, "the other process answered nobody meanwhile"
        arrivals = [phone.joins[-1] for phone in theirs]
        assert max(arrivals) - min(arrivals) >= SPREAD, "they all came in one moment"
        assert not [(phone.name, phone.setbacks) for phone in elsewhere if phone.setbacks]
        await starting
        await crowd.counted(room)
        await asyncio.to_thread(nothing_half_done, url, room.code, room.acknowledged)
        await room.all_equal(25)
    print(f"{len(theirs)} phones back {back:.1f} s later, {max(arrivals) - killed:.1f} s after the kill")
    return back
