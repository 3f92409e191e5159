"""An open line: Socket.IO 5 over Engine.IO 4 over a WebSocket, as much of it as a phone uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bench.load.frames import CLOSE, PING, PONG, TEXT, Frames, framed
from bench.load.loop import Loop, Moment
from bench.load.wire import Lost, Wire

Hear = Callable[["Line", bytes, float], None]

_KEY = "dGhlIHNhbXBsZSBub25jZQ=="


def _nobody(_line: Line, _packet: bytes, _now: float) -> None:
    """Nobody listens."""


class Line(Wire):
    """A phone's line; ``hear(line, packet, now)`` gets each event that is not an answer, as bytes of JSON.

    ``frames`` counts every frame that arrived. A ``bare`` line speaks frames from the first byte, without a handshake.
    """

    __slots__ = ("hear", "frames", "mark", "_parser", "_number", "_answers", "_opened", "_seated", "_upgraded", "_head")

    def __init__(self, loop: Loop, address: tuple[str, int], bare: bool = False, window: int = 0) -> None:
        self.hear: Hear = _nobody
        self.frames = 0
        self.mark: Any = None
        self._parser = Frames()
        self._number = 0
        self._answers: dict[int, Moment[tuple[bytes, float]]] = {}
        self._opened: Moment[None] = Moment()
        self._seated: Moment[None] = Moment()
        self._upgraded = bare
        self._head = b""
        super().__init__(loop, address, window)
        if not bare and not self.lost:
            self.send(
                f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\n"
                f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {_KEY}\r\n"
                "Sec-WebSocket-Version: 13\r\n\r\n".encode()
            )

    @classmethod
    async def open(cls, loop: Loop, address: tuple[str, int], auth: Mapping[str, Any], window: int = 0) -> Line:
        """Connect with this handshake; raises Lost, also where the server does not let it in."""
        line = cls(loop, address, window=window)
        await line._opened
        line.post(b"40" + msgspec.json.encode(auth))
        await line._seated
        return line

    @classmethod
    async def open_bare(cls, loop: Loop, address: tuple[str, int]) -> Line:
        """Connect to something that writes frames to whoever is there."""
        line = cls(loop, address, bare=True)
        await line.connected
        return line

    def post(self, packet: bytes) -> None:
        """Send one Engine.IO packet."""
        self.send(framed(packet))

    def ask(self, event: str, payload: Mapping[str, Any]) -> Moment[tuple[bytes, float]]:
        """Send an event; its acknowledgement as bytes, and when it came."""
        frame, answer = self.prepare(event, payload)
        if not self.lost:
            self.send(frame)
        return answer

    def prepare(self, event: str, payload: Mapping[str, Any]) -> tuple[bytes, Moment[tuple[bytes, float]]]:
        """An event's frame, to be sent later, and its acknowledgement."""
        number, self._number = self._number, self._number + 1
        answer: Moment[tuple[bytes, float]] = Moment()
        self._answers[number] = answer
        if self.lost:
            answer.fail(self.lost)
        return framed(b"42%d" % number + msgspec.json.encode([event, payload])), answer

    async def do(self, event: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send an event and read its acknowledgement; raises Lost, also for a refusal."""
        packet, _now = await self.ask(event, payload)
        answer: dict[str, Any] = msgspec.json.decode(packet)[0]
        if error := answer.get("error"):
            raise Lost(error["code"])
        return answer

    def take(self, data: bytes, now: float) -> None:
        """Some bytes arrived: straight to the listener where they are one whole event."""
        if self._upgraded:
            for opcode, payload in self._parser.feed(data):
                self._message(opcode, payload, now)
            return
        self._head += data
        head, found, rest = self._head.partition(b"\r\n\r\n")
        if not found:
            return
        if not head.startswith(b"HTTP/1.1 101"):
            self.close(Lost(f"refused: {head[:32].decode(errors='replace')}"))
            return
        self._upgraded, self._head = True, b""
        if rest:
            self.take(rest, now)

    def broke(self, why: Lost) -> None:
        """Nothing that is awaited will come."""
        moments: list[Moment[Any]] = [self._opened, self._seated, *self._answers.values()]
        for moment in moments:
            moment.fail(why)
        self._answers.clear()

    def _message(self, opcode: int, payload: bytes, now: float) -> None:
        self.frames += 1
        if opcode == TEXT:
            self._packet(payload, now)
        elif opcode == PING:
            self.send(framed(payload, PONG))
        elif opcode == CLOSE:
            self.close(Lost("closed by the server"))

    def _packet(self, packet: bytes, now: float) -> None:
        kind = packet[:2]
        if kind == b"42":
            self.hear(self, packet, now)
        elif kind == b"43":
            start = packet.index(b"[")
            if answer := self._answers.pop(int(packet[2:start]), None):
                answer.set((packet[start:], now))
        elif kind == b"2":
            self.post(b"3")
        elif kind[:1] == b"0":
            self._opened.set(None)
        elif kind == b"40":
            self._seated.set(None)
        elif kind in (b"41", b"44", b"1"):
            self.close(Lost(f"sent away: {packet[:80].decode(errors='replace')}"))
