"""What the measures count, without a server to measure."""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest

from bench.measures import beside as side_by_side
from bench.measures import person
from bench.measures.beside import beside
from bench.measures.pulses import whole
from bench.process import Process


def test_peers_are_measured_there_and_back():
    """So that what changes on the machine meanwhile does not always hit the same one later."""
    order = []

    def measure(name):
        return lambda: order.append(name) or {"round": len(order)}

    found = beside("a test", {name: measure(name) for name in "abc"}, side_by_side.SHORT)
    assert order == list("abccbaabc")
    assert found["rounds"]["a"] == [{"round": 1}, {"round": 6}, {"round": 7}]


@pytest.mark.parametrize("wrong", ["missing", "dropped", "moderator_lost"])
def test_a_round_is_whole_where_nobody_missed_anything(wrong):
    figures = {"missing": 0, "dropped": 0, "moderator_lost": False}
    assert whole(figures)
    assert not whole(figures | {wrong: 1})


def test_what_one_act_causes():
    """A pulse is for each; whatever else was told, to whomever, counts as often as it was told."""
    heard = Counter(
        {
            (False, "pulse", b"x" * 100): 3,
            (True, "pulse", b"x" * 100): 1,
            (True, "yours", b"y" * 20): 1,
            (False, "again", b"z" * 10): 2,
        }
    )
    figures = person._of_one_act(heard, 7, 3)
    assert figures == {"answer": 7, "others": 40, "pulses": 1, "pulse": 100, "by_all": True}
    assert not person._of_one_act(heard, 7, 4)["by_all"]


def test_whether_a_process_is_over():
    running = subprocess.Popen(["sleep", "60"])
    process = Process(running.pid, 0)
    assert not process.over()
    running.kill()
    while not process.over():
        pass
    assert process.over()
    assert running.wait() != 0
