"""A client that speaks HTTP, WebSocket and Engine.IO by the byte, so that it can also speak them wrongly."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from types import TracebackType
from typing import Any

from tests.server import Server

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
# Seconds that an answer may take: long, so that a busy machine makes no test fail.
PATIENCE = 30.0

UPGRADE = {
    "Host": "localhost",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


def frame(opcode: int, payload: bytes, *, fin: bool = True, masked: bool = True, reserved: int = 0) -> bytes:
    """One WebSocket frame as a client writes it; the mask is zero, so that the payload stays readable."""
    first = (0x80 if fin else 0) | reserved << 4 | opcode
    flag = 0x80 if masked else 0
    if len(payload) < 126:
        head = struct.pack(">BB", first, flag | len(payload))
    elif len(payload) < 65536:
        head = struct.pack(">BBH", first, flag | 126, len(payload))
    else:
        head = struct.pack(">BBQ", first, flag | 127, len(payload))
    return head + (bytes(4) if masked else b"") + payload


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """One HTTP request."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Line:
    """A TCP connection to the server."""

    def __init__(self, server: Server) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        self._rest = b""

    def __enter__(self) -> Line:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def send(self, data: bytes) -> bool:
        """Send; False where the server has cut the line."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def no_more(self) -> None:
        """Tell the server that nothing follows, and go on listening."""
        with contextlib.suppress(OSError):  # cut already: there is nobody left to tell
            self.socket.shutdown(socket.SHUT_WR)

    def read_head(self) -> bytes:
        """The head of an HTTP answer, or what came until the server cut the line."""
        while b"\r\n\r\n" not in self._rest and (more := self._more()):
            self._rest += more
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        return head

    def read_frame(self) -> tuple[int, bytes] | None:
        """(opcode, payload) of the next WebSocket frame, or None where the server has cut the line."""
        head = self._exactly(2)
        if not head:
            return None
        length = head[1] & 0x7F
        if length > 125:
            wider = self._exactly(2 if length == 126 else 8)
            length = int.from_bytes(wider, "big")
        return head[0] & 0x0F, self._exactly(length)

    def read_all(self) -> bytes:
        """Everything until the server closes or cuts the line."""
        while more := self._more():
            self._rest += more
        said, self._rest = self._rest, b""
        return said

    def _exactly(self, number: int) -> bytes:
        while len(self._rest) < number:
            more = self._more()
            if not more:
                return b""
            self._rest += more
        taken, self._rest = self._rest[:number], self._rest[number:]
        return taken

    def _more(self) -> bytes:
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:
            return b""


def exchange(server: Server, data: bytes) -> bytes:
    """The answer to some bytes after which nothing follows: everything until the server closes the line."""
    with Line(server) as line:
        line.send(data)
        line.no_more()
        return line.read_all()


def status(answer: bytes) -> int | None:
    """The status of an HTTP answer, or None where there was none."""
    words = answer.split(None, 2)
    return int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/1.") else None


def websocket(server: Server, sid: str = "", query: str = "") -> Line:
    """An open WebSocket; the server's first Engine.IO packet was read, unless it belongs to an older session."""
    line = Line(server)
    path = f"/socket.io/?EIO=4&transport=websocket{f'&sid={sid}' if sid else ''}{f'&{query}' if query else ''}"
    line.send(request("GET", path, UPGRADE))
    head = line.read_head()
    assert head.startswith(b"HTTP/1.1 101"), head
    if not sid:
        opened = line.read_frame()
        assert opened and opened[1].startswith(b"0{"), opened
    return line


class Polling:
    """A session over long polling; a query stands in the address of all its requests, the handshake's too."""

    def __init__(self, server: Server, query: str = "") -> None:
        self._server = server
        self._path = "/socket.io/?EIO=4&transport=polling" + (f"&{query}" if query else "")
        opened = self.get()[1]
        self.sid = json.loads(opened[1:])["sid"]
        self._path += f"&sid={self.sid}"

    def get(self) -> tuple[int | None, str]:
        """(status, packets) of one poll."""
        return self._answered(request("GET", self._path, {"Host": "localhost", "Connection": "close"}))

    def post(self, body: bytes, length: str | None = None) -> tuple[int | None, str]:
        """(status, words) of sending a payload."""
        headers = {"Host": "localhost", "Connection": "close", "Content-Length": length or str(len(body))}
        return self._answered(request("POST", self._path, headers, body))

    def _answered(self, data: bytes) -> tuple[int | None, str]:
        answer = exchange(self._server, data)
        return status(answer), answer.partition(b"\r\n\r\n")[2].decode()


def connect_packet(code: str, seat: str) -> bytes:
    """The Engine.IO message in which a Socket.IO client takes its seat."""
    auth: dict[str, Any] = {"meeting": code, "seat": seat}
    return b"40" + json.dumps(auth).encode()
