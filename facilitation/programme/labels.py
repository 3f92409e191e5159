"""Labels: which field a heading, or the beginning of a line, names."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from facilitation.programme.lines import EDGES
from facilitation.programme.words.alongside import ALONGSIDE
from facilitation.programme.words.folding import words
from facilitation.programme.words.headings import HEADINGS

_COLON = re.compile(r"\s{0,3}[:：]\s{0,9}|\s[-–—]\s|\t+")
_MOST_WORDS = 9
_MOST_CHARACTERS = 90


class Label(NamedTuple):
    """A label found: the field it names, how it was written, and what follows it on the line."""

    field: str
    written: str
    rest: str


def find_label(text: str) -> Label | None:
    """Find the label that a line is or begins with: "Speakers", "Date: 3 May", "Organised by the Network"."""
    if (colon := _COLON.search(text[:_MOST_CHARACTERS])) and (field := field_of(text[: colon.start()])):
        return Label(field, text[: colon.start()], text[colon.end() :].strip(EDGES))
    whole = text.strip(EDGES + ":：")
    if len(whole) <= _MOST_CHARACTERS and (field := field_of(whole)):
        return Label(field, text, "")
    return _opener(text)


def field_of(text: str) -> str | None:
    """Tell which field a phrase names, when nothing in it speaks of anything else."""
    if len(text) > _MOST_CHARACTERS:
        return None
    said = words(text)
    chinese = any("\u3400" <= word <= "\u9fff" for word in said)
    if not said or len(said) > (2 * _MOST_WORDS if chinese else _MOST_WORDS):
        return None
    for phrases, alongside in _tables():
        if field := _covered(said, phrases, alongside):
            return field
    return None


def _covered(said: list[str], phrases: dict[tuple[str, ...], str], alongside: frozenset[str]) -> str | None:
    """Return the field of the first phrase, if phrases and words alongside cover everything said."""
    fields: list[str] = []
    at = 0
    while at < len(said):
        length = next((n for n in range(min(6, len(said) - at), 0, -1) if tuple(said[at : at + n]) in phrases), 0)
        if length:
            fields.append(phrases[tuple(said[at : at + length])])
        elif said[at] not in alongside and not (said[at].isdigit() and len(said[at]) < 3):
            return None
        at += length or 1
    # "Forum programme" is a programme: the name of the whole event only goes along.
    return next((field for field in fields if field != "series"), fields[0] if fields else None)


#: Said at the beginning of a line, these need no colon: "Session organised by …", "Moderated by …".
_OPENING_FIELDS = ("organisers", "partners", "moderator")
_OPENING_ENDS = frozenset(
    [
        "by",
        "par",
        "por",
        "with",
        "avec",
        "de",
        "con",
        "с",
        "с",
        "при",
        "поддержке",
        "مع",
        "من",
        "بدعم",
        "单",
        "位",
    ]
)


def _opener(text: str) -> Label | None:
    beginning = text[:_MOST_CHARACTERS]
    for match in list(re.finditer(r"\s+", beginning))[1:_MOST_WORDS]:
        written = beginning[: match.start()]
        last = words(written)[-1:]
        if last and last[0] in _OPENING_ENDS and field_of(written) in _OPENING_FIELDS:
            return Label(field_of(written) or "", written, text[match.end() :].strip(EDGES))
    return None


@cache
def _tables() -> list[tuple[dict[tuple[str, ...], str], frozenset[str]]]:
    return [
        (
            {tuple(words(phrase)): field for field, line in fields.items() for phrase in line.split("|")},
            frozenset(words(ALONGSIDE[language])),
        )
        for language, fields in HEADINGS.items()
    ]
