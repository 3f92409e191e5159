"""Takes the README's pictures: a server of its own, a rehearsal, and one picture of each screen.

Run it with ``make pictures``; it writes to docs/pictures/.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import chromium  # noqa: E402
from tests.server import Server  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
# Seconds until the rehearsal is in full swing.
WARM_UP = 32


def main() -> None:
    """Start a server, play a rehearsal into it, and take the pictures while it runs."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "--demo")
        server.start()
        links = json.loads((Path(folder) / "demo.json").read_text())
        environment = os.environ | {"DATA_DIR": folder, "PORT": str(server.port)}
        audience = ["--size", "60", "--minutes", "1", "--seed", "11", "--languages", "en=3,fr,es,ar,ru"]
        command = [sys.executable, "-m", "facilitation", "rehearse", *audience]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as rehearsal:
            with chromium() as browser:
                take_all(browser, server, links)
            rehearsal.terminate()
        server.stop()


def take_all(browser: Browser, server: Server, links: dict[str, str]) -> None:
    """One picture of each screen, in the middle of the rehearsal."""
    meeting = f"{server.address}/{links['code']}"
    phone = page(browser, 390, 1100)
    phone.goto(meeting)
    phone.get_by_role("button", name="Join").click()
    desk, stage = page(browser, 1440, 900), page(browser, 1600, 900)
    desk.goto(f"{meeting}/desk#{links['moderator']}")
    stage.goto(f"{meeting}/stage#{links['stage']}")
    desk.get_by_role("button", name="Next").click()
    desk.get_by_role("button", name="Next").click()
    desk.wait_for_timeout(WARM_UP * 1000)
    phone.get_by_role("button", name="new question").click()
    phone.evaluate("scrollTo(0, 0)")
    PICTURES.mkdir(exist_ok=True)
    for name, screen in (("phone", phone), ("desk", desk), ("stage", stage)):
        screen.screenshot(path=PICTURES / f"{name}.png")
    print(f"Three pictures in {PICTURES.relative_to(ROOT)}/")


def page(browser: Browser, width: int, height: int) -> Page:
    """A page in a browser profile of its own."""
    return browser.new_context(viewport={"width": width, "height": height}).new_page()


if __name__ == "__main__":
    main()
