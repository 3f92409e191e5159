"""Two processes at one database: what somebody's coming, a vote, a pulse and a minute of silence cost each part."""

from __future__ import annotations

import time
from typing import Any

import msgspec

from bench.fill import Filled
from bench.hall import come_in
from bench.load.line import Line
from bench.load.loop import Loop, crowd, everyone
from bench.load.request import fetch
from bench.measures.arrive import Arrivals
from bench.measures.pulses import present
from bench.parts.running import Family, Shares
from bench.process import Process
from bench.receipts import Receipts, unheard
from bench.server import running_server
from tests.valkey import Valkey

# Phones at the first process and at the second; of those who come by the whole way; questions that all vote on.
HALL, BESIDE, COMING, ROUNDS = 1000, 10, 300, 5
# Seconds of silence, longer than from one ping to the next; of pulses, and between two of them.
SILENCE, SECONDS, EVERY = 30.0, 8.0, 0.25
_WIDTH, _SETTLE, _LIMIT = 20, 2.0, 300.0


def two(url: str, valkey: Valkey, queue: Family, database: Family, hall: Filled) -> dict[str, Any]:
    """Everything happens at the first process; the second hears of it, without phones and then with some."""

    async def work() -> dict[str, Any]:
        parts: dict[str, Process | Family] = {"here": first, "there": second, "database": database, "queue": queue}
        warm = Arrivals()
        await crowd((warm.one(loop, door, hall.code) for door in (first, second) for _ in range(20)), 5)
        for line in warm.lines:
            line.close()
        await loop.sleep(_SETTLE)
        arrivals, shares = Arrivals(), Shares(**parts)
        await crowd((arrivals.one(loop, first, hall.code) for _ in range(COMING)), _WIDTH)
        found: dict[str, Any] = {"arrival": shares.read(COMING) | arrivals.figures()}
        for line in arrivals.lines:
            line.close()
        await loop.sleep(_SETTLE)
        receipts, shares = Receipts(), Shares(**parts)
        lines = await come_in(loop, first, hall, hall.seats[:HALL], receipts.hear)
        found["return"] = shares.read(HALL)
        shares = Shares(**parts)
        await everyone([line.ask("join", {}) for line in lines])
        found["join"] = shares.read(HALL)
        moderator = await Line.open(loop, first.door, hall.auth(hall.moderator))
        await loop.sleep(_SETTLE)
        shares = Shares(**parts)
        await loop.sleep(SILENCE)
        found["silence"] = shares.read(SILENCE) | {"phones": HALL}

        async def pulses(beside: int) -> dict[str, Any]:
            others = await come_in(loop, second, hall, hall.seats[HALL : HALL + beside], unheard)
            await loop.sleep(_SETTLE)
            shares = Shares(**parts)
            told = await present(loop, first, lines, moderator, receipts, SECONDS, EVERY)
            used = shares.read(told["pulses"])
            return used | {"pulses": told["pulses"], "every_s": EVERY, "phones": HALL, "phones_there": len(others)}

        found["pulse"] = await pulses(0)
        found["vote"] = await _votes(parts, lines)
        found["pulse_served"] = await pulses(BESIDE)
        shares = Shares(**parts)
        rooms = await crowd((_room(seat) for seat in hall.seats[HALL:] * (COMING // BESIDE)), _WIDTH)
        found["room"] = shares.read(len(rooms))
        _status, door = await fetch(loop, first.door, f"/{hall.code}")
        packet, _moment = await lines[0].ask("join", {})
        return found | {"bytes": {"door": len(door), "room": rooms[0], "state": len(packet)}}

    async def _room(seat: str) -> int:
        status, page = await fetch(loop, first.door, f"/{hall.code}", cookie=f"seat-{hall.code}={seat}")
        assert status == 200 and b'data-screen="room"' in page or b'"screen": "room"' in page, (status, page[:600])
        return len(page)

    async def _votes(parts: dict[str, Process | Family], lines: list[Line]) -> dict[str, Any]:
        shares, began_all, lasted, refused = Shares(**parts), time.perf_counter(), 0.0, 0
        for number, question in enumerate(hall.questions[:ROUNDS]):
            vote = {"question": question, "value": 1}
            ready = [(line, *line.prepare("vote.cast", vote | {"id": f"v{number}"})) for line in lines]
            began = time.perf_counter()
            for line, frame, _answer in ready:
                line.send(frame)
            answers = await everyone([answer for _line, _frame, answer in ready])
            lasted += max(moment for _packet, moment in answers) - began
            refused += sum(not msgspec.json.decode(packet)[0].get("ok") for packet, _moment in answers)
            await loop.sleep(_SETTLE)
        votes = ROUNDS * len(lines)
        rest = round(time.perf_counter() - began_all, 2)
        rate = round(votes / lasted, 1)
        return shares.read(votes) | {"votes": votes, "refused": refused, "a_second": rate, "within_s": rest}

    shared = {"DATABASE_URL": url, "MESSAGE_QUEUE_URL": valkey.url}
    with running_server(**shared) as first, running_server(**shared) as second, Loop() as loop:
        return loop.run(work(), _LIMIT)
