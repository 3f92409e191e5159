"""The acknowledgement is lost on its way: one row, shown as sent. On the phone's line, and on the database's."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from facilitation.engine.fair import ASKING
from facilitation.errors import Refused
from tests.faults.hall import OPEN_AT_ONCE, Hall, hall
from tests.faults.phones import Phone, eventually
from tests.faults.proxy import Proxy
from tests.faults.soak import times
from tests.postgres import Postgres
from tests.server import Server

pytestmark = pytest.mark.slow

# How many of the answer's bytes come through: none, a part of a frame's head, of its text, of the one after it.
CUTS = times((0, 9, 90), (0, 1, 3, 9, 40, 90, 150, 400))
# How the line is bad while the phone asks; it notices for itself, or hangs up, as its patience ends.
FAULTS: dict[str, Callable[[Proxy], None]] = {
    "slow": lambda line: setattr(line, "delay", 0.4),
    "stalled": Proxy.stall,
    "deaf": Proxy.deafen,
    **{f"cut after {count}": lambda line, count=count: line.cut_after(count) for count in CUTS},
    **{f"reset after {count}": lambda line, count=count: line.cut_after(count, reset=True) for count in CUTS[::2]},
}


def test_on_the_phones_line(server: Server) -> None:
    asyncio.run(every_fault(server))


async def every_fault(server: Server) -> None:
    names = list(FAULTS)
    for begin in range(0, len(names), ASKING.at_once):  # as many as one seat may ask at once
        await some_faults(server, {name: FAULTS[name] for name in names[begin : begin + ASKING.at_once]})


async def some_faults(server: Server, faults: dict[str, Callable[[Proxy], None]]) -> None:
    async with behind_a_proxy(server) as (room, phone, line):
        liked = (await room.phones[1].do("question.ask", text="What do others ask?"))["question"]
        for number, (name, fault) in enumerate(faults.items()):
            await phone.ready()
            fault(line)
            asking = asyncio.create_task(phone.do("question.ask", id=f"order-{number}", text=name))
            voting = asyncio.create_task(phone.do("vote.cast", question=liked, value=(number + 1) % 2))
            await asyncio.wait((asking,), timeout=1)
            if name != "slow":
                line.mend()
                phone.cut()
            answer = await asyncio.wait_for(asking, 20)
            vote = await voting
            line.mend()
            again = await phone.do("question.ask", id=f"order-{number}", text=name)
            assert again == answer, name
            await eventually(lambda a=answer: a["question"] in phone.store.own, 15, f"shown as sent: {name}")
            stored = (await room.state("other"))["state"]["questions"]
            assert [q["text"] for q in stored.values()].count(name) == 1
            assert stored[liked]["score"] == (number + 1) % 2
        phone.store.voted(liked, len(faults) % 2, vote["revision"])
        await room.all_equal(15)


@asynccontextmanager
async def behind_a_proxy(server: Server) -> AsyncIterator[tuple[Hall, Phone, Proxy]]:
    """A meeting with one phone behind a proxy and one at the server itself."""
    async with hall(server, **OPEN_AT_ONCE) as room:
        line = Proxy(server.port)
        try:
            first = await room.seat("phone", server)
            await first.leave()
            room.phones.clear()
            phone = room.page("phone", server, line.address)
            await room.seat("other", server)
            await room.ready()
            yield room, phone, line
        finally:
            await asyncio.gather(*(phone.leave() for phone in room.phones))
            line.close()


@pytest.fixture
def behind(postgres: Postgres, tmp_path: Path) -> Iterator[tuple[Server, Proxy]]:
    """A server that reaches its database through a proxy."""
    name = f"behind_{secrets.token_hex(4)}"
    postgres.create(name)
    line = Proxy(postgres.port)
    server = Server(tmp_path, DATABASE_URL=postgres.tcp_url(name, line.port))
    try:
        server.start()
        yield server, line
    finally:
        server.kill()
        line.close()
        postgres.drop(name)


@pytest.mark.postgres
def test_on_the_databases_line(behind: tuple[Server, Proxy]) -> None:
    asyncio.run(unsure_commits(*behind))


async def unsure_commits(server: Server, line: Proxy) -> None:
    """The database commits, and the server never hears that it did: refused, and yet there once at a resend."""
    async with hall(server) as room:
        author = await room.seat("author", server)
        desk = await room.seat("desk", server, "moderator")
        await room.ready()
        for number in range(times(1, 5)):
            text = f"Question {number}"
            line.cut_upon(b"COMMIT\0")
            with pytest.raises(Refused) as refused:
                await author.once("question.ask", id=f"order-{number}", text=text)
            assert refused.value.code == "server.storage"
            line.mend()
            answer = await author.do("question.ask", id=f"order-{number}", text=text)
            stored = (await room.state("desk"))["state"]["questions"]
            assert [question["text"] for question in stored.values()].count(text) == 1
        line.cut_upon(b"COMMIT\0")
        with pytest.raises(Refused) as refused:
            await desk.once("question.decline", question=answer["question"])
        assert refused.value.code == "server.storage"
        line.mend()
        # Nobody sends the decision again, and its author learns of it all the same.
        assert (await room.state("desk"))["state"]["questions"][answer["question"]]["state"] == "declined"
        await room.all_equal(40)
