"""Ten thousand sockets on one process: what each holds in memory, whether they hold, and what a pulse costs by size."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bench.fill import filled
from bench.hall import come_in
from bench.load.line import Line
from bench.load.loop import Loop
from bench.measures.pulses import present
from bench.receipts import Receipts, unheard
from bench.server import running_server

SIZES = (10_000, 5000, 2500, 1000, 500)
HELD, LONG, HOLD_EVERY = 60.0, 300.0, 0.5
SECONDS, EVERY = 6.0, 0.25
_WARM, _SETTLE, _LIMIT = 50, 3.0, 1200.0


def crowded(long: bool) -> dict[str, Any]:
    """Memory first, while nothing happens; then the hold; then ever fewer of them."""
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
        figures["hold"] = hold | {"seconds": held}
        figures["sizes"] = []
        for size in SIZES:
            for line in lines[size:]:
                line.close()
            del lines[size:]
            await loop.sleep(_SETTLE)
            if moderator.lost:
                moderator = await Line.open(loop, server.door, hall.auth(hall.moderator))
            figures["sizes"].append(await present(loop, server, lines, moderator, receipts, SECONDS, EVERY))
        runs = [figures["hold"], *figures["sizes"]]
        return figures | {"exact": not any(run["missing"] or run["dropped"] or run["moderator_lost"] for run in runs)}

    with filled(SIZES[0] + _WARM) as hall, running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)
