"""A seat that is no more, while its screen is open: nothing of the meeting stays there, and it says why."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, NewBrowser
from tests.browser.meeting import Meeting
from tests.browser.screens import Desk, Organiser, Phone, Stage, holds_not, reads
from tests.browser.watch import LINE_LOST, Watch
from tests.witness import eventually

pytestmark = pytest.mark.slow

WORDS = "Who reads this once it is over?"
REVOKED = "The link that opened this page was revoked or has run out, or the meeting is over."
# What a person may have seen of it meanwhile: every text that the notices of a page held.
LISTEN = """() => {
  window.said = ""
  new MutationObserver(() => { window.said += document.body.innerText })
    .observe(document.body, { attributes: true, childList: true, subtree: true, characterData: true })
  addEventListener("pagehide", () => sessionStorage.setItem("said", window.said))
}"""


def is_shut(page: Page, path: str) -> None:
    reads(page.get_by_role("alert"), REVOKED)
    assert page.url.endswith(path)
    holds_not(page, WORDS)
    assert "No connection" not in page.evaluate("sessionStorage.said")


def test_a_revoked_desk_is_empty(new_browser: NewBrowser, organiser: Organiser, meeting: Meeting) -> None:
    link = organiser.made("rapporteur")
    desk = Desk(new_browser(**DESK).new_page(), meeting)
    desk.page.goto(link)
    desk.is_connected()
    meeting.do("someone", "question.ask", text=WORDS)
    expect(desk.card("Waiting for review", WORDS)).to_be_visible()
    desk.page.evaluate(LISTEN)
    organiser.revoke("Rapporteur")
    is_shut(desk.page, "/desk")
    expect(desk.page.get_by_label("Your personal link")).to_be_visible()


def test_a_revoked_stage_is_empty(new_browser: NewBrowser, organiser: Organiser, meeting: Meeting) -> None:
    stage = Stage(new_browser().new_page(), meeting)
    stage.page.goto(organiser.made("stage"))
    meeting.do("moderator", "question.highlight", question=meeting.ask(WORDS))
    expect(stage.main(WORDS)).to_be_visible()
    stage.page.evaluate(LISTEN)
    organiser.revoke("Big screen")
    is_shut(stage.page, "/stage")


def test_a_desk_that_was_never_let_in_is_not_loaded_again_and_again(desk: Desk, meeting: Meeting) -> None:
    meeting.do("someone", "question.ask", text=WORDS)
    desk.enter()
    loads: list[str] = []
    desk.page.on("request", lambda request: loads.append(request.url) if request.is_navigation_request() else None)
    desk.page.context.route(
        "**/js/socket.js", lambda route: route.fulfill(body=STUBBORN, content_type="text/javascript")
    )
    desk.page.reload()
    reads(desk.page.get_by_role("alert"), "Nothing of the meeting is left here")
    holds_not(desk.page, WORDS)
    desk.page.context.unroute("**/js/socket.js")
    desk.page.get_by_role("link", name="Open it again").click()
    desk.is_connected()
    assert len(loads) == 2, "the one that was asked for before, and this one"


# A line at whose end nobody knows this seat.
STUBBORN = """export const open = () => ({
  io: { on() {} }, onAny() {},
  on(name, hear) { if (name === "connect_error") setTimeout(() => hear({ data: { code: "seat.unknown" } })) },
})"""


def test_a_running_meeting_that_forgets_tells_the_phones(phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.ask(WORDS)
    meeting.do("moderator", "meeting.forget")
    reads(phone.page.get_by_role("main"), "Nobody can find out any more who asked or supported what.")
    holds_not(phone.page, WORDS)
    eventually(lambda: not phone.page.evaluate("localStorage.length"))


def test_who_slept_through_it_is_told_as_well(phone: Phone, watch: Watch, meeting: Meeting) -> None:
    watch.expects(LINE_LOST)
    phone.join()
    phone.ask(WORDS)
    phone.page.context.set_offline(True)
    phone.is_offline()
    meeting.do("moderator", "meeting.forget")
    phone.page.context.set_offline(False)
    reads(phone.page.get_by_role("main"), "Nobody can find out any more who asked or supported what.")
    eventually(lambda: not phone.page.evaluate("localStorage.length"))


DRAFT = "And what is half typed?"
NOT_ARRIVED = "As far as this phone knows, what you wrote here did not arrive."


def tells_once_what_did_not_arrive(phone: Phone, *texts: str) -> None:
    notice = phone.page.get_by_role("alert").filter(has_text=NOT_ARRIVED)
    for text in texts:
        reads(notice.get_by_role("listitem").filter(has_text=text), text)
    eventually(lambda: not phone.page.evaluate("localStorage.length"))
    expect(phone.button("Quick exit")).to_have_count(1)


def test_words_that_never_arrived_are_given_back_once(phone: Phone, watch: Watch, meeting: Meeting) -> None:
    watch.expects(LINE_LOST)
    phone.join()
    phone.is_live()
    phone.page.context.set_offline(True)
    phone.is_offline()
    phone.ask(WORDS)
    phone.composer.fill(DRAFT)
    meeting.do("moderator", "meeting.forget")
    phone.page.context.set_offline(False)
    reads(phone.page.get_by_role("main"), "Nobody can find out any more who asked or supported what.")
    tells_once_what_did_not_arrive(phone, WORDS, DRAFT)
    phone.page.reload()
    reads(phone.page.get_by_role("main"), "Nobody can find out any more who asked or supported what.")
    holds_not(phone.page, WORDS)
    expect(phone.page.get_by_role("alert")).to_have_count(0)


def test_so_is_what_was_being_written_when_it_forgot(phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.ask(WORDS)
    phone.composer.fill(DRAFT)
    meeting.do("moderator", "meeting.forget")
    tells_once_what_did_not_arrive(phone, DRAFT)
    holds_not(phone.page, WORDS)
    expect(phone.composer).to_have_count(0)
    phone.page.get_by_role("link", name="Back to the meeting").click()
    reads(phone.page.get_by_role("main"), "Nobody can find out any more who asked or supported what.")
    holds_not(phone.page, DRAFT)


def test_they_are_gone_with_the_quick_exit(phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.composer.fill(DRAFT)
    meeting.do("moderator", "meeting.forget")
    tells_once_what_did_not_arrive(phone, DRAFT)
    phone.button("Quick exit").click()
    expect(phone.page.get_by_role("heading", name="World clock")).to_be_visible()
    phone.page.go_back()
    holds_not(phone.page, DRAFT)


def test_a_seat_that_is_lost_otherwise_loses_no_words(phone: Phone, watch: Watch, meeting: Meeting) -> None:
    watch.expects(LINE_LOST)
    phone.join()
    phone.is_live()
    phone.composer.fill(WORDS)
    phone.page.context.clear_cookies()
    phone.page.context.set_offline(True)
    phone.is_offline()
    phone.page.context.set_offline(False)
    phone.button("Join").click()
    phone.is_awake()
    expect(phone.composer).to_have_value(WORDS)
