"""Phones that joined, keep their line open and read nothing: what they cost, and whether they are cut."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bench.fill import filled
from bench.hall import come_in
from bench.load.line import Line
from bench.load.loop import Loop
from bench.load.wire import Lost
from bench.receipts import Receipts
from bench.server import running_server

SLOW, HEALTHY = 20, 50
# Seconds, and how often something of some KB is told: the default run hurries.
SECONDS, EVERY, LONG, LONG_EVERY = 180.0, 0.25, 1800.0, 1.0
# Bytes that are told to everybody each time, nearly; bytes of a slow phone's receive buffer.
TOLD, WINDOW = 14_000, 4096
_SETTLE, _LIMIT, _ESTABLISHED = 2.0, 300.0, "01"


def slow(long: bool) -> dict[str, Any]:
    """Growth of the server while texts are told; who is cut comes back, and falls asleep again.

    Where nobody was cut, they were told too little for anything to show; nobody who reads may be lost.
    """
    seconds, every = (LONG, LONG_EVERY) if long else (SECONDS, EVERY)
    receipts = Receipts()

    async def work() -> dict[str, Any]:
        healthy = await come_in(loop, server, hall, hall.seats[SLOW:], receipts.hear)
        moderator = await Line.open(loop, server.door, hall.auth(hall.moderator))
        for number in range(8):  # what a first text costs is not the slow phones'
            await moderator.do("item.edit", {"id": f"w{number}"} | _item(number))
            await loop.sleep(every)
        await loop.sleep(_SETTLE)
        before = peak = server.memory()
        asleep = {seat: await _fall_asleep(loop, seat) for seat in hall.seats[:SLOW]}
        cuts, refused, told, in_kernel, began = 0, 0, 0, 0, time.perf_counter()
        receipts.arrivals.clear()
        while time.perf_counter() - began < seconds:
            told += 1
            await loop.at(began + told * every)
            await moderator.do("item.edit", {"id": f"t{told}"} | _item(told))
            peak = max(peak, server.memory())
            if told % 8:
                continue
            receipts.arrivals.clear()
            sides = _sides(server.port)
            for seat, line in asleep.items():
                state, queued = sides.get(line.sock.getsockname()[1], ("", 0))
                in_kernel = max(in_kernel, queued)
                if state == _ESTABLISHED:
                    continue
                cuts += 1
                line.close()
                try:
                    asleep[seat] = await _fall_asleep(loop, seat)
                except Lost:
                    refused += 1
        await loop.sleep(_SETTLE)
        healthy_lost = sum(line.lost is not None for line in healthy)
        return {
            "slow": SLOW,
            "seconds": seconds,
            "told": told,
            "told_mb_each": round(told * TOLD / 1024**2, 2),
            "cuts": cuts,
            "refused": refused,
            "in_kernel_mb_each": round(in_kernel / 1024**2, 2),
            "grown_mb": round((peak - before) / 1024**2, 2),
            "grown_mb_each": round((peak - before) / SLOW / 1024**2, 3),
            "healthy_lost": healthy_lost,
            "exact": cuts >= SLOW and not refused and not healthy_lost,
        }

    async def _fall_asleep(loop: Loop, seat: str) -> Line:
        line = await Line.open(loop, server.door, hall.auth(seat), WINDOW)
        await line.do("join", {})
        line.ignore()
        return line

    with filled(SLOW + HEALTHY) as hall, running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), seconds + _LIMIT)


def _item(number: int) -> dict[str, Any]:
    text = f"Text {number}: " + "all that was said about it so far, " * 26
    return {"item": "i1", "text": text, "questions": [f"{place}. {text}" for place in range(TOLD // len(text) - 1)]}


def _sides(port: int) -> dict[int, tuple[str, int]]:
    """The server's side of each connection: the client's port -> the kernel's word for its state, bytes it holds."""
    sides = {}
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _number, here, there, state, queues, *_rest = row.split()
        if int(here.rpartition(":")[2], 16) == port:
            sides[int(there.rpartition(":")[2], 16)] = (state, int(queues.partition(":")[0], 16))
    return sides
