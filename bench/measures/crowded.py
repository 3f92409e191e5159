"""Ten thousand sockets on one process: what each holds in memory, whether they hold, and how such a server leaves."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from bench.fill import Filled, filled
from bench.hall import come_in
from bench.load.line import Line
from bench.load.loop import Loop, Moment
from bench.load.wire import Lost
from bench.measures.pulses import present, whole
from bench.process import Process
from bench.receipts import Receipts, unheard
from bench.server import running_server

SOCKETS = 10_000
HELD, LONG, HOLD_EVERY = 60.0, 300.0, 0.5
# While the server is told to leave: votes a second, from this long before, until it is gone or so late.
VOTES, BEFORE, PATIENCE = 200, 2.0, 30.0
_WARM, _SETTLE, _LIMIT = 50, 3.0, 1200.0


def crowded(long: bool) -> dict[str, Any]:
    """Memory first, while nothing happens; then the hold; then SIGTERM in the middle of votes."""
    receipts = Receipts()

    async def work() -> dict[str, Any]:
        moderator = await Line.open(loop, server.door, hall.auth(hall.moderator))
        await come_in(loop, server, hall, hall.seats[:_WARM], unheard)
        await loop.sleep(_SETTLE)
        before, began = server.memory(), time.perf_counter()
        lines = await come_in(loop, server, hall, hall.seats[_WARM:], receipts.hear)
        lasted = time.perf_counter() - began
        await loop.sleep(_SETTLE)
        figures: dict[str, Any] = {
            "sockets": len(lines),
            "joins_per_s": round(len(lines) / lasted, 1),
            "memory_kb": round((server.memory() - before) / len(lines) / 1024, 2),
            "memory_server_mb": round(server.memory() / 1024**2, 1),
        }
        held = LONG if long else HELD
        hold = await present(loop, server, lines, moderator, receipts, held, HOLD_EVERY)
        figures |= {"hold": hold | {"seconds": held}, "exact": whole(hold) and hold["pulses"] == hold["due"]}
        return figures | await _sent_away(loop, server, hall, lines)

    with filled(SOCKETS + _WARM, open_=1) as hall, running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)


async def _sent_away(loop: Loop, server: Process, hall: Filled, lines: list[Line]) -> dict[str, Any]:
    """Seconds from SIGTERM to the process's end, while people go on voting."""
    answers: list[Moment[tuple[bytes, float]]] = []
    began, told = time.perf_counter(), 0.0
    while not server.over() and time.perf_counter() - began < BEFORE + PATIENCE:
        if not told and time.perf_counter() - began > BEFORE:
            os.kill(server.pid, signal.SIGTERM)
            told = time.perf_counter()
        number = len(answers)
        vote = {"id": f"v{number}", "question": hall.questions[0], "value": 1}
        answers.append(lines[number % len(lines)].ask("vote.cast", vote))
        await loop.at(began + number / VOTES)
    gone = time.perf_counter() - told
    await loop.sleep(_SETTLE)  # what the server still sent is read by then
    return {
        "gone_s": round(gone, 2),
        "votes_meanwhile": len(answers),
        "answered": sum(_answered(answer) for answer in answers),
        "told_to_leave": sum(line.lost is not None for line in lines),
    }


def _answered(answer: Moment[tuple[bytes, float]]) -> bool:
    if not answer.done:
        return False
    try:
        return b'"ok":true' in answer.result()[0]
    except Lost:
        return False
