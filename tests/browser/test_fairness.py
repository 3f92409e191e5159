"""Somebody who sends quickly sees it go out by itself; the desk sees votes that one phone could make."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import expect

from facilitation.engine.fair import ASKING
from facilitation.engine.patterns import SCRIPTED
from tests.browser.meeting import Meeting
from tests.browser.screens import Desk, Phone, reads, reads_not
from tests.witness import eventually

pytestmark = pytest.mark.slow


def test_a_question_too_many_waits_and_goes_out_by_itself(phone: Phone, meeting: Meeting) -> None:
    phone.join()
    use_up(phone)
    text = "One question too many?"
    phone.ask(text)
    mine = phone.my_card(text)
    reads(mine, re.compile(r"You are sending quickly; this goes out in \d+ seconds? by itself\."))
    reads_not(mine, "Not accepted")
    # Meanwhile support is counted, and so nothing that was typed is lost.
    liked = meeting.ask("What do others ask?")
    phone.support_of("What do others ask?").click()
    eventually(lambda: meeting.state()["questions"][liked]["score"] == 1)
    eventually(lambda: len(meeting.questions(text)) == 1, patience=ASKING.seconds + 20)
    reads(mine, "Waiting for review")


def use_up(phone: Phone) -> None:
    """Ask with the phone's seat until it is too much: a hand at a slow browser may be slower than the budget fills."""
    (token,) = [cookie["value"] for cookie in phone.page.context.cookies()]
    for number in range(10 * ASKING.at_once):
        order = {"id": str(uuid.uuid4()), "text": f"Question number {number}?"}
        path = f"/api/{phone.meeting.code}/commands/question.ask"
        status, answer = phone.meeting.server.call("POST", path, order, seat=token)
        if status == 429:
            assert answer["error"]["code"] == "seat.too_fast"
            return
    raise AssertionError("nothing was too much")


def test_the_desk_sees_whose_votes_one_phone_could_make(desk: Desk, meeting: Meeting) -> None:
    doubtful, honest = meeting.ask("Who pays for this?"), meeting.ask("Who decides?")
    desk.enter()
    meeting.do("a voter", "vote.cast", question=honest, value=1)
    for number in range(3 * SCRIPTED):  # a slow machine casts some of them too late to count as quick
        meeting.do(f"voter {number}", "vote.cast", question=doubtful, value=1)
    card = desk.card("On the list", "Who pays for this?")
    reads(card, re.compile(r"\d+ votes for this came from seats taken just before, as one phone could do\."))
    desk.says("Votes arrive in a way that one phone could do: “Who pays for this?”")
    reads_not(desk.card("On the list", "Who decides?"), "one phone")
    card.get_by_role("button", name="Protect joining…").click()
    switch = desk.page.get_by_role("checkbox", name=re.compile("^Protection: joining costs a device"))
    expect(switch).to_be_focused()
    # Who opens a desk later learns of it with the next heartbeat.
    desk.page.reload()
    desk.is_connected()
    reads(card, "votes for this came from seats taken just before")
