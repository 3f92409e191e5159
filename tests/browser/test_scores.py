"""Support is counted on every screen that shows it, though nothing but a number travels."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.meeting import Meeting
from tests.browser.screens import Desk, Phone, reads

pytestmark = pytest.mark.slow

QUESTION = "Who answers when the phone rings at night?"


def test_a_vote_reaches_phone_and_desk(phone: Phone, desk: Desk, meeting: Meeting) -> None:
    question = meeting.ask(QUESTION)
    phone.join()
    desk.enter()
    expect(desk.card("On the list", QUESTION)).to_be_visible()
    for number in (1, 2):
        meeting.do(f"voter {number}", "vote.cast", question=question, value=1)
        for card in (phone.card(QUESTION), desk.card("On the list", QUESTION)):
            reads(card, re.compile(rf"Support\s+{number}\b"))
