"""Reads programmes for a server, one after the other, within limits: ``python -m facilitation.programme``.

Standard input is a socket on which orders come and answers go; see ``aside``. Ends when the server is gone, or has
had nothing to read for a while.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import time
import traceback

import msgspec

from facilitation.errors import Refused
from facilitation.programme import limits, read, text_in
from facilitation.programme.exchange import HALVES, Answer, Fault, Order, Reading, Refusal, receive, send

# How far the server and its phones go first where there are not cores enough.
_NICENESS = 5
# Seconds without work after which it leaves, and takes the libraries' 120 MB with it.
_IDLE = 900


def main() -> None:
    """Read what comes until nothing more comes."""
    line = socket.socket(fileno=os.dup(0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an image of the memory would hold what somebody wrote
    os.nice(_NICENESS)
    _say_nothing()
    while True:
        try:
            order = msgspec.msgpack.decode(receive(line, time.monotonic() + _IDLE), type=Order)
        except (EOFError, TimeoutError):
            return
        line.settimeout(None)  # the server may take its time to listen
        # The server ends an overrun itself; this is for the time when there is no server any more.
        signal.alarm(limits.SECONDS + 1)
        send(line, answer(order))
        signal.alarm(0)


def answer(order: Order) -> Answer:
    """Read one programme; whatever goes wrong is an answer too."""
    try:
        source = order.source.decode(errors=HALVES) if order.pasted else order.source
        programme = read(source, order.filename)
        text = source if isinstance(source, str) else text_in(source)
    except Refused as refusal:
        return Refusal(refusal.code, refusal.details)
    except MemoryError:
        return Refusal("programme.not_read", {})
    except Exception as error:
        return Fault(type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    return Reading(programme, text)


def _say_nothing() -> None:
    """Close the ways out: what a library or a dying interpreter says from here on could quote a programme."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


if __name__ == "__main__":
    main()
