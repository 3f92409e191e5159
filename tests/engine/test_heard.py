"""A word that was lost between two processes, or between a commit and its telling, is noticed."""

from __future__ import annotations

import pytest

from facilitation.engine.heard import Heard
from facilitation.engine.jobs import Job


@pytest.fixture
def heard():
    heard = Heard()
    heard.follow([1])
    return heard


def test_nothing_is_missed_where_there_was_word_of_everything(heard):
    assert not heard.missed(1, 7)
    for before in (8, 7, 9):
        heard.word(1, before)
    assert [heard.missed(1, 10) for _ in range(3)] == [False] * 3


def test_a_word_may_be_late_by_one_beat(heard):
    heard.missed(1, 7)
    assert not heard.missed(1, 8)
    heard.word(1, 7)
    assert not heard.missed(1, 8)


def test_what_nobody_told_is_missed_once(heard):
    heard.missed(1, 7)
    heard.word(1, 8)
    assert [heard.missed(1, 9) for _ in range(3)] == [False, True, False]


def test_the_first_word_is_where_it_begins(heard):
    heard.word(1, 7)
    assert [heard.missed(1, stored) for stored in (9, 9, 9)] == [False, True, False]


def test_what_came_while_the_first_look_was_read_counts(heard):
    heard.word(1, 7)
    assert [heard.missed(1, stored) for stored in (7, 8, 8)] == [False] * 3


def test_a_new_meeting_begins_at_nothing(heard):
    assert not heard.missed(1, 0)
    assert [heard.missed(1, 1) for _ in range(2)] == [False, True]


def test_who_comes_back_begins_anew(heard):
    heard.missed(1, 7)
    heard.follow([])
    heard.follow([1])
    assert [heard.missed(1, 20) for _ in range(2)] == [False] * 2


def test_an_unsure_commit_makes_everybody_join_again(house, moderator, alice, engine):
    """The database went away while it committed: it was done, and this process does not know."""
    engine.presence.came("her socket", alice)
    engine.heartbeat.beat()
    tell = engine.writer._telling._tell
    engine.writer._telling._tell = lambda _told: None
    house.ask(alice)
    engine.writer.submit(Job(lambda _db: None))  # and what was done before it has been told, to nobody
    engine.writer._telling._tell = tell
    house.sent.clear()
    engine.heartbeat.beat()
    assert "again" not in [event for _room, event, _payload in house.sent]
    engine.heartbeat.beat()
    assert [room.rpartition(":")[2] for room, event, _payload in house.sent if event == "again"] == ["everyone", "team"]
