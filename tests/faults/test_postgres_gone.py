"""PostgreSQL stopped, restarted, its connections cut: honest errors, no false promise, and on as soon as it is back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from facilitation.errors import Refused
from tests.faults.conftest import ALONE
from tests.faults.crowd import Crowd
from tests.faults.hall import Hall, hall
from tests.faults.phones import Phone, eventually
from tests.faults.rows import nothing_half_done
from tests.faults.soak import times
from tests.faults.ticker import AT_MOST, ticking
from tests.postgres import Postgres
from tests.server import Server
from tests.valkey import Valkey

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

Two = tuple[Server, Server]
# Seconds until a command is done again after the database is back: what is promised.
RECOVERY = 5.0
# Seconds for which the server stands still.
STOPPED = times(6.0, 20.0)
IN_VAIN = "asked in vain"


async def stopped(database: Postgres, room: Hall) -> None:
    await asyncio.to_thread(database.freeze)
    over = time.monotonic() + STOPPED
    try:
        await asyncio.sleep(1)  # whatever was on its way to the server is older than what is asked in vain
        await refuses_honestly(room)
        await asyncio.sleep(over - time.monotonic())
    finally:
        await asyncio.to_thread(database.thaw)


async def restarted(database: Postgres, room: Hall) -> None:
    await asyncio.to_thread(database.stop)
    try:
        await refuses_honestly(room)
    finally:
        await asyncio.to_thread(database.start)


async def cut(database: Postgres, _room: Hall) -> None:
    for _ in range(times(5, 25)):
        await asyncio.to_thread(database.cut_connections, ALONE)
        await asyncio.sleep(0.2)


async def refuses_honestly(room: Hall) -> None:
    """Whoever asks now is told in time, in words, that nothing was stored; a watchman hears it too."""
    await asyncio.gather(*(is_refused(room, *pair) for pair in zip(room.servers, room.phones, strict=False)))


async def is_refused(room: Hall, server: Server, phone: Phone) -> None:
    async with asyncio.timeout(12):
        with pytest.raises(Refused) as refused:
            await phone.once("question.ask", text=IN_VAIN)
        assert refused.value.code in ("server.storage", "server.busy")
        assert refused.value.details["message"]
        async with room.http.get(f"{server.address}/healthz") as answer:
            assert (answer.status, await answer.json()) == (503, {"ok": False})


@pytest.mark.parametrize("fault", [stopped, restarted, cut])
def test_the_database_goes_and_comes_back(
    two_alone: Two, own_postgres: Postgres, fault: Callable[[Postgres, Hall], Awaitable[None]]
) -> None:
    asyncio.run(goes_and_comes_back(two_alone, own_postgres, fault))


async def goes_and_comes_back(two: Two, database: Postgres, fault: Callable[[Postgres, Hall], Awaitable[None]]) -> None:
    async with hall(*two) as room:
        watchers = [await room.seat(f"watcher {n}", server) for n, server in enumerate(two)]
        crowd = await Crowd.come(room, two, each=4, seed=fault.__name__)
        async with (
            ticking(room, two[0], "watcher 0") as one,
            ticking(room, two[1], "watcher 1") as other,
            crowd.busy(),
        ):
            await asyncio.sleep(0.5)
            await fault(database, room)
            back = time.monotonic()
            for question, text in await asyncio.gather(*(works(watcher) for watcher in watchers)):
                crowd.asked[question] = text
            works_after = time.monotonic() - back
        assert works_after <= RECOVERY
        equal = await room.all_equal(30)
        print(
            f"the loop's slowest answers {one.slowest:.2f} and {other.slowest:.2f} s; works after {works_after:.1f} s, "
            f"all equal {equal:.1f} s after the last command"
        )
        assert max(one.slowest, other.slowest) <= AT_MOST
        await crowd.counted(room)  # all that was acknowledged is there, and nothing else: not what was asked in vain
        url = database.tcp_url(ALONE)
        await asyncio.to_thread(nothing_half_done, url, room.code, room.acknowledged)


async def works(phone: Phone) -> tuple[str, str]:
    """Wait until a command is done, however often it is refused before: the question and its words."""
    text = f"{phone.name} is back"
    return (await phone.do("question.ask", text=text))["question"], text


def test_the_queue_comes_back_before_the_database(two_alone: Two, own_postgres: Postgres, valkey: Valkey) -> None:
    asyncio.run(queue_first(two_alone, own_postgres, valkey))


async def queue_first(two: Two, database: Postgres, valkey: Valkey) -> None:
    async with hall(*two) as room:
        author = await room.seat("author", two[0])
        desk = await room.seat("desk", two[1], "moderator")
        await room.ready()
        question = (await author.do("question.ask", text="Who is first?"))["question"]
        valkey.kill()
        database.freeze()
        try:
            await asyncio.sleep(1)
            valkey.start()
            await asyncio.sleep(7)  # both processes hear the queue again, and the database keeps silent
        finally:
            database.thaw()
        await desk.do("question.decline", question=question)
        await eventually(lambda: author.store.own[question]["state"] == "declined", 15, "the decision")
        # And from now on hints arrive at once again, not with a heartbeat or by joining again.
        await eventually(lambda: not (author.joins_soon or desk.joins_soon), 15, "everybody joined again")
        for number in range(3):
            other = (await author.do("question.ask", text=f"And {number}?"))["question"]
            await eventually(lambda q=other: q in desk.store.questions, 3, "a question from the other process")
            await desk.do("question.decline", question=other)
            await eventually(lambda q=other: author.store.own[q]["state"] == "declined", 3, "its decision")
