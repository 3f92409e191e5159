"""Codes for one person each: one code, one seat, one vote, and nothing to learn for who has none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.models import Seat, Ticket
from facilitation.room.joining import TakeSeat, check_door
from facilitation.room.meetings import Settings
from tests.adversary import Adversary
from tests.conftest import PROGRAMME
from tests.witness import everything_in, nothing_changes, refused


@pytest.fixture
def tickets(house, organiser):
    """Codes of the meeting, which is closed."""
    made = house.do(organiser, "ticket.add", count=5)["tickets"]
    house.do(organiser, "meeting.settings", closed=True)
    return made


def rows(house, table):
    with reading(house.engine.database) as db:
        return db.scalar(select(func.count()).select_from(table))


def take(house, code=None, **wish):
    return house.engine.take_seat(code or house.code, TakeSeat(**wish))


def test_one_makes_one_seat(house, tickets):
    token, role = take(house, ticket=tickets[0], group="state")
    assert role == "participant" and house.engine.seated(house.code, token).group == "state"
    with nothing_changes(house.engine), refused("meeting.unknown"):
        take(house, ticket=tickets[0])


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code[:5]} - {code[5:]} "])
def test_it_is_typed_as_people_type(house, tickets, typed):
    assert take(house, ticket=typed(tickets[0]))[1] == "participant"


def test_many_who_use_one_at_once_have_one_seat(house, tickets):
    before = rows(house, Seat)

    def one(_number):
        try:
            return take(house, ticket=tickets[0])[1]
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(12) as crowd:
        assert sorted(crowd.map(one, range(12))) == ["meeting.unknown"] * 11 + ["participant"]
    assert rows(house, Seat) == before + 1 and rows(house, Ticket) == 4


def test_nothing_tells_which_seat_one_became(house, tickets):
    """Not to who has the database and the slip of paper, either: the row to which it led is gone, and no other does."""
    assert Adversary(house.engine, tickets[:1]).holders().keys() == {tickets[0]}
    take(house, ticket=tickets[0])
    assert Adversary(house.engine, tickets[:1]).holders() == {}
    stored = str(everything_in(house.engine))
    assert not [ticket for ticket in tickets if ticket in stored]
    assert rows(house, Ticket) == 4


WISHES = {
    "nothing": {},
    "no code": {"ticket": ""},
    "a wrong code": {"ticket": "AAAAAAAAAA"},
    "a wrong code and a group that is not there": {"ticket": "AAAAAAAAAA", "group": "nobody"},
    "a wrong code and a long group": {"ticket": "AAAAAAAAAA", "group": "x" * 500},
    "a group": {"group": "state"},
    "a wrong link": {"invite": "guessed"},
    "a wrong link and a group that is not there": {"invite": "guessed", "group": "nobody"},
    "a language that is none": {"language": "x" * 100},
    "odd letters": {"ticket": "\x00\ud800é"},
}


@pytest.mark.parametrize("wish", WISHES)
def test_who_has_none_learns_what_they_would_of_no_meeting(house, tickets, wish):
    for code in (house.code, "AAAAAAAA"):
        with nothing_changes(house.engine), refused("meeting.unknown"):
            take(house, code, **WISHES[wish])
    assert rows(house, Ticket) == len(tickets)


def test_one_of_another_meeting_is_none(house, tickets, engine):
    code, _links = engine.create_meeting(PROGRAMME, Settings(closed=True))
    with nothing_changes(engine), refused("meeting.unknown"):
        take(house, code, ticket=tickets[0])


def test_a_group_that_is_not_there_uses_nothing_up(house, tickets):
    with nothing_changes(house.engine), refused("group.unknown"):
        take(house, ticket=tickets[0], group="nobody")
    assert take(house, ticket=tickets[0])[1] == "participant"


def test_a_link_opens_a_closed_meeting(house, tickets):
    assert take(house, invite=house.links["moderator"])[1] == "moderator"


def test_to_look_uses_nothing_up(house, tickets):
    with nothing_changes(house.engine), reading(house.engine.database) as db:
        assert check_door(db, house.code, TakeSeat(ticket=tickets[0]))
        for code, ticket in ((house.code, "AAAAAAAAAA"), ("AAAAAAAA", tickets[0])):
            with refused("meeting.unknown"):
                check_door(db, code, TakeSeat(ticket=ticket))


def test_after_the_end_they_open_nothing(house, tickets, moderator):
    house.do(moderator, "meeting.end")
    with nothing_changes(house.engine), refused("meeting.unknown"):
        take(house, ticket=tickets[0])


def test_one_person_one_vote(house, tickets, moderator):
    """As many votes as codes, however often each is tried."""
    author = house.engine.seated(house.code, take(house, ticket=tickets[0])[0])
    question = house.open_question(author, moderator)
    for ticket in tickets[1:] * 3:
        try:
            token, _role = take(house, ticket=ticket)
        except Refused:
            continue
        house.do(house.engine.seated(house.code, token), "vote.cast", question=question, value=1)
    assert house.state(moderator)["questions"][question]["score"] == len(tickets) - 1


def test_a_repeat_is_answered_without_them(house, organiser):
    first = house.do(organiser, "ticket.add", count=2, id_="once")
    again = house.do(organiser, "ticket.add", count=2, id_="once")
    assert len(first["tickets"]) == 2 and "tickets" not in again
    assert rows(house, Ticket) == 2


@pytest.mark.parametrize("count", [0, -1, 501])
def test_so_many_at_a_time(house, organiser, count):
    with nothing_changes(house.engine), refused("ticket.too_many"):
        house.do(organiser, "ticket.add", count=count)
