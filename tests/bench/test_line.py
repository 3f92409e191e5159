"""The load client against a server that speaks known bytes."""

from __future__ import annotations

import socket
import threading

import pytest

from bench.load.frames import masked
from bench.load.line import Line
from bench.load.loop import Loop
from bench.load.request import fetch
from bench.load.wire import Lost


@pytest.fixture
def answering():
    """Start a server for one connection that plays what it is given: bytes, or a number of frames to read first."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []
    threads = []

    def play(*moves):
        def run():
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as stream:
                heard.append(head_of(stream))
                for move in moves:
                    if isinstance(move, int):
                        heard.extend(frame_of(stream) for _ in range(move))
                    else:
                        connection.sendall(move)
                stream.read(1)  # until the client is gone

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return listener.getsockname()

    play.heard = heard
    yield play
    for thread in threads:
        thread.join(10)
    listener.close()


def test_a_handshake_a_pulse_a_ping_and_an_answer(answering):
    address = answering(
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + said(b'0{"sid":"x"}'),
        1,
        said(b'40{"sid":"y"}'),
        1,
        said(b'42["pulse",{"to":1}]') + said(b"2"),
        1,
        said(b'430[{"ok":true}]'),
    )
    pulses = []

    async def work():
        line = await Line.open(loop, address, {"meeting": "M"})
        line.hear = lambda _line, packet, _now: pulses.append(packet)
        answer = await line.do("join", {})
        return answer, line.frames

    with Loop() as loop:
        assert loop.run(work(), 10) == ({"ok": True}, 5)
    assert pulses == [b'42["pulse",{"to":1}]']
    head, *frames = answering.heard
    assert head.startswith(b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n")
    assert frames == [b'40{"meeting":"M"}', b'420["join",{}]', b"3"]


def test_a_refusal_of_the_handshake(answering):
    address = answering(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + said(b"0{}"), 1, said(b'44{"message":"no"}'))
    with Loop() as loop, pytest.raises(Lost, match="sent away"):
        loop.run(Line.open(loop, address, {}), 10)


def test_a_refusal_of_the_upgrade(answering):
    address = answering(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
    with Loop() as loop, pytest.raises(Lost, match="503"):
        loop.run(Line.open(loop, address, {}), 10)


def test_what_is_awaited_fails_with_the_line(answering):
    address = answering(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + said(b"0{}"), 1, said(b"40{}"), 1, b"\x88\x00")

    async def work():
        line = await Line.open(loop, address, {})
        await line.do("join", {})

    with Loop() as loop, pytest.raises(Lost, match="closed by the server"):
        loop.run(work(), 10)


def test_a_request_is_over_when_its_length_is_there(answering):
    address = answering(b"HTTP/1.1 201 CREATED\r\nContent-Length: 2\r\n\r\n{", b"}")
    with Loop() as loop:
        assert loop.run(fetch(loop, address, "/api/M/seats", b"{}", "key"), 10) == (201, b"{}")
    assert b"Authorization: Bearer key\r\n" in answering.heard[0]


def test_the_loop_gives_up():
    async def work():
        await loop.sleep(60)

    with Loop() as loop, pytest.raises(TimeoutError):
        loop.run(work(), 0.01)


def said(packet):
    """A short frame of the server."""
    return bytes((0x81, len(packet))) + packet


def head_of(stream):
    """A request's head."""
    lines = []
    while not lines or lines[-1] != b"\r\n":
        lines.append(stream.readline())
    return b"".join(lines)


def frame_of(stream):
    """The payload of a short frame of the client."""
    _opcode, size = stream.read(2)
    key = stream.read(4)
    return masked(stream.read(size & 0x7F), key)
