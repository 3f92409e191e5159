"""A budget: as much at once as people need, and then only so much a second."""

from __future__ import annotations

from facilitation.wire import budget
from facilitation.wire.budget import BURST, RATE, TURN, Budget


def test_who_says_more_than_a_burst_is_read_more_slowly(monkeypatch):
    clock, slept = [0.0], []

    def sleep(seconds):
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(budget.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(budget.time, "sleep", sleep)
    spent = Budget()
    for _ in range(BURST):
        spent.spend()
    assert not any(slept)
    for _ in range(2 * RATE):
        spent.spend()
    assert 1.9 < clock[0] < 2.1
    clock[0] += 60
    quiet = clock[0]
    for _ in range(BURST):
        spent.spend()
    assert clock[0] - quiet < 0.1, "after a quiet time a burst goes at once again"


def test_who_says_one_thing_after_the_other_without_a_pause_gives_way(monkeypatch):
    happened = []
    monkeypatch.setattr(budget.time, "sleep", happened.append)
    spent = Budget()
    for _ in range(BURST // TURN * TURN):
        spent.spend()
        happened.append("read")
    turns = [happened[begin : begin + TURN + 1] for begin in range(0, len(happened), TURN + 1)]
    assert all(turn.count(0) == 1 for turn in turns), turns


def test_it_gives_way_after_a_flood_as_well(monkeypatch):
    clock, slept = [0.0], []
    monkeypatch.setattr(budget.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(budget.time, "sleep", slept.append)
    spent = Budget()
    for _ in range(BURST + 1):
        spent.spend()
    clock[0] += 0.9999
    slept.clear()
    for _ in range(10 * TURN):
        spent.spend()
    assert slept.count(0) == 10
