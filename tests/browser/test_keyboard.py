"""Everything by keys alone, and the focus always seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.busy import LONG_TITLE
from tests.browser.screens import Desk, Phone

pytestmark = [pytest.mark.slow, pytest.mark.full_swing]


def test_keys_reach_everything_on_a_phone(phone: Phone) -> None:
    phone.join(title=LONG_TITLE)
    reached = walk(phone.page)
    for name in ("Skip to the questions", "Quick exit", "Support", "Ask a question", "Programme"):
        assert any(each["name"].startswith(name) for each in reached), (name, reached)
    unseen = [each for each in reached if not each["seen"]]
    assert not unseen, "the focus must be seen"

    # by keys alone: support, then ask
    support = phone.list.get_by_role("button", name=re.compile("^Support")).last
    support.focus()
    phone.page.keyboard.press("Enter")
    expect(support).to_have_attribute("aria-pressed", "true")
    phone.composer.focus()
    phone.page.keyboard.type("Asked by keys alone?")
    phone.page.keyboard.press("Control+Enter")
    expect(phone.my_card("Asked by keys alone?")).to_have_count(1)


def test_keys_reach_everything_on_a_desk(desk: Desk) -> None:
    desk.enter()
    desk.page.evaluate("() => document.activeElement?.blur()")
    reached = walk(desk.page)
    for name in ("Skip to the questions", "Meeting", "Next", "Approve", "Highlight", "Search", "Keys"):
        assert any(each["name"].startswith(name) for each in reached), (name, reached)
    assert not [each for each in reached if not each["seen"]], "the focus must be seen"


def walk(page: Page) -> list[dict[str, Any]]:
    """What Tab reaches, from the top around to the top: its words, and whether the focus shows."""
    reached: list[dict[str, Any]] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
              const at = document.activeElement
              if (!at || at === document.body) return null
              const style = getComputedStyle(at), { width, height, bottom } = at.getBoundingClientRect()
              return {
                name: (at.innerText || at.labels?.[0]?.innerText || at.ariaLabel || "").trim().slice(0, 60),
                seen: style.outlineStyle !== "none" && width > 1 && height > 1 && bottom > 0,
                again: at.dataset.walked === "yes" || !(at.dataset.walked = "yes"),
              }
            }"""
        )
        if at is None or at["again"]:
            break
        reached.append(at)
    return reached
