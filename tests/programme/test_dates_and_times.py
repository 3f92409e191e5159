"""Dates, times of day and minutes as people write them, in six languages."""

from __future__ import annotations

import pytest

from facilitation.programme import read
from facilitation.programme.dates import find_date
from facilitation.programme.times import find_minutes, find_time, minutes_between

from .texts import codes


@pytest.mark.parametrize(
    "written",
    [
        "26 Nov 2019",
        "26\u00a0Nov 2019",
        "Tuesday, November 26, 2019",
        "26th November 2019",
        "26-28 November 2019",
        "2019-11-26",
        "26.11.2019",
        "26/11/2019",
        "mardi 26 novembre 2019",
        "26 de noviembre de 2019",
        "26 ноября 2019 г.",
        "2019年11月26日",
        "26 نوفمبر 2019",
        "٢٦ نوفمبر ٢٠١٩",
        "26 تشرين الثاني 2019",
        "26 تشرين الثاني/نوفمبر 2019",
    ],
)
def test_a_date_is_found_however_it_is_written(written):
    found = find_date(written)
    assert found is not None
    assert (found.iso, found.ambiguous) == ("2019-11-26", False)
    assert find_date(f"{written} – a title").iso == "2019-11-26"


def test_the_first_of_a_french_month_is_written_with_letters():
    assert find_date("1er décembre 2024").iso == "2024-12-01"


@pytest.mark.parametrize(
    "written", ["31 February 2019", "2019-13-40", "room 12 of 2019", "in 2019 we sang 26 times", ""]
)
def test_what_is_no_date_is_none(written):
    assert find_date(written) is None


def test_a_date_that_could_be_month_first_is_read_day_first_and_told():
    programme = read("Delta meeting\nDate: 03/04/2031")
    assert programme.date == "2031-04-03"
    assert "date.ambiguous: 03/04/2031" in programme.warnings


def test_a_second_date_stays_in_the_text_and_is_told():
    programme = read("Delta meeting\nDate: 3 May 2031\nDate: 4 June 2031")
    assert programme.date == "2031-05-03"
    assert "4 June 2031" in programme.description
    assert "date.several" in codes(programme)


@pytest.mark.parametrize(
    "written",
    [
        "10:00–13:00",
        "10:00 - 13:00",
        "10h00 - 13h00",
        "de 10h à 13h",
        "10 am to 1 pm",
        "10.00 – 13.00",
        "10 am – 1 pm CET",
        "from 10:00 to 13:00",
        "с 10:00 до 13:00",
        "من 10:00 إلى 13:00",
        "10:00至13:00",
        "de 10:00 a 13:00",
        "10 to 1 pm",
    ],
)
def test_a_span_of_time_is_found_however_it_is_written(written):
    found = find_time(written)
    assert found is not None
    assert (found.starts, found.ends) == ("10:00", "13:00")


@pytest.mark.parametrize(
    ("written", "starts"), [("9h30", "09:30"), ("2 pm", "14:00"), ("12:15 am", "00:15"), ("12 pm", "12:00")]
)
def test_one_time_of_day_has_no_end(written, starts):
    assert find_time(written)[:2] == (starts, None)


@pytest.mark.parametrize("written", ["25:00", "10:75", "verse 3:16:2", "2019", "13 pm"])
def test_what_is_no_time_is_none(written):
    assert find_time(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "(20 min)",
        "20 minutes",
        "20 mins",
        "[20’]",
        "20 minutos",
        "20 минут",
        "20 мин.",
        "20分钟",
        "(20 دقيقة)",
    ],
)
def test_minutes_are_found_however_they_are_written(written):
    assert find_minutes(f"Opening {written}")[0] == 20


def test_minutes_between_two_times():
    assert minutes_between("09:45", "11:00") == 75


def test_a_date_inside_a_sentence_leaves_the_sentence_whole():
    programme = read("Delta meeting\n\nPlease join us on 3 May 2031 at 10:00 for tea.")
    assert programme.date == "2031-05-03"
    assert "Please join us on 3 May 2031 at 10:00 for tea." in programme.description


@pytest.mark.parametrize("line", ["14:30 to 16:00 EAT", "14:30–16:00 (SAST)", "14:30-16:00 CET", "14:30-16:00 UTC+3"])
def test_a_zone_stays_in_the_description_with_its_time(line):
    programme = read(f"# Wind\n\n12 March 2026\n{line}\n\nAbout the session\nA talk about wind.")
    assert (programme.starts, programme.ends) == ("14:30", "16:00")
    assert programme.description.splitlines() == [line, "A talk about wind."]
    assert not [text for text in programme.warnings if text.startswith("unrecognised")]


def test_a_word_that_could_be_a_zone_is_a_word():
    assert read("# Wind\n\n10:00 ART AND RIGHTS\n11:00 REST\n").items[0].title == "ART AND RIGHTS"
