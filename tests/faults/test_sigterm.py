"""Told to leave in the middle of everything: what was acknowledged is kept, phones come back, gone in five seconds."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest

from tests.faults.conftest import ALONE
from tests.faults.crowd import Crowd
from tests.faults.hall import Hall, hall
from tests.faults.rows import nothing_half_done
from tests.faults.soak import times
from tests.postgres import Postgres
from tests.server import Server
from tests.valkey import Valkey

pytestmark = pytest.mark.slow

# Seconds until the process is gone: what is promised, where nothing else runs.
GONE_WITHIN = times(10.0, 5.0)


def test_on_sqlite(server: Server, tmp_path: Path) -> None:
    asyncio.run(leave((server,), f"sqlite:///{tmp_path / 'facilitation.sqlite'}"))


@pytest.mark.postgres
@pytest.mark.parametrize("hangs", ["nothing", "the queue", "the database"])
def test_on_postgresql(two_alone: tuple[Server, Server], own_postgres: Postgres, valkey: Valkey, hangs: str) -> None:
    stuck = {"the queue": valkey, "the database": own_postgres}.get(hangs)
    asyncio.run(leave(two_alone, own_postgres.tcp_url(ALONE), stuck))


async def leave(servers: tuple[Server, ...], url: str, stuck: Valkey | Postgres | None = None) -> None:
    leaving = servers[0]
    async with hall(*servers) as room:
        crowd = await Crowd.come(room, servers, each=12 // len(servers), seed=str(stuck), pace=0.05)
        farewell = asyncio.create_task(last_frames(room, leaving))
        async with crowd.busy():
            await asyncio.sleep(1)
            if stuck:
                await asyncio.to_thread(stuck.freeze)
                await asyncio.sleep(0.3)
            try:
                begun = time.monotonic()
                status = await asyncio.to_thread(leaving.stop)
                gone = time.monotonic() - begun
            finally:
                if stuck:
                    await asyncio.to_thread(stuck.thaw)
            frames = await asyncio.wait_for(farewell, 30)
            await asyncio.to_thread(leaving.start)
            await room.ready()
        assert status == 0
        assert gone <= GONE_WITHIN
        assert frames, "the phone was told nothing before its line ended"
        assert frames[-1] == "1", "the transport's end is what makes a client come back"
        assert not [frame for frame in frames if frame.startswith("41")], "this would keep clients away"
        await crowd.counted(room)
        await asyncio.to_thread(nothing_half_done, url, room.code, room.acknowledged)
        await room.all_equal(40)  # a word that nobody said is noticed by the second heartbeat
        print(f"gone after {gone:.1f} s")


async def last_frames(room: Hall, server: Server) -> list[str]:
    """All that a plain WebSocket hears until its end."""
    frames: list[str] = []
    seat = room.tokens[room.phones[0].name]
    async with room.http.ws_connect(f"{server.address}/socket.io/?EIO=4&transport=websocket") as line:
        await line.receive_str()
        await line.send_str("40" + json.dumps({"meeting": room.code, "seat": seat}))
        await line.send_str('420["join",{}]')
        async for frame in line:
            frames.append(str(frame.data))
    return frames
