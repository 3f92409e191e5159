"""Packets that nobody should send, over both transports, before and after a valid handshake: ten thousand at length.

How memory is judged: a first round of the same kind warms the server up, and does not count, since the allocator keeps
what it once needed. Then an equal round comes, and what the process occupies at rest may not have grown by LEEWAY.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.honest import House, join
from tests.attacks.packets import BEGINNINGS, frames, packets
from tests.attacks.process import LEEWAY, at_rest
from tests.attacks.repeatable import SAME
from tests.attacks.wire import TEXT, Polling, connect_packet, frame, websocket
from tests.faults.soak import SOAK, times

pytestmark = pytest.mark.slow

TOGETHER = 20
# In each of two equal rounds, over each transport.
PACKETS = times(1_000, 5_000)
JOIN = b'42["join",{}]'


def greetings(house: House, beginning: str) -> list[bytes]:
    """The packets that bring a session to where the attack begins."""
    seated = connect_packet(house.code, house.take_seat())
    return {
        "nothing": [],
        "connected": [seated],
        "joined": [seated, JOIN],
        "refused": [connect_packet(house.code, "guessed")],
        "twice": [seated, seated],
        "probing": [seated],
    }[beginning]


def over_websocket(house: House, sent: list[int]) -> Callable[[], None]:
    """Each example is a connection of its own."""

    @settings(SAME, max_examples=PACKETS // TOGETHER)
    @given(st.sampled_from(BEGINNINGS), st.lists(frames, min_size=TOGETHER, max_size=TOGETHER))
    def send(beginning: str, junk: list[bytes]) -> None:
        with websocket(house.server) as line:
            for greeting in greetings(house, beginning):
                line.send(frame(TEXT, greeting))
            for piece in junk:
                line.send(piece)
                sent.append(1)
            line.no_more()
            assert b"Traceback" not in line.read_all()

    return send


def over_polling(house: House, sent: list[int]) -> Callable[[], None]:
    """Each example is a session of its own, with a probe of a WebSocket beside some."""

    @settings(SAME, max_examples=PACKETS // TOGETHER)
    @given(st.sampled_from(BEGINNINGS), st.lists(packets, min_size=TOGETHER, max_size=TOGETHER))
    def send(beginning: str, junk: list[bytes]) -> None:
        session = Polling(house.server)
        probe = websocket(house.server, session.sid) if beginning == "probing" else None
        if probe:
            probe.send(frame(TEXT, b"2probe"))
        for greeting in greetings(house, beginning):
            session.post(greeting)
        for packet in junk:
            sent.append(1)
            answered, words = session.post(packet)
            assert answered in (200, 400, 413), (answered, words)
            assert "Traceback" not in words
            if answered == 400:
                break_off(session)
                session = Polling(house.server)
        if probe:
            probe.send(frame(TEXT, junk[0]) + frame(TEXT, b"5"))
            probe.socket.close()
        break_off(session)

    return send


def break_off(session: Polling) -> None:
    """End a session, lest thousands wait for their time to run out."""
    assert session.post(b"1")[0] in (200, 400)


@pytest.mark.parametrize("transport", [over_websocket, over_polling])
def test_packets(house: House, transport: Callable[[House, list[int]], Callable[[], None]]) -> None:
    sent: list[int] = []
    attack = transport(house, sent)
    attack()
    join(house)
    assert len(sent) == PACKETS
    if SOAK:  # until it is at rest takes a minute each time
        before = at_rest(house.server)
        attack()
        assert at_rest(house.server) - before < LEEWAY


@pytest.mark.parametrize("name", ["*", "connect", "disconnect", "", "message"])
def test_an_event_of_the_librarys_own_name(house: House, name: str) -> None:
    with websocket(house.server) as line:
        for packet in (connect_packet(house.code, house.take_seat()), f'4217["{name}",{{}}]'.encode()):
            line.send(frame(TEXT, packet))
        while (said := line.read_frame()) and not said[1].startswith(b"43"):
            pass
    assert said and json.loads(said[1][4:])[0]["error"]["code"] == "command.unknown"
