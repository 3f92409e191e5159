"""Connections that ask for nothing do not shut others out, although they are as many as the server can hold."""

from __future__ import annotations

import contextlib
import re
import resource
import socket
import subprocess
from collections.abc import Iterator
from functools import partial
from unittest.mock import patch

import pytest

from tests.attacks.honest import House, join, open_house
from tests.attacks.wire import PATIENCE, TEXT, UPGRADE, connect_packet, frame, request, websocket
from tests.server import Server

pytestmark = pytest.mark.slow

# Files that the server may open at most, and connections to it that are more.
FILES, CROWD = 300, 400


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with few slots, and a meeting in it."""
    server = Server(tmp_path_factory.mktemp("crowded"))
    narrow = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (FILES, FILES))
    with patch("tests.server.subprocess.Popen", partial(subprocess.Popen, preexec_fn=narrow)):
        server.start()
    yield open_house(server)
    server.stop()


def crowd(house: House, first: bytes) -> list[socket.socket]:
    """So many connections on which this is sent and then nothing more."""
    lines = [socket.create_connection(("127.0.0.1", house.server.port), timeout=PATIENCE) for _ in range(CROWD)]
    for line in lines:
        with contextlib.suppress(OSError):  # cut already: others came
            line.sendall(first)
    return lines


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"GET /",
        request("GET", "/static/none", {"Host": "localhost"}),
        request("GET", "/", {"Host": "localhost"})[:-2],
        request("POST", "/join", {"Host": "localhost", "Content-Length": "1"}),
        request("GET", "/socket.io/?EIO=4&transport=websocket", UPGRADE),
    ],
    ids=["silent", "begun", "idle", "half a head", "no body", "no seat"],
)
def test_others_come_in(house: House, first: bytes) -> None:
    with websocket(house.server) as phone:
        phone.send(frame(TEXT, connect_packet(house.code, house.take_seat())))
        seated = phone.read_frame()
        assert seated and seated[1].startswith(b"40"), seated
        lines = crowd(house, first)
        join(house, people=2)
        phone.send(frame(TEXT, b'421["join",{}]'))
        while (said := phone.read_frame()) and not said[1].startswith(b"431["):
            pass
        assert said, "who had a seat was cut"
    for line in lines:
        line.close()


def poller(house: House) -> socket.socket:
    """A stranger who opens a session and waits for what there may be; nobody has to wait long for a place."""
    line = socket.create_connection(("127.0.0.1", house.server.port), timeout=5)
    line.sendall(request("GET", "/socket.io/?EIO=4&transport=polling", {"Host": "localhost"}))
    said = b""
    while not (sid := re.search(rb'"sid":"([^"]+)"', said)):
        more = line.recv(4_096)
        assert more, "cut before it was answered"
        said += more
    line.sendall(request("GET", f"/socket.io/?EIO=4&transport=polling&sid={sid[1].decode()}", {"Host": "localhost"}))
    return line


def test_others_come_in_where_strangers_poll(house: House) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(CROWD):
            lines.enter_context(poller(house))
        join(house, people=2)
