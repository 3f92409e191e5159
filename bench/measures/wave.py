"""A join wave: a hall scans one code; then a crowd that comes as fast as it is let in; then the page alone."""

from __future__ import annotations

import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bench.fill import Filled, filled
from bench.load.loop import Loop, Moment, crowd, everyone, spawn
from bench.load.request import fetch
from bench.measures.arrive import Arrivals
from bench.process import Process
from bench.server import Server, running_server
from bench.spread import milliseconds

PHONES, SECONDS = 2600, 10.0
CROWD, WIDTH, PAGES = 1000, 50, 400
_LIMIT = 300.0


def wave(_long: bool) -> dict[str, Any]:
    """From setting out to the answer to ``join``, whatever way it is waiting for."""
    with filled(0) as hall:
        figures = _measured(hall, lambda loop, server: _wave(loop, server, hall.code))
        figures |= _measured(hall, lambda loop, server: _crowd(loop, server, hall.code))
    return figures | {"exact": figures["refused"] == figures["crowd_refused"] == 0}


def _measured(hall: Filled, work: Any) -> dict[str, Any]:
    with running_server(Path(hall.folder)) as server, Loop() as loop:
        figures: dict[str, Any] = loop.run(_warmed(loop, server, hall.code, work(loop, server)), _LIMIT)
        return figures | {"start_up_s": round(server.start_up, 2)}


async def _warmed(loop: Loop, server: Server, code: str, work: Coroutine[Any, Any, Any]) -> Any:
    """What a server loads at first use is not the hall's to wait for: twenty come before everybody else."""
    await crowd((Arrivals().one(loop, server, code) for _ in range(20)), 10)
    return await work


async def _wave(loop: Loop, server: Process, code: str) -> dict[str, Any]:
    """So many, evenly, whether or not those before them are in."""
    arrivals, began, used = Arrivals(), time.perf_counter(), server.cpu()
    coming: list[Moment[None]] = []
    for number in range(PHONES):
        due = began + number * SECONDS / PHONES
        await loop.at(due)
        coming.append(spawn(arrivals.one(loop, server, code, due)))
    await everyone(coming)
    return arrivals.figures() | {
        "phones": PHONES,
        "arrival_ms": milliseconds(arrivals.times),
        "all_in_s": round(time.perf_counter() - began, 2),
        "cpu_per_arrival_ms": round((server.cpu() - used) / PHONES * 1e3, 3),
    }


async def _crowd(loop: Loop, server: Process, code: str) -> dict[str, Any]:
    """Fifty on their way at a time; then the page alone."""
    arrivals, began, used = Arrivals(), time.perf_counter(), server.cpu()
    await crowd((arrivals.one(loop, server, code) for _ in range(CROWD)), WIDTH)
    lasted, cost = time.perf_counter() - began, server.cpu() - used
    began = time.perf_counter()
    pages = await crowd((_page(loop, server, code) for _ in range(PAGES)), WIDTH)
    return {
        "crowd": CROWD,
        "crowd_refused": sum(arrivals.refused.values()),
        "joins_per_s": round(CROWD / lasted, 1),
        "crowd_ms": milliseconds(arrivals.times),
        "cpu_per_join_ms": round(cost / CROWD * 1e3, 3),
        "pages_per_s": round(PAGES / (time.perf_counter() - began), 1),
        "page_ms": milliseconds(pages),
    }


async def _page(loop: Loop, server: Process, code: str) -> float:
    began = time.perf_counter()
    await fetch(loop, server.door, f"/{code}")
    return time.perf_counter() - began
