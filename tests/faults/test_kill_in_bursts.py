"""kill -9 of a process in the middle of a burst, at random points: what was acknowledged is there, once and whole."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from random import Random

import pytest

from tests.faults.crowd import Crowd
from tests.faults.hall import hall
from tests.faults.phones import eventually
from tests.faults.rows import nothing_half_done
from tests.faults.soak import times
from tests.server import Server

pytestmark = pytest.mark.slow

KILLS = times(3, 50)
# Seconds from a server's being there again until every phone has its line and the state: what is promised.
BACK_WITHIN = 5.0


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
    victim = servers[0]
    async with hall(*servers) as room:
        crowd = await Crowd.come(room, servers, each=10 // len(servers), seed=number, pace=0.05)
        others = [phone for phone in room.phones if phone.address != victim.address]
        async with crowd.busy():
            await asyncio.sleep(chance.uniform(0.05, 0.8))
            victim.kill()
            before = [len(phone.delays) for phone in others]
            await asyncio.to_thread(victim.start)
            began = time.monotonic()
            await eventually(lambda: all(phone.up for phone in room.phones), BACK_WITHIN, "every phone back")
            back = time.monotonic() - began
            for phone, answered in zip(others, before, strict=True):
                assert len(phone.joins) == 1, "a phone on the other process lost its line"
                assert len(phone.delays) > answered, "the other process answered nobody meanwhile"
        await crowd.counted(room)
        acknowledged = {id_: answer for phone in room.phones for id_, answer in phone.acknowledged.items()}
        await asyncio.to_thread(nothing_half_done, url, room.code, acknowledged)
        await room.all_equal(25)
    return back
