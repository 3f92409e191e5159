"""Somebody at a server with a real browser's ways in, from an address and with headers that would give them away."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import aiohttp

from facilitation.rehearsal.line import Line
from tests.canary.marks import plain_mark

_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_FORM = re.compile(r"<form.*?</form>", re.S)
SEPARATOR = "\x1e"


def traces() -> dict[str, str]:
    """What a browser and the machines before it tell of somebody: header or "address" -> what is said."""
    telling = {
        name: plain_mark(name.lower().replace("-", ""))
        for name in ("User-Agent", "Referer", "X-Forwarded-Host", "Accept-Language", "X-Device", "From", "Tracking")
    }
    return telling | {"address": "127.77.13.9", "X-Forwarded-For": "2001:db8:4711:77a9::c4fe"}


class Person:
    """One browser; its seats are its own. Comes from ``telling["address"]`` with all headers of ``telling``."""

    def __init__(self, address: str, code: str, telling: dict[str, str]) -> None:
        self.address, self.code = address, code
        headers = {name: said for name, said in telling.items() if name not in ("address", "Tracking")}
        headers["User-Agent"] = f"Mozilla/5.0 {headers['User-Agent']}"
        headers["Referer"] = f"https://{headers['Referer']}.example/where?from={headers['Referer']}"
        headers["Accept-Language"] = f"en,qaa-x-{headers['Accept-Language']};q=0.3"
        headers["Forwarded"] = f'for="[{headers["X-Forwarded-For"]}]"'
        headers["X-Real-IP"] = headers["X-Forwarded-For"]
        self.http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(local_addr=(telling["address"], 0)),
            headers=headers | {"Origin": address},
            cookies={"tracking": telling["Tracking"]},
            cookie_jar=aiohttp.CookieJar(unsafe=True),
        )

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """A page as it is shown in the end: (status, text)."""
        async with self.http.get(self.address + path, headers=headers) as page:
            return page.status, await page.text()

    async def form(self, page: str, action: str, **fields: str) -> tuple[int, str]:
        """Fill in a form of a page and send it."""
        hidden = await self._hidden(page, action)
        async with self.http.post(self.address + action, data=hidden | fields) as answer:
            return answer.status, await answer.text()

    async def upload(self, page: str, action: str, name: str, data: bytes) -> int:
        """Send a file by a form of a page: the status."""
        form = aiohttp.FormData(await self._hidden(page, action))
        form.add_field("file", data, filename=name, content_type="application/octet-stream")
        async with self.http.post(self.address + action, data=form) as answer:
            return answer.status

    async def api(self, method: str, path: str, body: Any = None, seat: str = "") -> tuple[int, Any]:
        """A request to the API: (status, answer)."""
        headers = {"Authorization": f"Bearer {seat}"} if seat else {}
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        async with self.http.request(method, f"{self.address}{path}", data=data, headers=headers) as answer:
            return answer.status, json.loads(await answer.read())

    async def take_seat(self, **wish: Any) -> str:
        """A seat, taken over the API: its token."""
        status, answer = await self.api("POST", f"/api/{self.code}/seats", wish)
        assert status == 201, answer
        return str(answer["seat"])

    async def do(self, seat: str, command: str, **payload: Any) -> dict[str, Any]:
        """A command over the API, which must be done; a trailing underscore of a field's name is dropped."""
        fields = {name.rstrip("_"): value for name, value in payload.items()} | {"id": str(uuid.uuid4())}
        status, answer = await self.api("POST", f"/api/{self.code}/commands/{command}", fields, seat)
        assert status == 200, (command, answer)
        return dict(answer)

    async def ask(self, seat: str, text: str, **payload: Any) -> str:
        """Ask a question over the API: its id."""
        return str((await self.do(seat, "question.ask", text=text, **payload))["question"])

    async def line(self, auth: dict[str, str]) -> Line:
        """A WebSocket; the cookies go with it."""
        line = await Line.open(self.http, self.address, {"meeting": self.code} | auth, lambda _event, _payload: None)
        await line.ask("join", {})
        return line

    async def polling(self, auth: dict[str, str], *events: tuple[str, dict[str, Any]]) -> list[Any]:
        """Long polling: let in, join, and these events; the answers."""
        path = f"{self.address}/socket.io/?EIO=4&transport=polling"
        async with self.http.get(path) as opened:
            path += f"&sid={json.loads((await opened.text())[1:])['sid']}"
        packets = [f"40{json.dumps({'meeting': self.code} | auth)}"]
        packets += [f"42{number}{json.dumps(event)}" for number, event in enumerate([("join", {}), *events])]
        answers: list[Any] = []
        for packet in packets:
            async with self.http.post(path, data=packet) as taken:
                assert taken.status == 200
        while len(answers) <= len(events):
            async with self.http.get(path) as polled:
                assert polled.status == 200, "the line was cut"
                said = (await polled.text()).split(SEPARATOR)
            answers += [json.loads(packet[packet.index("[") :])[0] for packet in said if packet.startswith("43")]
        async with self.http.post(path, data="1"):
            return answers[1:]

    async def _hidden(self, page: str, action: str) -> dict[str, str]:
        _status, text = await self.get(page)
        hidden = next((dict(_FIELD.findall(form)) for form in _FORM.findall(text) if f'"{action}"' in form), {})
        return hidden or {name: value for name, value in _FIELD.findall(text) if name in ("csrf", "screen", "known")}
