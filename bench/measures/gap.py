"""The longest moment in which the server answers nobody while a thousand people ask, vote, come and go."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.fill import Filled, filled
from bench.hall import come_in
from bench.load.line import Line
from bench.load.loop import Loop, Moment, everyone, spawn
from bench.load.wire import Lost
from bench.process import ROOT, Process
from bench.receipts import unheard
from bench.server import running_server

PEOPLE, SECONDS, QUIET, EACH = 1000, 30.0, 3.0, 5.0
# Of what people do: the share that comes anew, that asks; the others vote.
_COMING, _ASKING = 0.15, 0.05
_SETTLE, _LIMIT = 2.0, 200.0


def gap(_long: bool) -> dict[str, Any]:
    """What a prober in a process of its own had to wait, over what it waits in the quiet."""
    chosen = random.Random(7)
    done = {"votes": 0, "asked": 0, "came": 0}
    refused: dict[str, int] = {}

    async def work() -> dict[str, Any]:
        lines = await come_in(loop, server, hall, hall.seats[1:], unheard)
        await loop.sleep(_SETTLE)
        prober = _prober(server, hall)
        await loop.sleep(QUIET + 0.5)
        began = time.perf_counter()
        acts: list[Moment[None]] = []
        for number in range(round(SECONDS * PEOPLE / EACH)):
            await loop.at(began + number * EACH / PEOPLE)
            acts.append(spawn(_act(loop, lines, chosen.randrange(len(lines)), number)))
        while prober.poll() is None:
            await loop.sleep(0.1)
        await everyone(acts)
        assert prober.stdout
        exact = all(done.values()) and not refused
        return {"people": PEOPLE, **done, "refused": refused, **json.load(prober.stdout), "exact": exact}

    async def _act(loop: Loop, lines: list[Line], place: int, number: int) -> None:
        kind, line = chosen.random(), lines[place]
        try:
            if kind < _COMING:
                line.close()
                lines[place] = line = await Line.open(loop, server.door, hall.auth(hall.seats[1 + place]))
                await line.do("join", {})
                done["came"] += 1
            elif kind < _COMING + _ASKING:
                await line.do(
                    "question.ask", {"id": f"a{number}", "text": f"Who will see to it that {number} is done?"}
                )
                done["asked"] += 1
            else:
                vote = {"id": f"a{number}", "question": chosen.choice(hall.questions), "value": int(kind < 0.8)}
                await line.do("vote.cast", vote)
                done["votes"] += 1
        except Lost as why:
            if str(why) != "closed here":  # two of somebody's acts at once: the line was changed under the second
                refused[str(why)] = refused.get(str(why), 0) + 1

    with filled(PEOPLE + 1, open_=50) as hall, running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)


def _prober(server: Process, hall: Filled) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.prober", str(server.port), hall.code, hall.seats[0], str(QUIET)]
    return subprocess.Popen([*command, str(SECONDS)], cwd=ROOT, stdout=subprocess.PIPE)
