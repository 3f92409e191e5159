"""Somebody's whole way in: page, seat, socket, join, state."""

from __future__ import annotations

import time
from typing import Any

import msgspec

from bench.load.line import Line
from bench.load.loop import Loop
from bench.load.request import fetch
from bench.load.wire import Lost
from bench.process import Process


async def arrive(loop: Loop, server: Process, code: str) -> Line:
    """Come in as a phone does that scanned the code, each step over a fresh connection; raises Lost."""
    status, _page = await fetch(loop, server.door, f"/{code}")
    if status != 200:
        raise Lost(f"the page: {status}")
    status, body = await fetch(loop, server.door, f"/api/{code}/seats", b"{}")
    if status != 201:
        raise Lost(f"the seat: {status}")
    line = await Line.open(loop, server.door, {"meeting": code, "seat": msgspec.json.decode(body)["seat"]})
    await line.do("join", {})
    return line


class Arrivals:
    """Counts who came in, how long it took from the moment they set out, and who was turned away with which words."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.times: list[float] = []
        self.refused: dict[str, int] = {}

    async def one(self, loop: Loop, server: Process, code: str, due: float | None = None) -> None:
        """One arrival."""
        set_out = time.perf_counter() if due is None else due
        try:
            self.lines.append(await arrive(loop, server, code))
        except Lost as why:
            self.refused[str(why)] = self.refused.get(str(why), 0) + 1
        else:
            self.times.append(time.perf_counter() - set_out)

    def figures(self) -> dict[str, Any]:
        """How many, and who not."""
        return {"arrived": len(self.times), "refused": sum(self.refused.values()), "reasons": self.refused}
