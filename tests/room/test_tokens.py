"""Tokens: long, told once, kept only as hashes that another meeting's key cannot make."""

from __future__ import annotations

from facilitation.models import Meeting
from facilitation.room.joining import TakeSeat
from facilitation.room.tokens import new_token, token_hash
from tests.witness import everything_in


def test_a_token_has_at_least_128_random_bits():
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert min(len(token) for token in tokens) * 6 >= 128


def test_the_hash_depends_on_the_meeting():
    assert token_hash(b"one", "token") != token_hash(b"other", "token")


def test_a_token_that_cannot_be_encoded_is_merely_wrong():
    assert token_hash(b"key", "\ud800")


def test_no_token_and_no_secret_is_stored(house, engine):
    token, _role = engine.take_seat(house.code, TakeSeat())
    stored = repr(everything_in(engine))
    assert Meeting.__tablename__ in everything_in(engine)
    assert not any(secret in stored for secret in (token, *house.links.values()))
