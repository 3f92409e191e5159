"""WebSocket frames as RFC 6455 describes them, for the server's side: text both ways, no extensions."""

from __future__ import annotations

import struct
from typing import Protocol

from facilitation.wire.budget import Budget

# Bytes of one message from a client, however many frames it comes in; a longer one ends the connection.
MESSAGE_LIMIT = 16_384

_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_FINAL, _MASKED = 0x80, 0x80
# Codes with which a connection is closed (RFC 6455, 7.4.1).
GOING_AWAY, PROTOCOL_ERROR, UNSUPPORTED, BAD_TEXT, TOO_BIG = 1001, 1002, 1003, 1007, 1009


class Stream(Protocol):
    """Where bytes come from, and where answers to control frames go."""

    def receive(self, size: int, /) -> bytes:
        """Wait for some bytes, at most ``size``; none at the end."""

    def answer(self, frame: bytes, /) -> None:
        """Send a control frame."""


class BrokenConnection(Exception):
    """The other side does not speak the protocol; ``code`` is the reason that it is told."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def text_frame(payload: bytes) -> bytes:
    """A whole text message as one frame."""
    return _frame(_TEXT, payload)


def close_frame(code: int) -> bytes:
    """The last frame of a connection."""
    return _frame(_CLOSE, struct.pack("!H", code))


def _frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", _FINAL | opcode, size) + payload
    if size < 65_536:
        return struct.pack("!BBH", _FINAL | opcode, 126, size) + payload
    return struct.pack("!BBQ", _FINAL | opcode, 127, size) + payload


class Messages:
    """Reads messages from a client's frames, never holding more of one than the limit."""

    __slots__ = ("_buffer", "_budget", "_filled", "_read", "_stream")

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._budget = Budget()
        self._buffer, self._read = b"", 0
        self._filled = False

    @property
    def more(self) -> bool:
        """Whether more has come than was read, or may have."""
        return bool(self._buffer) or self._filled

    def next(self) -> str | None:
        """The next text message, or None at the end; raises BrokenConnection for what is not one."""
        parts: list[bytes] = []
        size = 0
        while True:
            header = self._take(2)
            if header is None:
                return None
            self._budget.spend()
            opcode, final, length = self._checked(header, fragment=bool(parts))
            payload = self._payload(length, room=MESSAGE_LIMIT if opcode >= _CLOSE else MESSAGE_LIMIT - size)
            if payload is None:
                return None
            if opcode >= _CLOSE:
                if opcode == _CLOSE:
                    self._stream.answer(_frame(_CLOSE, payload[:2]))
                    return None
                if opcode == _PING:
                    self._stream.answer(_frame(_PONG, payload))
                continue
            size += len(payload)
            # Empty fragments would otherwise pile up without ever reaching the limit.
            if payload or not parts:
                parts.append(payload)
            if final:
                return _as_text(parts[0] if len(parts) == 1 else b"".join(parts))

    @staticmethod
    def _checked(header: bytes, fragment: bool) -> tuple[int, bool, int]:
        first, second = header
        opcode, final, length = first & 0x0F, bool(first & _FINAL), second & 0x7F
        if first & 0x70 or not second & _MASKED:  # no extension was agreed on, and clients must mask
            raise BrokenConnection(PROTOCOL_ERROR)
        if opcode >= _CLOSE:
            if opcode > _PONG or not final or length > 125:
                raise BrokenConnection(PROTOCOL_ERROR)
        elif opcode == _BINARY:
            raise BrokenConnection(UNSUPPORTED)
        elif opcode > _BINARY or (opcode == _CONTINUATION) != fragment:
            raise BrokenConnection(PROTOCOL_ERROR)
        return opcode, final, length

    def _payload(self, length: int, room: int) -> bytes | None:
        if length >= 126:
            extended = self._take(2 if length == 126 else 8)
            if extended is None:
                return None
            length = int.from_bytes(extended, "big")
        if length > room:
            raise BrokenConnection(TOO_BIG)
        masked = self._take(4 + length)
        return None if masked is None else _unmasked(masked[4:], masked[:4])

    def _take(self, size: int) -> bytes | None:
        while len(self._buffer) - self._read < size:
            more = self._stream.receive(MESSAGE_LIMIT)
            if not more:
                return None
            self._filled = len(more) == MESSAGE_LIMIT
            self._buffer, self._read = self._buffer[self._read :] + more, 0
        end = self._read + size
        taken = self._buffer[self._read : end]
        if end == len(self._buffer):  # what thousands of idle phones last said is not kept
            self._buffer, self._read = b"", 0
        else:
            self._read = end
        return taken


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    # As one long number: byte by byte, 16 KB would cost everybody 10 ms.
    size = len(payload)
    pattern = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(pattern, "little")).to_bytes(size, "little")


def _as_text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise BrokenConnection(BAD_TEXT) from None
