"""Whoever proves no seat is refused once, whatever else was sent with it."""

from __future__ import annotations

import json

import pytest

from tests.attacks.honest import House, join
from tests.attacks.process import wait_until_gone
from tests.attacks.wire import TEXT, Polling, connect_packet, frame, websocket

pytestmark = pytest.mark.slow

TRIES = 500


def heard_after(house: House, packet: bytes) -> list[bytes]:
    """What the server says where this comes again and again on one WebSocket."""
    heard = []
    with websocket(house.server) as line:
        line.send(frame(TEXT, packet) * TRIES)
        while said := line.read_frame():
            heard.append(said[1])
    return heard


@pytest.mark.parametrize("packet", [b'40{"meeting":"%s","seat":"guessed"}', b"40", b"40/other,{}"])
def test_one_refusal_and_the_line_is_over(house: House, packet: bytes) -> None:
    heard = heard_after(house, packet.replace(b"%s", house.code.encode()))
    assert len([said for said in heard if said.startswith(b"44")]) <= 1
    wait_until_gone(house.server)


def test_others_come_in_while_many_try(house: House) -> None:
    lines = [websocket(house.server) for _ in range(40)]
    for line in lines:
        line.send(frame(TEXT, connect_packet(house.code, "guessed")) * TRIES)
    join(house)
    for line in lines:
        line.socket.close()


def test_the_reason_arrives(house: House) -> None:
    """One wrong handshake is read to its end before the line is closed."""
    with websocket(house.server) as line:
        line.send(frame(TEXT, connect_packet(house.code, "guessed")))
        said = line.read_frame()
        assert said and json.loads(said[1][2:])["message"] == "seat.unknown"
        assert line.read_frame() in (None, (TEXT, b"1"))


def test_who_polls_fetches_the_reason_and_is_not_heard_again(house: House) -> None:
    session = Polling(house.server)
    assert session.post(connect_packet(house.code, "guessed"))[0] == 200
    assert "seat.unknown" in session.get()[1]
    assert session.post(connect_packet(house.code, house.take_seat()))[0] == 400
    assert session.get()[0] == 400
