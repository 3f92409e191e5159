"""Asks a server for next to nothing every five milliseconds and notes how long it waits.

``python -m bench.prober PORT CODE SEAT QUIET SECONDS`` finds out in ``QUIET`` seconds what is usual, then measures for
``SECONDS``. A question goes out on time whether or not those before it are answered, so that a long gap counts for as
long as it lasts.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from bench.load.line import Line
from bench.load.loop import Loop, Moment
from bench.spread import milliseconds

_EVERY = 0.005


async def probe(loop: Loop, line: Line, seconds: float) -> list[float]:
    """The wait of each question of so many seconds."""
    began, asked = time.perf_counter(), []
    for number in range(round(seconds / _EVERY)):
        due = began + number * _EVERY
        await loop.at(due)
        # No command has this name: it is refused before anything is looked up.
        answer: Moment[tuple[bytes, float]] = line.ask("bench.probe", {})
        asked.append((time.perf_counter(), answer))
    return [(await answer)[1] - sent for sent, answer in asked]


def main() -> None:
    """Probe the server that is named, and print what was found as JSON."""
    port, code, seat, quiet, seconds = sys.argv[1:]

    async def work() -> dict[str, Any]:
        line = await Line.open(loop, ("127.0.0.1", int(port)), {"meeting": code, "seat": seat})
        usual = sorted(await probe(loop, line, float(quiet)))
        median = usual[len(usual) // 2]
        waits = await probe(loop, line, float(seconds))
        gaps = [max(0.0, wait - median) for wait in waits]
        return {"usual_ms": milliseconds(usual), "gap_ms": milliseconds(gaps), "probes": len(gaps)}

    with Loop() as loop:
        print(json.dumps(loop.run(work(), float(quiet) + float(seconds) + 60)))


if __name__ == "__main__":
    main()
