"""The same meeting on a browser that runs no script: forms, pages and patience."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.meeting import TITLE, Meeting
from tests.browser.screens import Phone, reads
from tests.browser.watch import REFUSED_FORM, Watch
from tests.witness import eventually

pytestmark = pytest.mark.slow

QUESTION = "Who answers when the phone rings at night?"
OTHER = "Who pays for the phone?"


@pytest.fixture
def phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone(java_script_enabled=False)


def enter(phone: Phone) -> None:
    phone.open()
    phone.button("Join").click()
    phone.in_the_room()


def ask(phone: Phone, text: str) -> None:
    phone.page.get_by_role("link", name="Ask a question").click()
    field(phone).fill(text)
    phone.button("Send").click()


def field(phone: Phone) -> Locator:
    return phone.page.get_by_role("textbox", name="Your question")


def test_it_joins_and_sees_what_is_discussed(phone: Phone, meeting: Meeting) -> None:
    meeting.do("moderator", "item.present", item=meeting.item("What keeps defenders safe?"))
    enter(phone)
    expect(phone.now.get_by_role("heading", name="What keeps defenders safe?")).to_be_visible()
    expect(phone.now.get_by_text("Who decides?")).to_be_visible()
    meeting.do("moderator", "item.present", item=meeting.item("What happens next"))
    phone.page.reload()
    expect(phone.now.get_by_role("heading", name="What happens next")).to_be_visible()


def test_the_page_asks_again_by_itself(phone: Phone, second_phone: Phone) -> None:
    enter(phone)
    refresh = phone.page.locator("meta[http-equiv=refresh]")
    expect(refresh).to_have_count(1)
    assert re.fullmatch(r"\d+", str(refresh.get_attribute("content")))

    # not where a half-typed question would be lost, and not where scripts do it better
    phone.page.get_by_role("link", name="Ask a question").click()
    expect(field(phone)).to_be_visible()
    expect(refresh).to_have_count(0)
    second_phone.join()
    expect(second_phone.page.locator("meta[http-equiv=refresh]")).to_have_count(0)


def test_it_offers_nothing_that_needs_a_script(phone: Phone, meeting: Meeting) -> None:
    meeting.ask(QUESTION)
    enter(phone)
    for words in ("Sending…", "Waiting for the network", "Connecting", "Will be counted"):
        expect(phone.page.get_by_text(words).filter(visible=True)).to_have_count(0)
    expect(phone.composer.filter(visible=True)).to_have_count(0)


def test_a_question_from_asking_to_the_list(phone: Phone, second_phone: Phone, meeting: Meeting) -> None:
    enter(phone)
    second_phone.join()
    ask(phone, QUESTION)
    reads(phone.my_card(QUESTION), "Waiting for review")
    meeting.approve(QUESTION)
    expect(second_phone.card(QUESTION)).to_be_visible()
    phone.page.reload()
    reads(phone.my_card(QUESTION), "On the list")
    reads(phone.card(QUESTION), "Your question")
    expect(phone.card(QUESTION).get_by_role("button")).to_have_count(0)


def test_support_is_given_and_taken_back(phone: Phone, second_phone: Phone, meeting: Meeting) -> None:
    meeting.ask(QUESTION)
    enter(phone)
    second_phone.join()
    phone.shows_support(QUESTION, 0, pressed=False)
    phone.support_of(QUESTION).click()
    phone.shows_support(QUESTION, 1, pressed=True)
    second_phone.shows_support(QUESTION, 1, pressed=False)
    phone.support_of(QUESTION).click()
    phone.shows_support(QUESTION, 0, pressed=False)
    second_phone.shows_support(QUESTION, 0, pressed=False)


def test_a_question_is_corrected_and_withdrawn(phone: Phone, meeting: Meeting) -> None:
    enter(phone)
    ask(phone, "Who anwsers?")
    phone.my_card("Who anwsers?").get_by_role("link", name="Edit").click()
    expect(field(phone)).to_have_value("Who anwsers?")
    field(phone).fill("Who answers?")
    phone.button("Save").click()
    reads(phone.my_card("Who answers?"), "Waiting for review")

    phone.my_card("Who answers?").get_by_text("Withdraw", exact=True).click()
    phone.button("Withdraw this question").click()
    reads(phone.mine, "Deleted: its words are gone everywhere")
    expect(phone.page.get_by_text("Who answers?")).to_have_count(0)
    assert meeting.questions("Who answers?") == []


def test_a_decline_and_a_reply_are_read(phone: Phone, meeting: Meeting) -> None:
    enter(phone)
    for text in (QUESTION, OTHER):
        ask(phone, text)
        reads(phone.my_card(text), "Waiting for review")
    (question,), (other,) = meeting.questions(QUESTION), meeting.questions(OTHER)
    meeting.do("moderator", "question.decline", question=other["id"], reason="There is no time left for it today.")
    meeting.do("moderator", "question.approve", question=question["id"])
    meeting.do("moderator", "question.reply", question=question["id"], text="The duty officer.")
    phone.page.reload()
    reads(phone.my_card(OTHER), "Not taken up")
    reads(phone.my_card(OTHER), "There is no time left for it today.")
    reads(phone.my_card(QUESTION), "The duty officer.")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("   ", "Please write something first."), ("Too long. " * 60, "This is longer than 500 characters.")],
    ids=["empty", "too long"],
)
def test_a_refusal_says_why_and_keeps_the_words(phone: Phone, watch: Watch, typed: str, reason: str) -> None:
    watch.expects(REFUSED_FORM)
    enter(phone)
    ask(phone, typed)
    reads(phone.page.get_by_role("alert"), reason)
    expect(field(phone)).to_have_value(typed)
    field(phone).fill(QUESTION)
    phone.button("Send").click()
    reads(phone.my_card(QUESTION), "Waiting for review")


def test_a_pause_keeps_the_words(phone: Phone, watch: Watch, meeting: Meeting) -> None:
    watch.expects(REFUSED_FORM)
    enter(phone)
    phone.page.get_by_role("link", name="Ask a question").click()
    field(phone).fill(QUESTION)
    meeting.do("moderator", "meeting.pause")
    phone.button("Send").click()
    reads(phone.page.get_by_role("alert"), "The meeting is paused. Your words are still here")
    expect(field(phone)).to_have_value(QUESTION)
    meeting.do("moderator", "meeting.open")
    phone.button("Send").click()
    reads(phone.my_card(QUESTION), "Waiting for review")


def test_a_lost_seat_gives_the_words_back(phone: Phone, watch: Watch, meeting: Meeting) -> None:
    watch.expects(REFUSED_FORM)
    enter(phone)
    phone.page.get_by_role("link", name="Ask a question").click()
    field(phone).fill(QUESTION)
    phone.page.context.clear_cookies()
    phone.button("Send").click()
    expect(phone.page.get_by_role("heading", name="Nothing was sent")).to_be_visible()
    reads(phone.page.get_by_role("alert"), "You are not in this meeting any more")
    expect(phone.page.get_by_role("textbox", name="What you wrote")).to_have_value(QUESTION)
    phone.page.get_by_role("link", name="Back to the meeting").click()
    expect(phone.button("Join")).to_be_visible()
    assert meeting.questions(QUESTION) == []


def test_going_back_and_sending_again_asks_once(phone: Phone, meeting: Meeting) -> None:
    enter(phone)
    phone.page.get_by_role("link", name="Ask a question").click()
    field(phone).fill(QUESTION)
    # The impatient thumb: twice on the same form.
    phone.button("Send").dblclick()
    expect(phone.my_card(QUESTION)).to_have_count(1)
    assert len(meeting.questions(QUESTION)) == 1


def test_the_quick_exit_works(phone: Phone) -> None:
    enter(phone)
    phone.button("Quick exit").click()
    expect(phone.page.get_by_role("heading", name="World clock")).to_be_visible()
    eventually(lambda: phone.page.context.cookies() == [])
    expect(phone.page.get_by_text(TITLE)).to_have_count(0)


def test_the_end_leads_to_the_record(phone: Phone, meeting: Meeting) -> None:
    meeting.ask(QUESTION)
    enter(phone)
    meeting.do("moderator", "meeting.end")
    phone.page.reload()
    phone.page.get_by_role("link", name="Read the public record").click()
    reads(phone.page.get_by_role("main"), QUESTION)
