"""Three thousand votes in the same instant: ours, each committed, beside handlers that store nothing or one by one."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from bench.fill import Filled, filled
from bench.hall import come_in, connect
from bench.load.line import Line
from bench.load.loop import Loop, everyone
from bench.measures.beside import OURS, SHORT, beside
from bench.peers import NODE, STOCK, WIRE, running_peer
from bench.process import Process
from bench.receipts import unheard
from bench.server import running_server
from bench.spread import milliseconds

VOTERS, MANY = 3000, 10
_SETTLE, _LIMIT = 1.5, 300.0


def votes(_long: bool) -> dict[str, Any]:
    """From each voter's sending to the acknowledgement; afterwards the count that somebody new is shown."""
    with filled(VOTERS, open_=1 + MANY) as hall:
        peers = {WIRE: partial(_peer, WIRE), NODE: partial(_peer, NODE), STOCK: partial(_peer, STOCK, "vote_stored")}
        result = beside("votes", {OURS: partial(_ours, hall)} | peers, SHORT)
    return result | {"exact": all(figures["exact"] for figures in result["rounds"][OURS])}


def _ours(hall: Filled) -> dict[str, Any]:
    """On one question, then on ten others."""

    async def work() -> dict[str, Any]:
        lines = await come_in(loop, server, hall, hall.seats, unheard)
        figures: dict[str, Any] = {}
        for name, questions in (("one", hall.questions[:1]), ("many", hall.questions[1:])):
            await loop.sleep(_SETTLE)
            figures |= await _at_once(server, lines, "vote.cast", questions, name)
        moderator = await Line.open(loop, server.door, hall.auth(hall.moderator))
        state = (await moderator.do("join", {}))["state"]
        counted = [state["questions"][question]["score"] for question in hall.questions]
        exact = counted == [VOTERS, *(len(range(place, VOTERS, MANY)) for place in range(MANY))]
        refused = figures["refused_one"] + figures["refused_many"]
        return figures | {"counted": counted, "exact": exact and not refused}

    with running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)


def _peer(name: str, stored: str = "") -> dict[str, Any]:
    """With a handler that stores nothing, then with one that commits each vote, where there is one."""

    async def work() -> dict[str, Any]:
        lines = await connect(loop, peer, VOTERS, unheard, bare=False)
        await loop.sleep(_SETTLE)
        figures = await _at_once(peer, lines, "vote", ["q"], "nothing")
        if stored:
            await loop.sleep(_SETTLE)
            figures |= await _at_once(peer, lines, stored, ["q"], "stored")
        return figures

    with running_peer(name) as peer, Loop() as loop:
        return loop.run(work(), _LIMIT)


async def _at_once(server: Process, lines: list[Line], event: str, questions: list[str], name: str) -> dict[str, Any]:
    """Everybody votes: the frames are made first, then sent one right after the other."""
    ready = []
    for number, line in enumerate(lines):
        vote = {"id": f"v{number}{name}", "question": questions[number % len(questions)], "value": 1}
        ready.append((line, *line.prepare(event, vote)))
    used, began, sent = server.cpu(), time.perf_counter(), []
    for line, frame, _answer in ready:
        sent.append(time.perf_counter())
        line.send(frame)
    answers = await everyone([answer for _line, _frame, answer in ready])
    times = [moment - start for start, (_packet, moment) in zip(sent, answers, strict=True)]
    return {
        f"ack_{name}_ms": milliseconds(times),
        f"all_{name}_s": round(max(moment for _packet, moment in answers) - began, 3),
        f"sending_{name}_s": round(sent[-1] - began, 3),
        f"cpu_{name}_ms": round((server.cpu() - used) / len(lines) * 1e3, 3),
        f"refused_{name}": sum(not msgspec.json.decode(packet)[0].get("ok") for packet, _moment in answers),
    }
