"""The example programmes: what a newcomer tries first must be read whole."""

from __future__ import annotations

import pytest

from facilitation.programme.structure import Speaker

from .texts import EXAMPLES, codes, read_example

ASSUMED = {"case_study.assumed", "question.heading_assumed", "moderator.assumed"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_read_without_loss(path):
    programme = read_example(path.name)
    assert programme.title
    assert programme.date
    assert programme.organisers
    assert programme.languages
    assert programme.items
    assert [one.moderator for one in programme.speakers].count(True) == 1
    assert codes(programme) <= ASSUMED


def test_the_demo_is_a_whole_meeting():
    programme = read_example("demo.md")
    assert [item.kind for item in programme.items] == [
        "opening",
        "discussion",
        "case-study",
        "discussion",
        "floor",
        "closing",
    ]
    assert sum(item.minutes for item in programme.items) == 120
    assert [len(item.questions) for item in programme.items] == [0, 3, 0, 2, 0, 0]
    assert programme.languages == ["en", "fr", "es"]
    assert programme.items[2].speakers == ["Tomasz Wierzbowy-Lane"]


def test_arabic_is_read_like_the_others():
    programme = read_example("shuraka.txt")
    assert programme.series == "منتدى المدن الآمنة 2026"
    assert programme.items[0].questions == ["ومن يلاحظها أولا؟"]
    assert programme.speakers[0] == Speaker("ليان الغيم", "مديرة", "شبكة جسور الواحة", moderator=True)


def test_chinese_is_read_like_the_others():
    programme = read_example("shouwang.md")
    assert (programme.starts, programme.ends) == ("14:00", "16:00")
    assert len(programme.items) == 3
    assert programme.items[0].questions == ["怎样才能安全地发出警报？"]


def test_a_calendar_of_several_events_is_a_meeting_with_an_agenda():
    programme = read_example("workshop.ics")
    assert programme.title == "Safer lines: digital care for defenders"
    assert [(item.kind, item.minutes) for item in programme.items] == [
        ("opening", 15),
        ("discussion", 45),
        ("floor", 45),
        ("closing", 15),
    ]
    assert len(programme.items[1].questions) == 2
