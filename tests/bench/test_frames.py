"""The load client's framing against bytes that are known: RFC 6455, section 5.7, and what lies between its examples."""

from __future__ import annotations

import pytest

from bench.load.frames import CLOSE, PING, TEXT, Frames, framed, masked, whole

HELLO = bytes.fromhex("810548656c6c6f")
MASKED_HELLO = bytes.fromhex("818537fa213d7f9f4d5158")


def test_a_payload_is_masked_as_in_the_rfc():
    assert masked(b"Hello", bytes.fromhex("37fa213d")) == bytes.fromhex("7f9f4d5158")


def test_a_client_frame_as_in_the_rfc(monkeypatch):
    monkeypatch.setattr("bench.load.frames.random.getrandbits", lambda _bits: 0x37FA213D)
    assert framed(b"Hello") == MASKED_HELLO


@pytest.mark.parametrize("size", [0, 1, 125, 126, 300, 65535, 65536])
def test_every_size_of_a_client_frame_can_be_read_back(size):
    frame = framed(b"x" * size)
    head = 2 if size < 126 else 4 if size < 65536 else 10
    assert frame[1] & 0x80, "a client's frame is masked"
    assert masked(frame[head + 4 :], frame[head : head + 4]) == b"x" * size


@pytest.mark.parametrize("size", [0, 1, 125, 126, 300, 65535, 65536])
def test_a_message_of_any_size(size):
    assert Frames().feed(server_frame(b"x" * size)) == [(TEXT, b"x" * size)]


def test_several_messages_that_arrive_at_once():
    frames = server_frame(b"one") + server_frame(b"") + server_frame(b"x" * 200)
    assert Frames().feed(frames) == [(TEXT, b"one"), (TEXT, b""), (TEXT, b"x" * 200)]


@pytest.mark.parametrize("size", [5, 126, 70_000])
def test_a_message_that_arrives_byte_by_byte(size):
    parser, frame = Frames(), server_frame(b"x" * size)
    heads = [message for byte in frame[:20] for message in parser.feed(bytes([byte]))]
    assert heads + parser.feed(frame[20:]) == [(TEXT, b"x" * size)]


def test_fragments_with_a_ping_between_them():
    fragments = bytes.fromhex("010348656c") + bytes.fromhex("8900") + bytes.fromhex("80026c6f")
    assert Frames().feed(fragments) == [(PING, b""), (TEXT, b"Hello")]


def test_a_close():
    assert Frames().feed(bytes.fromhex("880203e8")) == [(CLOSE, bytes.fromhex("03e8"))]


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        (HELLO, b"Hello"),
        (HELLO[:-1], None),
        (HELLO + b"x", None),
        (b"\x81", None),
        (b"", None),
        (bytes.fromhex("8900"), None),
    ],
)
def test_the_short_way_takes_one_whole_frame_and_nothing_else(data, payload):
    assert whole(data) == payload


def server_frame(payload):
    """A server's frame, not masked."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload
