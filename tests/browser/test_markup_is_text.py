"""Whatever people type is shown as they typed it, on every screen, and nothing of it ever runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.meeting import Meeting
from tests.browser.screens import Desk, Phone, Stage
from tests.browser.sizes import fits
from tests.server import Server

pytestmark = pytest.mark.slow

SCRIPT = "<script>window.executed = true; alert(1)</script>"
IMAGE = '<img src="/nowhere.png" onerror="window.executed=true">'
QUOTES = "\"'><b onmouseover='window.executed=true'>bold</b> &lt;b&gt; &amp; ${7*7} {{ 7*7 }} `x` \\u003c"
CLOSING = '</textarea></title></template></script><svg onload="window.executed=true">'
LINK = "javascript:window.executed=true"
FAMILY = "👩‍👩‍👧‍👦"
OVERRIDE = "\u202e"

FOUND = """() => ({
  executed: window.executed ?? null,
  elements: document.querySelectorAll(
    "[onerror], [onload], [onmouseover], [onclick], img[src*=nowhere], a[href^=javascript]").length,
  text: document.body.textContent + document.title,
})"""

TITLE = f"Talks {SCRIPT} & \"quotes\" 'n' {IMAGE}"
ITEM = f"Item {IMAGE}"
POINT = f"Point {QUOTES}"
SPEAKER = f"Ada {SCRIPT}"
GROUP = "Group <b onclick=x>'\"&"
PROGRAMME: dict[str, Any] = {
    "title": TITLE,
    "description": f"About {CLOSING}",
    "organisers": [{"name": f"House {IMAGE}", "partner": False}],
    "objectives": [f"Aim {SCRIPT}"],
    "speakers": [{"name": SPEAKER, "role": IMAGE, "moderator": False}],
    "items": [{"title": ITEM, "text": f"Text {CLOSING}", "questions": [POINT], "speakers": [SPEAKER]}],
}
QUESTIONS = [SCRIPT, IMAGE, QUOTES, CLOSING, LINK, FAMILY * 500]
REASON = f"Reason {IMAGE}"
REPLY = f"Reply {SCRIPT}"
NAME = f"Name {IMAGE}"


@pytest.fixture
def meeting(server: Server) -> Meeting:
    return Meeting.on(server, PROGRAMME, names=True, groups=[GROUP, "state"])


def nothing_ran(page: Page) -> None:
    """No script of theirs ran, none of their elements came to be, and no letter turns the line around."""
    found = page.evaluate(FOUND)
    assert found["executed"] is None
    assert found["elements"] == 0
    assert OVERRIDE not in found["text"]


def join(phone: Phone) -> None:
    phone.open()
    expect(phone.page.get_by_role("heading", name=TITLE, exact=True)).to_be_visible()
    expect(phone.page.get_by_text(f"About {CLOSING}")).to_be_visible()
    phone.page.get_by_role("combobox").select_option(label=GROUP)
    nothing_ran(phone.page)
    phone.button("Join").click()
    phone.in_the_room(TITLE)
    phone.is_awake()


def test_questions_and_names_on_every_screen(
    phone: Phone, second_phone: Phone, desk: Desk, stage: Stage, meeting: Meeting
) -> None:
    join(phone)
    join(second_phone)
    desk.enter()
    stage.enter()
    expect(stage.main(TITLE)).to_be_visible()
    desk.press("n")
    expect(phone.now.get_by_role("heading", name=ITEM, exact=True)).to_be_visible()
    expect(phone.now.get_by_text(POINT, exact=True)).to_be_visible()
    expect(stage.main(POINT)).to_be_visible()

    phone.composer.fill("x")
    phone.page.get_by_text("Add my name").click()
    for text in QUESTIONS:
        phone.composer.fill(text)
        phone.page.get_by_label("Your name, shown with the question").fill(NAME)
        phone.button("Send").click()
        expect(phone.mine.get_by_text(text, exact=True)).to_have_count(1)
        waiting = desk.lane("Waiting for review")
        expect(waiting.get_by_text(text, exact=True)).to_be_visible()
        expect(waiting.get_by_text(NAME, exact=True)).to_be_visible()
        expect(waiting.get_by_text(GROUP, exact=True)).to_be_visible()
        desk.press("1", "h")
        expect(stage.main(text)).to_be_visible()
        expect(second_phone.now.get_by_text(text, exact=True)).to_be_visible()
        expect(second_phone.now.get_by_text(NAME, exact=True)).to_be_visible()
        for screen in (phone, second_phone, desk, stage):
            nothing_ran(screen.page)
            fits(screen.page)

    # the same from the server, as a page
    for screen in (phone, second_phone, desk, stage):
        screen.page.reload()
    desk.is_connected()
    phone.is_awake()
    expect(stage.main(QUESTIONS[-1])).to_be_visible()
    for text in QUESTIONS[:-1]:
        expect(second_phone.list.get_by_text(text, exact=True)).to_be_visible()
    for screen in (phone, second_phone, desk, stage):
        nothing_ran(screen.page)


def test_reasons_replies_and_dialogs(phone: Phone, desk: Desk, meeting: Meeting) -> None:
    join(phone)
    desk.enter()
    phone.ask(IMAGE)
    expect(desk.card("Waiting for review", IMAGE)).to_be_visible()
    desk.press("r")
    expect(desk.page.get_by_role("dialog").get_by_text(IMAGE, exact=True)).to_be_visible()
    desk.page.get_by_label("Your reply").fill(REPLY)
    desk.page.get_by_label("Your reply").press("Control+Enter")
    expect(phone.mine.get_by_text(REPLY, exact=True)).to_be_visible()
    desk.says(f"“{IMAGE}”")
    desk.press("d")
    desk.page.get_by_label("Reason in your words").fill(REASON)
    desk.page.get_by_role("dialog").get_by_role("button", name="Decline").click()
    expect(phone.mine.get_by_text(REASON, exact=True)).to_be_visible()
    nothing_ran(phone.page)
    nothing_ran(desk.page)


def test_the_record(desk: Desk, phone: Phone, meeting: Meeting) -> None:
    meeting.do("moderator", "item.present", item=meeting.item(ITEM))
    for number, text in enumerate(QUESTIONS):
        question = meeting.ask(text, name=NAME)
        if number == 0:
            meeting.do("moderator", "question.reply", question=question, text=REPLY)
    desk.enter()
    for page, version in ((phone.page, "public"), (desk.page, "confidential")):
        page.goto(f"{meeting.server.address}/{meeting.code}/record.html?version={version}")
        expect(page.get_by_role("heading", name=TITLE, level=1, exact=True)).to_be_visible()
        for text in (*QUESTIONS, REPLY):
            expect(page.get_by_text(text).first).to_be_visible()
        nothing_ran(page)


def test_a_letter_that_turns_the_line_around_is_taken_out(phone: Phone, desk: Desk, server: Server) -> None:
    deceiving = f"Safe {OVERRIDE}gnp.exe"
    turned = Meeting.on(server, {"title": f"Title{OVERRIDE}x", "items": [{"title": f"Item{OVERRIDE}x"}]})
    phone.meeting = desk.meeting = turned
    phone.join(title="Titlex")
    desk.enter()
    desk.press("n")
    expect(phone.now.get_by_role("heading", name="Itemx", exact=True)).to_be_visible()
    phone.composer.fill(deceiving)
    phone.button("Send").click()
    expect(desk.card("Waiting for review", "Safe gnp.exe")).to_be_visible()
    expect(phone.my_card("Safe gnp.exe")).to_be_visible()
    for screen in (phone, desk):
        screen.page.reload()
    expect(desk.card("Waiting for review", "Safe gnp.exe")).to_be_visible()
    expect(phone.my_card("Safe gnp.exe")).to_be_visible()
    for screen in (phone, desk):
        nothing_ran(screen.page)


def test_what_the_organiser_pastes(desk: Desk, meeting: Meeting) -> None:
    page = desk.page
    page.goto(f"{meeting.server.address}/new")
    pasted = f"{TITLE}\n\n10:00 {ITEM}\n{CLOSING}\n"
    page.get_by_role("textbox", name="Programme").fill(pasted)
    page.get_by_role("button", name="Read the programme").click()
    expect(page.get_by_role("heading", name="Correct what was read")).to_be_visible()
    nothing_ran(page)
    page.get_by_label("Title").first.fill(TITLE)
    page.get_by_role("button", name="Create the meeting").click()
    expect(page.get_by_role("heading", name="The meeting is ready")).to_be_visible()
    expect(page.get_by_text(TITLE, exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("/desk#")).first).to_be_visible()
    nothing_ran(page)
