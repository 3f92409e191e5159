"""Rooms: who is in them, and that leaving does not look through those of others."""

from __future__ import annotations

import pytest
import socketio

from facilitation.wire.rooms import Rooms


class Untouched(dict):
    """Rooms that must be reached by name alone."""

    def __iter__(self):
        raise AssertionError("all rooms were looked through")

    copy = items = keys = values = __iter__


@pytest.fixture
def rooms():
    manager = Rooms()
    manager.set_server(socketio.Server(client_manager=manager, async_mode="threading"))
    return manager


def come(rooms, name):
    sid = rooms.pre_connect(f"eio-{name}", "/")
    rooms.connect(sid, "/")
    return sid


def test_who_goes_is_in_no_room_and_the_others_stay(rooms):
    ada, bo = come(rooms, "ada"), come(rooms, "bo")
    for sid in (ada, bo):
        rooms.enter_room(sid, "/", "hall")
    rooms.enter_room(ada, "/", "seat:1")
    rooms.pre_disconnect(ada, "/")
    rooms.disconnect(ada, "/")
    assert dict(rooms.get_participants("/", "hall")) == {bo: "eio-bo"}
    assert list(rooms.get_participants("/", "seat:1")) == []
    assert not rooms.is_connected(ada, "/") and rooms.is_connected(bo, "/")
    assert rooms.sid_from_eio_sid("eio-ada", "/") is None
    assert rooms.pending_connect == rooms.pending_disconnect == {}
    assert set(rooms._entered) == {bo}


def test_leaving_looks_at_ones_own_rooms_alone(rooms):
    sids = [come(rooms, str(number)) for number in range(3)]
    for sid in sids:
        rooms.enter_room(sid, "/", "hall")
    rooms.rooms["/"] = Untouched(rooms.rooms["/"])
    rooms.disconnect(sids[0], "/")
    assert len(rooms.rooms["/"]["hall"]) == 2


def test_who_left_a_room_can_come_again(rooms):
    ada = come(rooms, "ada")
    rooms.enter_room(ada, "/", "hall")
    rooms.leave_room(ada, "/", "hall")
    rooms.enter_room(ada, "/", "hall")
    assert dict(rooms.get_participants("/", "hall")) == {ada: "eio-ada"}
