"""The look every second: whose seat is over is cut, whatever became of the word of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from facilitation.models import Meeting, Seat
from facilitation.models.columns import now
from facilitation.room.actor import Actor
from facilitation.room.joining import TakeSeat
from tests.conftest import House
from tests.witness import refused, written


@pytest.fixture
def cut(house: House) -> list[str]:
    """The sockets that were closed."""
    sockets: list[str] = []
    house.engine.watch._cut = sockets.extend
    return sockets


def test_nobody_is_cut_who_has_a_seat(house, alice, moderator, cut):
    for actor in (alice, moderator):
        house.engine.presence.came(actor.role, actor)
    house.engine.watch.look()
    assert cut == []


def test_a_seat_that_was_revoked(house, alice, bob, cut):
    house.engine.presence.came("alice's", alice)
    house.engine.presence.came("bob's", bob)
    written(house, update(Seat).where(Seat.id == bob.seat_id).values(revoked=True))
    house.engine.watch.look()
    assert cut == ["bob's"]


def test_a_seat_that_has_expired_can_do_nothing_and_is_cut(house, moderator, alice, cut):
    house.engine.presence.came("a desk", moderator)
    soon = now() + timedelta(minutes=5)
    written(house, update(Seat).where(Seat.id == moderator.seat_id).values(expires_at=soon))
    house.engine.watch.look()
    house.do(moderator, "meeting.pause")
    assert cut == []
    written(house, update(Seat).where(Seat.id == moderator.seat_id).values(expires_at=now()))
    with refused("seat.unknown"):
        house.do(moderator, "meeting.open")
    with refused("seat.unknown"):
        house.engine.seated(house.code, house.tokens[moderator.seat_id])
    with refused("seat.unknown"):  # by the socket that is still open
        house.engine.join(moderator)
    house.engine.watch.look()
    assert cut == ["a desk"]


def test_participants_of_a_meeting_that_has_forgotten_them(house, alice, moderator, cut):
    house.engine.presence.came("a phone", alice)
    house.engine.presence.came("a desk", moderator)
    written(house, update(Meeting).where(Meeting.id == alice.meeting_id).values(key=None))
    house.engine.watch.look()
    assert cut == ["a phone"]


def test_everybody_in_a_meeting_that_is_no_more(house, alice, moderator, cut):
    house.engine.presence.came("a phone", alice)
    house.engine.presence.came("a desk", moderator)
    written(house, delete(Meeting).where(Meeting.id == alice.meeting_id))
    house.engine.watch.look()
    assert sorted(cut) == ["a desk", "a phone"]


def test_an_actor_of_an_open_page_is_asked_again_each_time(house, alice):
    someone = Actor(alice.meeting_id, alice.seat_id)
    house.engine.take_seat(house.code, TakeSeat())
    written(house, update(Seat).where(Seat.id == alice.seat_id).values(revoked=True))
    with refused("seat.unknown"):
        house.do(someone, "question.ask", text="Still here?")
