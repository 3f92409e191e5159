"""Two installations, each with a database of its own, at one message queue: neither hears of the other."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.hall import OPEN_AT_ONCE, hall
from tests.faults.phones import eventually
from tests.postgres import Postgres
from tests.server import Server
from tests.valkey import Valkey

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def strangers(postgres: Postgres, valkey: Valkey, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two servers that have nothing in common but the queue."""
    names = [f"installation_{secrets.token_hex(4)}" for _ in range(2)]
    servers = []
    for number, name in enumerate(names):
        (tmp_path / name).mkdir()
        queue = f"valkey://127.0.0.1:{valkey.port}/{number}"
        servers.append(Server(tmp_path / name, DATABASE_URL=postgres.create(name), MESSAGE_QUEUE_URL=queue))
    try:
        for server in servers:
            server.start()
        yield servers[0], servers[1]
    finally:
        for server, name in zip(servers, names, strict=True):
            server.kill()
            postgres.drop(name)


def test_what_one_does_the_other_does_not_hear(strangers: tuple[Server, Server]) -> None:
    asyncio.run(unheard(*strangers))


async def unheard(here: Server, there: Server) -> None:
    async with hall(here) as ours, hall(there, **OPEN_AT_ONCE) as theirs:
        # In the same order, so that meetings and seats have the same numbers in both databases.
        phones = [await ours.seat(f"real {n}", here) for n in range(3)]
        played = [await theirs.seat(f"played {n}", there, rehearsal=True) for n in range(3)]
        desk = await theirs.seat("desk", there, "moderator")
        await ours.ready()
        await theirs.ready()
        question = (await played[0].do("question.ask", text="Played"))["question"]
        await played[1].do("vote.cast", question=question, value=1)
        await desk.do("rehearsal.wipe")
        for phone in played:
            await eventually(lambda p=phone: not p.up, 30, "a revoked seat cut")
        await asyncio.sleep(0.5)
        assert [phone.yours for phone in phones] == [[]] * 3
        assert [len(phone.joins) for phone in phones] == [1] * 3
