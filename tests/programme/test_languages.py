"""The languages of a meeting, named in any of six languages."""

from __future__ import annotations

import pytest

from facilitation.programme import read
from facilitation.programme.spoken import find_languages


@pytest.mark.parametrize(
    "written",
    [
        "English, French and Arabic",
        "EN / FR / AR",
        "anglais, français et arabe",
        "inglés, francés y árabe",
        "английский, французский и арабский",
        "英语、法语和阿拉伯语",
        "الإنجليزية، الفرنسية والعربية",
        "English (floor), français, العربية",
    ],
)
def test_languages_become_codes_in_their_order(written):
    assert find_languages(written) == (["en", "fr", "ar"], [])


def test_an_unknown_language_is_told_and_stays_in_the_description():
    programme = read("Delta meeting\nLanguages: English, Old Riverish")
    assert programme.languages == ["en"]
    assert "language.unknown: Old Riverish" in programme.warnings
    assert "Old Riverish" in programme.description
