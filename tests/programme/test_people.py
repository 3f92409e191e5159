"""A person's line: name, role and organisation, however they are set."""

from __future__ import annotations

import pytest

from facilitation.programme import read
from facilitation.programme.people import read_person
from facilitation.programme.structure import Speaker

from .texts import codes


@pytest.mark.parametrize(
    "line",
    [
        "Ada Fernhill, Director, Delta Network",
        "Ada Fernhill – Director, Delta Network",
        "Ada Fernhill - Director of the Delta Network",
        "Ada Fernhill (Director, Delta Network)",
        "Ada Fernhill: Director, Delta Network",
        "Ada Fernhill, Delta Network, Director",
        "Ada Fernhill | Director | Delta Network",
    ],
)
def test_name_role_and_organisation_are_found_in_any_order_and_punctuation(line):
    assert read_person(line) == Speaker("Ada Fernhill", "Director", "Delta Network")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bakary Tounkoulé, avocat, Réseau du Fleuve", ("Bakary Tounkoulé", "avocat", "Réseau du Fleuve")),
        (
            "Wayra Tupacusi – Coordinadora de la Red del Páramo",
            ("Wayra Tupacusi", "Coordinadora", "Red del Páramo"),
        ),
        ("Тимур Ясенецкий, юрист, Центр «Маяк»", ("Тимур Ясенецкий", "юрист", "Центр «Маяк»")),
        ("周望岚，律师，山雀法律网络", ("周望岚", "律师", "山雀法律网络")),
        ("林见溪，青苇河流中心主任", ("林见溪", "主任", "青苇河流中心")),
        ("ليان الغيم، مديرة، شبكة الواحة", ("ليان الغيم", "مديرة", "شبكة الواحة")),
    ],
)
def test_persons_are_read_in_six_languages(line, expected):
    assert read_person(line) == Speaker(*expected)


def test_two_roles_stand_in_the_same_order_as_their_organisations():
    assert read_person("Ada Fernhill - Director of the Delta Network (DN) and Chair of the Marsh Council") == Speaker(
        "Ada Fernhill", "Director; Chair", "Delta Network (DN); Marsh Council"
    )


def test_a_role_may_hold_commas_before_the_organisation():
    assert read_person("Ada Fernhill, Manager, Safety and Routes, Port Transport Company - PTC") == Speaker(
        "Ada Fernhill", "Manager, Safety and Routes", "Port Transport Company - PTC"
    )


@pytest.mark.parametrize(
    "line", ["What is safe, Director?", "we walk, we talk", "Bring a lamp, please", "2031, Delta Network", ""]
)
def test_other_lines_are_no_persons(line):
    assert read_person(line, sure=False) is None


@pytest.mark.parametrize(
    "line",
    [
        "Moderator: Ada Fernhill, Delta Network",
        "Modératrice : Ada Fernhill, Delta Network",
        "Moderadora: Ada Fernhill, Delta Network",
        "Модератор: Ada Fernhill, Delta Network",
        "主持人：Ada Fernhill, Delta Network",
        "مديرة الجلسة: Ada Fernhill, Delta Network",
        "Moderated by Ada Fernhill, Delta Network",
        "Chair – Ada Fernhill, Delta Network",
        "Speakers\n• Ada Fernhill, Delta Network (moderator)",
        "Moderator\nAda Fernhill, Delta Network",
    ],
)
def test_a_labelled_moderator_is_one_in_six_languages(line):
    programme = read(f"Safe streets\n\n{line}")
    assert programme.speakers == [Speaker("Ada Fernhill", organisation="Delta Network", moderator=True)]
    assert "moderator.assumed" not in codes(programme)


def test_a_person_named_twice_is_one_speaker():
    programme = read("Safe streets\n\nModerator: Ada Fernhill\n\nSpeakers\n• Ada Fernhill, Director, Delta Network")
    assert programme.speakers == [Speaker("Ada Fernhill", "Director", "Delta Network", moderator=True)]


def test_a_speaker_without_an_organisation_is_told():
    programme = read("Safe streets\n\nSpeakers\n• Ada Fernhill")
    assert "speaker.no_organisation: Ada Fernhill" in programme.warnings


def test_no_moderator_is_assumed_among_equals():
    programme = read("Safe streets\n\nSpeakers\n• Ada Fernhill, Delta Network\n• Mila Quince, Marsh Council")
    assert not any(one.moderator for one in programme.speakers)
    assert "moderator.missing" in codes(programme)
