"""Everybody's line is cut at once in a meeting that is full of questions, and everybody comes back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec

from bench.fill import filled
from bench.hall import come_in
from bench.load.line import Line
from bench.load.loop import Loop, everyone, spawn
from bench.receipts import unheard
from bench.server import running_server
from bench.spread import milliseconds

PHONES, WAITING, OPEN, ROUNDS = 1000, 5000, 300, 3
_SETTLE, _LIMIT = 1.5, 300.0


def reconnect(_long: bool) -> dict[str, Any]:
    """From the cut to each phone's fresh state, several times over."""

    async def work() -> dict[str, Any]:
        lines = await come_in(loop, server, hall, hall.seats, unheard)
        rounds = []
        for _ in range(ROUNDS):
            await loop.sleep(_SETTLE)
            used, cut = server.cpu(), time.perf_counter()
            for line in lines:
                line.close()
            back = await everyone([spawn(_back(loop, seat)) for seat in hall.seats])
            cost = round((server.cpu() - used) / PHONES * 1e3, 3)
            lines = [line for line, _moment, _packet in back]
            times = [moment - cut for _line, moment, _packet in back]
            rounds.append(
                {
                    "back_ms": milliseconds(times),
                    "cpu_per_phone_ms": cost,
                    "answer_bytes": len(back[0][2]),
                    "in_step": sum(_shown(packet) == set(hall.questions) for _line, _moment, packet in back),
                }
            )
        exact = all(found["in_step"] == PHONES for found in rounds)
        return {"phones": PHONES, "waiting": WAITING, "open": OPEN, "rounds": rounds, "exact": exact}

    async def _back(loop: Loop, seat: str) -> tuple[Line, float, bytes]:
        line = await Line.open(loop, server.door, hall.auth(seat))
        packet, moment = await line.ask("join", {})
        return line, moment, packet

    with filled(PHONES, WAITING, OPEN) as hall, running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)


def _shown(packet: bytes) -> set[str]:
    """The questions of a join's answer."""
    return set(msgspec.json.decode(packet)[0].get("state", {}).get("questions", ()))
