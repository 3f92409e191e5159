"""What one phone that does nothing receives while five thousand others vote."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

from bench.fill import filled
from bench.hall import Meter, come_in
from bench.load.line import Line
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
        last: dict[tuple[Line, str], int] = {}
        for number in range(round(seconds * A_SECOND)):
            await loop.at(began + number / A_SECOND)
            question, value, voter = chosen.choice(hall.questions), int(number % 4 > 0), chosen.choice(voters)
            vote = {"id": f"v{number}", "question": question, "value": value}
            answers.append((time.perf_counter(), voter.ask("vote.cast", vote)))
            last[voter, question] = value
        await loop.at(began + seconds)
        minutes = (time.perf_counter() - began) / 60
        figures = {
            "voters": VOTERS,
            "questions": QUESTIONS,
            "votes": len(answers),
            "bytes_per_minute": round((idle.received - received) / minutes),
            "frames_per_minute": round((idle.frames - frames) / minutes),
        }
        acks = [(sent, *await answer) for sent, answer in answers]
        figures |= meter.read()
        refused = sum(b'"ok":true' not in packet for _sent, packet, _moment in acks)
        counted = {name: question["score"] for name, question in (await _joined())["questions"].items()}
        right = {name: sum(value for (_, voted), value in last.items() if voted == name) for name in hall.questions}
        return figures | {
            "ack_ms": milliseconds([moment - sent for sent, _packet, moment in acks]),
            "refused": refused,
            "idle_lost": idle.lost is not None,
            "exact": not refused and idle.lost is None and counted == right,
        }

    async def _joined() -> dict[str, Any]:
        """What somebody is shown who comes afterwards."""
        line = await Line.open(loop, server.door, hall.auth(hall.moderator))
        state: dict[str, Any] = (await line.do("join", {}))["state"]
        return state

    with filled(VOTERS + 1, open_=QUESTIONS) as hall, running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)
