"""Two processes behind nginx, PostgreSQL and Valkey beside them: phones that can only poll are served by both."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path

import pytest

from tests.deploy.front import Front, cookies_of
from tests.server import Server, free_port

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

PHONES = 10
KEY = "an organiser's key"
PROGRAMME = {"title": "A session", "items": [{"title": "First"}, {"title": "Second"}]}


class PollingPhone:
    """A browser that gets only HTTP through, at nginx."""

    def __init__(self, hall: Front, code: str) -> None:
        self.hall = hall
        csrf = re.search(rb'name="csrf" value="(\w+)"', hall.ask("GET", f"/{code}").content)[1].decode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": hall.address}
        self.cookie = cookies_of(hall.ask("POST", f"/{code}/join", f"csrf={csrf}".encode(), **form))
        self.path = "/socket.io/?EIO=4&transport=polling"
        self.path += "&sid=" + json.loads(self.poll()[0][1:])["sid"]
        self.send("40" + json.dumps({"meeting": code}))
        assert self.poll()[0].startswith("40")
        self.send('420["join",{}]')
        assert json.loads(self.poll()[0][3:])[0]["ok"]

    def send(self, packet: str) -> None:
        answer = self.hall.ask("POST", self.path, packet.encode(), Cookie=self.cookie, Origin=self.hall.address)
        assert answer.status == 200

    def poll(self) -> list[str]:
        answer = self.hall.ask("GET", self.path, Cookie=self.cookie)
        assert answer.status == 200, answer.content
        return answer.content.decode().split("\x1e")

    def hears(self, event: str) -> dict:
        """What the next event of this name says; pings are answered meanwhile."""
        while True:
            for packet in self.poll():
                if packet == "2":
                    self.send("3")
                elif packet.startswith(f'42["{event}"'):
                    return json.loads(packet[2:])[1]


@pytest.fixture
def servers(tmp_path, postgres, valkey_url, nginx):
    """Two of them on one database, not started yet."""
    shared = {
        "DATABASE_URL": postgres.create(f"behind_{Path(nginx).name}"),
        "MESSAGE_QUEUE_URL": valkey_url,
        "SECRET_KEY": "the same for both",
        "ORGANISER_KEY": KEY,
    }
    both = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        both.append(Server(tmp_path / name, METRICS_PORT=str(free_port()), **shared))
    yield both
    for server in both:
        server.stop()


def sockets_at(server: Server) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.environment['METRICS_PORT']}/metrics") as answer:
        return int(float(re.search(r"^facilitation_sockets (\S+)$", answer.read().decode(), re.M)[1]))


def test_phones_that_poll_are_served_by_both(front, servers):
    hall = front(*(server.port for server in servers))
    for server in servers:
        server.environment["PUBLIC_URL"] = hall.address
        server.start()
    one = servers[0]
    made = one.call("POST", "/api/meetings", {"programme": PROGRAMME}, KEY)[1]
    wish = {"invite": made["links"]["moderator"].partition("#")[2]}
    moderator = one.call("POST", f"/api/{made['code']}/seats", wish)[1]["seat"]

    phones = [PollingPhone(hall, made["code"]) for _ in range(PHONES)]
    there = [sockets_at(server) for server in servers]
    assert sum(there) == PHONES and 0 not in there

    assert one.call("POST", f"/api/{made['code']}/commands/item.present", {"item": "i2"}, moderator)[0] == 200
    assert {phone.hears("pulse")["set"]["meeting"]["current"] for phone in phones} == {"i2"}
