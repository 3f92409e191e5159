"""What a server process holds at the moment, as the kernel tells it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.soak import times
from tests.server import Server

MEGABYTE = 1024 * 1024
# Bytes by which the memory may differ from before; what the allocator keeps differs by a little each time.
LEEWAY = 5 * MEGABYTE
# And by which it may where something is done for the first time.
FIRST = 40 * MEGABYTE
# Seconds in which the server has surely collected its garbage once.
TIDIED = 35
# The state of a listening socket in the kernel's table.
_LISTENS = "0A"


def resident(server: Server) -> int:
    """Bytes of memory that the server's process occupies."""
    for line in _proc(server, "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the server process is gone")


def before_peak(server: Server) -> int:
    """Bytes that it occupies; from here on ``peak`` counts anew."""
    _proc(server, "clear_refs").write_text("5")
    return resident(server)


def peak(server: Server) -> int:
    """The most that it has occupied since ``before_peak``, in bytes."""
    for line in _proc(server, "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the server process is gone")


def descriptors(server: Server) -> int:
    """How many files and sockets it holds open."""
    return len(os.listdir(_proc(server, "fd")))


def connections(server: Server) -> int:
    """How many connections to its port it holds."""
    rows = (line.split() for line in _proc(server, "net/tcp").read_text().splitlines()[1:])
    ours = {row[9] for row in rows if int(row[1].rpartition(":")[2], 16) == server.port and row[3] != _LISTENS}
    held = 0
    for entry in _proc(server, "fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since
            held += os.readlink(entry).removeprefix("socket:[").removesuffix("]") in ours
    return held


def processor_seconds(server: Server) -> float:
    """Seconds of a processor that it has used so far."""
    fields = _proc(server, "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_gone(server: Server, patience: float = 60.0) -> None:
    """Wait until the server holds no connection any more."""
    end = time.monotonic() + patience
    while held := connections(server):
        assert time.monotonic() < end, f"{held} connections are still held"
        time.sleep(0.1)


def assert_it_settles(server: Server, attack: Callable[[int], None]) -> None:
    """Attack in five rounds, each unlike the others, and look at the memory.

    The first rounds may take FIRST, since the allocator keeps what it once needed; the last three less than LEEWAY, all
    together. At length the server has collected its garbage when it is looked at, otherwise some may be there yet.
    """
    before = resident(server)
    attack(0)
    attack(1)
    assert at_rest(server) - before < FIRST
    before = resident(server)
    for number in (2, 3, 4):
        attack(number)
    assert at_rest(server) - before < LEEWAY


def at_rest(server: Server) -> int:
    """Bytes of memory once all connections are gone, and at length so is what they left behind."""
    wait_until_gone(server)
    time.sleep(times(0, TIDIED))
    return resident(server)


def _proc(server: Server, name: str) -> Path:
    assert server.process and server.process.poll() is None, "the server process is gone"
    return Path("/proc") / str(server.process.pid) / name
