"""A small rehearsal against a real server process, and the wipe after it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import aiohttp
import pytest
from click.testing import CliRunner

from bench.server import Server, running_server
from facilitation.errors import Refused
from facilitation.rehearsal.command import rehearse
from facilitation.rehearsal.phone import Phone
from facilitation.rehearsal.play import Plan, play, wipe
from facilitation.rehearsal.stock import stock
from facilitation.rehearsal.venue import Door, Venue, door_of

pytestmark = pytest.mark.slow

PROGRAMME = {"title": "A rehearsal", "items": [{"id": "i1", "kind": "discussion", "title": "First"}]}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture
def links(server: Server) -> dict[str, str]:
    return asyncio.run(new_meeting(server))


async def new_meeting(server: Server, **settings: Any) -> dict[str, str]:
    async with aiohttp.ClientSession() as http:
        wish = {"programme": PROGRAMME, "settings": settings}
        async with http.post(f"{server.address}/api/meetings", json=wish) as response:
            return dict((await response.json())["links"])


async def desk(door: Door) -> dict[str, Any]:
    seat, _role = await door.take_seat(invite=door.venue.invite)
    return await door.state(seat)


def test_a_rehearsal_fills_the_meeting_and_the_wipe_leaves_nothing(server: Server, links: dict[str, str]) -> None:
    venue = Venue.behind(links["moderator"])
    texts = [question for words in stock().values() for question in words.questions]

    async def rehearsal() -> None:
        async with door_of(venue) as door:
            outcome = await play(Plan(venue, 3, {"ar": 1, "en": 1}, seconds=6, seed=151))
            assert outcome.tally["came"] == 3
            assert outcome.tally["asked"] >= 2
            state = await desk(door)
            assert len(state["questions"]) == outcome.tally["asked"] - outcome.tally["withdrawn"]
            assert all(question["rehearsal"] for question in state["questions"].values())
            assert state["meeting"]["current"] == "i1"  # the co-moderator presents at once
            assert await wipe(venue) == len(state["questions"])
            assert (await desk(door))["questions"] == {}
            assert await wipe(venue) == 0

    asyncio.run(rehearsal())
    stored = b"".join(path.read_bytes() for path in server.folder.glob("*.sqlite*"))
    assert not [text for text in texts if text.encode() in stored]
    with closing(sqlite3.connect(server.folder / "facilitation.sqlite")) as db:
        played = "SELECT id FROM seats WHERE rehearsal"
        for table in ("votes", "receipts"):
            assert db.execute(f"SELECT count(*) FROM {table} WHERE seat_id IN ({played})").fetchone() == (0,)


def test_what_real_people_ask_is_left_to_real_moderators(links: dict[str, str]) -> None:
    venue = Venue.behind(links["moderator"])

    async def rehearsal() -> None:
        async with door_of(venue) as door:
            seat, _role = await door.take_seat()
            asked = await door.command(seat, "question.ask", text="Is anybody there?")
            await play(Plan(venue, 1, seconds=5, seed=1))
            assert (await desk(door))["questions"][asked["question"]]["state"] == "waiting"
            await wipe(venue)
            assert asked["question"] in (await desk(door))["questions"]

    asyncio.run(rehearsal())


def test_a_phone_that_lost_its_line_comes_back_to_the_present(server: Server) -> None:
    async def lose_and_find() -> None:
        venue = Venue.behind((await new_meeting(server, premoderation=False))["participant"])
        async with door_of(venue) as door:
            phone, other = Phone(door), Phone(door)
            for each in (phone, other):
                await each.sit_down(language="en")
                await each.arrive()
            phone.lose_line()
            asked = await other.do("question.ask", text="Who is still here?")
            await phone.do("vote.cast", question=asked["question"], value=1)
            await asyncio.sleep(0.6)
            assert phone.store.state == other.store.state
            assert phone.store.questions[asked["question"]]["score"] == 1
            for each in (phone, other):
                await each.leave()

    asyncio.run(lose_and_find())


def test_a_rehearsal_ends_with_the_meeting(links: dict[str, str]) -> None:
    venue = Venue.behind(links["moderator"])

    async def rehearsal() -> None:
        async with door_of(venue) as door:
            playing = asyncio.create_task(play(Plan(venue, 2, seconds=60, seed=1)))
            await asyncio.sleep(1.5)
            seat, _role = await door.take_seat(invite=venue.invite)
            await door.command(seat, "meeting.end")
            async with asyncio.timeout(10):
                assert (await playing).ended
            with pytest.raises(Refused, match=r"meeting\.ended"):
                await play(Plan(venue, 1, seconds=1, moderate=False))

    asyncio.run(rehearsal())


def test_the_command_ends_with_a_line_of_counts(links: dict[str, str]) -> None:
    done = CliRunner().invoke(rehearse, ["--size", "2", "--minutes", "0.05", "--meeting", links["moderator"]])
    assert done.exit_code == 0, done.output
    assert "Played: 2 people came" in done.output
    done = CliRunner().invoke(rehearse, ["--wipe", "--meeting", links["moderator"]])
    assert "Removed: " in done.output


def test_a_link_for_another_role_is_not_enough(links: dict[str, str]) -> None:
    for more in ((), ("--wipe",)):
        done = CliRunner().invoke(rehearse, ["--size", "1", "--meeting", links["stage"], *more])
        assert done.exit_code == 1
        assert "moderator's link" in done.output
