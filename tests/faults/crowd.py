"""People who keep asking, voting and deciding for as long as a test lets them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random

from facilitation.engine.fair import ASKING
from facilitation.errors import Refused
from tests.faults.hall import Hall
from tests.faults.phones import Phone
from tests.server import Server

# Not faults: the question was decided on by another, or is the voter's own.
PASSING = {"vote.own", "vote.closed", "question.unknown", "question.wrong_state"}


class Crowd:
    """Participants and a desk on each process. ``said`` is what was acknowledged: (voter, question) -> value."""

    def __init__(self, people: Sequence[Phone], desks: Sequence[Phone], seed: object, pace: float) -> None:
        self.people, self.desks = people, desks
        self.asked: dict[str, str] = {}
        self.said: dict[tuple[str, str], int] = {}
        self._chance = Random(str(seed))
        self._pace = pace
        self._numbers: Counter[str] = Counter()
        self._over = asyncio.Event()

    @classmethod
    async def come(cls, hall: Hall, servers: Sequence[Server], each: int, seed: object = 1, pace: float = 0.3) -> Crowd:
        """Seat so many participants and one desk on each process."""
        people = [
            await hall.seat(f"person {place}.{number}", server)
            for place, server in enumerate(servers)
            for number in range(each)
        ]
        desks = [await hall.seat(f"desk {place}", server, "moderator") for place, server in enumerate(servers)]
        await hall.ready()
        return cls(people, desks, seed, pace)

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Everybody is busy meanwhile; what they began is answered at the end."""
        self._over.clear()
        async with asyncio.TaskGroup() as group:
            for person in self.people:
                group.create_task(self._take_part(person))
            for desk in self.desks:
                group.create_task(self._decide(desk))
            try:
                yield
            finally:
                self._over.set()

    async def counted(self, hall: Hall) -> None:
        """Every acknowledged question is there once, and every score is the number of those who support it."""
        stored = (await hall.state(self.desks[0].name))["state"]["questions"]
        assert sorted(question["text"] for question in stored.values()) == sorted(self.asked.values())
        for question in self.asked:
            supporters = [who for (who, what), value in self.said.items() if what == question and value]
            assert stored[question]["score"] == len(supporters), f"{supporters} support {stored[question]}"

    async def _take_part(self, person: Phone) -> None:
        while not self._over.is_set():
            await asyncio.sleep(self._chance.uniform(0, 2 * self._pace))
            # Nobody asks more than is taken of one seat at once: the sixth would wait.
            number = self._numbers[person.name]
            if number < ASKING.at_once and (not self.asked or self._chance.random() < 0.3):
                text = f"{person.name} asks {number}"
                self._numbers[person.name] += 1
                question = (await person.do("question.ask", text=text))["question"]
                self.asked[question] = text
            elif self.asked:
                await self._vote(person, self._chance.choice(list(self.asked)))

    async def _vote(self, person: Phone, question: str) -> None:
        value = self._chance.choice((0, 1, 1))
        try:
            answer = await person.do("vote.cast", question=question, value=value)
        except Refused as refusal:
            assert refusal.code in PASSING, refusal
        else:
            person.store.voted(question, value, answer["revision"])
            self.said[person.name, question] = value

    async def _decide(self, desk: Phone) -> None:
        while not self._over.is_set():
            await asyncio.sleep(self._chance.uniform(0, 2 * self._pace))
            waiting = [id_ for id_, question in desk.store.questions.items() if question["state"] == "waiting"]
            for question in waiting[:2]:
                try:
                    await desk.do("question.approve", question=question)
                except Refused as refusal:
                    assert refusal.code in PASSING, refusal
