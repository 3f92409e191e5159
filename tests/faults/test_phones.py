"""The phones of these tests keep to docs/protocol.md in what no test of a fault would notice."""

from __future__ import annotations

import asyncio

import pytest

from facilitation.engine.fair import JOINING
from tests.faults.hall import hall
from tests.faults.phones import eventually
from tests.server import Server

pytestmark = pytest.mark.slow


def test_who_joins_too_often_waits_and_stays(server: Server) -> None:
    asyncio.run(tired(server))


async def tired(server: Server) -> None:
    async with hall(server) as room:
        phone = await room.seat("phone", server)
        await room.ready()
        others = asyncio.gather(*(room.state("phone") for _ in range(JOINING.at_once + 10)))
        await asyncio.sleep(1)
        phone.cut()
        await others
        await eventually(lambda: len(phone.joins) == 2, 20, "in step again")
        assert phone.refusal is None
