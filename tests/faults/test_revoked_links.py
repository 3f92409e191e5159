"""A link is revoked at one process, and who came by it is out at both within two seconds, whatever the queue does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults.hall import Hall, hall
from tests.faults.phones import eventually
from tests.faults.soak import times
from tests.server import Server
from tests.valkey import Valkey

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

Two = tuple[Server, Server]

# Seconds that are promised, and measured where nothing else runs; a busy machine takes longer.
WITHIN = times(30.0, 2.0)


@pytest.fixture
def with_queue(valkey: Valkey) -> Iterator[Callable[[str], None]]:
    """Does what a test's parameter says with the queue, and brings it back at the end."""
    ways = {"there": lambda: None, "killed": valkey.kill, "stopped": valkey.freeze}
    done = []

    def do(how: str) -> None:
        ways[how]()
        done.append(how)

    yield do
    for how in done:
        {"there": lambda: None, "killed": valkey.start, "stopped": valkey.thaw}[how]()


@pytest.mark.parametrize("queue", ["there", "killed", "stopped"])
def test_everybody_who_came_by_it_is_out_at_both(two: Two, with_queue: Callable[[str], None], queue: str) -> None:
    asyncio.run(revoked(two, with_queue, queue))


async def revoked(two: Two, with_queue: Callable[[str], None], queue: str) -> None:
    async with hall(*two) as room:
        await organiser(room)
        made = await room.ask(two[0], "POST", "commands/link.add", {"role": "moderator"}, "organiser")
        room.invites["guest"] = made["secret"]
        guests = [await room.seat(f"guest {n}", two[n], "guest") for n in range(2)]
        pages = [*guests, room.page("guest 0", two[1])]
        others = [await room.seat(f"desk {n}", two[n], "moderator") for n in range(2)]
        await room.ready()
        with_queue(queue)
        await room.ask(two[0], "POST", "commands/link.revoke", {"link": made["link"]}, "organiser")
        acknowledged = time.monotonic()
        for page in pages:
            await eventually(lambda p=page: not p.up, WITHIN - (time.monotonic() - acknowledged), "a guest cut")
        print(f"{queue}: all cut {time.monotonic() - acknowledged:.2f} s after the acknowledgement")
        for page in pages:
            await eventually(lambda p=page: p.refusal is not None, 30, "a guest refused")
            assert page.refusal and page.refusal.code == "seat.unknown"
        for server in two:
            for name in ("guest 0", "guest 1"):
                assert await refused(room, server, "state", name) == "seat.unknown"
            assert await refused(room, server, "seats", body={"invite": made["secret"]}) == "invite.unknown"
        for phone in others:
            await eventually(lambda p=phone: p.up, 30, "the others still here")


def test_one_use_at_two_processes_at_once(two: Two) -> None:
    asyncio.run(once(two))


async def once(two: Two) -> None:
    async with hall(*two) as room:
        await organiser(room)
        for _ in range(10):
            made = await room.ask(two[0], "POST", "commands/link.add", {"role": "stage", "single": True}, "organiser")
            wishes = [refused(room, server, "seats", body={"invite": made["secret"]}) for server in two * 2]
            assert sorted(await asyncio.gather(*wishes)) == ["done"] + ["invite.unknown"] * 3


def test_one_code_at_two_processes_at_once(two: Two) -> None:
    asyncio.run(one_seat(two))


async def one_seat(two: Two) -> None:
    async with hall(*two) as room:
        await organiser(room)
        made = await room.ask(two[0], "POST", "commands/ticket.add", {"count": 10}, "organiser")
        await room.ask(two[0], "POST", "commands/meeting.settings", {"closed": True}, "organiser")
        for ticket in made["tickets"]:
            wishes = [refused(room, server, "seats", body={"ticket": ticket}) for server in two * 2]
            assert sorted(await asyncio.gather(*wishes)) == ["done"] + ["meeting.unknown"] * 3


async def organiser(room: Hall) -> None:
    answer = await room.ask(room.servers[0], "POST", "seats", {"passphrase": room.passphrase})
    room.tokens["organiser"] = answer["seat"]


async def refused(room: Hall, server: Server, path: str, name: str = "", body: object = None) -> str:
    """What a request is answered with: "done" or the code of the refusal."""
    headers = {"Authorization": f"Bearer {room.tokens[name]}"} if name else {}
    url = f"{server.address}/api/{room.code}/{path}"
    method = "GET" if body is None else "POST"
    async with room.http.request(method, url, json=body, headers=headers) as response:
        answer = await response.json()
        return "done" if response.status < 300 else str(answer["error"]["code"])
