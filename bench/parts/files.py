"""What a phone fetches that was never here: every byte of the first page and of the room, in a real browser."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from bench.server import Server
from tests.browser.chromium import chromium

_FETCHED = "() => performance.getEntriesByType('resource').map(each => [each.name, each.transferSize])"


def files(server: Server) -> dict[str, Any]:
    """How many files, and how many bytes they are on the line, heads included, pages not."""
    request = urllib.request.Request(f"{server.address}/api/meetings", method="POST")
    request.data = json.dumps({"programme": {"title": "A hall", "items": [{"title": "First"}]}}).encode()
    with urllib.request.urlopen(request) as answer:
        link = json.load(answer)["links"]["participant"]
    fetched: dict[str, int] = {}
    with chromium() as browser:
        page = browser.new_page()
        page.goto(link, wait_until="networkidle")
        fetched |= dict(page.evaluate(_FETCHED))
        page.get_by_role("button", name="Join").click()
        page.wait_for_timeout(2000)
        for name, size in page.evaluate(_FETCHED):
            fetched[name] = max(size, fetched.get(name, 0))
    static = [size for name, size in fetched.items() if "/static/" in name]
    return {"files": len(static), "bytes": sum(static)}
