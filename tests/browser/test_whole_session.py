"""A whole session as people live it: two phones in the hall, a laptop at the podium, a projector."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.meeting import TITLE, Meeting
from tests.browser.screens import Desk, Phone, Stage, reads, reads_not
from tests.browser.watch import REFUSED_FORM, Watch
from tests.witness import eventually

pytestmark = pytest.mark.slow

FIRST = "Welcome and introduction"
SECOND = "What keeps defenders safe?"
QUESTION = "Who answers when the phone rings at night?"
OTHER = "Who is called at night?"
LATER = "Is there coffee?"
REASON = "It is outside what this meeting is about."


def test_a_code_typed_at_the_first_page_is_two_taps_from_the_room(phone: Phone, meeting: Meeting) -> None:
    phone.page.goto(meeting.server.address)
    phone.page.get_by_label("Meeting code").fill(f"{meeting.code[:4]}-{meeting.code[4:]}".lower())
    phone.button("Join").click()
    expect(phone.page.get_by_text("They do not see who you are.")).to_be_visible()
    phone.button("Join").click()
    phone.in_the_room()


def test_a_code_that_does_not_exist_is_said_and_kept(phone: Phone, meeting: Meeting, watch: Watch) -> None:
    watch.expects(REFUSED_FORM)
    phone.page.goto(meeting.server.address)
    phone.page.get_by_label("Meeting code").fill("AAAA-2222")
    phone.button("Join").click()
    reads(phone.page.get_by_role("alert"), "There is no meeting with this code.")
    expect(phone.page.get_by_label("Meeting code")).to_have_value("AAAA-2222")


def test_a_link_opens_the_desk_and_its_secret_leaves_the_address_bar(desk: Desk, meeting: Meeting) -> None:
    secret = meeting.links["moderator"].partition("#")[2]
    asked: list[str] = []
    held: list[Route] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.route("**/enter", lambda route: held.append(route))
    desk.page.goto(meeting.links["moderator"], wait_until="commit")

    # before it is sent, and whatever then becomes of the line
    eventually(lambda: held or desk.page.wait_for_timeout(50))
    address = f"{meeting.server.address}/{meeting.code}/desk"
    eventually(lambda: desk.page.url == address or desk.page.wait_for_timeout(50))

    for route in held:
        route.continue_()
    desk.is_connected()
    expect(desk.page).to_have_url(address)
    assert not [url for url in asked if secret in url.partition("#")[0]]


def test_a_wrong_link_is_said_and_opens_nothing(desk: Desk, meeting: Meeting, watch: Watch) -> None:
    watch.expects(REFUSED_FORM)
    desk.page.goto(meeting.links["moderator"].partition("#")[0] + "#somethingelse")
    reads(desk.page.get_by_role("alert"), "This link is not valid")
    desk.page.goto(meeting.links["stage"].replace("/stage#", "/desk#"))
    reads(desk.page.get_by_role("alert"), "This link opens another screen")


def test_presenting_changes_every_screen(phone: Phone, desk: Desk, stage: Stage) -> None:
    phone.join()
    desk.enter()
    stage.enter()
    expect(stage.main(TITLE)).to_be_visible()
    desk.press("n")
    expect(phone.now.get_by_role("heading", name=FIRST)).to_be_visible()
    stage.is_large(FIRST)
    desk.press("n")
    expect(phone.now.get_by_role("heading", name=SECOND)).to_be_visible()
    expect(phone.now.get_by_text("Who pays?")).to_be_visible()
    expect(stage.main("Who pays?")).to_be_visible()
    expect(phone.now.get_by_role("heading", name=FIRST)).to_have_count(0)
    desk.says("Presented")
    desk.press("z")
    expect(phone.now.get_by_role("heading", name=FIRST)).to_be_visible()
    stage.is_large(FIRST)


def test_a_question_from_the_phone_to_the_record(phone: Phone, second_phone: Phone, desk: Desk, stage: Stage) -> None:
    # given everybody is there
    phone.join()
    second_phone.join()
    desk.enter()
    stage.enter()

    # when one asks, then the author alone sees it, and that it waits
    phone.ask(QUESTION)
    reads(phone.my_card(QUESTION), "Waiting for review")
    expect(phone.composer).to_have_value("")
    expect(desk.card("Waiting for review", QUESTION)).to_be_visible()
    expect(second_phone.page.get_by_text(QUESTION)).to_have_count(0)

    # when it is approved, then everybody has it
    desk.press("a")
    expect(second_phone.card(QUESTION)).to_be_visible()
    reads(phone.my_card(QUESTION), "On the list")
    expect(desk.card("On the list", QUESTION)).to_be_visible()
    expect(desk.card("Waiting for review", QUESTION)).to_have_count(0)

    # when it is supported, then it is counted on every screen
    second_phone.shows_support(QUESTION, 0, pressed=False)
    second_phone.support_of(QUESTION).click()
    second_phone.shows_support(QUESTION, 1, pressed=True)
    reads(phone.card(QUESTION), re.compile(r"Support\s+1"))
    expect(phone.card(QUESTION).get_by_role("button")).to_have_count(0)
    reads(desk.card("On the list", QUESTION), re.compile(r"Support\s+1"))

    # when it is highlighted, then it is first on phones and large on the stage
    desk.press("2", "h")
    reads(second_phone.now, QUESTION)
    reads(second_phone.now, "Being answered now")
    reads(phone.my_card(QUESTION), "Being answered now")
    stage.is_large(QUESTION)
    second_phone.shows_support(QUESTION, 1, pressed=True)

    # when a reply is written, then everybody reads it
    desk.press("r")
    desk.page.get_by_label("Your reply").fill("The duty officer, on every night.")
    desk.page.get_by_label("Your reply").press("Control+Enter")
    reads(second_phone.now, "The duty officer, on every night.")
    reads(phone.my_card(QUESTION), "Written answer")

    # when it is answered, then it is folded away and the stage goes back
    desk.press("x")
    reads(phone.my_card(QUESTION), "Answered")
    expect(stage.main(TITLE)).to_be_visible()
    reads(second_phone.closed(), QUESTION)
    desk.press("3")
    expect(desk.card("Decided", QUESTION)).to_be_visible()

    # when the meeting ends, then phones lead to the record, and the record holds all of it
    desk.menu("End the meeting…")
    desk.page.get_by_role("dialog").get_by_role("button", name="End the meeting").click()
    for each in (phone, second_phone):
        reads(each.now, "The meeting has ended. Thank you for taking part.")
    reads(stage.page.get_by_role("main"), "The meeting has ended. Thank you.")
    second_phone.now.get_by_role("link", name="Read the public record").click()
    expect(second_phone.page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    record = second_phone.page.get_by_role("main")
    reads(record, QUESTION)
    reads(record, "The duty officer, on every night.")


def test_support_is_set_and_never_toggled(phone: Phone, second_phone: Phone, desk: Desk, meeting: Meeting) -> None:
    meeting.ask(QUESTION)
    phone.join()
    second_phone.join()
    desk.enter()
    phone.support_of(QUESTION).click()
    second_phone.support_of(QUESTION).click()
    for each in (phone, second_phone):
        each.shows_support(QUESTION, 2, pressed=True)
    reads(desk.card("On the list", QUESTION), re.compile(r"Support\s+2"))

    # when one takes it back, the other's stays
    phone.support_of(QUESTION).click()
    phone.shows_support(QUESTION, 1, pressed=False)
    second_phone.shows_support(QUESTION, 1, pressed=True)
    phone.page.reload()
    phone.shows_support(QUESTION, 1, pressed=False)

    # and the last word of an impatient finger holds: pressed, taken back, pressed
    support = phone.support_of(QUESTION)
    for _ in range(3):
        support.click()
    phone.shows_support(QUESTION, 2, pressed=True)
    reads(desk.card("On the list", QUESTION), re.compile(r"Support\s+2"))
    phone.page.reload()
    phone.shows_support(QUESTION, 2, pressed=True)


def test_the_most_supported_comes_first(phone: Phone, meeting: Meeting) -> None:
    for text in (LATER, QUESTION):
        meeting.ask(text)
    (question,) = meeting.questions(QUESTION)
    meeting.do("somebody else", "vote.cast", question=question["id"], value=1)
    phone.join()
    reads(phone.list.get_by_role("listitem").first, QUESTION)


def test_a_decline_tells_its_author_why_and_can_be_taken_back(phone: Phone, second_phone: Phone, desk: Desk) -> None:
    phone.join()
    second_phone.join()
    desk.enter()
    phone.ask(LATER)
    expect(desk.card("Waiting for review", LATER)).to_be_visible()
    desk.press("d")
    reads(desk.page.get_by_role("dialog"), LATER)
    desk.page.get_by_label(REASON).check()
    desk.page.get_by_role("dialog").get_by_role("button", name="Decline").click()
    reads(phone.my_card(LATER), "Not taken up")
    reads(phone.my_card(LATER), REASON)
    expect(second_phone.page.get_by_text(LATER)).to_have_count(0)
    desk.says("Declined")

    desk.press("z")
    reads(phone.my_card(LATER), "Waiting for review")
    reads_not(phone.my_card(LATER), REASON)
    expect(desk.card("Waiting for review", LATER)).to_be_visible()


def test_joined_questions_keep_their_support_and_can_be_parted(phone: Phone, desk: Desk, meeting: Meeting) -> None:
    into, other = meeting.ask(QUESTION), meeting.ask(OTHER, "another")
    meeting.do("a third", "vote.cast", question=into, value=1)
    meeting.do("a third", "vote.cast", question=other, value=1)
    meeting.do("a fourth", "vote.cast", question=other, value=1)
    phone.join()
    phone.ask("Who rings?")
    reads(phone.my_card("Who rings?"), "Waiting for review")
    meeting.approve("Who rings?")
    desk.enter()

    # the phone's own question is joined with the first
    desk.select("On the list", "Who rings?")
    desk.press("m")
    expect(desk.page.get_by_text("Join this question with another:")).to_be_visible()
    desk.select("On the list", QUESTION)
    desk.press("m")
    reads(phone.my_card("Who rings?"), "Joined with another question")
    reads(phone.my_card("Who rings?"), QUESTION)
    expect(phone.card("Who rings?")).to_have_count(0)

    # then the second, whose supporters count once
    desk.select("On the list", OTHER)
    desk.press("m")
    desk.select("On the list", QUESTION)
    desk.press("m")
    expect(phone.card(OTHER)).to_have_count(0)
    before = int(meeting.questions(QUESTION)[0]["score"])
    assert before >= 2

    desk.says("Joined with another question")
    desk.press("z")
    expect(phone.card(OTHER)).to_be_visible()
    reads(phone.card(OTHER), re.compile(r"Support\s+2"))


def test_a_pause_is_said_everywhere_and_loses_no_word(phone: Phone, desk: Desk, stage: Stage, meeting: Meeting) -> None:
    meeting.ask(QUESTION)
    phone.join()
    desk.enter()
    stage.enter()
    phone.composer.fill("Half a thought")
    desk.menu("Pause the meeting")
    reads(phone.now, "The meeting is paused.")
    reads(stage.page.get_by_role("main"), "We continue in a moment.")
    expect(phone.button("Send")).to_be_disabled()
    expect(phone.support_of(QUESTION)).to_have_count(0)
    expect(phone.composer).to_have_value("Half a thought")

    desk.menu("Open the meeting again")
    reads_not(phone.now, "The meeting is paused.")
    phone.button("Send").click()
    reads(phone.my_card("Half a thought"), "Waiting for review")
    expect(stage.main(TITLE)).to_be_visible()


def test_what_is_typed_the_moment_edit_opens_stays_and_cancel_takes_it_back(phone: Phone) -> None:
    phone.join()
    phone.ask("Who anwsers?")
    card = phone.my_card("Who anwsers?")
    reads(card, "Waiting for review")
    box = card.get_by_role("textbox", name="Your question")
    # Faster than the browser tells that the box was opened: as somebody who pastes.
    card.locator(".edit").evaluate(
        """box => {
            const field = box.querySelector("textarea")
            box.open = true
            field.value += " And when?"
            field.dispatchEvent(new Event("input", { bubbles: true }))
        }"""
    )
    expect(box).to_be_focused()
    expect(box).to_have_value("Who anwsers? And when?")
    card.get_by_role("button", name="Cancel").click()
    card.get_by_text("Edit", exact=True).filter(visible=True).click()
    expect(box).to_have_value("Who anwsers?")


def test_an_author_corrects_and_withdraws(phone: Phone, second_phone: Phone, meeting: Meeting) -> None:
    phone.join()
    second_phone.join()
    phone.ask("Who anwsers?")
    reads(phone.my_card("Who anwsers?"), "Waiting for review")
    card = phone.my_card("Who anwsers?")
    card.get_by_text("Edit", exact=True).filter(visible=True).click()
    card.get_by_role("textbox", name="Your question").fill("Who answers?")
    card.get_by_role("button", name="Save").click()
    reads(phone.my_card("Who answers?"), "Waiting for review")
    reads_not(phone.my_card("Who answers?"), "Your change is on its way.")
    meeting.approve("Who answers?")
    expect(second_phone.card("Who answers?")).to_be_visible()

    phone.my_card("Who answers?").get_by_text("Withdraw", exact=True).click()
    phone.my_card("Who answers?").get_by_role("button", name="Withdraw this question").click()
    reads(phone.mine, "Deleted: its words are gone everywhere")
    expect(phone.page.get_by_text("Who answers?")).to_have_count(0)
    expect(second_phone.card("Who answers?")).to_have_count(0)
    assert meeting.questions("Who answers?") == []
