"""The languages of a meeting, by name in any of the six languages, in their own name, or by code."""

from __future__ import annotations

import re
from functools import cache

from facilitation.programme.words.folding import fold

_SEPARATORS = re.compile(
    r"\s*(?:[,;/|•·،؛、，；&+\n]|\s[-–—]\s|\b(?:and|et|y|e|и|with|avec|con)\b|(?<!\w)و(?=ال)|和|及)\s*"
)
_NAMED_IN = ("en", "fr", "es", "ru", "zh", "ar")
_NOTES = re.compile(r"\([^()]{0,80}\)")

#: Names that the tables of the world's locales do not hold in this form.
_ALSO = {
    "mandarin": "zh",
    "francais": "fr",
    "espanol": "es",
    "castellano": "es",
    "farsi": "fa",
    "汉语": "zh",
    "华语": "zh",
    "kiswahili": "sw",
    "tagalog": "fil",
    "international sign": "ils",
    "فرنسية": "fr",
    "انجليزية": "en",
    "عربية": "ar",
    "اسبانية": "es",
    "روسية": "ru",
    "صينية": "zh",
}


def find_languages(text: str) -> tuple[list[str], list[str]]:
    """Read a list of languages; return their BCP 47 codes in order, and what is no known language."""
    codes: list[str] = []
    unknown: list[str] = []
    for part in _SEPARATORS.split(_NOTES.sub(" ", text)[:2_000]):
        name = part.strip(" .:。")
        if not name:
            continue
        code = _codes().get(fold(name))
        if code is None:
            unknown.append(name)
        elif code not in codes:
            codes.append(code)
    return codes, unknown


@cache
def _codes() -> dict[str, str]:
    # The locale tables are large: they are loaded when a text first names a language.
    from babel import Locale
    from babel.core import get_global

    codes = {code: code for code in get_global("likely_subtags") if 2 <= len(code) <= 3 and code.isalpha()}
    own = {code: Locale(code).languages.get(code, "") for code in sorted(codes) if len(code) == 2 and _has_tables(code)}
    for code, name in own.items():
        codes.setdefault(fold(name), code)
    for naming in _NAMED_IN:
        for code, name in Locale(naming).languages.items():
            if "_" not in code and len(code) <= 3:
                codes[fold(name)] = code
    return codes | _ALSO


def _has_tables(code: str) -> bool:
    from babel.localedata import exists

    return exists(code)
