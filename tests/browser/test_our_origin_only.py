"""A whole session in a browser that reaches everything by way of a proxy: it asks our origin, and nobody else.

The other tests of screens see what pages ask for; a proxy also sees what a browser does of its own accord, so that
nothing but the line to us has to be taken on trust.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import launched
from tests.browser.meeting import TITLE, Meeting
from tests.browser.recording_proxy import RecordingProxy
from tests.browser.screens import Desk, Phone, Stage, reads
from tests.server import Server
from tests.witness import eventually

pytestmark = pytest.mark.slow

QUESTION = "Who answers when the phone rings at night?"
# What Chromium would fetch for itself, and the ways around a proxy.
OF_ITS_OWN = (
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-client-side-phishing-detection",
    "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # It asks its maker about each form with a field to type in. No page can forbid that: docs/threat-model.md.
    "--disable-features=AutofillServerCommunication",
)


def proxied(browser: Browser, proxy: RecordingProxy) -> Browser:
    """One more browser, to which even this machine is behind the proxy."""
    return launched(browser.browser_type, *OF_ITS_OWN, proxy={"server": proxy.address, "bypass": "<-loopback>"})


@pytest.fixture
def of_its_own(browser: Browser) -> Iterator[list[str]]:
    """Whom such a browser asks for by itself, with an empty page open all the while."""
    proxy = RecordingProxy()
    alone = proxied(browser, proxy)
    alone.new_page().goto("about:blank")
    yield proxy.asked
    alone.close()
    proxy.close()


@pytest.fixture
def proxy(server: Server) -> Iterator[RecordingProxy]:
    proxy = RecordingProxy(urlsplit(server.address).netloc)
    yield proxy
    proxy.close()


@pytest.fixture
def new_browser(browser: Browser, proxy: RecordingProxy) -> Iterator[object]:
    """Browsers that know nothing of each other, behind one proxy."""
    behind = proxied(browser, proxy)
    yield lambda **options: behind.new_context(**{"locale": "en-GB", **options})
    behind.close()


def test_a_whole_session(
    of_its_own: list[str],
    proxy: RecordingProxy,
    server: Server,
    phone: Phone,
    second_phone: Phone,
    desk: Desk,
    stage: Stage,
) -> None:
    phone.page.goto(server.address)
    phone.join()
    second_phone.join()
    desk.enter()
    stage.enter()
    phone.ask(QUESTION)
    expect(desk.card("Waiting for review", QUESTION)).to_be_visible()
    desk.press("a")
    expect(desk.card("On the list", QUESTION)).to_be_visible()
    second_phone.support_of(QUESTION).click()
    second_phone.shows_support(QUESTION, 1, pressed=True)
    desk.press("2", "h")
    expect(stage.main(QUESTION)).to_be_visible()
    desk.menu("End the meeting…")
    desk.page.get_by_role("dialog").get_by_role("button", name="End the meeting").click()
    second_phone.now.get_by_role("link", name="Read the public record").click()
    expect(second_phone.page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    reads(second_phone.page.get_by_role("main"), QUESTION)
    phone.button("Quick exit").click()
    expect(phone.page.get_by_role("heading", name="World clock")).to_be_visible()
    second_phone.page.goto(f"{server.address}/new")

    ours = urlsplit(server.address).netloc
    assert proxy.asked.count(ours) > 30, "the browser went around the proxy"
    # The other one began earlier; what it does by itself comes there too, if need be a little later.
    with suppress(AssertionError):
        eventually(lambda: second_phone.page.wait_for_timeout(50) or set(proxy.asked) - {ours} <= set(of_its_own))
    assert set(proxy.asked) - set(of_its_own) == {ours}


def test_another_would_be_seen(phone: Phone, proxy: RecordingProxy, meeting: Meeting) -> None:
    """No policy of a page forbids that it leads elsewhere; the proxy sees it."""
    phone.open()
    phone.page.evaluate("() => { location.href = 'https://elsewhere.example/' }")
    eventually(lambda: phone.page.wait_for_timeout(50) or "elsewhere.example:443" in proxy.asked)
