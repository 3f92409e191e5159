"""Reading in time: what has come is read, however long ago; what has not is waited for until then and no longer."""

from __future__ import annotations

import socket

import pytest

from facilitation.wire.timed import TimedReader


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def line():
    """The two ends of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_what_came_while_the_app_was_busy_is_read(line):
    ours, theirs = line
    clock = Clock()
    reader = TimedReader(ours, clock=clock)
    reader.allow(20)
    theirs.sendall(b"a command")
    clock.now = 60.0
    assert reader.read(100) == b"a command"
    with pytest.raises(TimeoutError):
        reader.read(100)


def test_whose_words_come_is_heard_of(line):
    ours, theirs = line
    heard_of = []
    reader = TimedReader(ours, lambda: heard_of.append("something"))
    reader.allow(60)
    theirs.sendall(b"a pi")
    reader.read(100)
    theirs.sendall(b"ece")
    reader.read(100)
    assert heard_of == ["something"] * 2
