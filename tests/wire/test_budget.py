"""A budget: as much at once as people need, and then only so much a second."""

from __future__ import annotations

from facilitation.wire import budget
from facilitation.wire.budget import BURST, RATE, Budget


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
    assert slept == []
    for _ in range(2 * RATE):
        spent.spend()
    assert 1.9 < clock[0] < 2.1
    clock[0] += 60
    quiet = len(slept)
    for _ in range(BURST):
        spent.spend()
    assert len(slept) <= quiet + 1, "after a quiet time a burst goes at once again"
