"""Sockets that pages of other sites open, over both transports, with what a browser would send along."""

from __future__ import annotations

import json

import pytest

from tests.attacks.honest import House
from tests.attacks.wire import TEXT, UPGRADE, Line, exchange, frame, request, status

pytestmark = pytest.mark.slow

FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": "127.0.0.1",
    "Forwarded": "host=evil.example;proto=http",
}
FOREIGN = ["http://evil.example", "null", "", "http://[", "http://localhost.evil.example", "http://LOCALHOST",
           "https://localhost", "http://localhost:1", "http://localhost.", "http://localhost@evil.example"]  # fmt: skip
POLL = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture(scope="module")
def seat(running: House) -> str:
    return running.take_seat()


def over_websocket(house: House, headers: dict[str, str], **auth: str) -> str:
    """What becomes of a handshake: "40" where it is let in, else the code of the refusal."""
    with Line(house.server) as line:
        line.send(request("GET", "/socket.io/?EIO=4&transport=websocket", UPGRADE | headers))
        head = line.read_head()
        if not head.startswith(b"HTTP/1.1 101"):
            return head.split()[1].decode()
        line.read_frame()
        line.send(frame(TEXT, b"40" + json.dumps({"meeting": house.code, **auth}).encode()))
        said = line.read_frame()
        assert said
        return "40" if said[1].startswith(b"40") else str(json.loads(said[1][2:])["message"])


def over_polling(house: House, first: dict[str, str], then: dict[str, str], **auth: str) -> str:
    """The same over polling: the headers of the first request, and of those after it."""
    head = {"Host": "localhost", "Connection": "close"}
    opened = exchange(house.server, request("GET", POLL, head | first))
    if status(opened) != 200:
        return str(status(opened))
    here = POLL + "&sid=" + json.loads(opened.partition(b"\r\n\r\n")[2][1:])["sid"]
    body = b"40" + json.dumps({"meeting": house.code, **auth}).encode()
    posted = exchange(house.server, request("POST", here, head | {"Content-Length": str(len(body))} | then, body))
    if status(posted) != 200:
        return str(status(posted))
    said = exchange(house.server, request("GET", here, head | first)).partition(b"\r\n\r\n")[2].decode()
    return "40" if said.startswith("40") else str(json.loads(said[2:])["message"])


@pytest.mark.parametrize("forged", [{}, FORGED], ids=["plain", "forged"])
@pytest.mark.parametrize("origin", FOREIGN)
def test_another_sites_page_gets_no_socket(house: House, seat: str, origin: str, forged: dict[str, str]) -> None:
    sent = {"Origin": origin, "Cookie": f"seat-{house.code}={seat}", **forged}
    assert over_websocket(house, sent) == "403"
    assert over_polling(house, sent, sent) == "403"
    assert over_websocket(house, sent, seat=seat) == "403", "nor with a token: it is a page that should not have one"


def test_our_own_page_gets_one(house: House, seat: str) -> None:
    cookie = {"Cookie": f"seat-{house.code}={seat}"}
    ours = {"Origin": "http://localhost", **cookie}
    assert over_websocket(house, ours) == "40"
    assert over_polling(house, cookie, ours) == "40"
    told = cookie | {"Sec-Fetch-Site": "same-origin"}
    assert over_polling(house, told, told) == "40"


def test_a_cookie_alone_opens_nothing(house: House, seat: str) -> None:
    cookie = {"Cookie": f"seat-{house.code}={seat}"}
    assert over_websocket(house, cookie) == "origin.foreign"
    assert over_polling(house, cookie, cookie) == "origin.foreign"
    assert over_polling(house, {"Origin": "http://localhost", **cookie}, cookie) == "origin.foreign"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_nor_where_the_browser_says_that_it_was_another_page(house: House, seat: str, site: str) -> None:
    sent = {"Cookie": f"seat-{house.code}={seat}", "Sec-Fetch-Site": site}
    assert over_polling(house, sent, sent) == "403"


def test_who_brings_a_token_is_no_page_and_need_not_say_where_from(house: House, seat: str) -> None:
    assert over_websocket(house, {}, seat=seat) == "40"
    assert over_polling(house, {}, {}, seat=seat) == "40"


def test_a_poll_that_turns_into_a_websocket_is_asked_again(house: House, seat: str) -> None:
    cookie = {"Cookie": f"seat-{house.code}={seat}"}
    opened = exchange(house.server, request("GET", POLL, {"Host": "localhost", "Connection": "close"} | cookie))
    sid = json.loads(opened.partition(b"\r\n\r\n")[2][1:])["sid"]
    with Line(house.server) as line:
        path = f"/socket.io/?EIO=4&transport=websocket&sid={sid}"
        line.send(request("GET", path, UPGRADE | cookie | {"Origin": "http://evil.example"} | FORGED))
        assert line.read_head().startswith(b"HTTP/1.1 403")


def test_no_answer_names_who_may(house: House) -> None:
    head = {"Host": "localhost", "Connection": "close", "Origin": "http://localhost"}
    answer = exchange(house.server, request("GET", POLL, head))
    assert status(answer) == 200 and b"access-control" not in answer.lower() and b"nosniff" in answer
