"""Packets that nobody should send, over both transports, before and after a valid handshake: ten thousand at length.

A line is over at the first packet that no client needs, so whoever had a seat on it comes back over another before the
next packet is sent; none is counted that nobody read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from tests.attacks.events import QUESTION, events
from tests.attacks.honest import House, join, open_house
from tests.attacks.packets import frames, packets, torn
from tests.attacks.process import assert_it_settles
from tests.attacks.repeatable import SAME
from tests.attacks.seated import OverPolling, OverWebSocket, Seated
from tests.attacks.wire import TEXT, Polling, connect_packet, frame, websocket
from tests.faults.soak import times

pytestmark = pytest.mark.slow

# What somebody with a seat sends one after the other: events at once, then junk packet by packet.
EVENTS, JUNK = 4, 6
# How often, in each of five rounds and over each transport.
EXAMPLES = times(15, 200)
STRANGERS = times(100, 2_000)

over_websocket = (OverWebSocket, frames, torn)
over_polling = (OverPolling, packets, st.nothing())


def meeting_with_a_question(house: House) -> tuple[House, str]:
    """A meeting for those who attack, and the id of a question in it."""
    theirs = open_house(house.server)
    return theirs, command(theirs, theirs.take_seat(), "question.ask", {"text": "Who is heard?"})["question"]


def command(house: House, seat: str, name: str, payload: dict[str, object]) -> dict[str, str]:
    """The answer to a command that is as it should be."""
    status, answer = house.server.call("POST", f"/api/{house.code}/commands/{name}", payload, seat)
    assert status == 200, answer
    return dict(answer)


@pytest.mark.parametrize(("comes", "junk", "torn"), [over_websocket, over_polling], ids=["websocket", "polling"])
def test_packets_of_somebody_with_a_seat(
    house: House,
    comes: Callable[[House, str, bool], Seated],
    junk: st.SearchStrategy[bytes],
    torn: st.SearchStrategy[bytes],
) -> None:
    theirs, question = meeting_with_a_question(house)
    seats = {role: theirs.take_seat(role) for role in ("participant", "moderator")}
    pieces = st.tuples(st.just(True), junk) | st.tuples(st.just(False), torn)
    count: Counter[str] = Counter()

    def attack(number: int) -> None:
        @seed(number)
        @settings(SAME, max_examples=EXAMPLES)
        @given(
            st.one_of(
                st.tuples(st.just(role), st.lists(events(role), min_size=EVENTS, max_size=EVENTS)) for role in seats
            ),
            st.booleans(),
            st.lists(pieces, min_size=JUNK, max_size=JUNK),
        )
        def send(asks: tuple[str, list[str]], joins: bool, sent: list[tuple[bool, bytes]]) -> None:
            role, asked = asks
            line = comes(theirs, seats[role], joins)
            answers = line.ask([text.replace(QUESTION, question).encode() for text in asked])
            assert len(answers) == len(asked), "a line was cut for what an event holds"
            for answer in answers:
                assert "ok" in answer or not answer["error"]["code"].startswith("server."), answer
                count.update(["done" if "ok" in answer else "refused"])
            for whole, piece in sent:
                line.send(piece)
                count.update(["junk"])
                if not whole or not line.works():
                    line.leave()
                    line = comes(theirs, seats[role], joins)
                    count.update(["lines"])
            line.leave()
            if role == "moderator":  # others find it open again, whatever was done to it
                command(theirs, seats[role], "meeting.open", {})
                command(theirs, seats[role], "meeting.settings", {"asking": True, "voting": True, "names": True})

        send()

    assert_it_settles(house.server, attack)
    join(house)
    assert count["done"] + count["refused"] == 5 * EXAMPLES * EVENTS
    assert count["junk"] == 5 * EXAMPLES * JUNK
    # Not all of one kind: some events are granted, and some junk costs the line.
    assert count["done"] > 5 * EXAMPLES * EVENTS // 20 and count["lines"] > 5 * EXAMPLES, count


def test_packets_of_a_stranger_over_a_websocket(house: House) -> None:
    """Each is the first on its line after the handshake, if there is one."""

    begins = greetings(house)

    @settings(SAME, max_examples=STRANGERS)
    @given(st.sampled_from(["nothing", "refused", "twice"]), frames | torn)
    def send(beginning: str, piece: bytes) -> None:
        with websocket(house.server) as line:
            for greeting in begins[beginning]:
                line.send(frame(TEXT, greeting))
            line.send(piece)
            line.no_more()
            assert b"Traceback" not in line.read_all()

    send()
    join(house)


def test_packets_of_a_stranger_over_polling(house: House) -> None:
    """Each is the first in its session after the handshake, with a probe of a WebSocket beside some."""

    begins = greetings(house)

    @settings(SAME, max_examples=STRANGERS)
    @given(st.sampled_from(["nothing", "refused", "twice", "probing"]), packets)
    def send(beginning: str, piece: bytes) -> None:
        session = Polling(house.server)
        probe = websocket(house.server, session.sid) if beginning == "probing" else None
        if probe:
            probe.send(frame(TEXT, b"2probe"))
        for greeting in begins[beginning]:
            session.post(greeting)
        status, words = session.post(piece)
        assert status in (200, 400, 413), (status, words)
        assert "Traceback" not in words
        if probe:
            probe.send(frame(TEXT, piece) + frame(TEXT, b"5"))
            probe.socket.close()
        assert session.post(b"1")[0] in (200, 400)  # lest thousands wait for their time to run out

    send()
    join(house)


def greetings(house: House) -> dict[str, list[bytes]]:
    """The packets that bring a session to where the attack begins."""
    seated = connect_packet(house.code, house.take_seat())
    return {
        "nothing": [],
        "refused": [connect_packet(house.code, "guessed")],
        "twice": [seated, seated],
        "probing": [seated],
    }


@pytest.mark.parametrize("name", ["*", "connect", "disconnect", "", "message"])
def test_an_event_of_the_librarys_own_name(house: House, name: str) -> None:
    with websocket(house.server) as line:
        for packet in (connect_packet(house.code, house.take_seat()), f'4217["{name}",{{}}]'.encode()):
            line.send(frame(TEXT, packet))
        while (said := line.read_frame()) and not said[1].startswith(b"43"):
            pass
    assert said and json.loads(said[1][4:])[0]["error"]["code"] == "command.unknown"
