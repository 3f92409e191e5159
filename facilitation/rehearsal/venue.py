"""The meeting that a rehearsal plays in: where it is, and how to get in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

from facilitation.errors import Refused
from facilitation.rehearsal.line import Hear, Line, LineLost
from facilitation.rehearsal.work import solved
from facilitation.room.codes import LENGTH, read_code

_SCREENS = ("desk", "stage")
# How often a phone works for one seat.
_PUZZLES = 5


class NoMeeting(ValueError):
    """A link that does not lead to a meeting."""


@dataclass(frozen=True)
class Venue:
    """A server's address, a meeting's code, and the secret of a link where one is held."""

    address: str
    code: str
    invite: str | None = None

    @classmethod
    def behind(cls, link: str) -> Venue:
        """Where a participant's or a moderator's link leads; raises NoMeeting."""
        parts = urlsplit(link)
        path = [part for part in parts.path.split("/") if part]
        if path and path[-1] in _SCREENS:
            path.pop()
        code = read_code(path.pop()) if path else ""
        if parts.scheme not in ("http", "https") or not parts.netloc or len(code) != LENGTH:
            raise NoMeeting(link.partition("#")[0])
        return cls("/".join([f"{parts.scheme}://{parts.netloc}", *path]), code, parts.fragment or None)


class Door:
    """The server as a client outside sees it."""

    def __init__(self, http: aiohttp.ClientSession, venue: Venue) -> None:
        self._http = http
        self.venue = venue

    async def take_seat(self, **wish: Any) -> tuple[str, str]:
        """A new seat, for which a phone works where the server asks for it: (token, role); raises Refused and LineLost.

        A puzzle is worth something for some minutes alone: whoever was too slow for one gets another.
        """
        for _ in range(_PUZZLES):
            try:
                answer = await self._fetch("POST", "seats", wish)
                break
            except Refused as refusal:
                if refusal.code != "work.needed":
                    raise
                wish["work"] = await solved(refusal.details["salt"], refusal.details["bits"])
        else:
            raise Refused("work.needed", message="")
        return answer["seat"], answer["role"]

    async def command(self, seat: str, name: str, /, **payload: Any) -> dict[str, Any]:
        """One command over HTTP; raises Refused and LineLost."""
        return await self._fetch("POST", f"commands/{name}", payload, seat)

    async def state(self, seat: str) -> dict[str, Any]:
        """The state as this seat may see it; raises Refused and LineLost."""
        return dict((await self._fetch("GET", "state", {}, seat))["state"])

    async def line(self, seat: str, hear: Hear) -> Line:
        """An open line for this seat; raises Refused and LineLost."""
        return await Line.open(self._http, self.venue.address, {"meeting": self.venue.code, "seat": seat}, hear)

    async def _fetch(self, method: str, path: str, payload: dict[str, Any], seat: str = "") -> dict[str, Any]:
        url = f"{self.venue.address}/api/{self.venue.code}/{path}"
        headers = {"Authorization": f"Bearer {seat}"} if seat else {}
        body = msgspec.json.encode(payload) if payload else b""
        try:
            async with self._http.request(method, url, data=body, headers=headers) as response:
                answer = msgspec.json.decode(await response.read())
        except (aiohttp.ClientError, OSError, TimeoutError, msgspec.DecodeError) as error:
            raise LineLost from error
        if refusal := answer.get("error"):
            raise Refused(refusal.pop("code"), **refusal)
        return dict(answer)


@asynccontextmanager
async def door_of(venue: Venue) -> AsyncIterator[Door]:
    """The door of a venue, closed at the end."""
    connections = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connections, timeout=timeout) as http:
        yield Door(http, venue)
