"""Bodies of requests fill a bounded memory, however many come, and nobody keeps others out by sending slowly."""

from __future__ import annotations

import contextlib

import pytest

from tests.attacks.honest import House, join
from tests.attacks.process import MEGABYTE, peak, resident, wait_until_gone
from tests.attacks.wire import Line, exchange, request, status

pytestmark = pytest.mark.slow

FORM = {"Host": "x", "Content-Type": "application/x-www-form-urlencoded"}


def test_60_forms_of_8_of_their_10_megabytes(house: House) -> None:
    before = resident(house.server)
    with contextlib.ExitStack() as lines:
        for _ in range(60):
            line = lines.enter_context(Line(house.server))
            line.send(
                request("POST", "/new", FORM | {"Content-Length": str(10 * MEGABYTE)}, b"text=" + b"x" * MEGABYTE)
            )
            for _ in range(7):
                line.send(b"x" * MEGABYTE)
        join(house)
        assert peak(house.server) - before < 150 * MEGABYTE
    wait_until_gone(house.server)


def test_one_that_is_whole_is_read_afterwards(house: House) -> None:
    for _ in range(10):
        body = b"text=" + b"A+title%0A" * 30_000
        answer = exchange(house.server, request("POST", "/new", FORM | {"Content-Length": str(len(body))}, body))
        assert status(answer) == 403, "read, and found not to come from a page of ours"


def test_four_strangers_do_not_keep_an_organiser_out(house: House) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(4):
            line = lines.enter_context(Line(house.server))
            line.send(request("POST", "/new/read", FORM | {"Content-Length": str(12 * MEGABYTE - 1000)}, b"text=a"))
        join(house)
        body = b"text=" + b"A+title%0A" * 30_000
        answer = exchange(house.server, request("POST", "/new/read", FORM | {"Content-Length": str(len(body))}, body))
        assert status(answer) == 403, "read, and found not to come from a page of ours"
