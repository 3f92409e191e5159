"""From the moderator's key to what people see, in real browsers: a desk, a phone and a stage."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from bench.server import Server
from bench.spread import milliseconds
from tests.browser.chromium import chromium

PRESSES = 12
# Milliseconds between two presses, longer than the rest between two pulses.
_REST = 900

_ITEMS = [{"title": f"Item {number:03d} of the programme"} for number in range(PRESSES)]
# Both moments are read from the machine's one clock: the key on the desk, the changed text on the other screen.
_NOTE_KEY = "addEventListener('keydown', () => { window.pressed = Date.now() }, true)"
_NOTE_CHANGE = """title => new Promise(seen => {
  const look = () => document.body.innerText.includes(title)
    ? requestAnimationFrame(() => seen(Date.now())) : setTimeout(look, 4)
  look()
})"""


def press_to_screens(server: Server, tick: Callable[[], object]) -> dict[str, Any]:
    """Present one item after the other with ``n``, and time the phone and the stage."""
    links = _meeting(server)
    waits: dict[str, list[float]] = {"phone": [], "stage": []}
    with chromium() as browser:
        desk, phone, stage = (browser.new_context().new_page() for _ in range(3))
        for page, link in ((desk, "moderator"), (phone, "participant"), (stage, "stage")):
            page.goto(links[link])
        phone.get_by_role("button", name="Join").click()
        desk.get_by_role("button", name="Next").wait_for()
        stage.wait_for_timeout(1500)
        desk.evaluate(_NOTE_KEY)
        for item in _ITEMS:
            for name, moment in _press(desk, {"phone": phone, "stage": stage}, item["title"]).items():
                waits[name].append(moment / 1000)
            tick()
            desk.wait_for_timeout(_REST)
    return {f"press_to_{name}_ms": milliseconds(times) for name, times in waits.items()}


def _press(desk: Page, screens: dict[str, Page], title: str) -> dict[str, float]:
    """Milliseconds from the key to the frame in which each screen shows the title as its current item."""
    for page in screens.values():
        page.evaluate(f"title => {{ window.seen = ({_NOTE_CHANGE})(title) }}", title)
    desk.keyboard.press("n")
    moments = {name: page.evaluate("() => window.seen") for name, page in screens.items()}
    pressed = desk.evaluate("() => window.pressed")
    return {name: moment - pressed for name, moment in moments.items()}


def _meeting(server: Server) -> dict[str, str]:
    programme = {"title": "Measured", "items": _ITEMS}
    request = urllib.request.Request(
        f"{server.address}/api/meetings", data=json.dumps({"programme": programme}).encode(), method="POST"
    )
    with urllib.request.urlopen(request) as answer:
        links: dict[str, str] = json.load(answer)["links"]
    return links
