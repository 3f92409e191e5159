"""A 300-byte pulse to five thousand sockets, four times a second: ours beside the peers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from bench.fill import Filled, filled
from bench.hall import come_in, connect
from bench.load.line import Line
from bench.load.loop import Loop
from bench.measures.beside import LONG, OURS, SHORT, beside
from bench.measures.pulses import be_told, present, whole
from bench.peers import NODE, STOCK, C, running_peer
from bench.receipts import Receipts
from bench.server import running_server

SOCKETS, SECONDS, EVERY = 5000, 5.0, 0.25
# Seconds between the last one's coming in and the first pulse; until the whole counts as stuck.
_SETTLE, _LIMIT = 1.5, 300.0


def fanout(long: bool) -> dict[str, Any]:
    """Server CPU per delivery, and from commit to receipt."""
    with filled(SOCKETS) as hall:
        peers = {name: partial(_peer, name) for name in (C, NODE, STOCK)}
        result = beside("fan-out", {OURS: partial(told, hall, SOCKETS)} | peers, LONG if long else SHORT)
    return result | {"exact": all(whole(figures) for figures in result["rounds"][OURS])}


def told(hall: Filled, size: int) -> dict[str, Any]:
    """A fresh server of ours tells so many."""
    receipts = Receipts()

    async def work() -> dict[str, Any]:
        lines = await come_in(loop, server, hall, hall.seats[:size], receipts.hear)
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
