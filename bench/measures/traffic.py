"""What one phone that does nothing receives while five thousand others vote."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

from bench.fill import filled
from bench.hall import Meter, come_in
from bench.load.loop import Loop, Moment
from bench.receipts import unheard
from bench.server import running_server
from bench.spread import milliseconds

VOTERS, QUESTIONS, A_SECOND = 5000, 50, 200
SECONDS, LONG = 30.0, 60.0
_SETTLE, _LIMIT = 3.0, 400.0


def traffic(long: bool) -> dict[str, Any]:
    """Bytes on its line in a minute: every frame, its head included."""
    seconds = LONG if long else SECONDS
    chosen = random.Random(7)  # the same votes in every run

    async def work() -> dict[str, Any]:
        idle, *voters = await come_in(loop, server, hall, hall.seats, unheard)
        await loop.sleep(_SETTLE)
        meter, received, frames, began = Meter(server, voters), idle.received, idle.frames, time.perf_counter()
        answers: list[tuple[float, Moment[tuple[bytes, float]]]] = []
        for number in range(round(seconds * A_SECOND)):
            await loop.at(began + number / A_SECOND)
            vote = {"id": f"v{number}", "question": chosen.choice(hall.questions), "value": int(number % 4 > 0)}
            answers.append((time.perf_counter(), chosen.choice(voters).ask("vote.cast", vote)))
        await loop.at(began + seconds)
        minutes = (time.perf_counter() - began) / 60
        figures = {
            "voters": VOTERS,
            "questions": QUESTIONS,
            "votes": len(answers),
            "bytes_per_minute": round((idle.received - received) / minutes),
            "frames_per_minute": round((idle.frames - frames) / minutes),
        }
        acks = [(await answer)[1] - sent for sent, answer in answers]
        return figures | meter.read() | {"ack_ms": milliseconds(acks)}

    with filled(VOTERS + 1, open_=QUESTIONS) as hall, running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)
