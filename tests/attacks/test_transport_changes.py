"""A change from long polling to a WebSocket that fails, hangs or comes twice costs nobody anything."""

from __future__ import annotations

import contextlib

import pytest

from tests.attacks.honest import House
from tests.attacks.process import LEEWAY, before_peak, peak, wait_until_gone
from tests.attacks.wire import PING, TEXT, Line, Polling, connect_packet, frame, websocket

pytestmark = pytest.mark.slow

JOIN = b'421["join",{}]'


def seated(house: House) -> Polling:
    """A session over long polling that has its seat."""
    session = Polling(house.server)
    assert session.post(connect_packet(house.code, house.take_seat()))[0] == 200
    assert session.get()[1].startswith("40")
    return session


def assert_answered(line: Line) -> None:
    """The acknowledgement comes, whatever comes before it."""
    while (said := line.read_frame()) and not said[1].startswith(b"431["):
        pass
    assert said


@pytest.mark.parametrize("first", [b"x", b"5", b"2", b"2prob", b"", JOIN])
def test_a_probe_that_is_none_leaves_long_polling_as_it_was(house: House, first: bytes) -> None:
    session = seated(house)
    with websocket(house.server, session.sid) as line:
        line.send(frame(TEXT, first))
        assert line.read_frame() is None
    assert session.post(JOIN)[0] == 200
    assert "431[" in session.get()[1]


def test_probes_that_hang_are_cut(house: House) -> None:
    session = seated(house)
    lines = [websocket(house.server, session.sid) for _ in range(50)]
    wait_until_gone(house.server)
    for line in lines:
        line.socket.close()


def test_two_changes_at_once(house: House) -> None:
    """Both prove that they work; the first is taken."""
    session = seated(house)
    with websocket(house.server, session.sid) as first, websocket(house.server, session.sid) as second:
        for line in (first, second):
            line.send(frame(TEXT, b"2probe"))
            assert line.read_frame() == (TEXT, b"3probe")
        first.send(frame(TEXT, b"5") + frame(TEXT, JOIN))
        assert_answered(first)
        second.send(frame(TEXT, b"5"))
        assert second.read_frame() is None
        first.send(frame(TEXT, JOIN))
        assert_answered(first)


def test_questions_whose_answers_nobody_reads(house: House) -> None:
    """Two bytes each cost far more than two bytes while they wait; whoever asks so often is not read so fast."""
    before = before_peak(house.server)
    with websocket(house.server) as line:
        line.socket.settimeout(2)
        with contextlib.suppress(TimeoutError):
            for _ in range(200):
                if not line.send(frame(PING, b"") * 5_000):
                    break
        assert peak(house.server) - before < LEEWAY
    wait_until_gone(house.server)
