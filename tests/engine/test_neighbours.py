"""What is said to other processes: in order, and never lost without their being told so."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest

from facilitation.engine import neighbours
from facilitation.engine.neighbours import WAITING, Hint, Neighbours


class Queue:
    """A queue that takes its time over the first thing it is told."""

    def __init__(self) -> None:
        self.said: list[Hint] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def publish(self, _channel: str, data: bytes) -> None:
        self.begun.set()
        assert self.go.wait(10)
        self.said.append(msgspec.json.decode(data, type=Hint))


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue = Queue()
    monkeypatch.setattr(Neighbours, "_connect", lambda _self: queue)
    monkeypatch.setattr(neighbours, "PAUSE", 0.01)
    return queue


def saying() -> Neighbours:
    said = Neighbours("redis://nowhere", lambda _hint: None, lambda: None)
    threading.Thread(target=said._keep_saying, args=("a channel",), daemon=True).start()
    return said


def until(what: Any) -> None:
    for _ in range(1_000):
        if what():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came")


def test_hints_are_said_in_order(queue: Queue) -> None:
    said = saying()
    for seat in range(5):
        said.say(Hint(revoked=[seat]))
    queue.go.set()
    until(lambda: len(queue.said) == 5)
    assert [hint.revoked for hint in queue.said] == [[0], [1], [2], [3], [4]]


def test_what_is_lost_while_a_loss_is_told_is_told_as_well(queue: Queue) -> None:
    said = saying()
    said._owed = True
    said._wake.set()
    assert queue.begun.wait(10)
    for seat in range(WAITING + 5):
        said.say(Hint(revoked=[seat]))
    queue.go.set()
    until(lambda: sum(hint.missed for hint in queue.said) == 2)
