"""Whoever has a seat and then sends what nobody should: each packet on a line that was just seen to work."""

from __future__ import annotations

import json
from typing import Any, Protocol

from tests.attacks.honest import House
from tests.attacks.wire import CLOSE, PING, PONG, TEXT, Line, Polling, connect_packet, frame, websocket

JOIN = b'42["join",{}]'
# The number of an event that only shows whether the line still works.
SHOWN = b"123456789012345"
SHOW = b"42" + SHOWN + b'["?",{}]'
LAST = b"the last word"
# How the answers to at most ten events begin.
ANSWERS = tuple(b"43%d[" % number for number in range(10))


class Seated(Protocol):
    """A line over which somebody has proved a seat."""

    def send(self, data: bytes) -> None:
        """Send this, whatever it is."""

    def ask(self, events: list[bytes]) -> list[dict[str, Any]]:
        """The answers to some events that are sent at once; fewer where the line was cut."""

    def works(self) -> bool:
        """Whether the seat is still heard over it."""

    def leave(self) -> None:
        """Nothing follows; whatever the server still says is read."""


class OverWebSocket:
    """A WebSocket; what is sent is frames."""

    def __init__(self, house: House, seat: str, joins: bool) -> None:
        self._line: Line = websocket(house.server)
        self._line.send(frame(TEXT, connect_packet(house.code, seat)))
        assert self._read_until(b"40") is not None
        if joins:
            self._line.send(frame(TEXT, JOIN))

    def send(self, data: bytes) -> None:
        """Send these frames."""
        self._line.send(data)

    def ask(self, events: list[bytes]) -> list[dict[str, Any]]:
        """The answers to some events."""
        self._line.send(b"".join(frame(TEXT, packet) for packet in numbered(events)))
        said = (self._read_until(*ANSWERS) for _ in events)
        return [answered(packet) for packet in said if packet]

    def works(self) -> bool:
        """Whether an event is answered; where it is not, the answer to what follows it comes first."""
        self._line.send(frame(TEXT, SHOW) + frame(PING, LAST))
        return self._read_until(b"43" + SHOWN + b"[", LAST) not in (None, LAST)

    def leave(self) -> None:
        """Nothing follows."""
        self._line.no_more()
        assert b"Traceback" not in self._line.read_all()
        self._line.socket.close()

    def _read_until(self, *beginnings: bytes) -> bytes | None:
        while said := self._line.read_frame():
            opcode, words = said
            assert b"Traceback" not in words
            if opcode == CLOSE:
                break
            if opcode in (TEXT, PONG) and words.startswith(beginnings):
                return words
        return None


class OverPolling:
    """Long polling; what is sent is the body of a request."""

    def __init__(self, house: House, seat: str, joins: bool) -> None:
        self._session = Polling(house.server)
        self._cut = False
        assert self._session.post(connect_packet(house.code, seat))[0] == 200
        assert self._session.get()[1].startswith("40")
        if joins:
            self.send(JOIN)

    def send(self, data: bytes) -> None:
        """Send this body."""
        status, words = self._session.post(data)
        assert status in (200, 400, 413), (status, words)
        assert "Traceback" not in words
        self._cut = status == 400

    def ask(self, events: list[bytes]) -> list[dict[str, Any]]:
        """The answers to some events."""
        answers: list[dict[str, Any]] = []
        for packet in numbered(events):
            self.send(packet)
        while len(answers) < len(events) and not self._cut:
            answers += [answered(packet) for packet in self._fetch() if packet.startswith(ANSWERS)]
        return answers

    def works(self) -> bool:
        """Whether an event is answered; the packet after it always is."""
        if self._cut:
            return False
        self.send(SHOW + b"\x1e5")
        return any(packet.startswith(b"43" + SHOWN) for packet in self._fetch())

    def leave(self) -> None:
        """End the session, lest thousands wait for their time to run out."""
        assert self._session.post(b"1")[0] in (200, 400)

    def _fetch(self) -> list[bytes]:
        if self._cut:
            return []
        status, words = self._session.get()
        assert status in (200, 400), (status, words)
        self._cut = status == 400
        return words.encode().split(b"\x1e")


def numbered(events: list[bytes]) -> list[bytes]:
    """The packets that hold these events, each with a number of its own."""
    return [b"42%d%b" % (number, event) for number, event in enumerate(events)]


def answered(packet: bytes) -> dict[str, Any]:
    """What an acknowledgement says."""
    (answer,) = json.loads(packet[packet.index(b"[") :])
    assert isinstance(answer, dict)
    return answer
