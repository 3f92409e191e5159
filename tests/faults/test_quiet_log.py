"""Broken lines and junk leave no address, and nothing that was sent, in the server's log."""

from __future__ import annotations

import contextlib
import socket
import struct

import pytest

from tests.server import Server

pytestmark = pytest.mark.slow

MARK = b"what-somebody-sent"
JUNK = (
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /join HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + MARK + b"\r\n\r\n",
    b"GET /" + MARK + b" HTTP/1.1\r\nHost: localhost\r\nOrigin: http://[\r\n\r\n",
    b"GET /socket.io/?EIO=4&transport=polling&sid=" + MARK + b"%0a%1b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nOrigin: http://" + MARK + b"\r\n\r\n",
)


def test_junk_and_resets(server: Server) -> None:
    for junk in JUNK:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
            line.sendall(junk)
            line.settimeout(0.5)
            with contextlib.suppress(TimeoutError):
                line.recv(4096)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not closed
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        line.recv(4096)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert server.call("GET", "/healthz") == (200, {"ok": True})
    server.stop()
    log = (server.folder / "stderr.txt").read_text()
    assert "127.0.0.1" not in log
    assert MARK.decode() not in log


def test_a_form_of_an_origin_that_is_none_is_refused(server: Server) -> None:
    made = server.call("POST", "/api/meetings", {"programme": {"title": "A session"}})[1]
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(
            f"POST /{made['code']}/join HTTP/1.1\r\nHost: localhost\r\nOrigin: http://[\r\nConnection: close\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\ncsrf=1".encode()
        )
        assert line.recv(4096).startswith(b"HTTP/1.1 403")
