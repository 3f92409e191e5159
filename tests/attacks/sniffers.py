"""Three people who write down every byte that comes to them: on a WebSocket, polling, and reloading pages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp

from facilitation.rehearsal.store import Store

# Gets what came: who it came to, and the bytes as text.
Hear = Callable[[str, str], None]
SEPARATOR = "\x1e"


class Sniffer:
    """A participant's open page; it keeps in step by pulses alone, and joins once."""

    name = ""

    def __init__(self, http: aiohttp.ClientSession, address: str, code: str, seat: str, hear: Hear) -> None:
        self.store = Store()
        self.events: list[tuple[str, Any]] = []
        self._http, self._hear = http, hear
        self._url = f"{address}/socket.io/?EIO=4"
        self._auth = f"40{json.dumps({'meeting': code, 'seat': seat})}"
        self._joined = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Open the page, and return when it is in step."""
        await self._open()
        self._listening = asyncio.create_task(self._listen())
        await asyncio.wait_for(self._joined.wait(), 30)

    async def at(self, revision: int) -> None:
        """Wait until it holds this revision."""
        async with asyncio.timeout(30):
            while (self.store.revision or 0) < revision:
                await asyncio.sleep(0.01)

    async def end(self) -> None:
        """Close the page."""
        if self._listening:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    def taken(self) -> list[tuple[str, Any]]:
        """The events that came since this was last asked."""
        events, self.events = self.events, []
        return events

    def _take(self, packet: str) -> None:
        """One packet: kept as it came, and understood as a phone does."""
        self._hear(self.name, packet)
        if packet.startswith("430["):
            self.store.fresh(json.loads(packet[3:])[0])
            self._joined.set()
        elif packet.startswith("42["):
            event, payload = json.loads(packet[2:])
            self.events.append((event, payload))
            if event == "pulse":
                assert self.store.apply(payload) == "applied", "a gap in what is told"
            elif event == "yours":
                self.store.yours(payload)

    async def _open(self) -> None:
        raise NotImplementedError

    async def _listen(self) -> None:
        raise NotImplementedError


class OnWebSocket(Sniffer):
    """A WebSocket."""

    name = "on a WebSocket"

    async def _open(self) -> None:
        self._web = await self._http.ws_connect(f"{self._url}&transport=websocket")
        for packet in (self._auth, '420["join",{}]'):
            await self._web.send_str(packet)

    async def _listen(self) -> None:
        async for frame in self._web:
            assert frame.type is aiohttp.WSMsgType.TEXT
            self._take(frame.data)
            if frame.data == "2":
                await self._web.send_str("3")


class OnPolling(Sniffer):
    """Long polling."""

    name = "polling"

    async def _open(self) -> None:
        self._url += "&transport=polling"
        async with self._http.get(self._url) as opened:
            text = await opened.text()
        self._hear(self.name, text)
        self._url += f"&sid={json.loads(text[1:])['sid']}"
        for packet in (self._auth, '420["join",{}]'):
            await self._say(packet)

    async def _say(self, packet: str) -> None:
        async with self._http.post(self._url, data=packet) as taken:
            assert taken.status == 200

    async def _listen(self) -> None:
        while True:
            async with self._http.get(self._url) as polled:
                assert polled.status == 200, "the line was cut"
                self._hear(self.name, f"{polled.raw_headers!r}")
                text = await polled.text()
            for packet in text.split(SEPARATOR):
                self._take(packet)
                if packet == "2":
                    await self._say("3")


class Reloader:
    """A browser without scripts; what it gets is written down with all headers."""

    name = "reloading"

    def __init__(self, http: aiohttp.ClientSession, address: str, code: str, seat: str, hear: Hear) -> None:
        self._http, self._hear, self._address, self._code = http, hear, address, code
        self._cookie = {"Cookie": f"seat-{code}={seat}"}

    async def read(self, path: str = "") -> str:
        """Load a page of the meeting."""
        async with self._http.get(f"{self._address}/{self._code}{path}", headers=self._cookie) as page:
            text = await page.text()
            assert page.status == 200, page.status
            self._hear(self.name, f"{page.raw_headers!r}{text}")
            return text
