"""A simulated co-moderator, who keeps a rehearsal going and leaves some of the work to the person at the desk."""

from __future__ import annotations

from random import Random
from time import monotonic
from typing import Any

from facilitation.errors import Refused
from facilitation.rehearsal.clock import Clock
from facilitation.rehearsal.phone import Phone
from facilitation.rehearsal.stock import Stock, stock
from facilitation.rehearsal.tally import Tally
from facilitation.rehearsal.visit import ends, until_over

# Seconds: between two looks at the desk; that a question waits at least; that one is talked about; until the next
# one is taken up; per item.
_GLANCE, _REVIEW, _TALK, _BREATH, _ITEM = 0.8, 3.0, 14.0, 5.0, 40.0
# Of a hundred waiting questions: left to the person at the desk, and declined.
_LEFT, _DECLINED = 15, 10


class CoModerator:
    """Decides about the rehearsal's own questions alone: what real people send in is for real moderators."""

    def __init__(self, phone: Phone, clock: Clock, tally: Tally, chance: Random) -> None:
        self._phone, self._clock, self._tally, self._chance = phone, clock, tally, chance
        self._seen: dict[str, float] = {}
        self._left: set[str] = set()
        self._current: str | None = None
        self._current_since = 0.0
        self._next_talk = monotonic() + _BREATH

    async def attend(self) -> None:
        """The whole meeting; raises LineLost where the server is gone."""
        try:
            with until_over():
                await self._phone.arrive()
                while True:
                    await self._clock.pause(_GLANCE)
                    for part in (self._review, self._discuss, self._go_on):
                        await self._try(part)
        finally:
            await self._phone.leave()

    async def _try(self, part: Any) -> None:
        try:
            await part()
        except Refused as refusal:  # the author or the person at the desk was faster
            if ends(refusal):
                raise
            self._tally["refused"] += 1

    async def _review(self) -> None:
        now = monotonic()
        for question in self._played("waiting"):
            if question["id"] not in self._seen and self._chance.random() * 100 < _LEFT:
                self._left.add(question["id"])
            since = self._seen.setdefault(question["id"], now + self._chance.uniform(0, 3))
            if now - since < _REVIEW or question["id"] in self._left:
                continue
            self._seen.pop(question["id"])
            await self._decide(question)

    async def _decide(self, question: dict[str, Any]) -> None:
        if twin := next((q for q in self._played("open") if q["text"] == question["text"]), None):
            await self._phone.do("question.merge", **{"from": question["id"], "into": twin["id"]})
            self._tally["joined"] += 1
        elif self._chance.random() * 100 < _DECLINED:
            reason = self._chance.choice(_words_for(question).reasons)
            await self._phone.do("question.decline", question=question["id"], reason=reason)
            self._tally["declined"] += 1
        else:
            await self._phone.do("question.approve", question=question["id"])
            self._tally["approved"] += 1

    async def _discuss(self) -> None:
        """Take up what has most support, and mark it as answered after a while."""
        now = monotonic()
        if now < self._next_talk:
            return
        for question in self._played("highlighted"):
            if self._chance.random() < 0.4 and not question["replies"]:
                reply = self._chance.choice(_words_for(question).replies)
                await self._phone.do("question.reply", question=question["id"], text=reply)
            await self._phone.do("question.answer", question=question["id"])
            self._next_talk = now + _BREATH
            self._tally["answered"] += 1
            return
        highlighted = (self._phone.store.meeting or {}).get("highlighted")
        if highlighted is None and (listed := self._played("open")):
            first = max(listed, key=lambda question: (question["score"], question["id"]))
            await self._phone.do("question.highlight", question=first["id"])
            self._next_talk = now + _TALK
            self._tally["highlighted"] += 1

    async def _go_on(self) -> None:
        """Present the next item now and then; what the person at the desk presents gets its time too."""
        store, now = self._phone.store, monotonic()
        current = (store.meeting or {}).get("current")
        if current != self._current:
            self._current, self._current_since = current, now
        if current and now - self._current_since < _ITEM:
            return
        order = sorted(store.items.values(), key=lambda item: int(item["position"]))
        places = {item["id"]: place for place, item in enumerate(order)}
        following = places[current] + 1 if current in places else 0
        if following < len(order):
            await self._phone.do("item.present", item=order[following]["id"])
            self._current_since = now
            self._tally["presented"] += 1

    def _played(self, state: str) -> list[dict[str, Any]]:
        """The rehearsal's own questions in this state."""
        return [q for q in self._phone.store.questions.values() if q["rehearsal"] and q["state"] == state]


def _words_for(question: dict[str, Any]) -> Stock:
    return stock().get(question["language"]) or stock()["en"]
