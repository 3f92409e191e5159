"""A WebSocket makes room for others until its client has proved a seat."""

from __future__ import annotations

import contextlib
import socket
from types import SimpleNamespace

import pytest

from facilitation.wire.slots import MAY_REST
from facilitation.wire.socket import TAKEN_OVER, Socket
from facilitation.wire.websocket import WebSocket
from tests.attacks.wire import UPGRADE
from tests.wire.clients import TEXT, client_frame


class Session(Socket):
    """A session that notes what happens; a message that says so proves a seat."""

    def __init__(self, happened):
        nobody = SimpleNamespace(forget=lambda _sock: happened.append("no newcomer"))
        reasons = SimpleNamespace(TRANSPORT_CLOSE="")
        self.server = SimpleNamespace(
            pings=SimpleNamespace(newcomers=nobody), start_background_task=None, reason=reasons
        )
        self.happened = happened
        self.closed = False
        self.queue = None

    def go_on_through(self, outbox):
        self.queue = outbox
        self.connected = True

    def take(self, text):
        self.happened.append(text)
        if text == "seat":
            self.seat()

    def close(self, **_how):
        self.closed = True


@pytest.fixture
def happens(monkeypatch):
    """What happens where a client of such a session says these things on a new WebSocket, and hangs up."""

    monkeypatch.setattr(WebSocket, "is_shown_to_work", lambda line: line._messages.next() == "5")

    def converse(*said, **session):
        happened = []

        def taken_over():
            happened.append("rests")
            return lambda: happened.append("is kept")

        ours, theirs = socket.socketpair()
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in UPGRADE.items()}
        environ |= {"REQUEST_METHOD": "GET", "eventlet.input": SimpleNamespace(get_socket=lambda: ours)}
        talk = Session(happened)
        vars(talk).update({"connected": False, "upgraded": False} | session)
        with contextlib.closing(ours), contextlib.closing(theirs):
            for text in said:
                theirs.sendall(client_frame(TEXT, text.encode()))
            theirs.shutdown(socket.SHUT_WR)
            talk._upgrade_websocket(environ | {TAKEN_OVER: taken_over}, None)
        return happened

    return converse


def test_a_newcomer_is_kept_once_it_has_proved_a_seat(happens):
    assert happens("hello", "seat", "4") == ["rests", "hello", "seat", "no newcomer", "is kept", "4"]


def test_who_proves_nothing_makes_room(happens):
    assert happens("hello") == ["rests", "hello"]


def test_who_waits_for_news_makes_room_until_a_seat_is_proved():
    happened = []
    talk = Session(happened)
    vars(talk).update(upgrading=False, upgraded=False, poll=lambda: happened.append("waits"))
    talk.give_up = lambda: happened.append("is given up")
    polling = {"REQUEST_METHOD": "GET", MAY_REST: lambda end: happened.append("rests") or end()}
    talk.handle_get_request(polling, None)
    talk.seat()
    talk.handle_get_request(polling, None)
    assert happened == ["rests", "is given up", "waits", "no newcomer", "waits"]


def test_who_had_a_seat_while_polling_is_kept_once_the_new_way_works(happens):
    assert happens("5", "4", connected=True, seated=True) == ["rests", "is kept", "4"]
    assert happens(connected=True, seated=True) == ["rests"]
    assert happens("5", "seat", connected=True) == ["rests", "seat", "no newcomer", "is kept"]
