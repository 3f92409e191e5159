"""A session as forums publish it: pasted text, headings without signs, a chair set apart without a label."""

from __future__ import annotations

import pytest

from facilitation.programme import read
from facilitation.programme.structure import Organiser, Programme, Speaker

from .texts import FORUM_SESSION, codes


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read(FORUM_SESSION)


def test_the_full_title_is_the_title_and_the_forum_is_the_series(programme):
    assert programme.title == (
        "Shelter before the storm: learning from cities that keep whistle-blowers and river defenders from harm"
    )
    assert programme.series == "Assembly on Rivers and Commerce 2031"
    assert programme.part == "Part II"
    assert programme.date == "2031-10-07"


def test_an_empty_label_takes_nothing_from_the_next_line(programme):
    assert programme.languages == []
    assert "languages.missing" in codes(programme)


def test_every_organiser_has_its_name_and_acronym(programme):
    assert len(programme.organisers) == 16
    assert programme.organisers[0] == Organiser("Brightwater Federation", "BWF")
    assert Organiser("Institute for Rivers & Trade", "IFRT") in programme.organisers
    assert Organiser("Trade & River Rights Library", "TRRL") in programme.organisers


def test_those_collaborated_with_are_partners(programme):
    partners = [one for one in programme.organisers if one.partner]
    assert partners == [Organiser("Standing Panel on Rivers and Trade", partner=True)]


def test_the_description_keeps_its_parts_and_the_objectives_are_apart(programme):
    assert programme.description.startswith("This 2-hour meeting")
    assert "\n\nPart 2:\nThe second half" in programme.description
    assert [text[:20] for text in programme.objectives] == ["The aim is to compar"]


def test_questions_that_belong_together_are_one_item(programme):
    groups = [(item.title, len(item.questions)) for item in programme.items if item.kind == "discussion"]
    assert [count for _, count in groups] == [0, 1, 3]
    assert groups[0][0].startswith("Do shelters prevent attacks")


def test_a_question_without_a_bullet_heads_those_after_it(programme):
    last = programme.items[-1]
    assert last.title == "What should a city do first when an attack has happened, despite every precaution?"
    assert last.questions[0].startswith("What does the Ossian Fenwater case study teach")
    assert "question.heading_assumed" in codes(programme)


def test_case_studies_that_the_text_names_are_items_beside_their_questions(programme):
    assert [item.kind for item in programme.items] == [
        "discussion",
        "case-study",
        "discussion",
        "case-study",
        "discussion",
    ]
    network, witness = (item for item in programme.items if item.kind == "case-study")
    assert network.title == "Almenara shelter network"
    assert witness.title == "Ossian Fenwater"
    assert "Isle of Rooks" in witness.text
    assert witness.speakers == ["Ossian Fenwater"]


def test_the_person_set_apart_before_the_others_is_the_moderator(programme):
    assert programme.speakers[0] == Speaker(
        name="Perpetua Galloway-Oyelaran",
        role="Secretary-General; Coordinator",
        organisation="Brightwater Federation (BWF); Alternative Estuary Network on Silt (ALTEST-Silt)",
        moderator=True,
    )
    assert [one.name for one in programme.speakers if one.moderator] == ["Perpetua Galloway-Oyelaran"]
    assert "moderator.assumed" in codes(programme)


def test_every_speaker_has_a_role_and_an_organisation(programme):
    assert [(one.role, one.organisation) for one in programme.speakers[1:]] == [
        ("Upper Valley Regional Coordinator", "OTTR River Watchers, Mountain Villages"),
        (
            "Deputy Permanent Representative",
            "Permanent Mission of Eastmark to the League and Other Bodies in Port Sable",
        ),
        ("Witness Representative", "Say What You Dam (SWYD)"),
        ("Manager, Villages and River Rights", "World Council on Gravel and Sand - WCGS"),
    ]


def test_nothing_is_invented(programme):
    assert not {"opening", "closing"} & {item.kind for item in programme.items}
    assert programme.starts is programme.ends is None


def test_nothing_stays_unrecognised(programme):
    assert "unrecognised" not in codes(programme)
