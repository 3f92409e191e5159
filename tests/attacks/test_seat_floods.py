"""Somebody takes seats by the thousand: what they cost, with one core, with and without protection."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from facilitation.web.payment import SEAT_LEAST
from facilitation.web.toll import SEATS
from tests.attacks.honest import House, join
from tests.faults.soak import times
from tests.web.working import proof

pytestmark = pytest.mark.slow

# Seats that are taken for the measure; then protection is on, and some hundred are paid for.
SEATS_TAKEN, PAID = times(200, 2_000), times(60, 1_500)


def take(house: House, **wish: str) -> tuple[int, dict]:
    return house.server.call("POST", f"/api/{house.code}/seats", wish)


def protect(house: House, on: bool) -> None:
    moderator = house.take_seat("moderator")
    answer = house.server.call("POST", f"/api/{house.code}/commands/meeting.settings", {"protection": on}, moderator)
    assert answer[0] == 200, answer


def test_protection_makes_each_seat_cost_work(house: House) -> None:
    """Measured, and told with -rP: the costs are counted in hashes, which no machine does faster than another's."""
    began = time.monotonic()
    with ThreadPoolExecutor(4) as several:
        assert {status for status, _ in several.map(lambda _: take(house), range(SEATS_TAKEN))} == {201}
    free = SEATS_TAKEN / (time.monotonic() - began)

    protect(house, on=True)
    try:
        hashes, began = 0, time.monotonic()
        for _ in range(PAID):
            status, asked = take(house)
            assert status == 429
            bits = asked["error"]["bits"]
            assert bits >= SEAT_LEAST
            hashes += 2**bits
            assert take(house, work=proof(asked["error"]["salt"], bits))[0] == 201
        paid = PAID / (time.monotonic() - began)
        join(house, people=3)
    finally:
        protect(house, on=False)
    print(f"{free:.0f} seats a second for nothing, {paid:.1f} for {hashes // PAID} hashes each, on one core")


def test_one_line_is_asked_after_a_few_dozen(house: House) -> None:
    line = http.client.HTTPConnection("127.0.0.1", house.server.port)
    answers = []
    for _ in range(SEATS + 20):
        line.request("POST", f"/api/{house.code}/seats", b"{}")
        answer = line.getresponse()
        answer.read()
        answers.append(answer.status)
    line.close()
    assert answers[:SEATS] == [201] * SEATS and 429 in answers
    assert take(house)[0] == 201, "others are not"
