"""People against people: what is hidden, who is muted, and the stop, as the desk, phones and the stage show them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.meeting import TITLE, Meeting
from tests.browser.screens import Desk, Phone, Stage, reads, reads_not
from tests.witness import eventually

pytestmark = pytest.mark.slow

WORDS = "Call me on +33 6 12 34 56 78, please?"
MASKED = "Call me on ▒▒▒, please?"
WAITING, LISTED, DECIDED = "Waiting for review", "On the list", "Decided"


def test_what_is_hidden_from_everybody_and_shown(
    desk: Desk, phone: Phone, second_phone: Phone, stage: Stage, meeting: Meeting
) -> None:
    for screen in (phone, second_phone):
        screen.join()
    phone.ask(WORDS)
    reads(phone.my_card(WORDS), "Part of this is hidden from everybody but the team")
    desk.enter()
    stage.enter()

    card = desk.card(WAITING, "please?")
    expect(card.get_by_role("mark")).to_have_text("+33 6 12 34 56 78")
    expect(card.get_by_role("mark")).to_have_attribute("title", "a phone number")
    reads(card, "Hidden from everybody but the team: a phone number")
    desk.press("a")
    reads(second_phone.list, MASKED)
    reads(second_phone.list, "Part of it is hidden")
    assert "12 34 56" not in second_phone.page.content()

    desk.press("2", "h")
    expect(stage.main(MASKED)).to_be_visible()
    reads(desk.page.locator("#mirror"), MASKED)
    assert "12 34 56" not in stage.page.content()

    desk.press("w")
    dialog = desk.page.get_by_role("dialog")
    reads(dialog, "Show it whole to everybody?")
    desk.press("Enter")  # a hasty one leaves it
    expect(dialog).to_be_hidden()
    expect(stage.main(MASKED)).to_be_visible()
    desk.press("w")
    dialog.get_by_role("button", name="Show it whole").click()
    desk.says("Shown to everybody")
    expect(stage.main(WORDS)).to_be_visible()
    reads(desk.card(LISTED, "please?"), "Shown to everybody: a phone number")
    reads_not(phone.my_card(WORDS), "hidden from everybody but the team")
    desk.press("z")
    desk.says("Undone")
    expect(stage.main(MASKED)).to_be_visible()


def test_muted_and_an_appeal(desk: Desk, phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.ask("You are all liars?")
    phone.composer.fill("And one more")
    desk.enter()
    expect(desk.card(WAITING, "liars")).to_be_visible()
    desk.press("q")
    desk.says("can ask nothing more")
    reads(phone.page.get_by_role("contentinfo"), "What you wrote is kept here:\nAnd one more")
    reads(desk.card(WAITING, "liars"), "Muted: whoever asked this can ask nothing more")
    muted = phone.page.get_by_role("region", name="Asking is switched off for you")
    expect(muted).to_be_visible()
    expect(phone.composer).to_be_hidden()
    reads_not(phone.mine, "Edit")

    phone.page.get_by_text("Is this wrong? Tell the moderator").click()
    phone.page.get_by_label("Your message to the moderator").fill("I was angry.")
    phone.button("Send to the moderator").click()
    reads(muted, "not answered yet")
    reads(muted, "I was angry.")

    # wherever the question stands
    desk.press("d", "Enter")
    expect(desk.card(WAITING, "liars")).to_have_count(0)
    desk.button("1 appeal").click()
    card = desk.card(DECIDED, "liars")
    expect(card).to_have_attribute("aria-current", "true")
    reads(card, "I was angry.")
    desk.button("Keep muted").click()
    desk.says("Kept muted")
    expect(desk.button("1 appeal")).to_have_count(0)
    reads(muted, "The moderator read your message and kept it so.")
    phone.page.reload()
    reads(muted, "The moderator read your message and kept it so.")
    expect(phone.page.get_by_text("Is this wrong? Tell the moderator")).to_be_visible()
    desk.press("q")
    desk.says("can ask again")
    expect(phone.composer).to_be_visible()
    expect(muted).to_be_hidden()
    expect(phone.page.get_by_text("You can ask again.", exact=True)).to_be_visible()


def test_words_that_are_deleted_for_good(desk: Desk, phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.ask("What should not be lying about?")
    desk.enter()
    expect(desk.card(WAITING, "lying about")).to_be_visible()
    desk.press("d")
    desk.button("Delete its words for good instead").click()
    dialog = desk.page.get_by_role("dialog")
    reads(dialog, "This cannot be undone")
    desk.press("Enter")  # a hasty one leaves it
    expect(dialog).to_be_hidden()
    expect(desk.card(WAITING, "lying about")).to_be_visible()
    desk.press("Delete")
    desk.button("Delete its words for good").click()
    expect(desk.card(WAITING, "lying about")).to_have_count(0)
    desk.says("Its words are deleted for good")
    assert "lying about" not in desk.page.content()
    reads(phone.mine, "Deleted: its words are gone everywhere")
    desk.press("z")
    desk.says("cannot be undone")


def test_the_stop(desk: Desk, phone: Phone, stage: Stage, meeting: Meeting) -> None:
    item = "What keeps defenders safe?"
    meeting.do("moderator", "item.present", item=meeting.item(item))
    meeting.do("moderator", "question.highlight", question=meeting.ask("Who pays for it?"))
    meeting.ask("Who else?")
    phone.join()
    reads(phone.now, "Who pays for it?")
    desk.enter()
    stage.enter()
    expect(stage.main("Who pays for it?")).to_be_visible()

    # from within a dialog, but not from a word that is being typed
    desk.press("2", "d")
    dialog = desk.page.get_by_role("dialog")
    desk.page.get_by_label("Reason in your words").press("s")
    expect(desk.page.get_by_label("Reason in your words")).to_have_value("s")
    dialog.get_by_label("without a reason").focus()
    desk.press("s")
    expect(dialog).to_be_hidden()
    reads(desk.page.locator("#standing"), "Stopped. The stage shows nothing but the title")
    expect(stage.main(TITLE)).to_be_visible()
    expect(stage.main(item)).to_be_hidden()
    expect(stage.page.get_by_role("img")).to_have_count(0)
    reads_not(desk.page.locator("#mirror"), item)
    reads(phone.now, "The moderator has stopped the meeting for a moment")
    expect(phone.button("Support")).to_have_count(0)
    reads_not(phone.now, "Who pays for it?")
    reads_not(phone.page.get_by_role("contentinfo"), "Paused")

    desk.press("z")
    desk.says("Undone")
    expect(stage.main("Who pays for it?")).to_be_visible()
    reads_not(phone.now, "stopped")

    desk.button("Stop").click()
    expect(stage.main(item)).to_be_hidden()
    stage.page.reload()
    expect(stage.main(TITLE)).to_be_visible()
    expect(stage.page.get_by_role("img")).to_have_count(0)
    desk.button("Go on").click()
    expect(stage.main("Who pays for it?")).to_be_visible()
    eventually(lambda: meeting.state()["meeting"]["state"] == "open")


class TestWithoutScripts:
    def test_muted_says_why_and_takes_an_appeal(self, new_browser, new_phone, meeting: Meeting) -> None:
        phone: Phone = new_phone(java_script_enabled=False)
        phone.open()
        phone.button("Join").click()
        phone.page.get_by_role("link", name="Ask a question").click()
        phone.page.get_by_label("Your question").fill("Ring 0612345678?")
        phone.button("Send").click()
        reads(phone.mine, "Part of this is hidden from everybody but the team")
        (question,) = meeting.questions("Ring 0612345678?")
        meeting.do("moderator", "seat.mute", question=question["id"])
        phone.page.reload()
        phone.page.get_by_role("link", name=re.compile("^Asking is switched off for you")).click()
        reads(phone.page.get_by_role("main"), "Asking is switched off for you")
        phone.page.get_by_label("Your message to the moderator").fill("Why?")
        phone.button("Send to the moderator").click()
        eventually(lambda: meeting.state()["questions"][question["id"]]["appeal"] == "Why?")

    def test_the_desk_has_its_buttons(self, new_browser, meeting: Meeting) -> None:
        question = meeting.do("someone", "question.ask", text=WORDS)["question"]
        desk = Desk(new_browser(java_script_enabled=False).new_page(), meeting)
        desk.page.goto(meeting.links["moderator"].partition("#")[0])
        desk.page.context.add_cookies(
            [
                {
                    "name": f"seat-{meeting.code}-desk",
                    "value": meeting._seat("moderator"),
                    "url": meeting.server.address,
                }
            ]
        )
        desk.page.reload()

        def now() -> dict[str, object]:
            return dict(meeting.state()["questions"][question])

        desk.button("Show it whole").click()
        eventually(lambda: now()["whole"])
        desk.button("Mute").click()
        eventually(lambda: now()["muted"])
        desk.button("Let them ask again").click()
        eventually(lambda: not now()["muted"])
        desk.page.get_by_text(re.compile("^Meeting:")).click()
        desk.button("Stop at once").click()
        eventually(lambda: meeting.state()["meeting"]["stopped"])
        desk.button("Go on").click()
        eventually(lambda: meeting.state()["meeting"]["state"] == "open")
        desk.page.locator("noscript summary").filter(visible=True).click()
        desk.button("Delete its words for good").click()
        eventually(lambda: now()["state"] == "withdrawn")


def test_an_ended_meeting_forgets_at_the_moderators_word(desk: Desk, phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.ask("Who was here?")
    desk.enter()
    reads(desk.page.locator("#queue"), "Who was here?")
    desk.menu("End the meeting…")
    dialog = desk.page.get_by_role("dialog")
    reads(dialog, "For 15 minutes you can open it again. Then it forgets who was here, for good.")
    dialog.get_by_role("button", name="End the meeting").click()
    reads(desk.page.locator("#standing"), "It can be opened again until 15 minutes after the end")
    desk.button("Forget now").first.click()
    reads(dialog, "the meeting cannot be opened again")
    dialog.get_by_role("button", name="Forget who was here").click()
    reads(desk.page.locator("#standing"), "nobody can find out any more who asked or supported what")
    expect(desk.button("Open the meeting again")).to_have_count(0)
    for name in ("Stop", "Next:", "Add", "Approve", "Decline", "Mute", "Undo"):
        expect(desk.button(name)).to_have_count(0)
    expect(desk.button("Delete its words…")).to_have_count(1)
    reads(desk.page.locator("#meeting summary"), "over for good")
    reads_not(phone.page.locator("body"), "lost its place")
    reads(phone.page.locator("body"), "Nobody can find out any more who asked or supported what.")
    eventually(lambda: not phone.page.evaluate("Object.keys(localStorage).length"))
    phone.page.reload()
    reads(phone.page.locator("body"), "Nobody can find out any more who asked or supported what.")
    assert not [cookie for cookie in phone.page.context.cookies() if cookie["name"].startswith("seat-")]
