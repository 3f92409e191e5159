"""One at a time; the others wait, as many and as long as there is any use in it."""

from __future__ import annotations

import threading

import pytest

from facilitation.errors import Refused
from facilitation.web.turns import Turns


def refused_by(turns: Turns) -> str:
    with pytest.raises(Refused) as refused, turns.turn():
        pass
    return refused.value.code


def test_one_after_another_has_it() -> None:
    turns, at_work, most = Turns(), [], []

    def work(number: int) -> None:
        with turns.turn():
            at_work.append(number)
            most.append(len(at_work))
            at_work.remove(number)

    people = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert most == [1] * 20


def test_who_waits_in_vain_is_told_so() -> None:
    turns = Turns(seconds=0.01)
    with turns.turn():
        assert refused_by(turns) == "server.busy"
    with turns.turn():
        pass


def test_where_too_many_wait_the_next_is_told_at_once() -> None:
    turns = Turns(waiting=0, seconds=3600)
    with turns.turn():
        assert refused_by(turns) == "server.busy"
    with turns.turn():
        pass


def test_a_fault_gives_the_turn_back() -> None:
    turns = Turns(waiting=0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.turn():
            raise ZeroDivisionError
