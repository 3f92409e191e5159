"""RFC 6455 as a client speaks it: its own frames masked, the server's read from a stream of bytes."""

from __future__ import annotations

import random

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
_FIN, _MASKED = 0x80, 0x80


def framed(payload: bytes, opcode: int = TEXT) -> bytes:
    """A client's frame; masked, as the protocol demands and every browser does."""
    size = len(payload)
    if size < 126:
        head = bytes((_FIN | opcode, _MASKED | size))
    elif size < 65536:
        head = bytes((_FIN | opcode, _MASKED | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FIN | opcode, _MASKED | 127)) + size.to_bytes(8, "big")
    key = random.getrandbits(32).to_bytes(4, "big")
    return head + key + masked(payload, key)


def masked(payload: bytes, key: bytes) -> bytes:
    """The payload under a key; the same again takes it off."""
    size = len(payload)
    pattern = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(pattern, "big")).to_bytes(size, "big")


class Frames:
    """What arrived of a server's frames: whole messages come out, the rest waits for more bytes."""

    __slots__ = ("_rest", "_parts")

    def __init__(self) -> None:
        self._rest = b""
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """The messages that these bytes complete: (opcode, payload)."""
        if not self._rest and (payload := whole(data)) is not None:
            return [(TEXT, payload)]
        data = self._rest + data if self._rest else data
        messages, at = [], 0
        while (span := _span(data, at)) is not None:
            start, end = span
            opcode, last = data[at] & 0x0F, data[at] & _FIN
            at, payload = end, data[start:end]
            if opcode >= CLOSE:
                messages.append((opcode, payload))
                continue
            self._parts.append(payload)
            if last:
                messages.append((TEXT, b"".join(self._parts)))
                self._parts.clear()
        self._rest = data[at:]
        return messages


def whole(data: bytes) -> bytes | None:
    """The payload where the bytes are exactly one short text frame, as nearly every pulse arrives; else None."""
    size = len(data)
    if size < 2 or data[0] != _FIN | TEXT:
        return None
    named = data[1]
    if named < 126:
        return data[2:] if size == named + 2 else None
    if named == 126 and size >= 4 and size == 4 + (data[2] << 8 | data[3]):
        return data[4:]
    return None


def _span(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at ``at`` starts and ends, or None while it is not all there."""
    have = len(data) - at
    if have < 2:
        return None
    size, start = data[at + 1] & 0x7F, at + 2
    if size == 126:
        size, start = int.from_bytes(data[start : start + 2], "big"), start + 2
    elif size == 127:
        size, start = int.from_bytes(data[start : start + 8], "big"), start + 8
    end = start + size
    return (start, end) if len(data) >= start and len(data) >= end else None
