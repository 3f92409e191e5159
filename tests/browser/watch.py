"""What no screen may ever do, seen from outside: an error in the console, a breach of the policy, another origin."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

# The browser's own words for a breach of the policy vary; the event does not. A test's script sees it first.
TELL_BREACHES = """
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
  console.error(`policy broken: ${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`)
})
"""
OURS = ("data", "blob", "about")
LINE_LOST = r"net::ERR_|WebSocket connection to .* failed"
REFUSED_FORM = r"status of 4\d\d"


class Watch:
    """Listens to every page of a test; ``troubles`` must be empty when it ends."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self.origins: set[str] = set()
        self._expected: list[re.Pattern[str]] = []

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of this browser."""
        context.add_init_script(TELL_BREACHES)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"uncaught: {error.error}"))
        context.on("request", self._request)
        context.on("dialog", self._dialog)
        context.on("page", self._page)

    def expects(self, pattern: str) -> None:
        """A browser writes a lost line, and a refused form, into its console: this test brings it about."""
        self._expected.append(re.compile(pattern))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert") and not any(each.search(message.text) for each in self._expected):
            self.troubles.append(f"console of {message.page.url if message.page else '?'}: {message.text}")

    def _request(self, request: Request) -> None:
        self._reached(request.url)

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._reached(socket.url))

    def _reached(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in OURS and parts.netloc not in self.origins:
            self.troubles.append(f"another origin: {url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()
