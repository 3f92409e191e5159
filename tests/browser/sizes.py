"""What is measured on a page: does it fit, do thumbs hit, and everything folded away unfolded first."""

from __future__ import annotations

import time

from playwright.sync_api import Page

# Seconds that a page may take until nothing on it moves any more.
PATIENCE = 10.0

# What may be wider than the window without the page being so: it scrolls by itself, or is hidden from sight.
SIDEWAYS = """() => {
  const { scrollWidth, clientWidth } = document.scrollingElement
  if (scrollWidth <= clientWidth) return null
  const wide = [...document.querySelectorAll("body *")].filter(each => each.checkVisibility()
    && (each.getBoundingClientRect().right > clientWidth + 1 || each.getBoundingClientRect().left < -1))
  return [scrollWidth, clientWidth, ...wide.slice(0, 5).map(each => each.outerHTML.slice(0, 120))]
}"""
# Everything that is pressed, not the links inside a sentence; 44 by 44 CSS pixels, or a label of that size around it.
SMALL = """() => {
  const pressed = document.querySelectorAll(
    "button, summary, input:not([type=hidden]), select, textarea, a, [role=button]")
  return [...pressed].filter(each => {
    if (!each.checkVisibility({ visibilityProperty: true })) return false
    if (each.localName === "a" && getComputedStyle(each).display === "inline") return false
    const { width, height, right, bottom } = (each.closest("label") ?? each).getBoundingClientRect()
    if (width <= 1 || height <= 1 || right <= 0 || bottom <= 0) return false
    return width < 44 || height < 44
  }).map(each => {
    const { width, height } = each.getBoundingClientRect()
    return `${each.outerHTML.slice(0, 100)} ${width}x${height}`
  })
}"""


def fits(page: Page) -> None:
    settles(page, SIDEWAYS, None)


def thumbs_hit(page: Page) -> None:
    settles(page, SMALL, [])


def settles(page: Page, script: str, wanted: object) -> None:
    """What the script finds on the page is in the end what it should be: fonts and scripts may come a little later."""
    page.wait_for_load_state("load")
    until = time.monotonic() + PATIENCE
    while (found := page.evaluate(script)) != wanted:
        assert time.monotonic() < until, (page.url, found)
        page.wait_for_timeout(50)


def unfold(page: Page) -> None:
    """Open whatever can be opened."""
    page.evaluate('() => { for (const box of document.querySelectorAll("details")) box.open = true }')
