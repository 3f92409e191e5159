"""Two processes serve one meeting, with people on both: as if it were one."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from facilitation.engine.patterns import SCRIPTED
from facilitation.errors import Refused
from tests.faults.hall import OPEN_AT_ONCE, Hall, hall
from tests.faults.phones import Phone, eventually
from tests.faults.soak import times
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

# Seconds within which a seat that was revoked is cut at the other process: what is promised, where nothing else runs.
CUT_WITHIN = times(30.0, 2.0)

Two = tuple[Server, Server]


def test_a_busy_meeting_stays_one(two: Two) -> None:
    asyncio.run(busy_meeting(two))


async def busy_meeting(two: Two) -> None:
    async with hall(*two) as room:
        people = [await room.seat(f"person {n}", two[n % 2]) for n in range(10)]
        desks = [await room.seat(f"moderator {n}", two[n], "moderator") for n in range(2)]
        await room.seat("stage", two[1], "stage")
        second_page = room.page("person 0", two[1])  # the same seat on the other process
        await room.ready()

        acks = {server: list[int]() for server in (0, 1)}
        asked = await asyncio.gather(*(ask(person, 3) for person in people))
        questions = [question for own in asked for question in own]
        halves = questions[::2], questions[1::2]
        await asyncio.gather(
            *(approve(desk, half, acks[n]) for n, (desk, half) in enumerate(zip(desks, halves, strict=True)))
        )
        votes = dict(zip(people, await asyncio.gather(*(vote(person, questions) for person in people)), strict=True))
        await asyncio.gather(
            *(vote(person, questions, votes[person]) for person in people),
            merge(desks[0], questions[0:12:3]),
            merge(desks[1], questions[13:24:3]),
            decide(desks[0], questions[24::2], acks[0]),
            decide(desks[1], questions[25::2], acks[1]),
        )
        await room.all_equal(within=20)

        told_by = {phone.name: phone.told for phone in room.phones}
        for name, told in told_by.items():
            assert all(before[1] == after[0] < after[1] for before, after in pairwise(told)), f"{name}: {told}"
        assert not set(acks[0]) & set(acks[1]), "two processes gave out the same revision"
        for acked in acks.values():
            assert acked == sorted(set(acked))
        await counts_are_exact(room, questions[24:], votes)
        nobody_hears_what_is_others(room, {person.name: own for person, own in zip(people, asked, strict=True)})
        assert second_page.yours, "the second page of a seat, on the other process, heard nothing"
        assert second_page.store.own.keys() == set(asked[0])


async def ask(person: Phone, number: int) -> list[str]:
    texts = [f"{person.name} asks {n}" for n in range(number)]
    answers = await asyncio.gather(*(person.do("question.ask", text=text) for text in texts))
    return [answer["question"] for answer in answers]


async def approve(desk: Phone, questions: list[str], acks: list[int]) -> None:
    for question in questions:
        acks.append((await desk.do("question.approve", question=question))["revision"])


async def vote(person: Phone, questions: list[str], before: dict[str, int] | None = None) -> dict[str, int]:
    """Support some, and change one's mind about some that one supported ``before``: what holds in the end."""
    chance = Random(f"{person.name} {before is not None}")
    said = before if before is not None else {}
    for question in chance.sample(questions, len(questions) // 2):
        value = chance.choice((0, 1, 1))
        try:
            answer = await person.do("vote.cast", question=question, value=value)
        except Refused as refusal:  # one's own, or decided on or joined meanwhile
            assert refusal.code in ("vote.own", "vote.closed", "question.unknown")
        else:
            person.store.voted(question, value, answer["revision"])
            said[question] = value
    return said


async def merge(desk: Phone, questions: list[str]) -> None:
    for source, into in pairwise(questions):
        await desk.do("question.merge", **{"from": source, "into": into})


async def decide(desk: Phone, questions: list[str], acks: list[int]) -> None:
    for number, question in enumerate(questions):
        if number % 2:
            answer = await desk.do("question.reply", question=question, text=f"{desk.name} answers")
        else:
            answer = await desk.do("question.highlight", question=question)
        acks.append(answer["revision"])


async def counts_are_exact(room: Hall, questions: list[str], votes: dict[Phone, dict[str, int]]) -> None:
    stored = (await room.state("moderator 0"))["state"]["questions"]
    assert len(stored) == 30
    for question in questions:  # those that nobody joined with others
        assert stored[question]["score"] == sum(said.get(question, 0) for said in votes.values())


def nobody_hears_what_is_others(room: Hall, asked: dict[str, list[str]]) -> None:
    for phone in room.phones:
        heard = {question for message in phone.yours for question in message["set"].get("questions", {})}
        assert heard <= set(asked.get(phone.name, ())), f"{phone.name} heard what became of somebody else's question"


def test_a_decision_reaches_its_author_and_nobody_else(two: Two) -> None:
    asyncio.run(decision(two))


async def decision(two: Two) -> None:
    async with hall(*two) as room:
        author, other = await room.seat("author", two[0]), await room.seat("other", two[0])
        voter = await room.seat("voter", two[0])
        desk = await room.seat("desk", two[1], "moderator")
        pages = author, room.page("author", two[0]), room.page("author", two[1])
        await room.ready()
        first, second = [(await author.do("question.ask", text=text))["question"] for text in ("One", "Two")]
        third = (await other.do("question.ask", text="Three"))["question"]
        await desk.do("question.decline", question=second, reason="Asked before")
        for page in pages:
            await eventually(lambda p=page: p.store.own.get(second, {}).get("state") == "declined", 30, "the decline")
            assert page.store.own[second]["reason"] == "Asked before"
        for question in (first, third):
            await desk.do("question.approve", question=question)
        answer = await voter.do("vote.cast", question=first, value=1)
        voter.store.voted(first, 1, answer["revision"])
        await desk.do("question.merge", **{"from": first, "into": third})
        await eventually(lambda: third in voter.store.votes, 30, "the vote that moved")
        await eventually(lambda: author.store.own[first].get("into") == third, 30, "the merge")
        await room.all_equal(within=10)
        nobody_hears_what_is_others(room, {"author": [first, second], "other": [third]})
        assert not any(message["set"].get("votes") for message in other.yours)


def test_one_command_sent_to_both_at_once_is_done_once(two: Two) -> None:
    asyncio.run(both_at_once(two))


async def both_at_once(two: Two) -> None:
    async with hall(*two, **OPEN_AT_ONCE) as room:
        authors = [await room.seat(f"author {n}", two[0]) for n in range(5)]
        pages = [(author, room.page(author.name, two[1])) for author in authors]
        await room.ready()
        for number in range(25):  # as many as each of them may ask at once
            order: dict[str, Any] = {"id": f"order-{number}", "text": f"Question {number}"}
            first, second = await asyncio.gather(*(page.do("question.ask", **order) for page in pages[number % 5]))
            assert first == second
        author = authors[0]
        await room.all_equal(within=10)
        texts = sorted(question["text"] for question in author.store.questions.values())
        assert texts == sorted(f"Question {number}" for number in range(25))


def test_a_revoked_seat_is_cut_on_the_other_process(two: Two) -> None:
    asyncio.run(revoked(two))


async def revoked(two: Two) -> None:
    async with hall(*two) as room:
        played = [await room.seat(f"played {n}", two[n], rehearsal=True) for n in range(2)]
        real = await room.seat("real", two[1])
        desk = await room.seat("desk", two[0], "moderator")
        await room.ready()
        await asyncio.gather(*(phone.do("question.ask", text="Played") for phone in (*played, real)))
        await desk.do("rehearsal.wipe")
        for phone in played:
            await eventually(lambda p=phone: not p.up, CUT_WITHIN, "a revoked seat cut")
        for phone in played:
            await eventually(lambda p=phone: p.refusal is not None, 30, "a revoked seat refused")
            assert phone.refusal and phone.refusal.code == "seat.unknown"
        assert real.up
        await asyncio.sleep(0.5)
        for server in two:
            assert [q["text"] for q in (await room.state("real", server))["you"]["mine"]["questions"]] == ["Played"]


def test_phones_hear_that_it_is_over_before_they_are_cut_off(two: Two) -> None:
    asyncio.run(over(two))


async def over(two: Two) -> None:
    async with hall(*two) as room:
        people = [await room.seat(f"person {n}", two[n]) for n in range(2)]
        desk = await room.seat("desk", two[0], "moderator")
        await room.ready()
        await desk.do("meeting.forget")
        for phone in people:
            await eventually(lambda p=phone: not p.up, 5, "a phone cut")
            assert phone.ended


def test_who_is_here_counts_both(two: Two) -> None:
    asyncio.run(counted(two))


async def counted(two: Two) -> None:
    async with hall(*two) as room:
        for number in range(5):
            await room.seat(f"person {number}", two[number % 2])
        desks = [await room.seat(f"desk {n}", two[n], "moderator") for n in range(2)]
        await room.ready()
        for desk in desks:
            await eventually(lambda d=desk: d.here == 5, 25, "everybody counted")
        for phone in [phone for phone in room.phones if phone.address == two[0].address]:
            await phone.leave()
        await eventually(lambda: desks[1].here == 2, 25, "nobody left at the other process")


def test_votes_of_one_phone_are_seen_wherever_its_seats_were_taken(two: Two) -> None:
    asyncio.run(one_phone(two))


async def one_phone(two: Two) -> None:
    """nginx sends who has no cookie anywhere, and then by the seat: a seat may be taken here and vote there."""
    async with hall(*two, **OPEN_AT_ONCE) as room:
        desks = [await room.seat(f"desk {n}", two[n], "moderator") for n in range(2)]
        author = await room.seat("author", two[0])
        await room.ready()
        question = (await author.do("question.ask", text="Who votes?"))["question"]
        for number in range(3 * SCRIPTED):  # a slow machine casts some of them too late to count as quick
            seat = await room.ask(two[number % 2], "POST", "seats", {})
            room.tokens["voter"] = seat["seat"]
            vote = {"question": question, "value": 1}
            await room.ask(two[(number + 1) % 2], "POST", "commands/vote.cast", vote, "voter")
        for desk in desks:
            await eventually(lambda d=desk: d.watch.get(question, 0) >= SCRIPTED, 30, "a desk is warned")
