"""Texts made to be slow are read in a few seconds: every search is linear."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

import pytest

from facilitation.errors import Refused
from facilitation.programme import read
from facilitation.programme.limits import LINES, TEXT_BYTES

SECONDS = 8  # generous, for busy machines: what is not linear takes minutes

REPEATED = [
    "a",
    " a",
    "a?",
    "(",
    "*a",
    "**a ",
    "[",
    "[a](",
    "a,",
    "Aa and ",
    "- a - ",
    "-",
    "1 ",
    "1.1 ",
    "10:00 ",
    "26 Nov 2019 ",
    "using the example of ",
    "the case ",
    "Organised by Aa Network and ",
    "_a_",
    ">",
    "Part II ",
    "Forum 2019 - ",
    "Mr ",
    "ا ",
    "主持",
    "in collaboration with ",
    "e\u0301",
    "title: ",
    "（",
    "\u0301\u0316",
    "e" + "\u0301\u0316" * 14,
    "\u0301\u0316" * 14 + "<!-- -->",
    "|a",
    "and ",
    "Dr. A B, ",
]
LINES_REPEATED = [
    "a",
    "• Aa Bb, Director, Delta Network",
    "10:00 Opening",
    "Speakers",
    "Date: 1 May 2020",
    "ABCD EF",
    "# a",
    "• a?",
    "Moderator: Aa Bb",
    "31 Feb 2019",
    "Using the example of the Big Case, we go.",
    "Speakers: " + "Aa " * 30,
    "- " + "(" * 90,
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("before", ["", "A title\n", "Speakers\n- ", "Speakers\n", "Organised by "])
def test_one_endless_line(before, piece):
    _read_in_time(before + (piece * (TEXT_BYTES // len(piece)))[: TEXT_BYTES // 2 - 99])


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES_REPEATED)
def test_as_many_lines_as_are_read(line):
    _read_in_time("\n".join([line] * LINES)[:TEXT_BYTES])


@pytest.mark.slow
def test_structured_forms_of_many_entries():
    _read_in_time("title: a\nitems:\n" + "- title: a\n" * 90_000)
    _read_in_time("title: a\nlanguages: [" + "a," * 400_000 + "]")
    _read_in_time("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 9_000)
    event = "BEGIN:VEVENT\nSUMMARY:a\nDTSTART:20200101T100000Z\nEND:VEVENT\n"
    _read_in_time("BEGIN:VCALENDAR\n" + event * (TEXT_BYTES // len(event) - 1) + "END:VCALENDAR")


def _read_in_time(text: str) -> None:
    begun = monotonic()
    with suppress(Refused):
        read(text)
    assert monotonic() - begun < SECONDS
