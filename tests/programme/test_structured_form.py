"""The structured form: validated with the path of what is wrong, and the same through YAML and back."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.errors import Refused
from facilitation.programme import from_structure, read, to_yaml
from facilitation.programme.limits import LIST_ENTRIES, TEXTS
from facilitation.programme.structure import Item, Organiser, Programme, Speaker

from .texts import EXAMPLES, FORUM_SESSION, read_example

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40).filter(
    str.strip
)
OPTIONAL = st.none() | TEXT
PROGRAMMES = st.builds(
    Programme,
    title=TEXT,
    series=OPTIONAL,
    part=OPTIONAL,
    description=st.just("") | TEXT,
    date=st.none() | st.dates().map(lambda day: day.isoformat()),
    starts=st.sampled_from([None, "00:00", "23:59"]),
    ends=st.none(),
    languages=st.lists(st.sampled_from(["en", "no", "zh-Hant"]), max_size=2),
    objectives=st.lists(TEXT, max_size=2),
    organisers=st.lists(st.builds(Organiser, TEXT, OPTIONAL, st.booleans()), max_size=2),
    speakers=st.lists(st.builds(Speaker, TEXT, OPTIONAL, OPTIONAL, st.booleans()), max_size=2),
    items=st.lists(
        st.builds(
            Item,
            TEXT,
            kind=st.sampled_from(["poll", "floor"]),
            text=OPTIONAL,
            minutes=st.none() | st.integers(1, 1440),
            questions=st.lists(TEXT, max_size=2),
        ),
        max_size=3,
    ),
    warnings=st.lists(TEXT, max_size=2),
)


@settings(max_examples=120, deadline=None)
@given(PROGRAMMES)
def test_yaml_reads_back_as_it_was_written(programme):
    programme = from_structure(msgspec.to_builtins(programme))
    assert read(to_yaml(programme), "programme.yaml") == programme


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_what_is_read_from_an_example_survives_yaml_and_validation(path):
    programme = read_example(path.name)
    assert read(to_yaml(programme)) == programme
    assert from_structure(msgspec.to_builtins(programme)) == programme


def test_what_is_read_from_a_text_is_recognised_as_yaml_without_a_file_name():
    programme = read(FORUM_SESSION)
    assert read(to_yaml(programme)) == programme


def test_items_without_ids_get_short_ones_of_their_own():
    programme = from_structure(
        {"title": "Delta", "items": [{"title": "One"}, {"title": "Two", "id": "i1"}, {"title": "Three"}]}
    )
    assert [item.id for item in programme.items] == ["i2", "i1", "i3"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "title"),
        ({"title": " "}, "title"),
        ({"title": 5}, "title"),
        ({"title": "a", "date": "2019-02-30"}, "date"),
        ({"title": "a", "date": "yesterday"}, "date"),
        ({"title": "a", "starts": "25:00"}, "starts"),
        ({"title": "a", "ends": "9:00"}, "ends"),
        ({"title": "a", "languages": ["English please"]}, "languages[0]"),
        ({"title": "a", "organisers": [{"name": ""}]}, "organisers[0].name"),
        ({"title": "a", "items": [{"title": ""}]}, "items[0].title"),
        ({"title": "a", "items": [{"title": "b", "minutes": 0}]}, "items[0].minutes"),
        ({"title": "a", "items": [{"title": "b", "id": "x"}, {"title": "c", "id": "x"}]}, "items[1].id"),
        ({"title": "a", "items": [{"title": "b", "id": "<x>"}]}, "items[0].id"),
        ({"title": "a\0b"}, "title"),
        ({"title": "a", "objectives": ["half \ud800"]}, "objectives[0]"),
        ({"title": "a", "items": [{"title": "b", "kind": "riot"}]}, "items[0].kind"),
        ({"title": "a", "surprise": 1}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_what_does_not_hold_is_named_by_its_path(data, field):
    with pytest.raises(Refused) as refused:
        from_structure(data)
    assert (refused.value.code, refused.value.details) == ("programme.invalid", {"field": field})


def test_yaml_keeps_times_dates_and_languages_as_written():
    programme = read(
        "title: Delta\ndate: 2031-05-03\nstarts: 09:30\npart: 2\nlanguages: [no]\nitems:\n- {title: Yes, minutes: 5}",
        "a.yaml",
    )
    assert (programme.date, programme.starts, programme.part, programme.languages) == (
        "2031-05-03",
        "09:30",
        "2",
        ["no"],
    )
    assert programme.items == [Item("Yes", minutes=5, id="i1")]


def test_a_text_with_labels_is_not_taken_for_yaml():
    assert read("title: Delta\ndate: 3 May 2031").date == "2031-05-03"


def test_more_texts_than_a_programme_can_have():
    items = [{"title": "A", "questions": ["B?"] * LIST_ENTRIES} for _ in range(TEXTS // LIST_ENTRIES)]
    with pytest.raises(Refused) as refused:
        from_structure({"title": "A", "items": items})
    assert refused.value.code == "programme.invalid"
    assert from_structure({"title": "A", "items": items[1:-1]})
