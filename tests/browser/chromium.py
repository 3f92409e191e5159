"""The browser of these tests: the one that ``make setup-tests`` found or fetched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Error, sync_playwright

from tests.server import ROOT

FOUND = ROOT / ".venv" / "browser"
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser; a machine without one fails the tests with what to do about it."""
    with sync_playwright() as playwright:
        browser = launched(playwright.chromium)
        yield browser
        browser.close()


def launched(kind: BrowserType, *more: str, **options: Any) -> Browser:
    """One more browser, with these arguments besides the usual ones."""
    path = where()
    # Chromium refuses its sandbox to root, which is who runs tests in a container.
    arguments = [*QUIET, *more, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    try:
        return kind.launch(
            executable_path=None if path == "playwright" else path, args=arguments, chromium_sandbox=None, **options
        )
    except Error as error:
        pytest.fail(f"The browser ({path}) did not start; remove .venv/browser and run `make setup-tests`. {error}")


def where() -> str:
    """The path of a Chromium, or the word "playwright" for the one that Playwright fetched itself."""
    path = FOUND.read_text().strip() if FOUND.exists() else _look_for_one()
    if not path:
        pytest.fail("These tests need a browser, and .venv/browser names none: run `make setup-tests`.")
    return path


def _look_for_one() -> str:
    script = ROOT / "scripts" / "find-browser.sh"
    looked = subprocess.run(["sh", str(script)], capture_output=True, text=True, check=False)
    if looked.returncode:
        pytest.fail(f"These tests need a browser, and scripts/find-browser.sh found none:\n{looked.stderr[-1000:]}")
    return looked.stdout.strip()
