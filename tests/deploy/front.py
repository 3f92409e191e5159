"""A real nginx with the project's own site, on the loopback, in front of processes of a test."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import subprocess
import time
from pathlib import Path

from scripts.check_nginx import NAME, command, lay_out
from tests.server import free_port

# An address of its own for whoever comes through nginx: where it is seen behind it, something told it.
VISITOR = "127.0.0.9"


class Front:
    """nginx, started and stopped; ``processes`` are the ports behind it."""

    def __init__(self, nginx: str, folder: Path, processes: tuple[int, ...]) -> None:
        self.port, self.plain_port = free_port(), free_port()
        self.folder = folder
        self.address = f"https://{NAME}:{self.port}"
        lay_out(folder, nginx, (self.port, self.plain_port), processes)
        self._command = command(nginx, folder, "-g", "daemon off;")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its first process, whose children serve."""
        assert self._process
        return self._process.pid

    @property
    def log(self) -> str:
        """All that it has said."""
        return (self.folder / "said.txt").read_text()

    def start(self) -> None:
        """Start, and return once it accepts connections."""
        with (self.folder / "said.txt").open("wb") as said:
            self._process = subprocess.Popen(self._command, stdout=said, stderr=said)
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"nginx did not start:\n{self.log}")

    def stop(self) -> None:
        """Stop it, whatever is open."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)

    def line(self, name: str = NAME) -> ssl.SSLSocket:
        """A connection to it, as a browser in the hall would have."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20, source_address=(VISITOR, 0))
        return trusting(self.folder).wrap_socket(plain, server_hostname=name)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        """One request over a connection of its own; ``read_`` first, then the connection is gone."""
        visit = http.client.HTTPConnection(NAME, self.port)
        visit.sock = self.line()
        with contextlib.closing(visit):
            visit.request(method, path, body, {key.replace("_", "-"): value for key, value in headers.items()})
            answer = visit.getresponse()
            answer.content = answer.read()  # type: ignore[attr-defined]
            return answer


def trusting(folder: Path) -> ssl.SSLContext:
    """A client's side of TLS that knows the certificate of the test."""
    return ssl.create_default_context(cafile=str(folder / "certificates" / "fullchain.pem"))


def cookies_of(answer: http.client.HTTPResponse) -> str:
    """What a browser would send back."""
    return "; ".join(re.findall(r"^Set-Cookie: ([^;\s]+)", str(answer.headers), re.M))
