"""Every screen at every width: nothing scrolls sideways, nothing is cut off, thumbs hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.busy import GERMAN, LONG_TITLE, QUESTIONS, in_full
from tests.browser.conftest import NewBrowser
from tests.browser.meeting import TITLE, Meeting
from tests.browser.screens import Desk, Phone, Stage
from tests.browser.sizes import fits, settles, thumbs_hit, unfold
from tests.browser.watch import REFUSED_FORM, Watch
from tests.server import Server
from tests.witness import eventually

pytestmark = [pytest.mark.slow, pytest.mark.full_swing]

WIDTHS = [320, 360, 390, 820]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_phone_never_scrolls_sideways(new_phone: Callable[..., Phone], width: int, watch: Watch) -> None:
    watch.expects(REFUSED_FORM)
    phone = new_phone(viewport={"width": width, "height": 740}, is_mobile=False)
    page, meeting = phone.page, phone.meeting
    for path in ("/", "/new", "/away", f"/{meeting.code}", f"/{meeting.code}/desk", "/nothing-here"):
        page.goto(meeting.server.address + path)
        fits(page)
        thumbs_hit(page)
    in_full(phone)
    fits(page)
    thumbs_hit(page)
    # Twice as large letters, as somebody with poor eyes sets them.
    page.evaluate('() => { document.documentElement.style.fontSize = "200%" }')
    fits(page)
    page.goto(f"{meeting.server.address}/{meeting.code}/ask")
    fits(page)
    thumbs_hit(page)
    page.goto(f"{meeting.server.address}/{meeting.code}/record.html")
    unfold(page)
    fits(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_phone_without_scripts_never_scrolls_sideways(new_phone: Callable[..., Phone], width: int) -> None:
    phone = new_phone(viewport={"width": width, "height": 740}, is_mobile=False, java_script_enabled=False)
    phone.open()
    phone.button("Join").click()
    phone.in_the_room(LONG_TITLE)
    phone.page.get_by_role("link", name="Ask a question").click()
    fits(phone.page)
    phone.page.get_by_role("textbox", name="Your question").fill(f"Mine: {GERMAN}")
    phone.button("Send").click()
    phone.in_the_room(LONG_TITLE)
    fits(phone.page)
    thumbs_hit(phone.page)


# A laptop, the same at 200 %, a tablet both ways, a phone.
@pytest.mark.parametrize("size", [(1440, 900), (720, 450), (820, 1180), (1180, 820), (390, 844), (320, 740)])
def test_a_desk_never_scrolls_sideways(new_browser: NewBrowser, meeting: Meeting, size: tuple[int, int]) -> None:
    desk = Desk(new_browser(viewport={"width": size[0], "height": size[1]}).new_page(), meeting)
    desk.enter()
    fits(desk.page)
    unfold(desk.page)
    fits(desk.page)
    desk.press("Escape", "?")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    fits(desk.page)
    desk.press("Escape")
    desk.press("1", "d")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    fits(desk.page)


def test_a_tablet_desk_is_for_thumbs(new_browser: NewBrowser, meeting: Meeting) -> None:
    desk = Desk(
        new_browser(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True).new_page(), meeting
    )
    desk.enter()
    thumbs_hit(desk.page)


# A projector 16:9, 4:3, a portrait screen, a small mirror of it, and 200 %.
@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), (1080, 1920), (640, 360), (960, 540)])
def test_a_stage_shows_all_of_it_at_once(new_browser: NewBrowser, meeting: Meeting, size: tuple[int, int]) -> None:
    stage = Stage(new_browser(viewport={"width": size[0], "height": size[1]}).new_page(), meeting)
    stage.enter()
    for text in QUESTIONS[:5]:
        (question,) = meeting.questions(text)
        meeting.do("moderator", "question.highlight", question=question["id"])
        expect(stage.main(text)).to_be_visible()
        expect(stage.main(text)).to_be_in_viewport(ratio=1)
        fits(stage.page)
        settles(stage.page, "() => document.scrollingElement.scrollHeight > innerHeight", False)
    expect(stage.page.get_by_text(f"{meeting.code[:4]}-{meeting.code[4:]}")).to_be_in_viewport(ratio=1)


def test_the_organisers_pages_fit(new_browser: NewBrowser, server: Server) -> None:
    for width in (*WIDTHS, 1440):
        page = new_browser(viewport={"width": width, "height": 800}).new_page()
        page.goto(f"{server.address}/new")
        page.get_by_role("textbox", name="Programme").fill(f"{TITLE}\n\n10:00 Welcome\n10:10 {GERMAN}\n")
        page.get_by_role("button", name="Read the programme").click()
        expect(page.get_by_role("heading", name="Correct what was read")).to_be_visible()
        fits(page)
        thumbs_hit(page)
        page.get_by_role("button", name="Create the meeting").click()
        expect(page.get_by_role("heading", name="The meeting is ready")).to_be_visible()
        fits(page)
        thumbs_hit(page)


def test_the_composer_hides_no_card_for_good(phone: Phone) -> None:
    """Scrolled to the end, the last thing on the page stands above the composer."""
    in_full(phone)

    def is_above() -> bool:
        phone.page.evaluate("() => scrollTo(0, document.scrollingElement.scrollHeight)")
        last, composer = phone.page.get_by_role("main").bounding_box(), phone.composer.bounding_box()
        assert last and composer
        return last["y"] + last["height"] <= composer["y"] + 1

    eventually(is_above)
