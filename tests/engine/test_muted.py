"""Who may ask nothing more is told at whichever process their phone is."""

from __future__ import annotations

from typing import Any

from facilitation.engine.between import hint_of
from facilitation.engine.muted import tell_muted
from facilitation.engine.pulse import room_of_seat
from facilitation.engine.stamp import Changes
from facilitation.engine.telling import Told
from facilitation.room.actor import Actor
from facilitation.room.aftermath import Aftermath
from tests.conftest import House


def test_the_others_hear_of_seats_and_never_of_words() -> None:
    hint = hint_of(Told(Changes(), Aftermath(muted={7, 3}), frozenset()))
    assert (hint.muted, hint.authors, hint.changed) == ([3, 7], [], [])


def test_each_is_told_what_is_stored_by_then(house: House, alice: Actor, bob: Actor, moderator: Actor) -> None:
    house.do(moderator, "seat.mute", question=house.ask(alice))
    house.do(alice, "seat.appeal", text="Why?")
    sent: list[tuple[str, str, Any]] = []
    tell_muted(house.engine.database, lambda *message: sent.append(message), [alice.seat_id, bob.seat_id])
    assert sent == [
        (room_of_seat(alice.seat_id), "yours", {"set": {"muted": True, "appeal": "Why?"}}),
        (room_of_seat(bob.seat_id), "yours", {"set": {"muted": False, "appeal": None}}),
    ]
