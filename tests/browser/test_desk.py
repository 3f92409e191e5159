"""The desk on a bad day: no line, a slip of the hand, another moderator."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.meeting import Meeting
from tests.browser.screens import Desk
from tests.browser.watch import LINE_LOST, Watch

pytestmark = pytest.mark.slow

TEXT = "The duty officer, on every night."


@pytest.fixture(autouse=True)
def lines_are_lost_here(watch: Watch) -> None:
    watch.expects(LINE_LOST)


def offline(desk: Desk) -> None:
    """Cut the line, and wait until the desk says so."""
    desk.page.context.set_offline(True)
    expect(desk.page.get_by_text("No connection", exact=True)).to_be_visible()


def waiting(meeting: Meeting, *texts: str) -> list[str]:
    """Questions that wait for review."""
    return [str(meeting.do("someone", "question.ask", text=text)["question"]) for text in texts]


def test_what_was_typed_is_kept_until_it_is_through(desk: Desk, meeting: Meeting) -> None:
    waiting(meeting, "Who pays?", "Who decides?")
    desk.enter()
    desk.select("Waiting for review", "Who pays?")
    reply = desk.page.get_by_label("Your reply")

    # left by Esc, or by a slip beside it
    desk.press("r")
    reply.fill(TEXT)
    desk.page.mouse.click(5, 5)
    expect(reply).to_be_visible()
    desk.press("Escape")
    expect(reply).to_be_hidden()

    # it belongs to this question alone
    desk.press("j", "r")
    expect(reply).to_have_value("")
    desk.page.mouse.click(5, 5)
    expect(reply).to_be_hidden()
    desk.press("k", "r")
    expect(reply).to_have_value(TEXT)

    # sent into a tunnel
    offline(desk)
    reply.press("Control+Enter")
    desk.says("nothing was changed")
    desk.page.context.set_offline(False)
    desk.is_connected()
    desk.press("r")
    expect(reply).to_have_value(TEXT)
    reply.press("Control+Enter")
    desk.says("Replied in writing")
    desk.press("r")
    expect(reply).to_have_value("")
