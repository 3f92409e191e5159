"""The message queue killed, stopped, and back empty: it is a hint, the database is the truth."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from tests.faults.crowd import Crowd
from tests.faults.hall import hall
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
# Seconds, as promised: until all phones show the same again, and for an acknowledgement while the queue is away.
EQUAL_WITHIN, ACK_WITHIN = 15.0, 1.0


@pytest.mark.parametrize("outage", OUTAGES)
def test_the_queue_goes_and_comes_back(two: Two, valkey: Valkey, outage: str) -> None:
    asyncio.run(goes_and_comes_back(two, valkey, *OUTAGES[outage]))


async def goes_and_comes_back(two: Two, valkey: Valkey, go: Act, come: Act, seconds: float) -> None:
    async with hall(*two) as room:
        crowd = await Crowd.come(room, two, each=5, seed=seconds)
        async with crowd.busy():
            await asyncio.sleep(0.5)
            for phone in room.phones:
                phone.delays.clear()
            await asyncio.to_thread(go, valkey)
            await asyncio.sleep(seconds)
            await asyncio.to_thread(come, valkey)
            back = time.monotonic()
            await asyncio.sleep(1)
        delays = sorted(delay for phone in room.phones for delay in phone.delays)
        await room.all_equal(EQUAL_WITHIN - (time.monotonic() - back))
        await crowd.counted(room)
        p50, p99 = delays[len(delays) // 2], delays[-len(delays) // 100]
        print(
            f"{len(delays)} acknowledgements, p50 {p50:.3f}, p99 {p99:.3f}, "
            f"worst {delays[-1]:.3f} s; all equal {time.monotonic() - back:.1f} s after it was back"
        )
        assert p99 <= ACK_WITHIN
