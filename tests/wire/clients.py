"""What a client sends, by the byte: frames, and the handshake of a session."""

from __future__ import annotations

import struct

TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10


def client_frame(opcode, payload=b"", final=True, mask=b"\x01\x02\x03\x04", flags=0):
    """A frame as a browser sends it."""
    size = len(payload)
    if size < 126:
        head = bytes([0x80 | size])
    elif size < 65_536:
        head = bytes([0x80 | 126]) + struct.pack("!H", size)
    else:
        head = bytes([0x80 | 127]) + struct.pack("!Q", size)
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    return bytes([(0x80 if final else 0) | flags | opcode]) + head + mask + masked


def opened(app, headers=None):
    """A session over long polling: its id."""
    text = app.test_client(use_cookies=False).get(
        "/socket.io/?EIO=4&transport=polling&x=" + "y" * 5_000, headers=headers
    )
    return text.get_data(as_text=True).partition('"sid":"')[2].partition('"')[0]
