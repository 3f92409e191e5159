"""A process that is measured: what it holds and what it has used."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Seconds that a process may take to leave.
_PATIENCE = 60.0


@dataclass(frozen=True)
class Process:
    """A running server of any make, on the loopback."""

    pid: int
    port: int

    @property
    def door(self) -> tuple[str, int]:
        """Where its socket listens."""
        return "127.0.0.1", self.port

    def memory(self) -> int:
        """Bytes of memory that it holds (resident)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) * 1024

    def cpu(self) -> float:
        """Seconds of processor time that it has used, its own and the system's for it, of all its threads."""
        return time.clock_gettime(~self.pid << 3 | 2)  # clock_getcpuclockid(3), which Python does not offer

    def over(self) -> bool:
        """Whether it has ended; whoever started it can still wait for it."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


@contextmanager
def started(command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """A process that has said ``ready …``: its id, and what else it said; raises RuntimeError where it does not.

    It is gone at the end.
    """
    errors = folder / "errors"
    with errors.open("wb") as complaints:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environ), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, stderr=complaints
        )
    try:
        assert process.stdout
        said = process.stdout.readline().decode()
        if not said.startswith("ready"):
            raise RuntimeError(f"{' '.join(command)} did not start:\n{errors.read_text()[-2000:]}")
        yield process.pid, said.removeprefix("ready").strip()
    finally:
        process.terminate()
        if process.stdout:
            process.stdout.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
