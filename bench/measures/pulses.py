"""Pulses to a hall: sent, and waited for."""

from __future__ import annotations

import time
from typing import Any

from bench.hall import Meter
from bench.load.line import Line
from bench.load.loop import Loop
from bench.load.wire import Lost
from bench.peers import PULSE, toggle_pulses
from bench.process import Process
from bench.receipts import Receipts
from bench.spread import milliseconds

# Seconds: that the last pulse may take to reach the last socket; between two looks whether it has.
LATE, _LOOK = 20.0, 0.05


async def present(
    loop: Loop, server: Process, lines: list[Line], moderator: Line, receipts: Receipts, seconds: float, every: float
) -> dict[str, Any]:
    """Let the moderator change what everybody sees, so often for so long; from each commit to each socket.

    The commit's moment is the arrival of its acknowledgement, which leaves the server after the commit and before the
    pulse, or the pulse's first arrival where that is read earlier.
    """
    receipts.arrivals.clear()
    meter, began = Meter(server, lines), time.perf_counter()
    commits: dict[str, float] = {}
    for number in range(round(seconds / every)):
        await loop.at(began + number * every)
        title = f"Pulse {number} "
        title += "x" * (_PAD - len(title) - 1) + "."
        wish = {"id": f"p{time.time_ns()}", "title": title}
        try:
            _answer, commits[title] = await moderator.ask("meeting.settings", wish)
        except Lost:  # the moderator was cut off; those who were as well are counted with what they missed
            break
    last = next(reversed(commits), "")
    await _until(loop, lambda: any(title == last and len(m) >= len(lines) for title, m in _titles(receipts)))
    figures = meter.read()
    heard = _titles(receipts)
    delays = delays_since(commits, heard)
    due = round(seconds / every)
    return (
        figures
        | _summary(delays, due, len(heard), len(lines), list(receipts.arrivals))
        | {
            "moderator_lost": moderator.lost is not None,
            "dropped": sum(line.lost is not None for line in lines),
        }
    )


def whole(figures: dict[str, Any]) -> bool:
    """Whether everybody, and whoever gave them something to hear, was there to the end and heard all that was told."""
    return not figures["missing"] and not figures["dropped"] and not figures["moderator_lost"]


def delays_since(commits: dict[str, float], heard: list[tuple[str, list[float]]]) -> list[float]:
    """From each pulse's commit to each arrival; of several that one pulse tells of, the first has waited longest."""
    delays, waiting = [], dict(commits)
    for title, arrivals in heard:
        due = [waiting.pop(earlier) for earlier in list(waiting) if _number(earlier) <= _number(title)]
        if due:
            commit = min(due[0], min(arrivals))
            delays += [arrival - commit for arrival in arrivals]
    return delays


async def be_told(loop: Loop, peer: Process, lines: list[Line], receipts: Receipts, seconds: float) -> dict[str, Any]:
    """Let a peer pulse for so long; from the moment that stands in each pulse to each socket."""
    receipts.arrivals.clear()
    meter = Meter(peer, lines)
    toggle_pulses(peer)
    await loop.sleep(seconds)
    toggle_pulses(peer)
    await loop.sleep(0.5)
    await _until(loop, lambda: all(len(moments) >= len(lines) for _pulse, moments in receipts.pulses()))
    figures = meter.read()
    heard = receipts.pulses()
    delays = [moment - pulse["sent"] for pulse, moments in heard for moment in moments]
    return figures | _summary(delays, round(seconds / 0.25), len(heard), len(lines), list(receipts.arrivals))


def _summary(delays: list[float], due: int, pulses: int, size: int, packets: list[bytes]) -> dict[str, Any]:
    if not delays:
        raise Lost("no pulse arrived")
    return {
        "sockets": size,
        "due": due,
        "pulses": pulses,
        "frame_bytes": max((len(packet) for packet in packets), default=0) + 4,
        "missing": pulses * size - len(delays),
        "late": sum(delay > 1.0 for delay in delays),
        "delay_ms": milliseconds(delays),
    }


# Characters that bring our pulse's frame to the size of the peers'.
_PAD = PULSE - 285


def _titles(receipts: Receipts) -> list[tuple[str, list[float]]]:
    return [
        (pulse["set"]["meeting"]["title"], moments) for pulse, moments in receipts.pulses() if "meeting" in pulse["set"]
    ]


def _number(title: str) -> int:
    return int(title.split()[1])


async def _until(loop: Loop, there: Any) -> None:
    """Wait for the last arrival, for so long; what is missing then is counted, not waited for."""
    end = time.perf_counter() + LATE
    while not there() and time.perf_counter() < end:
        await loop.sleep(_LOOK)
