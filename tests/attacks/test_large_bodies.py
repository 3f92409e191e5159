"""Bodies of requests fill a bounded memory, however many come, and nobody keeps others out by sending slowly."""

from __future__ import annotations

import contextlib

import pytest

from facilitation.wire.bodies import ROOM
from tests.attacks.honest import House, join
from tests.attacks.process import MEGABYTE, before_peak, peak, resident, wait_until_gone
from tests.attacks.wire import Line, exchange, request, status

pytestmark = pytest.mark.slow

CROWD, HALL = 1_500, 3_000
FORM = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
IN_PARTS = {"Host": "localhost", "Content-Type": "multipart/form-data; boundary=end"}
TEXT = b'--end\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
WHOLE = TEXT + b"A title\n" * 30_000 + b"\r\n--end--\r\n"


def test_60_forms_of_8_of_their_10_megabytes(house: House) -> None:
    before = before_peak(house.server)
    with contextlib.ExitStack() as lines:
        for _ in range(60):
            line = lines.enter_context(Line(house.server))
            head = IN_PARTS | {"Content-Length": str(10 * MEGABYTE)}
            line.send(request("POST", "/new", head, TEXT + b"x" * MEGABYTE))
            for _ in range(7):
                line.send(b"x" * MEGABYTE)
        join(house)
        assert peak(house.server) - before < 150 * MEGABYTE
    wait_until_gone(house.server)


def test_one_that_is_whole_is_read_afterwards(house: House) -> None:
    for _ in range(10):
        head = IN_PARTS | {"Content-Length": str(len(WHOLE))}
        answer = exchange(house.server, request("POST", "/new", head, WHOLE))
        assert status(answer) == 403, "read, and found not to come from a page of ours"


def test_four_strangers_do_not_keep_an_organiser_out(house: House) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(4):
            line = lines.enter_context(Line(house.server))
            head = IN_PARTS | {"Content-Length": str(12 * MEGABYTE - 1000)}
            line.send(request("POST", "/new/read", head, TEXT + b"a"))
        join(house)
        head = IN_PARTS | {"Content-Length": str(len(WHOLE))}
        answer = exchange(house.server, request("POST", "/new/read", head, WHOLE))
        assert status(answer) == 403, "read, and found not to come from a page of ours"


def test_unfinished_wishes_for_a_seat_hold_nothing(house: House) -> None:
    before = resident(house.server)
    with contextlib.ExitStack() as lines:
        for _ in range(300):
            line = lines.enter_context(Line(house.server))
            head = {"Host": "localhost", "Content-Length": "262000"}
            line.send(request("POST", f"/api/{house.code}/seats", head, b"x" * 261_000))
        assert status(line.read_head()) == 413
        join(house)
        assert resident(house.server) - before < 40 * MEGABYTE
    wait_until_gone(house.server)


def test_unfinished_questions_lose_their_room_to_those_who_come(house: House) -> None:
    before = resident(house.server)
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(Line(house.server)) for _ in range(CROWD)]
        for line in lines:
            head = FORM | {"Content-Length": "80000"}
            line.send(request("POST", f"/{house.code}/commands/question.ask", head, b"x" * 79_000))
        join(house)
        # Beside the bodies, a connection costs some 60 KB.
        assert resident(house.server) - before < ROOM + CROWD * 80_000
        for line in lines:
            line.send(b"x" * 1_000)
        heads = [line.read_head() for line in lines]
        assert {status(head) for head in heads} == {303, 503}
        assert all(b"\r\nRetry-After: " in head for head in heads if status(head) == 503)
    wait_until_gone(house.server)


def test_a_hall_of_3000_that_is_half_done_with_asking_is_let_finish(house: House) -> None:
    body = b"csrf=x&text=" + b"%E0%A4%95" * 140
    head = request("POST", f"/{house.code}/commands/question.ask", FORM | {"Content-Length": str(len(body))})
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(Line(house.server)) for _ in range(HALL)]
        for line in lines:
            line.send(head + body[:-1])
        for line in lines:
            line.send(body[-1:])
        assert {status(line.read_head()) for line in lines} == {401}  # without a seat: their words are given back
    wait_until_gone(house.server)
