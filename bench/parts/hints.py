"""What a hint costs Valkey: to take it, and to pass it on to each process."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import msgspec

from bench.parts.running import Family
from facilitation.engine.neighbours import Hint
from facilitation.engine.writer import BATCH
from tests.valkey import Valkey

HINTS, FEW, MANY = 2000, 1, 21


def hints(valkey: Valkey, queue: Family) -> dict[str, Any]:
    """Short hints and such as tell of a whole transaction of votes, to few processes and to many."""
    changed = [(1234, "everyone", 56_789, True), (1234, "team", 67_890, True)]
    votes = [(1_234_567 + number, "0123456789abcdef", 1) for number in range(BATCH)]
    short = msgspec.json.encode(Hint("0123456789abcdef", changed))
    long = msgspec.json.encode(Hint("0123456789abcdef", changed, votes=votes))
    found: dict[str, Any] = {"bytes": len(short), "bytes_per_vote": round((len(long) - len(short)) / BATCH, 1)}
    for name, hint in (("short", short), ("long", long)):
        few, many = (_cost(valkey, queue, hint, processes) for processes in (FEW, MANY))
        each = (many - few) / (MANY - FEW)
        found[name] = {"passed_on_us": round(each * 1e6, 2), "taken_us": round((few - FEW * each) * 1e6, 2)}
    return found


def _cost(valkey: Valkey, queue: Family, hint: bytes, processes: int) -> float:
    command = b"*3\r\n$7\r\nPUBLISH\r\n$5\r\nparts\r\n$%d\r\n%s\r\n" % (len(hint), hint)
    with ExitStack() as lines:
        hearing = [lines.enter_context(_line(valkey, b"SUBSCRIBE parts\r\n")) for _ in range(processes)]
        saying = lines.enter_context(_line(valkey, b"PING\r\n"))
        before = queue.cpu()
        for _ in range(HINTS):
            saying.sendall(command)
            saying.recv(64)
            for each in hearing:
                _drain(each)
        return (queue.cpu() - before) / HINTS


@contextmanager
def _line(valkey: Valkey, first: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", valkey.port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(first)
        line.recv(256)
        line.setblocking(True)
        yield line


def _drain(line: socket.socket) -> None:
    """Take what is there, so that nothing has to wait in the queue."""
    try:
        while line.recv(1 << 16, socket.MSG_DONTWAIT):
            pass
    except BlockingIOError:
        return
