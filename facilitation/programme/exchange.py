"""What the server and the process that reads programmes say to each other: orders and answers."""

from __future__ import annotations

import socket
import time
from typing import Any

import msgspec

from facilitation.programme.structure import Programme

_LENGTH = 4  # bytes that say how long a message is
_LONGEST = 64 * 1024 * 1024  # of an honest message; a greater length is garbage

# Half characters pass: it is for the reading to refuse them.
HALVES = "surrogatepass"


class Order(msgspec.Struct):
    """What is to be read: the bytes of a document, or of a text that was pasted."""

    source: bytes
    pasted: bool
    filename: str | None = None


class Reading(msgspec.Struct, tag="reading"):
    """What was read, and the text it was read from; "" for a document of another program."""

    programme: Programme
    text: str


class Refusal(msgspec.Struct, tag="refusal"):
    """A ``Refused``, on its way."""

    code: str
    details: dict[str, Any]


class Fault(msgspec.Struct, tag="fault"):
    """An error that nobody foresaw: its kind and where it arose, and none of its words."""

    kind: str
    place: str


Answer = Reading | Refusal | Fault


def send(line: socket.socket, message: msgspec.Struct) -> None:
    """Send one message."""
    encoded = msgspec.msgpack.encode(message)
    line.sendall(len(encoded).to_bytes(_LENGTH, "big") + encoded)


def receive(line: socket.socket, deadline: float | None = None) -> bytes:
    """Receive one message, still encoded, until ``deadline`` on the monotonic clock.

    Raises TimeoutError after it, EOFError where the other side is gone, DecodeError where it talks nonsense.
    """
    length = int.from_bytes(_exactly(line, _LENGTH, deadline), "big")
    if length > _LONGEST:
        raise msgspec.DecodeError("no message is that long")
    return _exactly(line, length, deadline)


def _exactly(line: socket.socket, length: int, deadline: float | None) -> bytes:
    pieces = bytearray()
    while len(pieces) < length:
        if deadline:
            # Not 0, which would mean not to wait at all: what is there already may be read.
            line.settimeout(max(0.001, deadline - time.monotonic()))
        piece = line.recv(min(length - len(pieces), 1 << 20))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)
