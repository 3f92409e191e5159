"""A message holds 16 KB, over either transport, however it is cut into pieces; a larger one is refused clearly."""

from __future__ import annotations

import json

import pytest

from tests.attacks.honest import House
from tests.attacks.process import LEEWAY, resident
from tests.attacks.wire import CONTINUATION, TEXT, Line, Polling, connect_packet, frame, websocket

pytestmark = pytest.mark.slow

LIMIT = 16 * 1024
TOO_BIG = (1009).to_bytes(2, "big")


def asking(size: int) -> bytes:
    """An event of exactly so many bytes, that asks for an acknowledgement."""
    empty = b'421["question.ask",{"text":""}]'
    return b'421["question.ask",{"text":"' + b"x" * (size - len(empty)) + b'"}]'


def whole(message: bytes) -> bytes:
    """The message in one frame."""
    return frame(TEXT, message)


def in_two(message: bytes) -> bytes:
    """The message in two fragments."""
    return frame(TEXT, message[:9000], fin=False) + frame(CONTINUATION, message[9000:])


def in_many(message: bytes) -> bytes:
    """The message in fragments of 100 bytes."""
    pieces = [message[at : at + 100] for at in range(0, len(message), 100)]
    last = len(pieces) - 1
    return b"".join(frame(CONTINUATION if n else TEXT, piece, fin=n == last) for n, piece in enumerate(pieces))


def seated(house: House) -> Line:
    """A WebSocket that has its seat."""
    line = websocket(house.server)
    line.send(frame(TEXT, connect_packet(house.code, house.take_seat())))
    opened = line.read_frame()
    assert opened and opened[1].startswith(b"40"), opened
    return line


@pytest.mark.parametrize("cut", [whole, in_two, in_many])
def test_as_much_as_it_holds(house: House, cut) -> None:
    with seated(house) as line:
        line.send(cut(asking(LIMIT)))
        answer = line.read_frame()
    assert answer and json.loads(answer[1][3:])[0]["error"]["code"] == "question.too_long"


@pytest.mark.parametrize("cut", [whole, in_two, in_many])
@pytest.mark.parametrize("size", [LIMIT + 1, 1_000_000])
@pytest.mark.parametrize("come_in", [seated, lambda house: websocket(house.server)], ids=["seated", "stranger"])
def test_more_cuts_the_line(house: House, cut, size: int, come_in) -> None:
    with come_in(house) as line:
        line.send(cut(asking(size)))
        closing = line.read_frame()
        assert closing is None or closing[1][:2] == TOO_BIG, closing
        assert line.read_frame() is None


@pytest.mark.parametrize("claimed", [65535, 1 << 20, 1 << 40, (1 << 63) - 1, (1 << 64) - 1])
def test_a_frame_is_judged_by_its_head(house: House, claimed: int) -> None:
    """Nobody waits for what will not be taken."""
    before = resident(house.server)
    with websocket(house.server) as line:
        line.send(bytes([0x81, 0xFF]) + claimed.to_bytes(8, "big") + bytes(4))
        closing = line.read_frame()
        assert closing is None or closing[1][:2] in (TOO_BIG, (1002).to_bytes(2, "big"))
    assert resident(house.server) - before < LEEWAY


@pytest.mark.parametrize("size", [LIMIT + 1, 1_000_000, 300_000_000])
def test_long_polling_says_that_it_is_too_much(house: House, size: int) -> None:
    session = Polling(house.server)
    session.post(connect_packet(house.code, house.take_seat()))
    body = asking(min(size, 1_000_000))
    answered, words = session.post(body, str(size))
    assert answered in (400, 413), words
    assert "Traceback" not in words


def test_long_polling_takes_as_much_as_it_holds(house: House) -> None:
    session = Polling(house.server)
    session.post(connect_packet(house.code, house.take_seat()))
    assert session.get()[1].startswith("40")
    assert session.post(asking(LIMIT))[0] == 200
    assert "question.too_long" in session.get()[1]


@pytest.mark.parametrize(
    "body",
    [b"x", b"", b"9", b"\xff\xfe", b"d=", b"\x1e", b"2\x1e" * 40 + b"2", b"4" + b"9", b"b====", b"6", b"0{}"],
    ids=repr,
)
def test_long_polling_says_that_it_does_not_understand(house: House, body: bytes) -> None:
    """It used to answer OK, and to keep what was wrong to itself."""
    assert Polling(house.server).post(body)[0] == 400


def test_a_session_that_is_over_is_no_fault(house: House) -> None:
    session = Polling(house.server)
    assert session.post(b"1")[0] == 200
    assert session.post(b"3")[0] == 400
    assert session.get()[0] == 400
