"""The desk on a bad day: no line, a slip of the hand, another moderator."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewBrowser
from tests.browser.meeting import Meeting
from tests.browser.screens import Desk, reads
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


def test_what_did_not_happen_keeps_the_hand(desk: Desk, meeting: Meeting) -> None:
    waiting(meeting, "One?", "Two?", "Three?")
    desk.enter()
    desk.select("Waiting for review", "One?")
    offline(desk)
    desk.press("a", "a")
    desk.says("nothing was changed")
    expect(desk.card("Waiting for review", "One?")).to_have_attribute("aria-current", "true")


def test_what_was_undone_has_the_hand(desk: Desk, meeting: Meeting) -> None:
    waiting(meeting, "One?", "Two?", "Three?")
    desk.enter()
    desk.select("Waiting for review", "One?")
    desk.press("a")
    expect(desk.card("On the list", "One?")).to_be_visible()
    desk.press("2", "z")
    desk.says("Undone")
    expect(desk.card("Waiting for review", "One?")).to_have_attribute("aria-current", "true")
    expect(desk.card("Waiting for review", "One?")).to_be_focused()


def test_another_moderator_is_not_trampled(desk: Desk, meeting: Meeting) -> None:
    first, second = waiting(meeting, "One?", "Two?")
    desk.enter()
    desk.select("Waiting for review", "One?")

    # who went on from what is undone here
    desk.press("a")
    expect(desk.card("On the list", "One?")).to_be_visible()
    meeting.do("moderator", "question.answer", question=first)
    expect(desk.card("On the list", "One?")).to_have_count(0)
    desk.press("z")
    desk.says("Somebody changed this meanwhile")
    assert meeting.state()["questions"][first]["state"] == "answered"

    # who put on the stage what is declined here
    desk.select("Waiting for review", "Two?")
    desk.press("d")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    meeting.do("moderator", "question.approve", question=second)
    meeting.do("moderator", "question.highlight", question=second)
    expect(desk.page.locator(".desk-card[data-state=highlighted]")).to_have_count(1)
    desk.press("Enter")
    desk.says("Somebody changed this meanwhile")
    assert meeting.state()["questions"][second]["state"] == "highlighted"


def test_a_removed_item_comes_back_as_itself(desk: Desk, meeting: Meeting) -> None:
    item = meeting.item("What keeps defenders safe?")
    meeting.do("moderator", "item.present", item=item)
    desk.enter()
    entry = desk.page.locator(f'#run [data-id="{item}"]')
    entry.locator("summary").click()
    entry.get_by_role("button", name="Remove").click()
    desk.says("Removed")
    expect(entry).to_have_count(0)
    desk.press("z")
    desk.says("Undone")
    expect(entry).to_have_attribute("aria-current", "step")
    assert meeting.state()["items"][item]["position"] == 1


def test_keys_act_while_the_menu_has_the_focus_and_esc_closes_it(desk: Desk, meeting: Meeting) -> None:
    waiting(meeting, "One?")
    desk.enter()
    desk.page.get_by_text(re.compile("^Meeting:")).click()
    box = desk.page.get_by_label("support questions")
    box.click()
    desk.says("Settings changed")
    desk.press("a")
    expect(desk.card("On the list", "One?")).to_be_visible()
    expect(box).to_be_visible()
    desk.press("Escape")
    expect(box).to_be_hidden()
    desk.page.get_by_text(re.compile("^Meeting:")).click()
    box.click()
    desk.page.get_by_role("heading", name="Waiting for review").click()
    expect(box).to_be_hidden()


def test_an_alarm_ends_with_its_cause(desk: Desk, meeting: Meeting) -> None:
    meeting.do("moderator", "meeting.end")
    desk.enter()
    desk.press("n")
    alarm = desk.page.locator("#run .desk-refusal").filter(visible=True)
    expect(alarm).to_have_count(1)
    meeting.do("moderator", "meeting.open")
    expect(alarm).to_have_count(0)
    foot = desk.page.get_by_role("contentinfo").get_by_role("status")
    expect(foot).to_be_empty()

    offline(desk)
    desk.press("n")
    desk.says("nothing was changed")
    desk.page.context.set_offline(False)
    desk.is_connected()
    expect(foot).to_be_empty()


@pytest.mark.parametrize("width", [360, 390])
def test_stop_is_at_hand_on_a_phone(new_browser: NewBrowser, meeting: Meeting, width: int) -> None:
    waiting(meeting, *(f"Number {number}?" for number in range(12)))
    desk = Desk(new_browser(viewport={"width": width, "height": 740}).new_page(), meeting)
    desk.enter()
    expect(desk.button("Stop")).to_be_in_viewport(ratio=1)
    desk.button("Stop").click()
    reads(desk.page.locator("#standing"), "Stopped.")
