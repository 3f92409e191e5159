"""A forward proxy on the loopback that notes who is asked for, and lets nothing through but to one server."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65_536
REFUSED = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"


class RecordingProxy:
    """``asked`` holds every host:port that somebody wanted, also of those that were refused."""

    def __init__(self, ours: str = "") -> None:
        self.asked: list[str] = []
        self._ours = ours
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listener.accept()[0],), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError, ValueError):
            said = b""
            while b"\r\n\r\n" not in said:
                more = client.recv(CHUNK)
                if not more:
                    return
                said += more
            head, _, rest = said.partition(b"\r\n\r\n")
            line, *fields = head.decode("latin-1").split("\r\n")
            method, target, version = line.split(" ")
            tunnel = method == "CONNECT"
            wanted = target if tunnel else urlsplit(target).netloc
            self.asked.append(wanted)
            if wanted != self._ours:
                client.sendall(REFUSED)
                return
            with socket.create_connection(("127.0.0.1", int(wanted.rpartition(":")[2]))) as server:
                if tunnel:
                    client.sendall(OPEN)
                else:
                    # One request for each connection, so that none goes by unread.
                    kept = [each for each in fields if not each.lower().startswith(("connection:", "proxy-"))]
                    path = target.partition(wanted)[2] or "/"
                    server.sendall(
                        "\r\n".join([f"{method} {path} {version}", *kept, "Connection: close"]).encode("latin-1")
                    )
                    server.sendall(b"\r\n\r\n")
                server.sendall(rest)
                back = threading.Thread(target=_carry, args=(server, client), daemon=True)
                back.start()
                _carry(client, server)
                back.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(CHUNK):
            target.sendall(said)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
