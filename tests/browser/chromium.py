"""The browser that set-up found, started quietly."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Playwright

_FOUND = Path(__file__).parents[2] / ".venv" / "browser"

# It looks for nothing on the network but the pages it is asked for.
_QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    """Start the browser; fails with what to do where set-up has not found one."""
    if not _FOUND.exists():
        raise RuntimeError("No browser was set up for the tests: run `make setup-tests`.")
    found = _FOUND.read_text().split()[-1]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses to run as root
    return playwright.chromium.launch(
        executable_path=None if found == "playwright" else found, args=[*_QUIET, *root], headless=True
    )
