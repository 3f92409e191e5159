"""A 300-byte pulse to five thousand sockets, four times a second: ours beside the peers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bench.fill import Filled, filled
from bench.hall import come_in, connect
from bench.load.line import Line
from bench.load.loop import Loop
from bench.measures.pulses import be_told, present
from bench.peers import NODE, STOCK, Absent, C, running_peer
from bench.receipts import Receipts
from bench.server import running_server

SOCKETS, SECONDS, EVERY, ROUNDS = 5000, 10.0, 0.25, 2
OURS = "this server"
# Seconds between the last one's coming in and the first pulse; until the whole counts as stuck.
_SETTLE, _LIMIT = 1.5, 300.0


def fanout(_long: bool) -> dict[str, Any]:
    """Each in turn, and the whole again, so that a disturbance does not hit one of them alone."""
    rounds: dict[str, list[dict[str, Any]]] = {}
    absent: dict[str, str] = {}
    with filled(SOCKETS) as hall:
        for turn in range(ROUNDS):
            for name in (OURS, C, NODE, STOCK):
                print(f"fan-out {turn + 1}/{ROUNDS}: {name}", file=sys.stderr)
                try:
                    figures = _ours(hall) if name == OURS else _peer(name)
                except Absent as reason:
                    print(f"skipped: {name}: {reason}", file=sys.stderr)
                    absent[name] = str(reason)
                    continue
                print(f"  {figures['cpu_us']} µs a delivery, {figures['delay_ms']}", file=sys.stderr)
                rounds.setdefault(name, []).append(figures)
    return {"rounds": rounds, "absent": absent}


def _ours(hall: Filled) -> dict[str, Any]:
    receipts = Receipts()

    async def work() -> dict[str, Any]:
        lines = await come_in(loop, server, hall, hall.seats[:SOCKETS], receipts.hear)
        moderator = await Line.open(loop, server.door, hall.auth(hall.moderator))
        await loop.sleep(_SETTLE)
        return await present(loop, server, lines, moderator, receipts, SECONDS, EVERY)

    with running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)


def _peer(name: str) -> dict[str, Any]:
    receipts = Receipts()

    async def work() -> dict[str, Any]:
        lines = await connect(loop, peer, SOCKETS, receipts.hear, bare=name == C)
        await loop.sleep(_SETTLE)
        return await be_told(loop, peer, lines, receipts, SECONDS)

    with running_peer(name) as peer, Loop() as loop:
        return loop.run(work(), _LIMIT)
