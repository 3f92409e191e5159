"""Reads programmes in a process of their own: a text made to be slow takes its time from nobody else."""

from __future__ import annotations

import atexit
import logging
import os
import queue
import socket
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from facilitation.errors import Refused
from facilitation.logs import log_distant_fault
from facilitation.programme import limits
from facilitation.programme.exchange import HALVES, Answer, Fault, Order, Reading, Refusal, receive, send

log = logging.getLogger(__name__)

# What Python needs to find its libraries; nothing else of the server's environment is passed on.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")
_ROOT = Path(__file__).parents[2]


class Reader:
    """One process that reads; it is kept for the next programme, since starting it takes longer than reading."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        command = [sys.executable, "-m", "facilitation.programme"]
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, and nothing that anybody sent
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, cwd=_ROOT, env=environment
            )

    @property
    def lives(self) -> bool:
        """Whether it can be asked."""
        return self.process.poll() is None

    def ask(self, order: Order, seconds: float) -> Answer:
        """Let it read; where no answer comes in time, or none that makes sense, it is ended and the order refused."""
        try:
            deadline = time.monotonic() + seconds
            self._line.settimeout(seconds)
            send(self._line, order)
            answer: Answer = msgspec.msgpack.decode(receive(self._line, deadline), type=Answer)
        except (OSError, EOFError, msgspec.DecodeError) as error:
            self.end()
            log.warning("reading a programme was broken off: %s", type(error).__name__)
            raise Refused("programme.not_read") from None
        except BaseException:  # what it would answer later belongs to nobody
            self.end()
            raise
        return answer

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._line.close()
        self.process.kill()
        self.process.wait()


class Readers:
    """At most two at a time; others wait a while and are then told that the server is busy."""

    def __init__(self, at_most: int = 2, seconds: float = limits.SECONDS, wait: float = 2 * limits.SECONDS) -> None:
        self._seconds, self._wait = seconds, wait
        # Whichever came free last is asked next: a second one starts only while the first is busy.
        self._free: queue.LifoQueue[Reader | None] = queue.LifoQueue()
        for _ in range(at_most):
            self._free.put(None)

    def read(self, source: str | bytes, filename: str | None = None) -> Reading:
        """Read a programme as ``reading.read`` does; raises Refused, also where reading it takes too much."""
        pasted = isinstance(source, str)
        answer = self._ask(Order(source.encode(errors=HALVES) if isinstance(source, str) else source, pasted, filename))
        if isinstance(answer, Refusal):
            raise Refused(answer.code, **answer.details)
        if isinstance(answer, Fault):
            log_distant_fault(log, "reading a programme failed", answer.kind, answer.place)
            raise Refused("server.fault")
        return answer

    def close(self) -> None:
        """End those that are free; what is being read goes with its server."""
        while not self._free.empty():
            if reader := self._free.get():
                reader.end()

    def _ask(self, order: Order) -> Answer:
        try:
            reader = self._free.get(timeout=self._wait)
        except queue.Empty:
            raise Refused("server.busy") from None
        try:
            if reader and not reader.lives:
                reader.end()
                reader = None
            reader = reader or Reader()
            return reader.ask(order, self._seconds)
        finally:
            self._free.put(reader)


readers = Readers()
atexit.register(readers.close)
