"""Working for a place, in a real browser: the page between, a protected meeting, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from facilitation.web.toll import ALL_GUESSES
from tests.browser.conftest import DESK, PHONE, NewBrowser
from tests.browser.meeting import Meeting
from tests.browser.screens import Phone
from tests.server import Server

pytestmark = pytest.mark.slow


def use_up(server: Server) -> None:
    """Guess until it is asked for work."""
    for _ in range(3 * ALL_GUESSES):
        if server.call("POST", "/api/AAAACCCC/seats", {})[0] == 429:
            return
    raise AssertionError("nobody was asked")


def test_a_protected_meeting_lets_a_phone_work_and_in(new_phone: Callable[..., Phone], watch, meeting: Meeting) -> None:
    meeting.do("moderator", "meeting.settings", protection=True)
    watch.expects("status of 429")
    phone = new_phone()
    phone.join()
    assert phone.page.evaluate("history.length") <= 2
    assert meeting.server.call("POST", f"/api/{meeting.code}/seats", {})[0] == 429


def asked_on(page: Page) -> list[str]:
    """The addresses at which this page is asked for work, from now on."""
    asked: list[str] = []
    page.on("response", lambda answer: asked.append(answer.url) if answer.status == 429 else None)
    return asked


# A guess is free again every half second, and a slow machine may take longer than that from the last one to the page.
ROUNDS = 5


def test_a_guessed_at_server_lets_a_phone_work_and_in(new_phone: Callable[..., Phone], watch, meeting: Meeting) -> None:
    watch.expects("status of 429")
    for _ in range(ROUNDS):
        phone = new_phone()
        asked = asked_on(phone.page)
        use_up(meeting.server)
        phone.join()
        expect(phone.page).to_have_url(f"{meeting.server.address}/{meeting.code}")
        if asked:
            break
    assert asked


def test_an_invitation_is_not_lost_on_the_way(new_browser: NewBrowser, watch, meeting: Meeting) -> None:
    watch.expects("status of 429")
    for _ in range(ROUNDS):
        page = new_browser(**DESK).new_page()
        asked = asked_on(page)
        use_up(meeting.server)
        page.goto(meeting.links["moderator"])
        expect(page.locator("#page")).to_be_attached()
        expect(page).to_have_url(f"{meeting.server.address}/{meeting.code}/desk")
        if asked:
            break
    assert asked


def test_without_javascript_it_waits_and_goes_on_by_itself(new_browser: NewBrowser, watch, meeting: Meeting) -> None:
    watch.expects("status of 429")
    page = new_browser(**PHONE, java_script_enabled=False).new_page()
    asked = page.get_by_text("Without JavaScript it waits instead")
    for _ in range(ROUNDS):
        use_up(meeting.server)
        page.goto(f"{meeting.server.address}/{meeting.code}")
        if asked.count():
            break
    expect(asked).to_be_visible()
    expect(page.get_by_role("button", name="Join")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Join").click()
    expect(page).to_have_url(f"{meeting.server.address}/{meeting.code}")
    expect(page.get_by_text("Your device")).to_have_count(0)
