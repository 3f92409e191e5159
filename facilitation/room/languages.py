"""Codes of languages, as BCP 47 shapes them; everyone is told them, so nothing else may travel in their place."""

from __future__ import annotations

import regex

from facilitation.errors import Refused
from facilitation.room.text import clean_line

LANGUAGE_LIMIT = 20

# Language, script, region and variants; room for a few figures, and for no telephone number.
_CODE = regex.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z]{5,8}){0,2}(?:-[0-9][A-Za-z0-9]{3})?"
)


def clean_language(code: str | None) -> str | None:
    """The code, or None where it is left out or blank; raises Refused("language.invalid") where it is none."""
    language = clean_line(code, LANGUAGE_LIMIT, "language")
    if language and not _CODE.fullmatch(language):
        raise Refused("language.invalid")
    return language
