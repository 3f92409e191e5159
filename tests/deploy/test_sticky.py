"""Who goes to which process: one seat to one, whatever address it comes from, and nobody waits for one that is away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytestmark = pytest.mark.slow

POLL = "/socket.io/?EIO=4&transport=polling"


class Echo(BaseHTTPRequestHandler):
    """A process that answers with its port and with the headers that reached it."""

    def do_GET(self) -> None:
        """Say what came."""
        body = json.dumps({"process": self.server.server_address[1], "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Say nothing else."""


class Process:
    """Such a process in a thread."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Accept nobody any more."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    """Two of them."""
    both = [Process(), Process()]
    yield both
    for each in both:
        each.stop()


@pytest.fixture
def ask(front, processes):
    """Asks through nginx: what reached which process."""
    hall = front(*(process.port for process in processes))

    def ask(path: str = "/", **headers: str) -> dict[str, Any]:
        return json.loads(hall.ask("GET", path, **headers).content)

    return ask


def seat(number: int, kind: str = "") -> str:
    return f"__Host-seat-ABCDEFGH{kind}=token-of_{number:03}"


def test_a_seat_stays_with_its_process(ask):
    at = {number: ask("/ABCDEFGH", Cookie=seat(number))["process"] for number in range(40)}
    for _ in range(3):
        for number, process in at.items():
            assert ask(POLL, Cookie=seat(number))["process"] == process
    shares = sorted(list(at.values()).count(process) for process in set(at.values()))
    assert len(shares) == 2 and shares[0] >= 8, "one address, both processes"


@pytest.mark.parametrize("kind", ["", "-desk", "-stage", "-organise"])
def test_each_screens_cookie_counts_on_http_too_and_among_others(ask, kind):
    for number in range(8):
        alone = ask(POLL, Cookie=seat(number, kind))["process"]
        plain = seat(number, kind).removeprefix("__Host-")
        for cookies in (plain, f"theme=dark; {plain}", f"{plain}; theme=seat-ABCDEFGH"):
            assert ask(POLL, Cookie=cookies)["process"] == alone


def test_who_has_no_seat_goes_anywhere(ask):
    assert len({ask()["process"] for _ in range(30)}) == 2
    assert len({ask(Cookie="other=seat-ABCDEFGH")["process"] for _ in range(30)}) == 2


def test_a_process_that_is_away_is_passed_over_and_the_others_people_stay(ask, processes):
    at = {number: ask(POLL, Cookie=seat(number))["process"] for number in range(30)}
    gone, there = processes
    gone.stop()
    for number in at:
        assert ask(POLL, Cookie=seat(number))["process"] == there.port
    assert {at[number] for number in at} == {gone.port, there.port}


def test_a_process_is_not_told_where_somebody_is(ask):
    told = ask(X_Forwarded_For="198.51.100.7", X_Real_IP="198.51.100.7", Forwarded="for=198.51.100.7")["headers"]
    assert "127.0.0.9" not in str(told) and "198.51.100.7" not in str(told)
    assert told["Host"].startswith("ask.example.org")
    assert "Upgrade" not in told


def test_a_process_is_told_which_line_of_nginx_it_was_and_no_more(ask):
    numbers = [ask(X_Connection="7")["headers"]["X-Connection"] for _ in range(3)]
    assert len(set(numbers)) == 3 and all(number.isdigit() and number != "7" for number in numbers)


def test_only_sockets_are_handed_over(ask):
    wish = {"Upgrade": "websocket", "Connection": "Upgrade"}
    assert ask(POLL, **wish)["headers"]["Upgrade"] == "websocket"
    assert "Upgrade" not in ask("/", **wish)["headers"]
    assert "Upgrade" not in ask(POLL, Upgrade="h2c", Connection="Upgrade")["headers"]
