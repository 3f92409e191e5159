"""Times of day and minutes, as people write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from facilitation.programme.words.agenda import MINUTES

_HALF = r"(?:[ap]\.?m\b\.?)"
_TIME = (
    rf"(?:\d{{1,2}}(?:\s?[:hH.：]\s?[0-5]\d)(?:\s?{_HALF})?"
    rf"|\d{{1,2}}\s?(?:{_HALF}|[hH]\b|heures?\b|点|時|时))"
)
_LOOSE = rf"(?:{_TIME}|\d{{1,2}})"  # "10 to 11 am": the first borrows from the second
_TO = r"(?:[-–—~～]|to|until|à|a|до|по|至|到|إلى|الى|حتى|-?\s?hasta)"
_FROM = r"(?:from|de|desde|с|от|从|من|at|à|в)"

_SPAN = re.compile(
    rf"(?<![\w:.])(?:{_FROM}\s+)?(?:las\s+)?({_LOOSE})\s?{_TO}\s?(?:las\s+|la\s+)?({_TIME})(?![\w:])",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?<![\w:.])({_TIME})(?![\w:])", re.IGNORECASE)
# Some zones are words as well: those count only where nothing follows that they could belong to.
_ZONE = re.compile(
    r"\s?\(?\b(?:(?:CET|CEST|GMT|UTC|BST|EST|EDT|MSK)\b(?:[+-]\d{1,2}(?::\d\d)?)?"
    r"|(?:EEST|EET|WEST|WET|EAT|CAT|WAT|SAST|IST|PKT|NPT|ICT|WIB|WITA|WIT|HKT|SGT|PHT|JST|KST|AEST|AEDT|ACST|AWST"
    r"|NZST|NZDT|CST|CDT|MST|MDT|PST|PDT|AST|ADT|NST|BRT|ART|CLT|COT|PET)\b(?=\s*(?:[])）,.;:|–—-]|$)))\)?"
)
_MINUTES = re.compile(
    rf"[(\[（]?\s?(?<!\d)(\d{{1,3}})\s?(?:{MINUTES})(?!\w)\.?\s?[)\]）]?|[(\[（]\s?(\d{{1,3}})\s?['’′]\s?[)\]）]",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """A time found in a text: ``HH:MM``, the end if there is one, where it stood, and whether it names a zone."""

    starts: str
    ends: str | None
    begin: int
    end: int
    zone: bool = False


def find_span(text: str) -> Span | None:
    """Find the first span of time in a text, "10:00–13:00" or "10 am to 1 pm"."""
    for match in _SPAN.finditer(text):
        ends = clock(match[2])
        starts = clock(match[1], borrow=match[2])
        if starts and ends:
            return Span(starts, ends, match.start(), *_after_zone(text, match.end()))
    return None


def find_time(text: str) -> Span | None:
    """Find the first span of time, or else the first time of day, in a text."""
    one = next((m for m in _ONE.finditer(text) if clock(m[1])), None)
    span = find_span(text)
    if span and (one is None or span.begin <= one.start()):
        return span
    return Span(clock(one[1]) or "", None, one.start(), *_after_zone(text, one.end())) if one else None


def has_time(text: str) -> Span | None:
    """Find the time that a text begins with, where something is said after it: an entry of an agenda."""
    span = find_time(text[:60])
    return span if span and span.begin == 0 and any(c.isalpha() for c in text[span.end :]) else None


def find_minutes(text: str) -> tuple[int, int, int] | None:
    """Find how long something takes, "(20 min)"; return the minutes and where they stood."""
    for match in _MINUTES.finditer(text):
        minutes = int(match[1] or match[2])
        if 0 < minutes <= 24 * 60:
            return minutes, match.start(), match.end()
    return None


def clock(written: str, borrow: str = "") -> str | None:
    """Write a time of day as HH:MM, or None; ``borrow`` gives am or pm when it has neither."""
    digits = re.findall(r"\d+", written)
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    half = re.search(_HALF, written, re.IGNORECASE)
    told = half or (re.search(_HALF, borrow, re.IGNORECASE) if hour <= 12 else None)
    letter = told[0][0].lower() if told else ""
    if letter and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if letter == "p" else 0)
    elif letter == "p":
        # "10 to 1 pm" begins in the morning, "1 to 3 pm" in the afternoon.
        hour = hour + 12 if hour < int(re.findall(r"\d+", borrow)[0]) % 12 else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def minutes_between(starts: str, ends: str) -> int:
    """Count the minutes from one time of day to another; negative when it is earlier."""
    return _minutes(ends) - _minutes(starts)


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _after_zone(text: str, end: int) -> tuple[int, bool]:
    match = _ZONE.match(text, end)
    return (match.end(), True) if match else (end, False)
