"""The handshake that makes a WebSocket of an HTTP request; anything but RFC 6455 is refused before more is read."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

# The fixed text of RFC 6455, 1.3.
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def accept_key(environ: Mapping[str, Any]) -> bytes | None:
    """The key that proves to a client that its handshake was understood; None for one that must be refused."""
    connection = [part.strip() for part in environ.get("HTTP_CONNECTION", "").lower().split(",")]
    if "upgrade" not in connection or environ.get("HTTP_UPGRADE", "").lower() != "websocket":
        return None
    if environ.get("REQUEST_METHOD") != "GET" or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return None
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "").encode("latin-1", "replace")
    try:
        if len(base64.b64decode(key, validate=True)) != 16:
            return None
    except binascii.Error:
        return None
    return base64.b64encode(hashlib.sha1(key + _MAGIC, usedforsecurity=False).digest())


def acceptance(key: bytes) -> bytes:
    """The server's half of the handshake. No extension is agreed to: compression costs 90 KB for each phone."""
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + key + b"\r\n\r\n"
    )
