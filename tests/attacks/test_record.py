"""The record of a long meeting, asked for by people without a seat: others are served while it is made."""

from __future__ import annotations

import threading

import pytest

from facilitation.engine.fair import ASKING
from tests.attacks.honest import House
from tests.attacks.wire import Line, exchange, request, status

pytestmark = pytest.mark.slow

QUESTIONS = 800
TEXT = "Why does the programme not say how small organisations are meant to apply? " * 5
ASKED = {"Host": "localhost", "Connection": "close"}


@pytest.fixture(scope="module")
def long_meeting(running: House) -> House:
    """A meeting in which much was asked, all of it to be read by everybody."""
    status, made = running.server.call(
        "POST", "/api/meetings", {"programme": {"title": "A session"}, "settings": {"premoderation": False}}
    )
    assert status == 201, made
    house = House(running.server, made["code"], made["links"])
    for number in range(QUESTIONS):
        if number % ASKING.at_once == 0:  # as many as are taken of one seat at once
            seat = house.take_seat()
        asked = {"text": f"{number} {TEXT}"}
        assert house.server.call("POST", f"/api/{house.code}/commands/question.ask", asked, seat)[0] == 200
    return house


@pytest.mark.parametrize("format", ["html", "md", "json"])
def test_others_are_answered_many_times_while_one_is_made(house: House, long_meeting: House, format: str) -> None:
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(exchange(house.server, _record(long_meeting, format))))
    served = 0
    with Line(house.server) as line:
        asking.start()
        while asking.is_alive():
            line.send(request("HEAD", "/static/none", {"Host": "localhost"}))
            assert status(line.read_head()) == 404
            served += 1
    assert status(answers[0]) == 200 and len(answers[0]) > QUESTIONS * len(TEXT)
    assert served >= 10


def test_a_crowd_that_asks_for_it_gets_what_was_made_once(house: House, long_meeting: House) -> None:
    answers: list[bytes] = []
    crowd = [
        threading.Thread(target=lambda: answers.append(exchange(house.server, _record(long_meeting, "html"))))
        for _ in range(20)
    ]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    assert {status(answer) for answer in answers} == {200}
    assert len({answer.partition(b"\r\n\r\n")[2] for answer in answers}) == 1


def _record(meeting: House, format: str) -> bytes:
    return request("GET", f"/{meeting.code}/record.{format}", ASKED)
