"""Meeting codes: read aloud, typed on a phone, never guessed."""

from __future__ import annotations

import pytest

from facilitation.room.codes import ALPHABET, new_code, read_code, show_code


def test_a_code_has_no_look_alikes():
    assert not set("0O1IL2Z5S8BU") & set(ALPHABET)
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in (new_code() for _ in range(200)))


def test_codes_differ():
    assert len({new_code() for _ in range(500)}) == 500


@pytest.mark.parametrize("typed", ["ABCDEFGH", "abcd-efgh", "ABCD-EFGH", " abcd efgh ", "aBcD–EfGh", "AB CD EF GH\n"])
def test_a_code_is_read_as_it_was_meant(typed):
    assert read_code(typed) == "ABCDEFGH"


def test_what_is_too_long_stays_wrong():
    assert read_code("ABCDEFGHJ") != "ABCDEFGH"


def test_what_was_typed_cannot_grow():
    assert len(read_code("ß" * 100_000)) <= 9
    assert read_code("\0\u202e';--") == ""


def test_a_code_is_shown_in_two_halves():
    assert show_code("ABCDEFGH") == "ABCD-EFGH"
