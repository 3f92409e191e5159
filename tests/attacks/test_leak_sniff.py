"""200 random acts of moderation at a real server, while three participants write down every byte that they get."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

from facilitation.errors import Refused
from tests.attacks.secrecy import FIELDS, Secrets, cards, fields_of, joined, shown
from tests.attacks.sniffers import OnPolling, OnWebSocket, Reloader
from tests.attacks.visitors import Gate, OpenHouse, Visitor
from tests.engine.test_nothing_leaks import ACTS as ALL_ACTS
from tests.engine.test_nothing_leaks import act, check_public_frame

pytestmark = pytest.mark.slow

# Decisions about questions; what stops people from asking, and the lists, are tried within the process.
DECISIONS = tuple(act for act in ALL_ACTS if act not in {"lists", "stop", "go_on", "mute", "unmute", "appeal"})
ACTS = 200
# How often something is drawn until it is done: most does not fit the question's state.
TRIES = 1_000
# Questions of one seat: as many as it may ask at once.
OF_ONE = 4
RECORDS = ("json", "md", "html")


class Moderated(OpenHouse):
    """The house, with every reason and every answer of the team's a text of its own."""

    secrets: Secrets
    done = 0

    def do(self, visitor: Visitor, name: str, **payload: Any) -> dict[str, Any]:
        """One command."""
        for field in ("reason", "text"):
            if field in payload and visitor.role == "moderator":
                payload[field] = f"{field}-{random.getrandbits(64):x}"
                self.secrets.more[payload["question"]].add(payload[field])
        answer = super().do(visitor, name, **payload)
        self.done += 1
        return answer


@pytest.mark.parametrize("seed", [2])
def test_nothing_that_is_not_for_everybody_reaches_a_participant(gate: Gate, seed: int) -> None:
    asyncio.run(session(gate, random.Random(seed)))


async def session(gate: Gate, chance: random.Random) -> None:
    house = gate.house()
    house.__class__ = Moderated
    assert isinstance(house, Moderated)
    secrets = house.secrets = Secrets()
    moderator = Visitor("moderator", gate.seat(house, "moderator"), "moderator")
    voters = [Visitor("voter", house.take_seat(), "participant") for _ in range(2)]
    async with aiohttp.ClientSession() as http:
        seats = {each.name: house.take_seat() for each in (OnWebSocket, OnPolling, Reloader)}
        way = (http, house.server.address, house.code)
        sockets = [each(*way, seats[each.name], secrets.hear) for each in (OnWebSocket, OnPolling)]
        pages = Reloader(*way, seats[Reloader.name], secrets.hear)
        for each in sockets:
            await each.begin()
        watched = [Visitor(name, seat) for name, seat in seats.items()]
        play = Play(house, moderator, [*voters, *watched], watched, chance)
        try:
            for number in range(ACTS):
                before, page = [each.store.revision for each in sockets], shown(await pages.read())
                await asyncio.to_thread(play.one, number)
                revision, questions = await asyncio.to_thread(play.seen_by_the_team)
                touched = secrets.moves_to(questions)
                for each in sockets:
                    await each.at(revision)
                one_step(before, revision, sockets, secrets)
                after = shown(await pages.read())
                # A page that moves with nothing to show would tell that something is there to hide.
                assert after == page or revision != before[0] or Reloader.name in touched, set(after) ^ set(page)
                await pages.read("/ask")
                await pages.read(f"/record.{RECORDS[number % 3]}")
                assert secrets.leaks() == []
            await nobody_is_joined(house, secrets, sockets[0], await pages.read("?all=1"))
            # What the last act told nobody may not come with the next word either.
            await asyncio.to_thread(house.do, moderator, "meeting.pause")
            revision, _questions = await asyncio.to_thread(play.seen_by_the_team)
            for each in sockets:
                await each.at(revision)
            await pages.read()
            assert secrets.leaks() == []
        finally:
            for each in sockets:
                await each.end()
    assert min(secrets.heard[name] for name in seats) > 10_000, "the sniffers heard little"
    assert (sockets[0].store.revision or 0) > ACTS / 4, "little of it was for everybody"
    assert len(secrets.texts) - len(secrets.ever) > 10, "there was little to hide"


def one_step(before: list[int | None], revision: int, sockets: list[OnWebSocket | OnPolling], secrets: Secrets) -> None:
    """One act moves everybody by one step or not at all, and what is told is for everybody, or one's own."""
    hidden = {secrets.texts[question] for question in secrets.texts.keys() - secrets.public - secrets.before}
    for was, each in zip(before, sockets, strict=True):
        assert each.store.revision == revision and revision - (was or 0) in (0, 1), "a gap tells what lies between"
        pulses = 0
        for event, payload in each.taken():
            if event == "yours":
                assert {secrets.author[id_] for id_ in payload["set"].get("questions", {})} <= {each.name}
                continue
            check_public_frame(event, payload, hidden, secrets.public | secrets.before)
            if event == "heartbeat":
                assert set(payload) == {"everyone"}
            pulses += event == "pulse"
        assert pulses == revision - (was or 0)
        assert set(each.store.questions) == secrets.public, "what is shown is not what is public"


async def nobody_is_joined(house: Moderated, secrets: Secrets, phone: OnWebSocket | OnPolling, page: str) -> None:
    """Nothing that is told of questions joins those of one author."""
    views = phone.store.questions
    assert len({secrets.author[question] for question in views}) < len(views), "nobody has several questions there"
    assert fields_of(views.values()) <= FIELDS
    without = {"text", "replies", "score", "revision"}  # one act may change two questions
    told = {id_: json.dumps({k: v for k, v in view.items() if k not in without}) for id_, view in views.items()}
    assert joined(told, secrets.author) == set()
    own = {id_ for id_, author in secrets.author.items() if author == Reloader.name}
    shown_there = {id_: card for id_, card in cards(page).items() if id_ in views and id_ not in own}
    assert shown_there
    assert joined(shown_there, secrets.author) == set()


class Play:
    """Who asks, who votes and who decides, at random."""

    def __init__(
        self,
        house: Moderated,
        moderator: Visitor,
        voters: list[Visitor],
        watched: list[Visitor],
        chance: random.Random,
    ) -> None:
        self._house, self._moderator, self._voters, self._chance = house, moderator, voters, chance
        self._asked = dict.fromkeys(watched, 0)

    def one(self, number: int) -> None:
        """Something happens."""
        secrets, chance = self._house.secrets, self._chance
        what = chance.random()
        if what < 0.3 or not secrets.texts:
            author, text = self._author(), f"hidden-{number}-{chance.random()}"
            secrets.asked(self._house.ask(author, text), text, author.who)
        elif what < 0.35:
            self._withdraw(chance.choice(list(secrets.texts)))
        else:
            done = self._house.done
            for _ in range(TRIES):
                voter = chance.choice(self._voters)
                act(self._house, self._moderator, chance, list(secrets.texts), voter, [], DECISIONS)
                if self._house.done > done:
                    return
            raise AssertionError("the server does nothing of what it is asked for")

    def seen_by_the_team(self) -> tuple[int, dict[str, Any]]:
        """The revision that everybody has been told or is about to be, and all questions."""
        path = f"/api/{self._house.code}/state"
        _status, answer = self._house.server.call("GET", path, seat=self._moderator.token)
        return answer["revision"]["everyone"], answer["state"]["questions"]

    def _author(self) -> Visitor:
        free = [author for author, asked in self._asked.items() if asked < OF_ONE]
        if len(free) < 4:
            free.append(Visitor(f"author {len(self._asked)}", self._house.take_seat()))
        author = self._chance.choice(free)
        self._asked[author] = self._asked.get(author, 0) + 1
        return author

    def _withdraw(self, question: str) -> None:
        who = self._house.secrets.author[question]
        author = next(author for author in self._asked if author.who == who)
        with suppress(Refused):
            self._house.do(author, "question.withdraw", question=question)
