"""One phone's line to the server: Socket.IO 5 over a WebSocket, as much of it as docs/protocol.md uses.

The library's own client runs four tasks and a session of its own per connection; a thousand of them measure
themselves rather than the server. This one is a WebSocket and one task.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import msgspec

from facilitation.errors import Refused

Hear = Callable[[str, Any], None]

# A state of the largest meeting fits well within this many bytes.
_LARGEST = 64 * 1024 * 1024
# Seconds that being let in may take.
_PATIENCE = 30.0
# Seconds without a word after which a line counts as lost: the server asks every 25 who is there, and waits for 20.
_SILENCE = 45.0
# Seconds that the other end may take to say goodbye as well.
_GOODBYE = 10.0

# Engine.IO packet types, then Socket.IO's.
_OPEN, _CLOSE, _PING, _PONG, _MESSAGE = "0", "1", "2", "3", "4"
_CONNECT, _DISCONNECT, _EVENT, _ACK, _REFUSE = "0", "1", "2", "3", "4"


class LineLost(Exception):
    """The line broke, or nothing came over it any more; what was under way may or may not have been done."""


class Line:
    """An open line. ``hear(event, payload)`` gets what the server sends; it must not take long."""

    def __init__(self, web: aiohttp.ClientWebSocketResponse, hear: Hear) -> None:
        self._web = web
        self._hear = hear
        self._numbers = itertools.count()
        self._awaited: dict[int, asyncio.Future[Any]] = {}
        self._seated: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, address: str, auth: Mapping[str, Any], hear: Hear) -> Line:
        """Connect with this seat; raises LineLost, and Refused where the server does not let it in."""
        url = f"{address}/socket.io/?EIO=4&transport=websocket"
        try:
            patience = aiohttp.ClientWSTimeout(ws_receive=_SILENCE, ws_close=_GOODBYE)
            line = cls(await http.ws_connect(url, max_msg_size=_LARGEST, timeout=patience), hear)
        except (aiohttp.ClientError, OSError) as error:
            raise LineLost from error
        try:
            await line._send(_CONNECT + _json(auth))
            async with asyncio.timeout(_PATIENCE):
                await line._seated
        except BaseException as error:
            await line.hang_up()
            if isinstance(error, TimeoutError):
                raise LineLost from error
            raise
        return line

    @property
    def lost(self) -> bool:
        """Whether this line is of no more use."""
        return self._web.closed or self._listening.done()

    async def ask(self, event: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send an event and wait for its acknowledgement, while the line lives; raises LineLost and Refused."""
        if self.lost:
            raise LineLost
        number = next(self._numbers)
        answer = self._awaited[number] = asyncio.get_running_loop().create_future()
        try:
            await self._send(f"{_EVENT}{number}{_json([event, payload])}")
            return _answered(await answer)
        finally:
            self._awaited.pop(number, None)

    async def hang_up(self) -> None:
        """Say goodbye and close."""
        with contextlib.suppress(LineLost):
            await self._send(_DISCONNECT)
        await self._web.close()
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    def cut(self) -> None:
        """Break off without a word, as a phone does in a lift."""
        if raw := self._web.get_extra_info("socket"):
            with contextlib.suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)

    async def _send(self, packet: str) -> None:
        try:
            await self._web.send_str(_MESSAGE + packet)
        except (aiohttp.ClientError, OSError) as error:
            raise LineLost from error

    async def _listen(self) -> None:
        try:
            async for frame in self._web:
                if frame.type is aiohttp.WSMsgType.TEXT and not await self._take(frame.data):
                    break
        except (aiohttp.ClientError, OSError):  # silence among them: a TimeoutError is an OSError
            pass
        finally:
            for waiting in (self._seated, *self._awaited.values()):
                if not waiting.done():
                    waiting.set_exception(LineLost())
            if not self._seated.cancelled():
                self._seated.exception()  # looked at: nobody may be left who waits for it
            await self._web.close()

    async def _take(self, packet: str) -> bool:
        """Handle one Engine.IO packet; False when it says that the line is over."""
        kind, rest = packet[:1], packet[1:]
        if kind == _PING:
            await self._web.send_str(_PONG)
        elif kind == _MESSAGE:
            return self._hear_packet(rest[:1], rest[1:])
        return kind != _CLOSE

    def _hear_packet(self, kind: str, rest: str) -> bool:
        if kind == _EVENT:
            event, *arguments = msgspec.json.decode(rest)
            self._hear(event, arguments[0] if arguments else None)
        elif kind == _ACK:
            start = rest.index("[")
            if (answer := self._awaited.get(int(rest[:start]))) and not answer.done():
                answer.set_result(msgspec.json.decode(rest[start:])[0])
        elif kind == _CONNECT and not self._seated.done():
            self._seated.set_result(None)
        elif kind == _REFUSE and not self._seated.done():
            self._seated.set_exception(_refusal(msgspec.json.decode(rest)))
        return kind not in (_DISCONNECT, _REFUSE)


async def patiently(line: Line, event: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Like `Line.ask`, but who went too fast waits as long as the server says, and asks again."""
    while True:
        try:
            return await line.ask(event, payload)
        except Refused as refusal:
            if refusal.code != "seat.too_fast":
                raise
            await asyncio.sleep(refusal.details["wait"])


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _answered(answer: dict[str, Any]) -> dict[str, Any]:
    if error := answer.get("error"):
        raise Refused(error.pop("code"), **error)
    return answer


def _refusal(packet: dict[str, Any]) -> Refused:
    details = packet.get("data")
    error = details.get("error", {}) if isinstance(details, dict) else {}
    return Refused(error.get("code") or packet.get("message", "seat.unknown"), message=error.get("message", ""))
