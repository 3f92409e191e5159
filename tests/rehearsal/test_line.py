"""A simulated phone's line: it waits for what comes late, and notices when nothing comes any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import msgspec
import pytest
from aiohttp import web

from facilitation.rehearsal import line as module
from facilitation.rehearsal.line import Line, LineLost


class Server:
    """Lets everybody in, and answers what it is asked once `answers` is set."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers = asyncio.Event()
        self.address = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Server]:
        app = web.Application()
        app.router.add_get("/socket.io/", self._talk)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.address = "http://{}:{}".format(*runner.addresses[0])
        yield self
        await runner.cleanup()

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for frame in socket:
            if frame.data.startswith("40"):
                await socket.send_str('40{"sid":"s"}')
            elif frame.data.startswith("42"):
                number, _, said = frame.data.removeprefix("42").partition("[")
                self.asked.append(msgspec.json.decode("[" + said)[0])
                await self.answers.wait()
                await socket.send_str(f'43{number}[{{"ok":true}}]')
        return socket


def test_an_answer_that_comes_late_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    asyncio.run(answered_late())


async def answered_late() -> None:
    async with Server().running() as server, aiohttp.ClientSession() as http:
        line = await Line.open(http, server.address, {}, lambda *_: None)
        asking = asyncio.create_task(line.ask("join", {}))
        await asyncio.sleep(0.3)
        server.answers.set()
        assert await asking == {"ok": True}
        assert server.asked == ["join"]
        await line.hang_up()


def test_a_line_over_which_nothing_comes_any_more_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SILENCE", 0.1)
    asyncio.run(silent())


async def silent() -> None:
    async with Server().running() as server, aiohttp.ClientSession() as http:
        line = await Line.open(http, server.address, {}, lambda *_: None)
        with pytest.raises(LineLost):
            await line.ask("join", {})
        assert line.lost
        server.answers.set()
        await line.hang_up()
