"""An outbox: straight to the socket, in order when it is slow, and cut off when it does not read."""

from __future__ import annotations

import select
import socket
import threading

import pytest
from engineio import packet

from facilitation.wire.frames import GOING_AWAY, close_frame, text_frame
from facilitation.wire.outbox import WAITING_LIMIT, Outbox


def in_thread(work):
    threading.Thread(target=work, daemon=True).start()


@pytest.fixture
def line():
    """Both ends of a connection; ours never blocks beneath, as a green socket's does not."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    yield Slow(ours), theirs
    ours.close()
    theirs.close()


class Slow:
    """A socket as the event loop has it: its own calls wait, the one beneath does not."""

    def __init__(self, fd):
        self.fd = fd

    def sendall(self, data):
        while data:
            select.select([], [self.fd], [])
            data = data[self.fd.send(data) :]


def read_all(theirs):
    theirs.settimeout(10)
    got = b""
    while more := theirs.recv(65_536):
        got += more
    return got


def test_what_fits_goes_at_once(line):
    ours, theirs = line
    outbox = Outbox(ours, in_thread)
    outbox.put(packet.Packet(packet.MESSAGE, "hello"))
    assert theirs.recv(100) == text_frame(b"4hello")
    assert outbox.idle and outbox.waiting_bytes == 0


def test_what_does_not_fit_follows_whole_and_in_order(line):
    ours, theirs = line
    outbox = Outbox(ours, in_thread)
    frames = [text_frame(bytes([65 + number]) * size) for number, size in enumerate((2_000_000, 10, 70_000, 5))]
    for frame in frames:
        outbox.write(frame)
    assert not outbox.idle
    outbox.end()
    assert read_all(theirs) == b"".join(frames)


def test_one_message_may_be_of_any_size(line):
    ours, theirs = line
    outbox = Outbox(ours, in_thread)
    outbox.write(b"x" * (5 * WAITING_LIMIT))
    outbox.write(b"y")
    outbox.end()
    assert read_all(theirs) == b"x" * (5 * WAITING_LIMIT) + b"y"


def test_who_does_not_read_is_cut_off(line):
    ours, _theirs = line
    outbox = Outbox(ours, in_thread)
    for _ in range(1_000):
        outbox.write(b"x" * 4_096)
    assert outbox.closed
    assert outbox.waiting_bytes <= WAITING_LIMIT + 2 * 4_096


def test_after_the_end_nothing_goes(line):
    ours, theirs = line
    outbox = Outbox(ours, in_thread)
    outbox.put(None)
    outbox.write(b"late")
    assert read_all(theirs) == close_frame(GOING_AWAY)


def test_it_knows_whether_anything_came(line):
    ours, theirs = line
    outbox = Outbox(ours, in_thread)
    assert not outbox.has_unread()
    theirs.sendall(b"x")
    assert outbox.has_unread() and outbox.has_unread()
    assert ours.fd.recv(10) == b"x"


def test_what_is_cut_off_holds_nothing(line):
    ours, _theirs = line
    outbox = Outbox(ours, in_thread)
    for _ in range(20):
        outbox.write(b"x" * 200_000)
    assert outbox.closed and outbox.waiting_bytes == 0 and not outbox._waiting
