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
    """So many connections that ask for nothing yet, one after the other."""
    connections = [Connection() for _ in range(number)]
    for connection in connections:
        slots.come(connection)
    return connections


def ask(slots, connections):
    for connection in connections:
        slots.work(connection)


def are_answered(slots, connections):
    for connection in connections:
        slots.rest(connection)


def cut(connections):
    return [connection.cut for connection in connections]


def test_while_there_is_room_nobody_is_cut(slots):
    assert not any(cut(come(slots, ROOM - 1)))


def test_who_has_rested_longest_makes_room(slots):
    first, second, *others = come(slots, ROOM - 1)
    ask(slots, [first])
    are_answered(slots, [first])
    come(slots, 1)
    assert cut([second, first, *others]) == [True] + [False] * (ROOM - 2)


def test_each_that_comes_costs_one(slots):
    rested = come(slots, ROOM - 1)
    for newcomer in come(slots, 3):
        slots.rest(newcomer)  # a part of its request has come
    assert cut(rested) == [True] * 3 + [False] * (ROOM - 4)


def test_who_has_asked_for_something_is_left_alone(slots):
    busy = come(slots, ROOM - 1)
    ask(slots, busy)
    come(slots, ROOM)
    assert not any(cut(busy))


def test_who_comes_while_all_others_are_busy_is_let_ask(slots):
    ask(slots, come(slots, ROOM - 1))
    (last,) = come(slots, 1)
    slots.rest(last)
    assert not last.cut


def test_a_server_that_was_full_opens_once_its_clients_rest(slots):
    all_of_it = []
    for _ in range(ROOM):
        all_of_it += come(slots, 1)
        ask(slots, all_of_it)
    assert not any(cut(all_of_it))
    are_answered(slots, all_of_it)
    assert cut(all_of_it) == [True] + [False] * (ROOM - 1)


def test_who_was_cut_and_rests_again_makes_room_once(slots):
    first, *others = come(slots, ROOM - 1)
    others += come(slots, 1)
    assert first.cut
    are_answered(slots, [first])
    others += come(slots, ROOM)
    assert sum(cut(others)) == ROOM


def test_who_went_left_room_and_is_not_cut(slots):
    rested = come(slots, ROOM - 1)
    slots.go(rested[0])
    come(slots, 1)
    assert not any(cut(rested))


def test_who_waits_for_something_else_than_its_client_is_woken(slots):
    ended = []
    first, *others = come(slots, ROOM - 1)
    for connection in (*others, first):
        slots.rest(connection, lambda connection=connection: ended.append(connection))
    come(slots, 1)
    assert ended == [others[0]] and others[0].cut
    slots.work(others[1])
    slots.rest(others[1])
    come(slots, ROOM)
    assert first in ended and others[1] not in ended
