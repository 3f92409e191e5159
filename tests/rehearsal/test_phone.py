"""A simulated phone joins again when it is told that it may have missed something."""

from __future__ import annotations

import asyncio
from typing import Any

from facilitation.errors import Refused
from facilitation.rehearsal.line import LineLost
from facilitation.rehearsal.phone import Phone

REPLY = {
    "revision": {"everyone": 3},
    "state": {"meeting": {}, "items": {}, "questions": {}},
    "you": {"mine": {"questions": [], "votes": []}},
}


class FakeLine:
    lost = False

    def __init__(self) -> None:
        self.joins = 0

    async def ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        assert event == "join"
        self.joins += 1
        return REPLY

    async def hang_up(self) -> None:
        pass


class FakeDoor:
    def __init__(self) -> None:
        self.open = FakeLine()

    async def line(self, _seat: str, hear: Any) -> FakeLine:
        self.hear = hear
        return self.open


def test_again() -> None:
    asyncio.run(told_again())


async def told_again() -> None:
    door = FakeDoor()
    phone = Phone(door)  # type: ignore[arg-type]
    await phone.arrive()
    door.hear("again", {"within": 20})
    assert door.open.joins == 1
    for _ in range(200):
        if door.open.joins == 2:
            break
        await asyncio.sleep(0.01)
    assert door.open.joins == 2
    await phone.leave()


class BrokenLine(FakeLine):
    """Broken already, and the task that is to notice has not had its turn yet."""

    async def ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        if event == "join":
            return REPLY
        self.asked += 1
        assert self.asked < 1000, "nobody else ever had a turn"
        raise LineLost

    asked = 0


def test_a_command_over_a_line_that_is_just_breaking_lets_it_break() -> None:
    asyncio.run(breaking())


async def breaking() -> None:
    door = FakeDoor()
    door.open = broken = BrokenLine()
    phone = Phone(door)  # type: ignore[arg-type]
    await phone.arrive()
    doing = asyncio.create_task(phone.do("vote.cast"))
    await asyncio.sleep(0)
    broken.lost = True
    door.open = WorkingLine()
    assert await doing == {"ok": True}


class WorkingLine(FakeLine):
    async def ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        return REPLY if event == "join" else {"ok": True}


class HastyLine(FakeLine):
    """At its other end is a server that finds each thing too fast once."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, Any]] = []

    async def ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        self.heard.append((event, payload.get("id")))
        if len(self.heard) % 2:
            raise Refused("seat.too_fast", message="Soon.", wait=0.01)
        return REPLY if event == "join" else {"ok": True}


def test_who_goes_too_fast_waits_and_sends_the_same_again() -> None:
    asyncio.run(hasty())


async def hasty() -> None:
    door = FakeDoor()
    door.open = hasty = HastyLine()
    phone = Phone(door)  # type: ignore[arg-type]
    assert await phone.do("vote.cast") == {"ok": True}
    (first, _none), (second, _none), (third, id_), (fourth, again) = hasty.heard
    assert (first, second, third, fourth) == ("join", "join", "vote.cast", "vote.cast")
    assert id_ == again
