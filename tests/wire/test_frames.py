"""Frames: what is read from clients, and what is written to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.wire.frames import (
    BAD_TEXT,
    MESSAGE_LIMIT,
    PROTOCOL_ERROR,
    TOO_BIG,
    UNSUPPORTED,
    BrokenConnection,
    Messages,
    close_frame,
    text_frame,
)
from tests.wire.clients import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, client_frame


class Line:
    """A connection on which these bytes come, in pieces of a certain size."""

    def __init__(self, data, piece=None):
        self.data, self.piece = data, piece or len(data) or 1
        self.answers = []

    def receive(self, size):
        taken = self.data[: min(size, self.piece)]
        self.data = self.data[len(taken) :]
        return taken

    def answer(self, frame):
        self.answers.append(frame)


def read(data, piece=None):
    """All messages in these bytes, and what was answered."""
    line = Line(data, piece)
    messages = Messages(line)
    read = []
    while (text := messages.next()) is not None:
        read.append(text)
    return read, line.answers


def code_of(data):
    """The code with which a connection ends on which these bytes come."""
    with pytest.raises(BrokenConnection) as broken:
        read(data)
    return broken.value.code


@given(st.lists(st.text(max_size=200), max_size=8), st.integers(1, 50), st.binary(min_size=4, max_size=4))
def test_whatever_was_said_is_read_however_it_comes(texts, piece, mask):
    data = b"".join(client_frame(TEXT, text.encode(), mask=mask) for text in texts)
    assert read(data, piece)[0] == texts


@given(st.text(max_size=MESSAGE_LIMIT // 4), st.lists(st.integers(0, 400), max_size=6))
def test_fragments_are_one_message_with_control_frames_between(text, cuts):
    whole = text.encode()
    places = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    parts = [whole[begin:end] for begin, end in zip(places, places[1:], strict=False)]
    data = b""
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        data += client_frame(CONTINUATION if number else TEXT, part, final=last)
        data += client_frame(PING, b"there?") if not last else b""
    messages, answers = read(data)
    assert messages == [text]
    assert answers == [b"\x8a\x06there?"] * (len(parts) - 1)


def test_a_pong_and_a_close():
    said = (
        client_frame(PONG) + client_frame(TEXT, b"a") + client_frame(CLOSE, b"\x03\xe9bye") + client_frame(TEXT, b"b")
    )
    assert read(said) == (["a"], [close_frame(1001)])
    assert read(client_frame(CLOSE)) == ([], [b"\x88\x00"])


def test_as_long_as_may_be():
    assert read(client_frame(TEXT, b"x" * MESSAGE_LIMIT))[0] == ["x" * MESSAGE_LIMIT]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (client_frame(TEXT, b"x" * (MESSAGE_LIMIT + 1)), TOO_BIG),
        (client_frame(TEXT, b"x" * MESSAGE_LIMIT, final=False) + client_frame(CONTINUATION, b"x"), TOO_BIG),
        (bytes([0x81, 0xFF]) + b"\xff" * 8, TOO_BIG),
        (client_frame(BINARY, b"x"), UNSUPPORTED),
        (client_frame(TEXT, b"\xff"), BAD_TEXT),
        (client_frame(TEXT, b"\xed\xa0\x80"), BAD_TEXT),
        (client_frame(TEXT, b"x", flags=0x40), PROTOCOL_ERROR),
        (client_frame(3), PROTOCOL_ERROR),
        (client_frame(11), PROTOCOL_ERROR),
        (client_frame(CONTINUATION, b"x"), PROTOCOL_ERROR),
        (client_frame(TEXT, b"x", final=False) + client_frame(TEXT, b"x"), PROTOCOL_ERROR),
        (client_frame(PING, b"x" * 126), PROTOCOL_ERROR),
        (client_frame(PING, final=False), PROTOCOL_ERROR),
        (text_frame(b"not masked"), PROTOCOL_ERROR),
    ],
)
def test_what_is_not_the_protocol_ends_the_connection(data, code):
    assert code_of(data) == code


def test_empty_fragments_pile_up_nowhere():
    line = Line(client_frame(TEXT, b"", final=False) + client_frame(CONTINUATION, b"", final=False) * 5_000)
    assert Messages(line).next() is None


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_what_is_written(size):
    frame = text_frame(b"x" * size)
    head = {True: 2, size > 125: 4, size > 65_535: 10}[True]
    assert frame[0] == 0x81 and frame[head:] == b"x" * size
    told = frame[1] if size < 126 else int.from_bytes(frame[2:head], "big")
    assert told == size
    assert close_frame(1001) == b"\x88\x02\x03\xe9"
