"""Commit, then ack, then tell: the sender's own phone gets the acknowledgement before the news."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from tests.server import Server

pytestmark = pytest.mark.slow


def test_the_acknowledgement_comes_before_the_news(server: Server) -> None:
    _status, made = server.call("POST", "/api/meetings", {"programme": {"title": "A session"}})
    _status, seat = server.call("POST", f"/api/{made['code']}/seats", {})
    assert asyncio.run(ask_five_times(server.address, made["code"], seat["seat"])) == ["ack", "yours"] * 5


async def ask_five_times(address: str, code: str, seat: str) -> list[str]:
    """What came over the wire for each of five questions, packet by packet."""
    heard: list[str] = []
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{address}/socket.io/?EIO=4&transport=websocket") as line,
        asyncio.timeout(30),
    ):
        await line.receive_str()
        await line.send_str("40" + json.dumps({"meeting": code, "seat": seat}))
        await line.receive_str()
        await line.send_str('420["join",{}]')
        while not (await line.receive_str()).startswith("430"):
            continue
        for number in range(1, 6):
            await line.send_str(f'42{number}["question.ask",{{"text":"Question {number}"}}]')
            for _ in range(2):
                packet = await line.receive_str()
                heard.append("ack" if packet.startswith(f"43{number}") else json.loads(packet[2:])[0])
    return heard
