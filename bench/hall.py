"""A full hall: lines on a server of ours, or on a peer's, all held by this process."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from bench.fill import Filled
from bench.load.line import Hear, Line
from bench.load.loop import Loop, crowd
from bench.process import Process

# Lines that are being opened at the same time; a stock server's backlog holds 50.
_WIDTH = 40


async def come_in(loop: Loop, server: Process, filled: Filled, seats: Iterable[str], hear: Hear) -> list[Line]:
    """Open a line for each of these seats and join with it."""

    async def come(seat: str) -> Line:
        line = await Line.open(loop, server.door, filled.auth(seat))
        line.hear = hear
        await line.do("join", {})
        return line

    return await crowd((come(seat) for seat in seats), _WIDTH)


async def connect(loop: Loop, peer: Process, size: int, hear: Hear, bare: bool) -> list[Line]:
    """Open so many lines to a peer; ``bare`` ones to the C loop."""

    async def come() -> Line:
        line = await (Line.open_bare(loop, peer.door) if bare else Line.open(loop, peer.door, {}))
        line.hear = hear
        return line

    return await crowd((come() for _ in range(size)), _WIDTH)


class Meter:
    """What the server, and this client, used between two moments."""

    def __init__(self, server: Process, lines: list[Line]) -> None:
        self._server, self._lines = server, lines
        self._frames, self._cpu = self._count(), server.cpu()
        self._own, self._began = time.process_time(), time.perf_counter()

    def read(self) -> dict[str, Any]:
        """Processor time of the server for each frame that arrived, and how busy both were meanwhile."""
        cpu, own = self._server.cpu() - self._cpu, time.process_time() - self._own
        lasted, frames = time.perf_counter() - self._began, self._count() - self._frames
        return {
            "deliveries": frames,
            "cpu_us": round(cpu / max(1, frames) * 1e6, 2),
            "server_busy": round(cpu / lasted, 3),
            "client_busy": round(own / lasted, 3),
        }

    def _count(self) -> int:
        return sum(line.frames for line in self._lines)
