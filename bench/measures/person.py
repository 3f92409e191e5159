"""What the acts of one person make a server send, in a small hall and in a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bench.fill import Filled, filled
from bench.hall import come_in
from bench.load.line import Line
from bench.load.loop import Loop
from bench.process import Process
from bench.server import running_server

SIZES = (500, 5000)
# Seconds after an act by which all that it causes has come: a score alone waits for its turn the longest.
_REST, _LIMIT = 2.5, 300.0
# Told by the clock, whatever anybody does.
_BY_CLOCK = "heartbeat"


def person(_long: bool) -> dict[str, Any]:
    """A question, a vote, its being taken back, a line lost and a coming back, each in the quiet."""
    with filled(max(SIZES) + 1, open_=1) as hall:
        found = [_caused(hall, size) for size in SIZES]
    return {"sizes": found, "exact": all(size["exact"] for size in found)}


def _caused(hall: Filled, size: int) -> dict[str, Any]:
    heard: Counter[tuple[bool, str, bytes]] = Counter()

    def hear(line: Line, packet: bytes, _now: float) -> None:
        name = packet[4 : packet.index(b'"', 4)].decode()
        if name != _BY_CLOCK:
            heard[line.mark is not None, name, packet] += 1

    async def work() -> dict[str, Any]:
        somebody = _Somebody(loop, server, hall, hear)
        await come_in(loop, server, hall, hall.seats[1 : size + 1], hear)
        await somebody.come()
        acts: dict[str, Any] = {}
        for name, act in somebody.acts().items():
            await loop.sleep(_REST)
            heard.clear()
            answer = await act()
            await loop.sleep(_REST)
            acts[name] = _of_one_act(heard, answer, size)
        return {
            "people": size,
            "acts": acts,
            "besides": sum(act["answer"] + act["others"] for act in acts.values()),
            "pulse": sum(act["pulse"] for act in acts.values()),
            "pulses_an_act": max(act["pulses"] for act in acts.values()),
            "exact": all(act["by_all"] for act in acts.values()),
        }

    with running_server(Path(hall.folder)) as server, Loop() as loop:
        return loop.run(work(), _LIMIT)


def _of_one_act(heard: Counter[tuple[bool, str, bytes]], answer: int, size: int) -> dict[str, Any]:
    """Bytes: ``answer`` is for who acted, ``others`` is all that is not a pulse, to however many, ``pulse`` to each."""
    pulses = {packet: times for (own, name, packet), times in heard.items() if name == "pulse" and not own}
    return {
        "answer": answer,
        "others": sum(len(packet) * times for (_own, name, packet), times in heard.items() if name != "pulse"),
        "pulses": len(pulses),
        "pulse": sum(map(len, pulses)),
        "by_all": all(times == size for times in pulses.values()),
    }


class _Somebody:
    """The one who does something; each act returns the bytes of its answer."""

    def __init__(self, loop: Loop, server: Process, hall: Filled, hear: Any) -> None:
        self._loop, self._server, self._hall, self._hear = loop, server, hall, hear
        self._line: Line

    def acts(self) -> dict[str, Callable[[], Awaitable[int]]]:
        """What is done, in order."""
        return {
            "asks": lambda: self._do("question.ask", {"id": "a", "text": "Who will see to it that this is done?"}),
            "votes": lambda: self._do("vote.cast", {"id": "b", "question": self._hall.questions[0], "value": 1}),
            "takes the vote back": lambda: self._do(
                "vote.cast", {"id": "c", "question": self._hall.questions[0], "value": 0}
            ),
            "leaves": self._leave,
            "comes": self.come,
        }

    async def come(self) -> int:
        """Open a line and join."""
        self._line = await Line.open(self._loop, self._server.door, self._hall.auth(self._hall.seats[0]))
        self._line.hear, self._line.mark = self._hear, self
        return await self._do("join", {})

    async def _leave(self) -> int:
        self._line.close()
        return 0

    async def _do(self, event: str, payload: dict[str, Any]) -> int:
        packet, _now = await self._line.ask(event, payload)
        assert b'"error"' not in packet, packet
        return len(packet)
