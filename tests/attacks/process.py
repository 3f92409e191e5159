"""What a server process holds at the moment, as the kernel tells it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.server import Server

MEGABYTE = 1024 * 1024
# Bytes by which the memory may differ from before; what the allocator keeps differs by a little each time.
LEEWAY = 5 * MEGABYTE
# Seconds in which the server has surely collected its garbage once.
TIDIED = 35


def resident(server: Server) -> int:
    """Bytes of memory that the server's process occupies."""
    for line in _proc(server, "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the server process is gone")


def peak(server: Server) -> int:
    """The most that it has occupied so far, in bytes."""
    for line in _proc(server, "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the server process is gone")


def descriptors(server: Server) -> int:
    """How many files and sockets it holds open."""
    return len(os.listdir(_proc(server, "fd")))


def processor_seconds(server: Server) -> float:
    """Seconds of a processor that it has used so far."""
    fields = _proc(server, "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_gone(server: Server, before: int, patience: float = 60.0) -> None:
    """Wait until the server holds no more files and sockets than it did before."""
    end = time.monotonic() + patience
    while descriptors(server) > before:
        assert time.monotonic() < end, f"{descriptors(server) - before} connections are still held"
        time.sleep(0.1)


def _proc(server: Server, name: str) -> Path:
    assert server.process and server.process.poll() is None, "the server process is gone"
    return Path("/proc") / str(server.process.pid) / name
