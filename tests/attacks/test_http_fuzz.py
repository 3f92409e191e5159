"""Thousands of requests that nobody should send, to every route: each gets an answer, and none is a fault of ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from facilitation.app import create_app
from tests.attacks.honest import House, join
from tests.attacks.process import assert_it_settles
from tests.attacks.repeatable import SAME
from tests.attacks.requests import requests
from tests.attacks.wire import exchange, status
from tests.conftest import config_in
from tests.faults.soak import times

pytestmark = pytest.mark.slow

# In each of five rounds.
NUMBER = times(80, 1_000)


def judge(house: House, sent: bytes, wanted: bool) -> None:
    """Send it, and look at the answer."""
    answer = exchange(house.server, sent)
    answered = status(answer)
    assert answered is not None or not wanted, "no answer at all"
    health = b" /healthz" in sent[:30]
    assert answered is None or answered < 500 or (health and answered == 503), answer[:2000]
    assert b"Traceback" not in answer and b'File "' not in answer


def test_every_route(house: House, tmp_path: Path) -> None:
    rules = list(create_app(config_in(tmp_path, migrate=True)).url_map.iter_rules())

    page = exchange(house.server, f"GET /{house.code} HTTP/1.0\r\n\r\n".encode()).decode()
    csrf = re.search(r'name="csrf" value="(\w+)"', page)
    assert csrf, page

    unharmed_by(house, requests(rules, house.code, csrf[1]), wanted=True)


def test_what_is_hardly_a_request(house: House) -> None:
    whole = b"POST /join HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\ncode="
    junk = st.one_of(
        st.binary(min_size=1, max_size=300),
        st.builds(
            lambda at, what, cut: whole[:at] + what + whole[at + cut :],
            st.integers(0, len(whole)),
            st.binary(max_size=5),
            st.integers(0, 10),
        ),
        st.sampled_from(
            [b"\x16\x03\x01" + bytes(200), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\0" * 20_000, b"A" * 200_000]
        ),
        st.integers(0, len(whole)).map(lambda at: whole[:at]),
    )

    unharmed_by(house, junk, wanted=False)


def test_several_requests_at_once(house: House) -> None:
    """What follows a request on its connection is the next one, never a part that somebody hid in it."""
    healthy = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert exchange(house.server, healthy * 50).count(b'{"ok":true}') == 50
    posted = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%b"
    unwanted = exchange(house.server, posted % (len(healthy), healthy) + healthy)
    assert status(unwanted) == 405 and b"Connection: close" in unwanted and b'{"ok":true}' not in unwanted
    for field in (b"Content-Length: 0\r\nContent-Length: 35", b"Content-Length: 0\r\nTransfer-Encoding: chunked"):
        hidden = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\n" + field + b"\r\n\r\n" + healthy
        answer = exchange(house.server, hidden)
        assert status(answer) == 400 and b'{"ok":true}' not in answer


def test_a_body_that_is_never_read_is_not_taken_for_ever(house: House) -> None:
    """The answer comes, although much more was announced than anybody wants."""
    head = b"POST /api/meetings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\n"
    assert status(exchange(house.server, head + b"x" * 2_000_000)) == 413


def unharmed_by(house: House, strategy: st.SearchStrategy[bytes], wanted: bool) -> None:
    """Honest people come in after such requests, and they leave the server as it was."""

    def attack(number: int) -> None:
        @seed(number)
        @settings(SAME, max_examples=NUMBER)
        @given(strategy)
        def send(sent: bytes) -> None:
            judge(house, sent, wanted)

        send()

    assert_it_settles(house.server, attack)
    join(house)
