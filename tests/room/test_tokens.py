"""Tokens: long, told once, kept only as hashes that another meeting's key cannot make."""

from __future__ import annotations

from facilitation.models import Meeting
from facilitation.room.joining import TakeSeat
from facilitation.room.tokens import new_token, token_hash
from tests.adversary import Adversary
from tests.witness import everything_in


def test_a_token_has_at_least_128_random_bits():
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert min(len(token) for token in tokens) * 6 >= 128


def test_the_hash_depends_on_the_meeting():
    assert token_hash(b"one", "token") != token_hash(b"other", "token")


def test_each_meeting_has_keys_that_no_other_has(engine, stranger, house):
    meetings = Adversary(engine, []).tables["meetings"]
    keys = [meeting[name] for meeting in meetings for name in ("key", "team_key")]
    assert len(keys) == len(set(keys)) == 4
    assert {len(key) for key in keys} == {32}


def test_the_key_that_is_destroyed_is_the_one_behind_participants_seats(house, engine, alice, moderator):
    """The team's stays, and would lead from a phone to its seat in any copy that was made before."""
    tables = Adversary(engine, []).tables
    (meeting,) = tables["meetings"]
    kept = {seat["id"]: seat["token_hash"] for seat in tables["seats"]}
    for actor, key in ((alice, "key"), (moderator, "team_key")):
        assert kept[actor.seat_id] == token_hash(meeting[key], house.tokens[actor.seat_id])


def test_a_token_that_cannot_be_encoded_is_merely_wrong():
    assert token_hash(b"key", "\ud800")


def test_no_token_and_no_secret_is_stored(house, engine):
    token, _role = engine.take_seat(house.code, TakeSeat())
    stored = repr(everything_in(engine))
    assert Meeting.__tablename__ in everything_in(engine)
    assert not any(secret in stored for secret in (token, *house.links.values()))
