"""What people type: counted as they count, cleaned of what deceives, never rewritten."""

from __future__ import annotations

import unicodedata

import pytest

from facilitation.room.text import characters, clean, clean_line, tidy
from tests.witness import refused

FAMILY = "👩‍👩‍👧‍👦"  # seven code points, one picture
FLAG = "🇰🇪"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ACCENTED = "e\u0301\u0323"  # no single code point holds all of it
ARABIC = "سُؤَال"  # letters with vowel signs
DEVANAGARI = "नि"

COUNTS = {
    "plain": ("hello", 5),
    "a family is one": (FAMILY, 1),
    "a flag is one": (FLAG, 1),
    "a flag of tags is one": (ENGLAND, 1),
    "stacked accents are one": (ACCENTED, 1),
    "vowel signs belong to their letters": (ARABIC, 4),
    "a syllable is one": (DEVANAGARI, 1),
    "a line break is one": ("a\nb", 3),
}


@pytest.mark.parametrize(("text", "count"), COUNTS.values(), ids=COUNTS)
def test_characters_are_counted_as_people_count(text, count):
    assert len(characters(text)) == count


@pytest.mark.parametrize("character", ["x", FAMILY, FLAG, ENGLAND, ACCENTED, "سُ", "न"])
def test_the_limit_is_in_characters_whatever_they_are_made_of(character):
    assert clean(character * 500, 500, "question") == unicodedata.normalize("NFC", character * 500)
    with refused("question.too_long", limit=500):
        clean(character * 501, 500, "question")


def test_one_letter_cannot_carry_a_tower_of_accents():
    with refused("question.too_long"):
        clean("Z" + "\u0335" * 5_000, 500, "question")


@pytest.mark.parametrize("deceiving", ["\u202e", "\u202a", "\u202b", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069"])
def test_nothing_turns_the_direction_of_what_follows(deceiving):
    assert tidy(f"I agree {deceiving}ton od I") == "I agree ton od I"


@pytest.mark.parametrize("control", ["\0", "\x07", "\x08", "\x1b", "\x7f", "\x9b", "\ufeff", "\ufff9"])
def test_control_characters_go(control):
    assert tidy(f"a{control}b") == "ab"


@pytest.mark.parametrize("needed", ["\u200c", "\u200d", "\u200e", "\u200f", "\u061c"])
def test_joiners_and_direction_marks_stay(needed):
    assert tidy(f"می{needed}خواهم") == f"می{needed}خواهم"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_line_breaks_are_kept_as_one_kind(line_break):
    assert tidy(f"first{line_break}second") == "first\nsecond"


def test_a_wall_of_empty_lines_becomes_one():
    assert tidy("first\n\n\n\n\n\nsecond") == "first\n\nsecond"


def test_outer_blanks_go_and_inner_ones_stay():
    assert tidy("\n  a  b\t\n") == "a  b"


def test_half_a_character_is_replaced_because_nothing_can_store_it():
    assert tidy("a\ud800b") == "a?b"


def test_markup_is_kept_as_it_was_typed():
    typed = "<b>Why</b> & {{ how }}?"
    assert clean(typed, 500, "question") == typed


@pytest.mark.parametrize(
    "nothing",
    ["", "   ", "\n\n", "\u202e", "\0\0", "\u200b", "\u200b \u2060", "\u00ad", "\u3164", "\u2800", "\u200d\u200f"],
)
def test_what_shows_nothing_is_empty(nothing):
    with refused("question.empty"):
        clean(nothing, 500, "question")
    assert clean_line(nothing, 80, "name") is None


@pytest.mark.parametrize("little", ["?", "٪", "1", "👍", "☂", "\u0623"])
def test_one_visible_character_is_enough(little):
    assert clean(little, 500, "question") == little


def test_a_line_is_one_line():
    assert clean_line(" Ana \n\t Lucía ", 80, "name") == "Ana Lucía"
    assert clean_line(None, 80, "name") is None


def test_cleaning_what_is_clean_changes_nothing():
    for text in (FAMILY, ARABIC, "a\n\nb", "e\u0301", "\r\r\r\r\nb\u202e\n\n\nc"):
        assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("limit", [20, 500])
def test_marks_without_end_are_refused_before_they_are_put_in_order(limit):
    tower = "a" + "\u0301\u0316" * 120_000  # putting these in order takes a minute
    for way in (clean, clean_line):
        with refused("question.too_long"):
            way(tower, limit, "question")
    assert len(tidy(tower)) < 40
