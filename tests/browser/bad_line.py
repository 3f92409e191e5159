"""A line between a phone and the server that can be made deaf, poor or cut: what a tunnel does, but when we say."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

CHUNK = 65_536
NO_UPGRADE = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class BadLine:
    """Passes bytes on to a server. `deafen`: what the server says is lost. `cut`: every connection breaks."""

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._rate = 0
        self._deaf = threading.Event()
        self._plain = threading.Event()
        self._down = threading.Event()
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def deafen(self) -> None:
        """From now on the server hears and is not heard."""
        self._deaf.set()

    def refuse_upgrades(self) -> None:
        """HTTP goes through and a WebSocket does not, as in the networks of some offices."""
        self._plain.set()

    def throttle(self, rate: int) -> None:
        """What the server says comes at so many bytes a second, on connections opened from now on."""
        self._rate = rate

    def cut(self) -> None:
        """Nothing goes through and nothing can be opened."""
        self._down.set()
        for end in list(self._open):
            self._hang_up(end)

    def mend(self) -> None:
        """All is well again, for connections opened from now on, but for how fast they are."""
        self._deaf = threading.Event()  # those that were deaf stay so
        self._down.clear()

    def close(self) -> None:
        self.cut()
        # Closing alone would leave the thread in accept().
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                phone, _ = self._listener.accept()
            except OSError:
                return
            try:
                if self._down.is_set():
                    raise ConnectionError
                server = socket.create_connection(self._server)
            except OSError:
                phone.close()
                continue
            self._open |= {phone, server}
            threading.Thread(target=self._carry, args=(phone, server), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, phone, self._deaf), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, lost: threading.Event | None = None) -> None:
        rate = self._rate if lost else 0
        with suppress(OSError):
            while said := source.recv(rate // 10 or CHUNK):
                if lost is None and self._plain.is_set() and b"upgrade: websocket" in said.lower():
                    source.sendall(NO_UPGRADE)
                    break
                if not (lost and lost.is_set()):
                    target.sendall(said)
                if rate:
                    time.sleep(len(said) / rate)
        for end in (source, target):
            self._hang_up(end)

    def _hang_up(self, end: socket.socket) -> None:
        self._open.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
