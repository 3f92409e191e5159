"""The organiser's page in a real browser: at every width, and a code of one's own from its QR code to the room."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewBrowser
from tests.browser.meeting import TITLE, Meeting
from tests.browser.screens import Organiser
from tests.browser.sizes import fits, settles, thumbs_hit, unfold
from tests.browser.watch import REFUSED_FORM, Watch

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_fits_and_thumbs_hit(
    new_browser: NewBrowser, meeting: Meeting, watch: Watch, width: int, language: str
) -> None:
    watch.expects(REFUSED_FORM)
    browser = new_browser(viewport={"width": width, "height": 800}, locale=language)
    page = browser.new_page()
    page.goto(f"{meeting.server.address}/{meeting.code}/organise")
    fits(page)
    thumbs_hit(page)
    page.locator("#passphrase").fill(meeting.passphrase)
    page.locator("main form button:not([type=button])").click()
    expect(page.locator("#links")).to_be_visible()
    unfold(page)
    fits(page)
    thumbs_hit(page)
    page.evaluate('() => { document.documentElement.style.fontSize = "200%" }')
    fits(page)
    for path in ("organise/forget", "QQQQQQQQ", "QQQQQQQQ/desk"):
        page.goto(f"{meeting.server.address}/{path if 'Q' in path else f'{meeting.code}/{path}'}")
        fits(page)
        thumbs_hit(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_passphrase_can_be_shown_while_it_is_typed(
    new_browser: NewBrowser, meeting: Meeting, scripts: bool
) -> None:
    page = new_browser(java_script_enabled=scripts).new_page()
    page.goto(f"{meeting.server.address}/{meeting.code}/organise")
    field, show = page.locator("#passphrase"), page.get_by_role("button", name="Show")
    expect(field).to_have_attribute("type", "password")
    if not scripts:
        expect(show).to_be_hidden()
        return
    show.click()
    expect(field).to_have_attribute("type", "text")
    expect(field).to_be_focused()
    show.click()
    expect(field).to_have_attribute("type", "password")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_refusal_is_in_view_after_it_was_sent(
    new_browser: NewBrowser, meeting: Meeting, watch: Watch, scripts: bool
) -> None:
    watch.expects(REFUSED_FORM)
    page = new_browser(java_script_enabled=scripts, viewport={"width": 390, "height": 800}).new_page()
    Organiser(page, meeting).sign_in()
    page.get_by_label("Your passphrase now").fill("another")
    page.get_by_role("button", name="Change the passphrase").click()
    expect(page.locator("#sign-in").get_by_role("alert")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_sheet_of_codes_to_the_room(
    new_browser: NewBrowser, meeting: Meeting, watch: Watch, scripts: bool
) -> None:
    watch.expects(REFUSED_FORM)
    page = new_browser(java_script_enabled=scripts).new_page()
    Organiser(page, meeting).sign_in()
    page.get_by_label("Closed: only people with a code of their own").check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_label("How many new ones").fill("2")
    page.get_by_role("button", name="Make a sheet to print").click()
    expect(page.locator(".ticket-code")).to_have_count(2)
    fits(page)
    first, second = page.locator(".ticket-code").all_text_contents()
    phone = new_browser(java_script_enabled=scripts).new_page()
    address = f"{meeting.server.address}/{meeting.code}"
    phone.goto(f"{address}#{first.replace('-', '')}" if scripts else address)
    if not scripts:
        phone.get_by_label("Your own code").fill(first.lower())
        phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(phone).to_have_url(re.compile(rf"^((?!#|{first.replace('-', '')}).)*$"))
    phone.get_by_role("button", name="Join").click()
    expect(phone).to_have_url(address)
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    stranger = new_browser(java_script_enabled=scripts).new_page()
    for code in (first, "AAAAA-AAAAA"):
        stranger.goto(address)
        stranger.get_by_label("Your own code").fill(code)
        stranger.get_by_role("button", name="Go on").click()
        expect(stranger.get_by_role("alert")).to_contain_text("That did not work.")
        expect(stranger.get_by_label("Your own code")).to_have_value(code)


def test_the_sheet_prints_ten_to_a_page(new_browser: NewBrowser, meeting: Meeting) -> None:
    page = new_browser().new_page()
    Organiser(page, meeting).sign_in()
    page.get_by_label("How many new ones").fill("24")
    page.get_by_role("button", name="Make a sheet to print").click()
    expect(page.locator(".ticket")).to_have_count(24)
    page.locator(".ticket-code").evaluate_all("codes => codes.forEach(code => { code.textContent = 'WWWWW-WWWWW' })")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1046})  # a page of A4 within its margins
    wide = "each => each.scrollWidth > each.clientWidth + 1"
    settles(page, f"[...document.querySelectorAll('.ticket')].some({wide})", False)
    for paper in ("A4", "Letter"):
        assert re.findall(rb"/Type /Pages\s*/Count (\d+)", page.pdf(format=paper)) == [b"3"], paper
