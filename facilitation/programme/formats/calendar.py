"""iCalendar into lines: the event is the meeting; where there are several, they are its agenda."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from facilitation.errors import Refused
from facilitation.programme.formats.text import lines_of_text
from facilitation.programme.lines import Line, physical_lines


def lines_of_calendar(text: str) -> list[Line]:
    """Read an iCalendar file into lines, with its own fields written as labels that the reader knows.

    The event that spans all the others is the meeting, and the others are entries of its agenda; without such
    a one the calendar itself is. Raises ``Refused``: ``programme.unreadable`` if it is broken or has no event,
    ``programme.too_many_lines`` before it is parsed, which is slow.
    """
    physical_lines(text)
    try:
        return _lines(Calendar.from_ical(text))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        # icalendar answers a damaged file with any of these.
        raise Refused("programme.unreadable", format="ics") from error


def _lines(calendar: Any) -> list[Line]:
    events = sorted(calendar.walk("VEVENT"), key=_start)
    if not events:
        raise ValueError("a calendar without events")
    meeting = _whole(events)
    entries = [event for event in events if event is not meeting]
    return _numbered([*_meeting(calendar, meeting, events), *_agenda(entries)])


def _meeting(calendar: Any, meeting: Any | None, events: list[Any]) -> Iterator[str]:
    named = calendar.get("X-WR-CALNAME") or calendar.get("NAME")
    title = meeting.get("SUMMARY") if meeting else named or events[0].get("SUMMARY")
    if title:
        yield f"# {_one_line(title)}\n"
    if meeting and named and str(named) != str(title):
        yield f"Series: {_one_line(named)}"
    yield from _when(meeting or events[0], events[-1] if meeting is None else meeting)
    for organiser in _list((meeting or events[0]).get("ORGANIZER")):
        if name := organiser.params.get("CN"):
            yield f"Organiser: {_one_line(name)}\n"
    if meeting:
        for field, label in (("LOCATION", "Venue"), ("CATEGORIES", "Categories"), ("URL", "Contact")):
            for value in _list(meeting.get(field)):
                if written := _one_line(value.to_ical().decode() if field == "CATEGORIES" else value):
                    yield f"{label}: {written}\n"
        yield f"\n{_text(meeting.get('DESCRIPTION'))}\n"
    elif described := calendar.get("X-WR-CALDESC") or calendar.get("DESCRIPTION"):
        yield f"\n{_text(described)}\n"


def _agenda(entries: list[Any]) -> Iterator[str]:
    if entries:
        yield "\n## Agenda\n"
    for event in entries:
        starts, ends = _start(event), _end(event)
        times = f"{starts:%H:%M}–{ends:%H:%M} " if ends > starts else f"{starts:%H:%M} "
        yield f"### {times}{_one_line(event.get('SUMMARY', '…'))}"
        for field in ("LOCATION", "DESCRIPTION"):
            if written := _text(event.get(field)):
                yield written


def _when(first: Any, last: Any) -> Iterator[str]:
    starts, ends = _start(first), _end(last)
    yield f"Date: {starts:%Y-%m-%d}"
    if isinstance(first.decoded("DTSTART"), datetime) and ends > starts:
        yield f"Time: {starts:%H:%M}–{ends:%H:%M}"


def _whole(events: list[Any]) -> Any | None:
    """Return the event that spans all the others, or the only one."""
    starts, ends = min(_start(event) for event in events), max(_end(event) for event in events)
    return next((event for event in events if _start(event) == starts and _end(event) == ends), None)


def _start(event: Any) -> datetime:
    """Return when an event starts, in its own time zone's clock: what is printed on a programme."""
    return _clock(event.decoded("DTSTART"))


def _end(event: Any) -> datetime:
    if "DTEND" in event:
        return _clock(event.decoded("DTEND"))
    return _start(event) + event.decoded("DURATION") if "DURATION" in event else _start(event)


def _clock(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    if not isinstance(moment, date):
        raise ValueError("not a date")  # icalendar leaves what it cannot read as text
    return datetime(moment.year, moment.month, moment.day)


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return str(value).strip() if value else ""


def _one_line(value: Any) -> str:
    return " ".join(_text(value).split())


def _numbered(parts: list[str]) -> list[Line]:
    lines = lines_of_text("\n".join(parts), breaks_meant=True)  # a calendar folds its lines, and unfolds them, itself
    return [replace(line, number=number) for number, line in enumerate(lines, start=1)]
