"""Agendas: entries with their kinds and minutes, in six languages."""

from __future__ import annotations

import pytest

from facilitation.programme import read
from facilitation.programme.agenda import kind_of

from .texts import codes

AGENDA = """Safe streets

Agenda
10:00 Opening remarks – Ada Fernhill, Director, Delta Network
10:15 Discussion: who walks at night?
   - Who decides where the lamps stand?
11:00 Coffee break
11:15–11:30 Closing
"""


def test_the_minutes_are_the_gaps_between_the_times():
    programme = read(AGENDA)
    assert [(item.kind, item.minutes) for item in programme.items] == [
        ("opening", 15),
        ("discussion", 45),
        ("break", 15),
        ("closing", 15),
    ]
    assert (programme.starts, programme.ends) == ("10:00", "11:30")


def test_what_stands_under_an_entry_belongs_to_it():
    programme = read(AGENDA)
    assert programme.items[0].speakers == ["Ada Fernhill"]
    assert programme.items[1].questions == ["Who decides where the lamps stand?"]


def test_an_agenda_needs_no_heading():
    assert [item.title for item in read("Safe streets\n\n10:00 Welcome\n10:30 Closing").items] == [
        "Welcome",
        "Closing",
    ]


def test_headings_with_minutes_are_entries():
    programme = read("# Safe streets\n\n## Welcome (5 min)\n\nTea.\n\n## Debate (20 min)\n- Why?\n\n## Wrap-up (5 min)")
    assert [(item.kind, item.minutes) for item in programme.items] == [
        ("opening", 5),
        ("discussion", 20),
        ("closing", 5),
    ]
    assert programme.items[0].text == "Tea."


def test_a_time_earlier_than_the_one_before_is_told():
    assert "times.disordered" in codes(read("Safe streets\n\nAgenda\n11:00 Discussion\n10:00 Closing"))


def test_discussion_questions_stand_before_the_closing():
    programme = read(AGENDA + "\nDiscussion questions\n• What is light for?\n")
    assert [item.kind for item in programme.items] == [
        "opening",
        "discussion",
        "discussion",
        "break",
        "closing",
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Welcome", "opening"),
        ("Mot de bienvenue", "opening"),
        ("Apertura", "opening"),
        ("Открытие", "opening"),
        ("开幕致辞", "opening"),
        ("كلمة ترحيبية", "opening"),
        ("Closing remarks", "closing"),
        ("Clôture", "closing"),
        ("Clausura", "closing"),
        ("Подведение итогов", "closing"),
        ("闭幕", "closing"),
        ("الاختتام", "closing"),
        ("Case study: the marsh", "case-study"),
        ("Étude de cas : le marais", "case-study"),
        ("案例：湿地", "case-study"),
        ("Q&A", "floor"),
        ("Questions de la salle", "floor"),
        ("Coffee break", "break"),
        ("Перерыв", "break"),
        ("茶歇", "break"),
        ("Straw poll", "poll"),
        ("Keynote by the mayor", "speaker"),
        ("Round table", "discussion"),
        ("The marsh", None),
    ],
)
def test_the_words_of_an_entry_tell_its_kind(title, kind):
    assert kind_of(title) == kind


def test_a_table_is_an_agenda_too():
    programme = read(
        "# Safe streets\n\n| Time | Session |\n|---|---|\n| 10:00 | Opening |\n| 10:20 | Debate |\n| 11:00 | Closing |"
    )
    assert [(item.kind, item.minutes) for item in programme.items] == [
        ("opening", 20),
        ("discussion", 40),
        ("closing", None),
    ]
