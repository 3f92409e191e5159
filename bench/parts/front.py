"""What somebody costs nginx, with the project's own site before one process: TLS, files, a line, frames."""

from __future__ import annotations

import http.client
import re
import ssl
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from bench.fill import Filled
from bench.load.frames import framed
from bench.load.line import Line
from bench.load.loop import Loop
from bench.measures.pulses import present
from bench.parts.running import Family, Shares
from bench.receipts import Receipts
from bench.server import running_server
from scripts.check_nginx import NAME, installed, lacking
from tests.deploy.front import Front

VISITS, LINES, FETCHES = 200, 300, 20
SECONDS, EVERY = 8.0, 0.25
_SETTLE, _LIMIT = 1.5, 120.0
_UPGRADE = (
    f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {NAME}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()


def front(hall: Filled, url: str, queue: str) -> dict[str, Any]:
    """Everything over TLS, each line and each visit with a whole handshake, as of a phone that was never here."""
    if missing := lacking():
        return {"absent": missing}
    with ExitStack() as open_:
        server = open_.enter_context(running_server(DATABASE_URL=url, MESSAGE_QUEUE_URL=queue))
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="bench-front-")))
        nginx = Front(installed()[0], folder / "nginx", (server.port,))
        nginx.start()
        open_.callback(nginx.stop)
        family = Family(nginx.pid)
        page = nginx.ask("GET", f"/{hall.code}").content  # type: ignore[attr-defined]  # set by ask
        shares = Shares(nginx=family)
        for _ in range(VISITS):
            nginx.ask("GET", f"/{hall.code}")
        found: dict[str, Any] = {"visit": shares.read(VISITS)}
        found["file"] = _files(nginx, family, re.findall(r'"(/static/[^"]+)"', page.decode()))
        before, shares = family.memory(), Shares(nginx=family)
        lines = [open_.enter_context(_line(nginx, hall, seat)) for seat in hall.seats[:LINES]]
        found["line"] = shares.read(LINES) | {"memory_kb": round((family.memory() - before) / LINES / 1024, 1)}

        async def work() -> dict[str, Any]:
            receipts = Receipts()
            moderator = await Line.open(loop, server.door, hall.auth(hall.moderator))
            phone = await Line.open(loop, server.door, hall.auth(hall.seats[LINES]))
            phone.hear = receipts.hear
            await phone.do("join", {})
            await loop.sleep(_SETTLE)
            shares = Shares(nginx=family)
            told = await present(loop, server, [phone], moderator, receipts, SECONDS, EVERY)
            await loop.sleep(_SETTLE)
            frames = told["pulses"] * len(lines)
            return shares.read(frames) | {"frames": frames, "bytes": told["frame_bytes"]}

        with Loop() as loop:
            found["frame"] = loop.run(work(), _LIMIT)
        return found


def _files(nginx: Front, family: Family, paths: list[str]) -> dict[str, float]:
    """Files of the pages, as nginx has them in its own cache, over one connection."""
    visit = http.client.HTTPConnection(NAME, nginx.port)
    visit.sock = nginx.line()
    shares: Shares | None = None
    for turn in range(FETCHES + 1):
        if turn == 1:  # the first fetched them from the process
            shares = Shares(nginx=family)
        for path in paths:
            visit.request("GET", path)
            visit.getresponse().read()
    assert shares
    visit.close()
    return shares.read(FETCHES * len(paths))


def _line(nginx: Front, hall: Filled, seat: str) -> ssl.SSLSocket:
    """A line that has joined and reads nothing further: what it is told fits into the system's buffers."""
    line = nginx.line()
    line.sendall(_UPGRADE)
    auth = b"40" + msgspec.json.encode(hall.auth(seat))
    for packet, answer in ((auth, b'40{"sid"'), (b'420["join",{}]', b"430[")):
        line.sendall(framed(packet))
        got = b""
        while answer not in got:
            got += line.recv(1 << 16)
    return line
