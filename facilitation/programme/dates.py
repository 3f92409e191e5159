"""Dates, as people write them in the six languages."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from facilitation.programme.words.meeting import GREGORIAN_MONTHS, LEVANTINE_MONTHS, MONTHS, WEEKDAYS

_MONTH = rf"(?:{'|'.join(MONTHS.split())})[^\W\d]{{0,9}}\.?"
_WEEKDAY = re.compile(rf"(?<!\w)(?:{WEEKDAYS})[^\W\d]{{0,8}}\.?,?\s(?:(?:le|the|el)\s)?$", re.IGNORECASE)
_LAST = r"(?:\s?(?:[-–—]|to|au|al|и|and|et|y)\s?\d{1,2})?"  # of several days, the first is kept

_SHAPES = (
    re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"),
    re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]"),
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\w])(\d{{1,2}})(?:st|nd|rd|th|er|º|-?го)?{_LAST}\s(?:(?:de|of|del)\s)?({_MONTH})(?:\s?/\s?[^\W\d]+)?,?"
    rf"\s(?:(?:de|del)\s)?(\d{{4}})(?!\d)(?:\s?г\.)?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"(?<!\w)({_MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)?{_LAST},?\s(\d{{4}})(?!\d)", re.IGNORECASE)

_LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]


class Day(NamedTuple):
    """A date found in a text: ISO, whether it could be read otherwise, and where it stood."""

    iso: str
    ambiguous: bool
    begin: int
    end: int


def find_date(text: str) -> Day | None:
    """Find the first date in a text; a date that could be day or month first is read day first."""
    if not any(c.isdigit() for c in text):
        return None
    text = _with_known_months(text[:2_000]) if max(text[:2_000]) >= "\u0600" else text[:2_000]
    found = [day for find in (_in_order, _numeric, _named) if (day := find(text))]
    if not found:
        return None
    first = min(found, key=lambda day: day.begin)
    weekday = _WEEKDAY.search(text[: first.begin][-24:])
    return first._replace(begin=first.begin - len(weekday[0])) if weekday else first


def _in_order(text: str) -> Day | None:
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if iso := _iso(int(match[1]), int(match[2]), int(match[3])):
                return Day(iso, False, match.start(), match.end())
    return None


def _numeric(text: str) -> Day | None:
    for match in _NUMERIC.finditer(text):
        first, second, year = (int(part) for part in match.groups())
        iso = _iso(year, second, first) or _iso(year, first, second)
        if iso:
            return Day(iso, first <= 12 and second <= 12 and first != second, match.start(), match.end())
    return None


def _named(text: str) -> Day | None:
    for shape, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in shape.finditer(text):
            if iso := _spoken(int(match[day]), match[month].strip(".\u0640"), int(match[3])):
                return Day(iso, False, match.start(), match.end())
    return None


def _spoken(day: int, month: str, year: int) -> str | None:
    number = _month(month.casefold())
    return _iso(year, number, day) if number else None


@lru_cache(maxsize=256)
def _month(name: str) -> int | None:
    # Loading dateparser takes a third of a second: only texts that name a month pay for it.
    import dateparser

    parsed = dateparser.parse(f"1 {name} 2000", languages=_LANGUAGES, settings={"DATE_ORDER": "DMY"})
    return parsed.month if parsed and (parsed.year, parsed.day) == (2000, 1) else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # the 31st of a short month, a thirteenth month: no date after all
        return None


def _with_known_months(text: str) -> str:
    """Write Levantine month names as the calendar library knows them, and move nothing around them."""
    for name, known in zip(LEVANTINE_MONTHS, GREGORIAN_MONTHS, strict=True):
        if name in text:
            text = text.replace(name, known.ljust(len(name), "\u0640"))  # a stretched letter keeps the length
    return text
