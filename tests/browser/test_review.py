"""The review form: what was read, in rows that stand as a person reads them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewBrowser
from tests.server import Server

pytestmark = pytest.mark.slow

TEXT = "# Who protects whom?\n\nDate: 26 November 2026\n\n## Discussion\n\n- Who pays?\n- Who decides?\n"


@pytest.mark.parametrize("width", [390, 820, 1024, 1440])
def test_the_number_of_a_row_stands_above_its_fields(new_browser: NewBrowser, server: Server, width: int) -> None:
    page = new_browser(viewport={"width": width, "height": 900}).new_page()
    page.goto(server.address + "/new")
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="Read the programme").click()
    row = page.locator(".sheet:has([name=item-kind])").first
    expect(row).to_be_visible()
    page.wait_for_load_state("load")
    number, kind, minutes = (
        row.locator(part).bounding_box() for part in (".sheet-number", "[name=item-kind]", "[name=item-minutes]")
    )
    assert number and kind and minutes
    assert number["y"] + number["height"] <= kind["y"]
    assert abs(number["x"] - kind["x"]) <= 1
    if width > 390:
        assert abs(kind["y"] - minutes["y"]) <= 1
