"""A real server process for tests, started, killed and started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
# Seconds that a start may take: long, so that a busy machine makes no test fail.
PATIENCE = 120.0


class Server:
    """``wsgi.py`` in a process of its own, on a folder that outlives it."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.folder = folder
        self.arguments = arguments
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start, and return once it accepts connections."""
        ours = {"DATA_DIR": str(self.folder), "PORT": str(self.port), "PYTHONWARNINGS": "ignore"}
        with (self.folder / "stderr.txt").open("a") as errors:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "wsgi.py"), *self.arguments],
                cwd=ROOT,
                env=os.environ | ours | self.environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self.process.stdout
        patience = threading.Timer(PATIENCE, self.process.kill)
        patience.start()
        line = next((line for line in self.process.stdout if line.startswith("ready")), "")
        patience.cancel()
        if line != f"ready {self.environment.get('PUBLIC_URL', self.address)}\n":
            self.kill()
            raise RuntimeError(f"the server did not start: {line}\n{(self.folder / 'stderr.txt').read_text()}")

    def kill(self) -> None:
        """As if the power were cut: kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to leave; returns its exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        process, self.process = self.process, None
        if process is None:
            return 0
        process.send_signal(how)
        with process:
            return process.wait(10)

    def call(self, method: str, path: str, body: Any = None, seat: str | None = None) -> tuple[int, Any]:
        """One request to the JSON API: (status, answer)."""
        request = urllib.request.Request(self.address + path, method=method)  # noqa: S310 - our own address
        if body is not None:
            request.data = json.dumps(body).encode()
        if seat:
            request.add_header("Authorization", f"Bearer {seat}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
