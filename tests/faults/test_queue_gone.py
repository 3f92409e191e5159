"""The message queue killed, stopped, and back empty: it is a hint, the database is the truth."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from facilitation.engine.neighbours import PATIENCE
from tests.faults.crowd import Crowd
from tests.faults.hall import hall
from tests.faults.phones import Phone
from tests.faults.rows import nothing_half_done
from tests.faults.soak import times
from tests.server import Server
from tests.valkey import Valkey

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

Two = tuple[Server, Server]
Act = Callable[[Valkey], None]

OUTAGES = {
    "killed": (Valkey.kill, Valkey.start, times(4.0, 10.0)),
    "stopped": (Valkey.freeze, Valkey.thaw, times(7.0, 30.0)),
    "restarted": (Valkey.kill, Valkey.start, 0.0),
}
# Seconds until all phones show the same again: what is promised, where nothing else runs.
EQUAL_WITHIN = times(30.0, 15.0)
# Seconds for an acknowledgement while the queue is away: what is promised; briefly, where other tests keep the machine
# busy, what one would take that waited for the queue.
ACK_WITHIN = times(PATIENCE, 1.0)
# Acknowledgements a second that each process gives at least while the queue is away; people have work for 15.
AT_LEAST = 1
# Seconds for which people go on after it is back.
AFTERWARDS = 1.0


@pytest.mark.parametrize("outage", OUTAGES)
def test_the_queue_goes_and_comes_back(two: Two, valkey: Valkey, database: str, outage: str) -> None:
    asyncio.run(goes_and_comes_back(two, valkey, database, *OUTAGES[outage]))


async def goes_and_comes_back(two: Two, valkey: Valkey, url: str, go: Act, come: Act, seconds: float) -> None:
    async with hall(*two) as room:
        crowd = await Crowd.come(room, two, each=5, seed=seconds)
        async with crowd.busy():
            await asyncio.sleep(0.5)
            gone = time.monotonic()
            await asyncio.to_thread(go, valkey)
            await asyncio.sleep(seconds)
            await asyncio.to_thread(come, valkey)
            back = time.monotonic()
            await asyncio.sleep(AFTERWARDS)
        await room.all_equal(EQUAL_WITHIN - (time.monotonic() - back))
        print(f"all equal {time.monotonic() - back:.1f} s after it was back")
        assert not [(phone.name, phone.setbacks) for phone in room.phones if phone.setbacks]
        for server in two:
            here = [phone for phone in room.phones if phone.address == server.address]
            meanwhile = delays(here, gone, back)
            assert len(meanwhile) >= AT_LEAST * seconds
            # Apart, so that the many that are quick afterwards cannot hide a slow one; nor the other way round.
            for some in (meanwhile, delays(here, back, back + AFTERWARDS)):
                assert quick(some)
        await crowd.counted(room)
        await asyncio.to_thread(nothing_half_done, url, room.code, room.acknowledged)


def delays(phones: list[Phone], begin: float, end: float) -> list[float]:
    """How long they waited for what they began within this time."""
    return sorted(answer.after for phone in phones for answer in phone.answers if begin <= answer.begun < end)


def quick(delays: list[float]) -> bool:
    """Whether 99 in 100 came in time."""
    if not delays:
        return True
    p50, p99 = delays[len(delays) // 2], delays[-len(delays) // 100]
    print(f"{len(delays)} acknowledgements, p50 {p50:.3f}, p99 {p99:.3f}, worst {delays[-1]:.3f} s")
    return p99 <= ACK_WITHIN
