"""One person of a simulated audience: comes, asks, supports others, changes their mind, loses the line, leaves."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

from facilitation.errors import Refused
from facilitation.rehearsal.clock import Clock
from facilitation.rehearsal.phone import Phone
from facilitation.rehearsal.stock import Decks, stock
from facilitation.rehearsal.tally import Tally
from facilitation.rehearsal.visit import ends, until_over

# Seconds, on average, between two things that one person does.
_PACE = 6.0
# Of a hundred: who asks at least once, who asks under a display name, who names no group.
_ASKERS, _NAMED, _UNGROUPED = 45, 15, 20
_OPEN_TO_VOTES = ("open", "highlighted")


class Person:
    """Somebody with a phone. What they do follows from ``chance`` and from what they see."""

    def __init__(
        self, phone: Phone, language: str, arrives: float, clock: Clock, decks: Decks, tally: Tally, chance: Random
    ) -> None:
        self._phone, self._clock, self._decks, self._tally = phone, clock, decks, tally
        self._language, self._arrives, self._chance = language, arrives, chance
        self._to_ask = (1 + (chance.random() < 0.2)) if chance.random() * 100 < _ASKERS else 0
        self._to_vote = chance.randint(2, 12)
        self._name = self._chance.choice(stock()[language].names) if chance.random() * 100 < _NAMED else None

    async def attend(self, groups: list[str]) -> None:
        """The whole visit, until the rehearsal is over; raises LineLost where the server is gone."""
        try:
            with until_over():
                await self._clock.pause(self._arrives)
                wish = {"language": self._language}
                if groups and self._chance.random() * 100 >= _UNGROUPED:
                    wish["group"] = self._chance.choice(groups)
                await self._phone.sit_down(**wish)
                await self._phone.arrive()
                self._tally.update(came=1, here=1)
                await self._clock.pause(self._chance.uniform(0.5, 3))
                while True:
                    await self._do_something()
                    await self._clock.pause(self._chance.expovariate(1 / _PACE))
        finally:
            await self._phone.leave()

    async def _do_something(self) -> None:
        dice = self._chance.random()
        try:
            if dice < 0.02:
                await self._go_out()
            elif dice < 0.06:
                await self._lose_line()
            elif dice < 0.10 and self._editable():
                await self._think_again()
            elif self._to_ask and dice < 0.6:
                await self._ask()
            elif self._to_vote and (liked := self._choose()):
                await self._vote(liked)
        except Refused as refusal:
            if ends(refusal):
                raise
            self._tally["refused"] += 1

    async def _ask(self) -> None:
        order = {"text": self._decks.deal(self._language), "language": self._language}
        settings = self._settings()
        if self._name and settings["names"]:
            order["name"] = self._name
        if settings["asking"]:
            await self._phone.do("question.ask", **order)
            self._to_ask -= 1
            self._tally["asked"] += 1

    async def _vote(self, question: str) -> None:
        answer = await self._phone.do("vote.cast", question=question, value=1)
        self._phone.store.voted(question, 1, answer["revision"])
        self._to_vote -= 1
        self._tally["voted"] += 1

    async def _think_again(self) -> None:
        question = self._chance.choice(self._editable())
        if self._chance.random() < 0.35:
            await self._phone.do("question.withdraw", question=question["id"])
            self._tally["withdrawn"] += 1
        else:
            more = self._chance.choice(stock()[self._language].afterthoughts)
            if more not in question["text"]:
                await self._phone.do("question.edit", question=question["id"], text=f"{question['text']} {more}")
                self._tally["edited"] += 1

    async def _lose_line(self) -> None:
        self._phone.lose_line()
        self._tally["here"] -= 1
        await self._clock.pause(self._chance.uniform(1, 6))
        await self._phone.arrive()
        self._tally.update(here=1, lost=1)

    async def _go_out(self) -> None:
        await self._phone.leave()
        self._tally["here"] -= 1
        await self._clock.pause(self._chance.uniform(8, 40))
        await self._phone.arrive()
        self._tally.update(here=1, returned=1)

    def _choose(self) -> str | None:
        """A question to support: some appeal to many, and one's own language is read more often."""
        store = self._phone.store
        if not self._settings()["voting"]:
            return None
        held = store.votes | store.own.keys()
        seen = [q for q in store.questions.values() if q["state"] in _OPEN_TO_VOTES and q["id"] not in held]
        weights = [_appeal(q["id"]) * (2 if q["language"] == self._language else 1) for q in seen]
        return str(self._chance.choices(seen, weights)[0]["id"]) if seen else None

    def _editable(self) -> list[dict[str, Any]]:
        return [question for question in self._phone.store.own.values() if question["editable"]]

    def _settings(self) -> dict[str, Any]:
        meeting = self._phone.store.meeting
        return meeting["settings"] if meeting else {"names": False, "asking": False, "voting": False}


@lru_cache(4096)
def _appeal(question: str) -> float:
    """How much a question speaks to people: the same for everybody, and very unequal."""
    return Random(question).paretovariate(0.8)  # noqa: S311 - a simulation, not a secret
