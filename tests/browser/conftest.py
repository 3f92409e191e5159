"""Real browsers on a real server: a phone, a desk, a stage, and somebody who watches all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.busy import in_full_swing
from tests.browser.chromium import chromium
from tests.browser.meeting import Meeting
from tests.browser.screens import Desk, Organiser, Phone, Stage
from tests.browser.watch import Watch
from tests.server import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1440, "height": 900}}
STAGE = {"viewport": {"width": 1920, "height": 1080}}

NewBrowser = Callable[..., BrowserContext]

# How long a condition may take to come about; nothing here measures time.
expect.set_options(timeout=15_000)


# Playwright's event loop runs in the thread of the tests: it has to be gone before others start one of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def watch(server: Server) -> Iterator[Watch]:
    """No screen of any test logs an error, breaks the policy, opens a dialog or asks another origin."""
    watch = Watch()
    watch.origins.add(urlsplit(server.address).netloc)
    yield watch
    assert watch.troubles == []


@pytest.fixture
def new_browser(browser: Browser, watch: Watch) -> Iterator[NewBrowser]:
    """Browsers that know nothing of each other."""
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **options})
        context.set_default_timeout(20_000)
        watch.over(context)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def full_swing(server: Server) -> Meeting:
    return in_full_swing(server)


@pytest.fixture
def meeting(request: pytest.FixtureRequest, server: Server) -> Meeting:
    """An empty meeting of the test's own; under the mark `full_swing`, its module's, with everything that is long."""
    if request.node.get_closest_marker("full_swing"):
        busy: Meeting = request.getfixturevalue("full_swing")
        return busy
    return Meeting.on(server)


@pytest.fixture
def new_phone(new_browser: NewBrowser, meeting: Meeting) -> Callable[..., Phone]:
    return lambda **options: Phone(new_browser(**{**PHONE, **options}).new_page(), meeting)


@pytest.fixture
def phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone()


@pytest.fixture
def second_phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone()


@pytest.fixture
def desk(new_browser: NewBrowser, meeting: Meeting) -> Desk:
    return Desk(new_browser(**DESK).new_page(), meeting)


@pytest.fixture
def stage(new_browser: NewBrowser, meeting: Meeting) -> Stage:
    return Stage(new_browser(**STAGE).new_page(), meeting)


@pytest.fixture
def organiser(new_browser: NewBrowser, meeting: Meeting) -> Organiser:
    organiser = Organiser(new_browser(**DESK).new_page(), meeting)
    organiser.sign_in()
    return organiser
