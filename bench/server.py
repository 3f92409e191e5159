"""A server of our own to be measured: a fresh process with an empty data directory, gone at the end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Seconds that it may take to say that it is ready, and to leave.
_PATIENCE = 60.0
_CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server process."""

    address: str
    pid: int
    folder: Path
    start_up: float

    def memory(self) -> int:
        """Bytes of memory that it holds (resident)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) * 1024

    def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _CLOCK_TICKS


@contextmanager
def running_server() -> Iterator[Server]:
    """Start ``wsgi.py`` on a free loopback port; raises RuntimeError where it does not come up."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environ = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "ORGANISER_KEY", "PUBLIC_URL", "MESSAGE_QUEUE_URL", "SECRET_KEY"}
        }
        environ |= {"HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": folder, "PYTHONWARNINGS": "ignore"}
        began = time.perf_counter()
        errors = Path(folder, "errors")
        with errors.open("wb") as complaints:
            process = subprocess.Popen(
                [sys.executable, "wsgi.py"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=complaints
            )
        try:
            assert process.stdout
            if not process.stdout.readline().startswith(b"ready"):
                raise RuntimeError(f"the server did not start:\n{errors.read_text()[-2000:]}")
            yield Server(f"http://127.0.0.1:{port}", process.pid, Path(folder), time.perf_counter() - began)
        finally:
            process.terminate()
            if process.stdout:
                process.stdout.close()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
