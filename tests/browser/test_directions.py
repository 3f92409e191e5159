"""Right to left: words in their own direction, and every screen mirrored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.busy import ARABIC, LONG_TITLE, in_full
from tests.browser.meeting import Meeting
from tests.browser.screens import Desk, Phone, Stage
from tests.browser.sizes import fits, thumbs_hit, unfold
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.full_swing]


def test_words_stand_in_their_own_direction(phone: Phone, desk: Desk, stage: Stage, meeting: Meeting) -> None:
    (arabic,) = meeting.questions(ARABIC)
    meeting.do("moderator", "question.highlight", question=arabic["id"])
    phone.join(title=LONG_TITLE)
    desk.enter()
    stage.enter()
    direction = "each => getComputedStyle(each).direction"
    for place in (phone.now.get_by_text(ARABIC).first, desk.card("On the list", ARABIC).get_by_text(ARABIC)):
        expect(place).to_be_visible()
        assert place.evaluate(direction) == "rtl"
    assert stage.main(ARABIC).evaluate(direction) == "rtl"
    short = phone.list.get_by_text("Short?", exact=True)
    assert short.evaluate(direction) == "ltr"


def test_mirrored_it_fits_as_well(phone: Phone, desk: Desk, stage: Stage) -> None:
    """The direction alone turns everything round, whatever the language of the words."""
    in_full(phone)
    desk.enter()
    stage.enter()
    for screen in (phone, desk, stage):
        exit_at = phone.button("Quick exit").bounding_box()
        screen.page.evaluate('() => { document.documentElement.dir = "rtl" }')
        fits(screen.page)
        if screen is phone:
            mirrored = phone.button("Quick exit").bounding_box()
            assert exit_at and mirrored
            assert mirrored["x"] < 195 < exit_at["x"]


def test_a_page_asked_for_in_arabic(new_phone: Callable[..., Phone], server: Server) -> None:
    """Mirrored as soon as there is a translation; until then English, left to right, and saying so."""
    phone = new_phone()
    phone.page.goto(f"{server.address}/?lang=ar")
    html = phone.page.locator("html")
    offered = phone.page.get_by_role("navigation").get_by_text("العربية").count() > 0
    expect(html).to_have_attribute("lang", "ar" if offered else "en")
    expect(html).to_have_attribute("dir", "rtl" if offered else "ltr")
    if not offered:
        return
    phone.page.goto(f"{server.address}/{phone.meeting.code}?lang=ar")
    phone.page.get_by_role("main").get_by_role("button").click()
    expect(phone.page.get_by_role("textbox").last).to_be_visible()
    expect(html).to_have_attribute("dir", "rtl")
    unfold(phone.page)
    fits(phone.page)
    thumbs_hit(phone.page)
