"""Newcomers: a time to prove a seat, and room for so many."""

from __future__ import annotations

import time

import pytest

from facilitation.wire import newcomers as module
from facilitation.wire.newcomers import Newcomers
from tests.wire.clients import opened

LIMIT = 10


@pytest.fixture
def newcomers(monkeypatch):
    monkeypatch.setattr(module, "ROOM", LIMIT * module.SESSION)
    return Newcomers()


class Stranger:
    gone = False

    def give_up(self):
        self.gone = True


def come(newcomers, number, kept=0):
    strangers = [Stranger() for _ in range(number)]
    for stranger in strangers:
        newcomers.expect(stranger, kept)
    return strangers


def test_who_proves_no_seat_in_time_has_to_go(newcomers):
    stranger, guest = come(newcomers, 2)
    newcomers.forget(guest)
    begun = time.monotonic()
    newcomers.look(begun + 19)
    assert not stranger.gone
    newcomers.look(begun + 21)
    assert stranger.gone and not guest.gone


def test_the_oldest_make_room(newcomers):
    strangers = come(newcomers, LIMIT + 3)
    assert [stranger.gone for stranger in strangers] == [True] * 3 + [False] * LIMIT


def test_what_is_kept_of_them_counts(newcomers):
    strangers = come(newcomers, LIMIT, kept=module.SESSION)
    assert sum(not stranger.gone for stranger in strangers) == LIMIT // 2


def test_who_has_a_seat_or_is_gone_takes_no_room(newcomers):
    for _ in range(5):
        guests = come(newcomers, LIMIT, kept=0)
        for guest in guests:
            newcomers.forget(guest)
            newcomers.forget(guest)
        assert not any(guest.gone for guest in guests)
    assert not any(stranger.gone for stranger in come(newcomers, LIMIT))


@pytest.fixture
def eio(app):
    return app.extensions["socketio"].server.eio


def test_sessions_over_long_polling_are_as_many_as_there_is_room_for(app, eio, monkeypatch):
    monkeypatch.setattr(module, "ROOM", LIMIT * module.SESSION)
    sids = [opened(app) for _ in range(3 * LIMIT)]
    assert list(eio.sockets) == sids[-LIMIT:]
    assert list(app.extensions["socketio"].server.environ) == sids[-LIMIT:]


def test_those_with_long_cookies_are_fewer(app, eio, monkeypatch):
    monkeypatch.setattr(module, "ROOM", LIMIT * module.SESSION)
    for _ in range(3 * LIMIT):
        opened(app, {"Cookie": "a=" + "b" * module.SESSION})
    assert 0 < len(eio.sockets) < LIMIT


def test_little_is_kept_of_the_request(app):
    sid = opened(app, {"Cookie": "seat-x=y", "Accept-Language": "fr," + "x" * 8_000, "User-Agent": "z" * 8_000})
    kept = app.extensions["socketio"].server.environ[sid]
    assert kept["HTTP_COOKIE"] == "seat-x=y" and kept["HTTP_ACCEPT_LANGUAGE"].startswith("fr,")
    assert sum(len(str(value)) for value in kept.values()) < 1_000


def test_who_takes_a_seat_makes_no_room_for_others(app, house, alice, eio, monkeypatch):
    monkeypatch.setattr(module, "ROOM", LIMIT * module.SESSION)
    seated = opened(app)
    client = app.test_client()
    packet = f'40{{"meeting":"{house.code}","seat":"{house.tokens[alice.seat_id]}"}}'
    assert client.post(f"/socket.io/?EIO=4&transport=polling&sid={seated}", data=packet).status_code == 200
    for _ in range(3 * LIMIT):
        opened(app)
    assert len(eio.sockets) == 1 + LIMIT and seated in eio.sockets
