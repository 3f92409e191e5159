"""Bodies of requests: whole before they are read, all together in a bounded memory, and the slow lose to the quick."""

from __future__ import annotations

import io
import threading

import pytest

from facilitation.wire.bodies import PIECE, ROOM, Bodies, Body, NoRoom


class Line:
    """What a client has sent so far; whoever reads past it waits for more, as on a connection."""

    def __init__(self, said: bytes = b"", ends: bool = True) -> None:
        self._said = io.BytesIO(said)
        self._more = threading.Event()
        self.waits = threading.Event()
        if ends:
            self._more.set()

    def read(self, size: int) -> bytes:
        if piece := self._said.read(size):
            return piece
        self.waits.set()
        assert self._more.wait(10)
        return self._said.read(size)

    def goes_on(self, said: bytes = b"") -> None:
        self._said = io.BytesIO(said)
        self._more.set()


class Asking(threading.Thread):
    """A request whose body does not come."""

    def __init__(self, bodies: Bodies, length: int) -> None:
        super().__init__(daemon=True)
        self.line = Line(ends=False)
        self.body = Body(self.line, length, bodies)
        self.outcome: object = None
        self.start()
        assert self.line.waits.wait(10)

    def run(self) -> None:
        try:
            self.outcome = self.body.read()
        except NoRoom as refused:
            self.outcome = refused


def whole(bodies, said):
    return Body(Line(said), len(said), bodies)


def test_a_body_is_read_as_it_was_sent():
    bodies = Bodies()
    said = bytes(range(256)) * 100
    body = whole(bodies, said)
    assert body.read(5) + body.read(10_000) + body.read() + body.read() == said
    assert bodies.room == ROOM - len(said)
    body.close()
    assert bodies.room == ROOM


def test_more_than_was_announced_is_left():
    line = Line(b"12345next")
    assert Body(line, 5, Bodies()).read() == b"12345"
    assert line.read(10) == b"next"


def test_who_was_given_up_and_is_late_as_well_learns_the_first_of_it():
    class Late:
        def read(self, _size):
            body.lose()
            raise TimeoutError

    bodies = Bodies()
    body = Body(Late(), 5, bodies)
    with pytest.raises(NoRoom):
        body.read()
    assert bodies.room == ROOM


@pytest.mark.parametrize("said", [b"", b"123"])
def test_a_line_that_breaks_gives_the_room_back(said):
    bodies = Bodies()
    body = Body(Line(said), 5, bodies)
    with pytest.raises(ConnectionError):
        body.read()
    body.close()
    assert bodies.room == ROOM


def test_who_has_been_sending_for_longest_gives_way():
    bodies = Bodies(4 * PIECE)
    slow = [Asking(bodies, PIECE) for _ in range(4)]
    quick = whole(bodies, b"a vote")
    assert quick.read() == b"a vote"
    assert bodies.room == PIECE - len(b"a vote"), "its room was free at once"
    slow[0].line.goes_on(b"x")  # what it sends is read: a connection that is shut meanwhile would lose the answer
    slow[0].join(10)
    assert isinstance(slow[0].outcome, NoRoom)
    assert [each.outcome for each in slow[1:]] == [None] * 3
    with pytest.raises(NoRoom):
        slow[0].body.read()
    quick.close()
    for each in slow:
        each.body.lose()
        each.line.goes_on()
        each.join(10)
        assert isinstance(each.outcome, NoRoom)
    assert bodies.room == 4 * PIECE


def test_what_is_here_and_not_answered_yet_is_kept():
    bodies = Bodies(2 * PIECE)
    first = whole(bodies, b"x" * 2 * PIECE)
    assert len(first.read(1)) == 1
    with pytest.raises(NoRoom):
        whole(bodies, b"a vote").read()
    assert first.read() == b"x" * (2 * PIECE - 1)
    first.close()
    assert whole(bodies, b"a vote").read() == b"a vote"


def test_a_hall_that_asks_at_once_fits():
    bodies = Bodies()
    question = ("text=" + "%E0%A4%95" * 140).encode()
    hall = [whole(bodies, question) for _ in range(10_000)]
    assert all(body.read() == question for body in hall)


def test_who_sends_without_end_takes_no_more_than_the_room():
    bodies = Bodies(10 * PIECE)
    body = whole(bodies, b"x" * 20 * PIECE)
    with pytest.raises(NoRoom):
        body.read()
    assert bodies.room == 10 * PIECE
