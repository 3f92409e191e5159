"""A whole hall through nginx: pages, sockets, polls, files, and people who begin and do not go on."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import re
import resource
import socket
import ssl
from typing import Any

import aiohttp
import pytest

from scripts.check_nginx import NAME
from tests.attacks.honest import Hall
from tests.deploy.front import VISITOR, Front, cookies_of, trusting
from tests.leave import whole_leave
from tests.server import Server

pytestmark = pytest.mark.slow

KEY = "an organiser's key"
POLL = "/socket.io/?EIO=4&transport=polling"


class Here(aiohttp.abc.AbstractResolver):
    """Knows one address, whatever the name."""

    async def resolve(self, host, port=0, family=socket.AF_INET):
        """This machine."""
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": family, "proto": 0, "flags": 0}]

    async def close(self):
        """There is nothing to close."""


@pytest.fixture
def server(tmp_path):
    """A server behind nginx, which it does not know of but for its address."""
    (tmp_path / "data").mkdir()
    server = Server(tmp_path / "data")
    yield server
    server.stop()


@pytest.fixture
def hall(front, server):
    """nginx before it."""
    hall = front(server.port)
    server.environment |= {"PUBLIC_URL": hall.address, "ORGANISER_KEY": KEY}
    server.start()
    return hall


@pytest.fixture
def code(hall, server):
    """A meeting."""
    return str(server.call("POST", "/api/meetings", {"programme": {"title": "A session"}}, KEY)[1]["code"])


def join(hall: Front, code: str) -> str:
    """Take a seat as a browser does: the cookie."""
    door = hall.ask("GET", f"/{code}")
    assert door.status == 200
    csrf = re.search(rb'name="csrf" value="(\w+)"', door.content)[1].decode()
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": hall.address}
    seated = hall.ask("POST", f"/{code}/join", f"csrf={csrf}".encode(), **form)
    assert seated.status == 303
    cookie = cookies_of(seated)
    assert cookie.startswith(f"__Host-seat-{code}=")
    return cookie


def test_pages_and_what_they_are_sent_with(hall, code):
    room = hall.ask("GET", f"/{code}", Cookie=join(hall, code))
    assert room.status == 200 and code.encode() in room.content
    assert room.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
    assert room.headers["Content-Security-Policy"] and room.headers["Server"] == "nginx"


def test_a_socket(hall, code):
    async def over_websocket() -> Any:
        headers = {"Cookie": join(hall, code), "Host": f"{NAME}:{hall.port}", "Origin": hall.address}
        address = f"wss://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=websocket"
        async with (
            whole_leave(),
            aiohttp.ClientSession(headers=headers) as browser,
            browser.ws_connect(address, ssl=trusting(hall.folder), server_hostname=NAME) as line,
        ):
            assert (await line.receive_str()).startswith("0")
            await line.send_str("40" + json.dumps({"meeting": code}))
            assert (await line.receive_str()).startswith("40")
            await line.send_str('420["join",{}]')
            return json.loads((await line.receive_str())[3:])[0]

    joined = asyncio.run(over_websocket())
    assert joined["ok"] and joined["state"]["meeting"]["code"] == code


def test_a_phone_that_must_poll(hall, code):
    cookie = {"Cookie": join(hall, code), "Origin": hall.address}
    opened = json.loads(hall.ask("GET", POLL, **cookie).content[1:])
    here = f"{POLL}&sid={opened['sid']}"
    for packet, answer in (("40" + json.dumps({"meeting": code}), b"40"), ('420["join",{}]', b'430[{"ok":true')):
        assert hall.ask("POST", here, packet.encode(), **cookie).status == 200
        assert hall.ask("GET", here, **cookie).content.startswith(answer)


def test_files_are_asked_for_once(hall, server, code):
    page = hall.ask("GET", f"/{code}").content.decode()
    files = sorted(set(re.findall(r'(?:href|src)="(/static/[0-9a-f]{12}/[^"]+)"', page)))
    assert files
    kept = ("Content-Type", "Cache-Control", "X-Content-Type-Options", "ETag", "Content-Encoding")
    for squeezed in ({}, {"Accept-Encoding": "gzip"}):
        first = {path: hall.ask("GET", path, **squeezed) for path in files}
        assert {answer.status for answer in first.values()} == {200}
        server.stop()
        for path, before in first.items():
            again = hall.ask("GET", path, **squeezed)
            assert again.content == before.content
            assert again.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
            assert [again.headers[name] for name in kept] == [before.headers[name] for name in kept]
            assert "immutable" in again.headers["Cache-Control"]
        assert hall.ask("GET", "/healthz").status == 502
        server.start()


def test_http_leads_to_https(hall):
    visit = http.client.HTTPConnection("127.0.0.1", hall.plain_port, timeout=20)
    visit.request("GET", "/ABCD-EFGH?lang=fr")
    answer = visit.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/ABCD-EFGH?lang=fr")
    visit.close()


def test_another_name_is_not_ours(hall):
    with pytest.raises(ssl.SSLError):
        hall.line("another.example.org")
    with hall.line() as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: another.example.org\r\n\r\n")
        assert line.recv(100) == b""


def test_people_who_begin_and_do_not_go_on_are_in_nobodys_way(hall, code):
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
    people = Hall(hall.address, code, lambda: aiohttp.TCPConnector(resolver=Here(), ssl=trusting(hall.folder)))
    with contextlib.ExitStack() as closing:
        lines = [closing.enter_context(hall.line()) for _ in range(550)]
        for line in lines:
            line.sendall(f"GET /{code} HTTP/1.1\r\nHost: {NAME}\r\nX-Unfinished: ".encode())
        here = ("127.0.0.1", hall.port)
        bare = [closing.enter_context(socket.create_connection(here)) for _ in range(550)]
        for line in bare:
            line.sendall(b"\x16\x03\x01")  # the first bytes of a greeting
        people.assert_people_come_in(despite=[*lines, *bare])
        for line in [*lines, *bare]:
            line.settimeout(20)
            assert line.recv(10) == b"", "nginx lets go of them"


def test_more_than_a_programme_is_refused_before_the_app(hall):
    with hall.line() as line:
        line.sendall(f"POST /new HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {12 * 1024 * 1024 + 1}\r\n\r\n".encode())
        assert b" 413 " in line.recv(100)


def test_nobody_reads_afterwards_who_was_here(hall, server, code):
    join(hall, code)
    server.stop()
    assert hall.ask("GET", f"/{code}").status == 502
    with socket.create_connection(("127.0.0.1", hall.port), source_address=(VISITOR, 0)) as line:
        line.sendall(b"not a greeting at all\r\n\r\n")
        line.recv(1000)
    with hall.line() as line:
        line.sendall(b"NOT HTTP\r\n\r\n")
        line.recv(1000)
    hall.ask("GET", "/" + "x" * 9000)
    hall.stop()
    kept = [path for path in hall.folder.rglob("*") if path.is_file()]
    telling = [path for path in kept if VISITOR.encode() in path.read_bytes() or code.encode() in path.read_bytes()]
    assert kept and telling == []


def test_each_line_has_its_own_share_of_guesses(hall, server, code):
    """One browser that guesses does not make the app ask those who come over other lines."""
    server.stop()
    server.environment["BEHIND_PROXY"] = "1"
    server.start()
    guesser = http.client.HTTPConnection(NAME, hall.port)
    guesser.sock = hall.line()
    answers = []
    for _ in range(25):
        guesser.request("GET", "/AAAACCCC")
        answer = guesser.getresponse()
        answer.read()
        answers.append(answer.status)
    guesser.close()
    assert answers[:20] == [404] * 20 and 429 in answers[20:]
    assert hall.ask("GET", f"/{code}").status == 200
