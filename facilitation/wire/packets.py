"""A Socket.IO packet that is encoded once, however many phones it goes to and by whatever transport."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec
from engineio import packet

from facilitation.wire.frames import text_frame


class Message(packet.Packet):  # type: ignore[misc]  # the library has no types
    """An Engine.IO message that holds one Socket.IO packet of the default namespace."""

    def __init__(self, encoded: bytes) -> None:
        # Not the parent's: what it finds out by looking is known, and its text is needed for long polling only.
        self.packet_type = packet.MESSAGE
        self.binary = False
        self._encoded = encoded

    @cached_property
    def data(self) -> str:
        """The Socket.IO packet as text."""
        return self._encoded.decode()

    @cached_property
    def frame(self) -> bytes:
        """The whole as a WebSocket frame."""
        return text_frame(b"4" + self._encoded)

    def encode(self, b64: bool = False) -> str:
        """The whole as text, for long polling."""
        return "4" + self.data


def event(name: str, payload: Any) -> Message:
    """What everybody in a room hears."""
    return Message(b"2" + msgspec.json.encode([name, payload]))


def answer(number: int, payload: Any) -> Message:
    """The acknowledgement of a client's event with that number."""
    return Message(b"3%d" % number + msgspec.json.encode([payload]))
