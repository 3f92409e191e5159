"""What is measured, in order; each measure takes the hall as the one before left it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bench.hall import CROWD, Hall, Listener, Tick
from bench.server import Server
from bench.spread import milliseconds
from facilitation.rehearsal.line import LineLost

PHONES, VOTERS, PAGES = 500, 600, 200
PRESENTATIONS, BALLOTS = 15, 3
# Seconds: for memory to settle; between two presentations, so that each finds the meeting at rest; for the
# slowest phone to be shown an item; between two votes of the busy meeting.
_SETTLE, _REST, _LATE, _BUSY_EVERY = 2.0, 0.6, 10.0, 0.04

Figures = dict[str, Any]


async def pages(hall: Hall, _server: Server, tick: Tick) -> Figures:
    """The page that a phone opens first."""
    gate = asyncio.Semaphore(CROWD)
    url = f"{hall.door.venue.address}/{hall.door.venue.code}"

    async def open_page() -> float:
        async with gate:
            began = time.perf_counter()
            async with hall.http.get(url) as response:
                await response.read()
                response.raise_for_status()
            tick()
            return time.perf_counter() - began

    began = time.perf_counter()
    taken = await asyncio.gather(*(open_page() for _ in range(PAGES)))
    return {"pages_per_s": round(PAGES / (time.perf_counter() - began), 1), "page_ms": milliseconds(taken)}


async def joins(hall: Hall, server: Server, tick: Tick) -> Figures:
    """Seat, socket and join for a hall of phones; then what each costs the server in memory while nothing happens."""
    before, used, began = server.memory(), server.cpu(), time.perf_counter()
    taken = await hall.fill(PHONES, tick)
    lasted = time.perf_counter() - began
    cost = (server.cpu() - used) / PHONES
    await asyncio.sleep(_SETTLE)
    return {
        "joins_per_s": round(PHONES / lasted, 1),
        "join_ms": milliseconds(taken),
        "cpu_per_join_ms": round(cost * 1e3, 2),
        "memory_per_phone_kb": round((server.memory() - before) / PHONES / 1024, 1),
        "memory_server_mb": round(server.memory() / 1024**2, 1),
    }


async def presentations(hall: Hall, server: Server, tick: Tick) -> Figures:
    """The moderator presents an item in a quiet meeting: from the key press to each phone."""
    moderator = await hall.moderator()
    used = server.cpu()
    receipts, acks, last = await _present(hall, moderator, range(PRESENTATIONS), tick)
    cost = (server.cpu() - used) / (PRESENTATIONS * len(hall.phones))
    return {
        "present_idle_ms": milliseconds(receipts),
        "present_idle_ack_ms": milliseconds(acks),
        "present_idle_last_phone_ms": milliseconds(last),
        "cpu_per_delivery_us": round(cost * 1e6, 1),
    }


async def busy_presentations(hall: Hall, _server: Server, tick: Tick) -> Figures:
    """The same while people vote all the time, so that a pulse may have to wait for its turn."""
    moderator = await hall.moderator()
    question = (await hall.phones[0].do("question.ask", text="What keeps the votes coming?"))["question"]

    async def keep_voting() -> None:
        turn = 0
        while True:
            turn += 1
            voter = hall.phones[1 + turn % (len(hall.phones) - 1)]
            await voter.do("vote.cast", question=question, value=turn // len(hall.phones) % 2 ^ 1)
            await asyncio.sleep(_BUSY_EVERY)

    voting = asyncio.create_task(keep_voting())
    try:
        receipts, acks, _last = await _present(hall, moderator, range(PRESENTATIONS, 2 * PRESENTATIONS), tick)
    finally:
        voting.cancel()
    return {"publish_busy_ms": milliseconds(receipts), "publish_busy_ack_ms": milliseconds(acks)}


async def ballots(hall: Hall, server: Server, tick: Tick) -> Figures:
    """Everybody supports the same question in the same moment."""
    await hall.fill(VOTERS + 1 - len(hall.phones), lambda: None)
    author, *voters = hall.phones
    taken: list[float] = []
    counted = []
    used = 0.0

    async def vote(voter: Listener, question: str) -> float:
        began = time.perf_counter()
        await voter.do("vote.cast", question=question, value=1)
        return time.perf_counter() - began

    for ballot in range(BALLOTS):
        question = (await author.do("question.ask", text=f"Who is for it, ballot {ballot + 1}?"))["question"]
        await asyncio.sleep(_REST)
        before = server.cpu()
        taken += await asyncio.gather(*(vote(voter, question) for voter in voters))
        used += server.cpu() - before
        state = (await hall.moderator()).state
        counted.append(state["questions"][question]["score"])
        tick()
    return {
        "votes_at_once": len(voters),
        "vote_ack_ms": milliseconds(taken),
        "cpu_per_vote_ms": round(used / len(taken) * 1e3, 2),
        "votes_counted": counted,
        "votes_exact": counted == [len(voters)] * BALLOTS,
    }


async def _present(
    hall: Hall, moderator: Listener, places: range, tick: Tick
) -> tuple[list[float], list[float], list[float]]:
    """Present some items: seconds from the press to each phone, to the answer, and to each item's last phone."""
    receipts, acks, last = [], [], []
    for place in places:
        item = f"i{place}"
        await asyncio.sleep(_REST)
        pressed = time.perf_counter()
        await moderator.do("item.present", item=item)
        acks.append(time.perf_counter() - pressed)
        await _until_shown(hall, item)
        delays = [phone.shown[item] - pressed for phone in hall.phones]
        receipts += delays
        last.append(max(delays))
        tick()
    return receipts, acks, last


async def _until_shown(hall: Hall, item: str) -> None:
    async with asyncio.timeout(_LATE):
        while any(item not in phone.shown for phone in hall.phones):
            if lost := sum(phone.line is None or phone.line.lost for phone in hall.phones):
                raise LineLost(f"{lost} phones")
            await asyncio.sleep(0.01)
