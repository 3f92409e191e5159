"""A reader gives way: others get their turn between two things that one client says at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from facilitation.wire import websocket as wire
from facilitation.wire.frames import MESSAGE_LIMIT
from facilitation.wire.socket import Socket
from tests.wire.clients import TEXT, client_frame


class Talk(Socket):
    """A session over a WebSocket that notes what happens and answers nothing."""

    def __init__(self):
        self.server = SimpleNamespace(start_background_task=None)
        self.closed = False
        self.happened = []

    def go_on_through(self, outbox):
        pass

    def take(self, text):
        self.happened.append(text[:5])


class Line:
    """A connection on which these pieces come; none is awaited."""

    def __init__(self, pieces):
        self.pieces = pieces

    send = setsockopt = lambda *_said: None

    def recv(self, _size):
        return self.pieces.pop(0) if self.pieces else b""


@pytest.fixture
def happens(monkeypatch):
    """What happens where these pieces come, one after the other."""

    def converse(*pieces):
        talk = Talk()
        monkeypatch.setattr(wire.time, "sleep", lambda seconds: talk.happened.append(seconds))
        wire.WebSocket(talk, Line(list(pieces)), keep=None).converse()
        return talk.happened

    return converse


def test_who_says_much_at_once_gives_way_after_each(happens):
    assert happens(client_frame(TEXT, b"4a") * 3) == ["4a", 0, "4a", 0, "4a"]


def test_who_fills_each_read_gives_way_as_well(happens):
    longest = client_frame(TEXT, b"4" * (MESSAGE_LIMIT - 8))
    assert len(longest) == MESSAGE_LIMIT
    assert happens(longest, longest) == ["44444", 0, "44444", 0]


def test_who_says_one_thing_at_a_time_costs_nothing_more(happens):
    assert happens(*[client_frame(TEXT, b"4a")] * 3) == ["4a"] * 3
