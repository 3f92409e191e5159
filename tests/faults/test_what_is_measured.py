"""What the tests of faults measure with leaves nothing out: neither what failed on the way, nor what never came."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from facilitation.errors import Refused
from facilitation.rehearsal.line import LineLost
from tests.faults.phones import LOST, Line, Phone
from tests.faults.ticker import Ticker

STATE = {"meeting": {}, "items": {}, "questions": {}}
JOINED = {"revision": {"everyone": 1}, "state": STATE, "you": {"mine": {"questions": [], "votes": []}}}


class BadLine:
    """Breaks at the first thing that its phone asks; the line after it refuses twice, and is well then."""

    trouble: list[Exception] = []

    def __init__(self) -> None:
        self._broken = asyncio.Event()
        self._listening = asyncio.create_task(self._broken.wait())

    async def ask(self, event: str, _payload: Any) -> dict[str, Any]:
        if event == "join" or not self.trouble:
            return JOINED
        trouble = self.trouble.pop(0)
        if isinstance(trouble, LineLost):
            self._broken.set()
        raise trouble

    async def hang_up(self) -> None:
        self._broken.set()


@pytest.fixture
def bad_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async def connect(*_: object) -> BadLine:
        return BadLine()

    monkeypatch.setattr(Line, "open", connect)
    monkeypatch.setattr(BadLine, "trouble", [LineLost(), Refused("server.storage"), Refused("server.busy")])


@pytest.mark.usefixtures("bad_line")
def test_a_delay_begins_with_the_first_attempt() -> None:
    async def ask() -> Phone:
        phone = Phone(None, "", "", "a seat")  # type: ignore[arg-type]  # there is no network
        await phone.do("question.ask")
        await phone.leave()
        return phone

    phone = asyncio.run(ask())
    assert phone.setbacks == [LOST, "server.storage", "server.busy"]
    [answer] = phone.answers
    assert answer.after >= 1, "two pauses of half a second were left out"


def test_an_answer_that_never_comes_counts() -> None:
    class Silent:
        async def ask(self, *_: object) -> None:
            await asyncio.sleep(60)

    async def wait() -> Ticker:
        ticker = Ticker()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await ticker.tick(Silent())  # type: ignore[arg-type]
        return ticker

    ticker = asyncio.run(wait())
    assert ticker.slowest >= 0.1 and not ticker.answers
