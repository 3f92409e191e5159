"""Slots: whoever comes to a full server takes the place of one that asks for nothing."""

from __future__ import annotations

import pytest

from facilitation.wire.slots import Slots

ROOM = 10


class Connection:
    cut = False

    def shutdown(self, _how):
        self.cut = True


@pytest.fixture
def slots():
    return Slots(ROOM)


def come(slots, number):
    """So many connections that rest, one after the other."""
    connections = [Connection() for _ in range(number)]
    for connection in connections:
        slots.come()
        slots.rest(connection)
    return connections


def cut(connections):
    return [connection.cut for connection in connections]


def test_while_there_is_room_nobody_is_cut(slots):
    assert not any(cut(come(slots, ROOM - 1)))


def test_who_has_rested_longest_makes_room(slots):
    first, second, *others = come(slots, ROOM - 1)
    slots.work(first)
    slots.rest(first)
    slots.come()
    assert cut([second, first, *others]) == [True] + [False] * (ROOM - 2)


def test_each_that_comes_costs_one(slots):
    rested = come(slots, ROOM - 1)
    for _ in range(3):
        slots.come()
    assert cut(rested) == [True] * 3 + [False] * (ROOM - 4)


def test_who_has_asked_for_something_is_left_alone(slots):
    busy = come(slots, ROOM - 1)
    for connection in busy:
        slots.work(connection)
    for _ in range(ROOM):
        slots.come()
    assert not any(cut(busy))


def test_who_went_left_room_and_is_not_cut(slots):
    rested = come(slots, ROOM - 1)
    slots.go(rested[0])
    slots.come()
    assert not any(cut(rested))
