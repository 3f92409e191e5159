"""A server of our own to be measured: a fresh process with a data directory of its own, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.process import ROOT as ROOT
from bench.process import Process, started

_OURS = {"DATABASE_URL", "ORGANISER_KEY", "PUBLIC_URL", "MESSAGE_QUEUE_URL", "SECRET_KEY"}


@dataclass(frozen=True)
class Server(Process):
    """A running server process."""

    folder: Path
    start_up: float

    @property
    def address(self) -> str:
        """Its URL."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running_server(filled: Path | None = None, **environment: str) -> Iterator[Server]:
    """Start ``wsgi.py`` on a free loopback port, on a copy of a filled folder where one is given.

    Raises RuntimeError where it does not come up.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if filled:
            shutil.copytree(filled, folder, dirs_exist_ok=True)
        environ = {name: value for name, value in os.environ.items() if name not in _OURS}
        environ |= {"HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": folder, "PYTHONWARNINGS": "ignore"}
        environ |= environment
        began = time.perf_counter()
        with started([sys.executable, "wsgi.py"], Path(folder), environ) as (pid, _address):
            yield Server(pid, port, Path(folder), time.perf_counter() - began)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
