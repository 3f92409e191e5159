"""One connection: what is held of a request while its answer is written, and when it makes room for others."""

from __future__ import annotations

import io
import socket
import socketserver
from types import SimpleNamespace

import pytest

from facilitation.wire.bodies import PIECE, ROOM, Bodies, NoRoom
from facilitation.wire.requests import StrictRequests
from facilitation.wire.slots import MAY_REST, Slots

SAID = b"a question"


class Library:
    """The library's handler as far as one request goes: it asks the app, then writes what that answered."""

    connection = object()

    def __init__(self, app, slots):
        self._slots = slots
        self.application = app
        self.server = SimpleNamespace(keepalive=True)
        self._reader = SimpleNamespace(allow=lambda _seconds: None)
        slots.come(self.connection)

    def ask(self, said, length=None):
        """One request with such a body, of which so much was announced."""
        fields = f"Host: x\r\nContent-Length: {len(said) if length is None else length}\r\n\r\n"
        self.raw_requestline = b"POST /new HTTP/1.1\r\n"
        self.rfile = io.BytesIO(fields.encode())
        assert self.parse_request()
        source = io.BytesIO(said)
        self.environ = {"wsgi.input": source, "eventlet.input": source}
        self.handle_one_response()

    def setup(self):
        """Nothing that matters here."""

    def handle_one_response(self):
        answer = self.application(self.environ, None)
        self.written = SimpleNamespace(answer=answer, room=self.bodies.room, closes=self.close_connection)
        self.written.rests = bool(self._slots.resting)


class Handler(StrictRequests, Library):
    def __init__(self, app, slots):
        Library.__init__(self, app, slots)


class Watched(Slots):
    """Slots that can be asked who makes room for others."""

    @property
    def resting(self):
        return list(self._resting)


@pytest.fixture
def asked():
    """Serves one request to such an app, with so much room: (the handler, whether it rested when the app answered)."""

    def serve(app, said, length=None, room=ROOM):
        slots = Watched(100)
        rested = []

        def whole(environ, _start_response):
            try:
                return app(environ)
            finally:
                rested.append(bool(slots.resting))

        handler = Handler(whole, slots)
        handler.bodies = Bodies(room)
        handler.ask(said, length)
        return handler.written, rested[0]

    return serve


def reads(environ):
    try:
        return environ["wsgi.input"].read()
    except (NoRoom, ConnectionError):
        return b"refused"


def test_a_body_holds_no_room_while_its_answer_is_written(asked):
    written, _ = asked(reads, SAID)
    assert written.answer == SAID
    assert written.room == ROOM


def test_neither_where_the_app_fails(asked):
    def fails(environ):
        reads(environ)
        raise LookupError

    with pytest.raises(LookupError):
        asked(fails, SAID)


@pytest.mark.parametrize("said", [SAID, b""])
def test_whose_body_was_read_may_ask_again(asked, said):
    assert not asked(reads, said)[0].closes


@pytest.mark.parametrize(
    ("app", "length", "room"),
    [(reads, len(SAID), len(SAID) - 1), (reads, PIECE, ROOM), (lambda _environ: b"refused", len(SAID), ROOM)],
    ids=["given up", "ends early", "not wanted"],
)
def test_what_is_left_of_a_body_is_never_read_as_a_request(asked, app, length, room):
    written, _ = asked(app, SAID, length, room)
    assert written.answer == b"refused"
    assert written.closes


def test_who_has_sent_all_is_not_cut(asked):
    assert not asked(reads, SAID)[1]
    assert not asked(reads, b"")[1]


def test_who_reads_no_answer_makes_room_for_others(asked):
    assert asked(reads, SAID)[0].rests


def test_who_has_sent_less_than_announced_makes_room_for_others(asked):
    assert asked(reads, SAID, PIECE)[1]


def test_who_waits_for_news_may_make_room_for_others(asked):
    def waits(environ):
        environ[MAY_REST](lambda: None)

    assert asked(waits, b"")[1]
    assert not asked(lambda _environ: None, b"")[1]


class Opened(StrictRequests, Library):
    """A connection that was taken just now."""

    def __init__(self, slots, connection):
        self._slots, self.connection = slots, connection
        self.setup()
        self._reader.allow(10)


def test_who_goes_on_sending_outlasts_the_silent():
    slots = Watched(10)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sender = Opened(slots, ours)
        silent = object()
        slots.come(silent)
        assert slots.resting == [ours, silent]
        theirs.sendall(b"a piece")
        sender.rfile.peek(1)
        assert slots.resting == [silent, ours]


class Unread:
    """The connection of a client that reads nothing: whoever writes to it waits for as long as it may."""

    def __init__(self):
        self.timeout = 65.0
        self.waits = []

    def settimeout(self, seconds):
        self.timeout = seconds

    def shutdown(self, _how):
        raise AssertionError("there is more to write")


class Stuck(io.RawIOBase):
    """What is written to such a connection."""

    def __init__(self, connection):
        self._connection = connection

    def writable(self):
        return True

    def write(self, _data):
        if self._connection.timeout:
            self._connection.waits.append(self._connection.timeout)
            raise TimeoutError


class Ending(StrictRequests, socketserver.StreamRequestHandler):
    """A connection that was served and is to end, with an answer in its buffer that could not be written."""

    def __init__(self, slots):
        self._slots = slots
        self.connection = Unread()
        self.wfile = io.BufferedWriter(Stuck(self.connection))
        self.rfile = io.BytesIO()
        self.raw_requestline = b"GET / HTTP/1.1\r\n"
        self.wfile.write(b"an answer")


class Left(Slots):
    """Slots that note what had happened when a connection left its own."""

    def go(self, connection):
        self.left = connection
        self.buffer_was_closed = connection.ending.wfile.closed
        super().go(connection)


def test_an_answer_that_nobody_reads_is_not_waited_for_again():
    slots = Left(10)
    ending = Ending(slots)
    connection = ending.connection
    slots.come(connection)
    connection.ending = ending
    ending.finish()
    assert not connection.waits
    assert slots.left is connection
    assert slots.buffer_was_closed, "it held its slot until all was over"
