"""iCalendar: one event is a meeting, several are its agenda."""

from __future__ import annotations

from facilitation.programme import read


def calendar(*events: str, name: str = "") -> str:
    named = f"X-WR-CALNAME:{name}\n" if name else ""
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{named}{body}END:VCALENDAR\n"


def test_one_event_is_the_meeting_in_its_own_clock():
    programme = read(
        calendar("DTSTART;TZID=Europe/Zurich:20310503T100000\nDURATION:PT2H\nSUMMARY:Safe streets\nLOCATION:Lamp Room")
    )
    assert (programme.title, programme.date, programme.starts, programme.ends) == (
        "Safe streets",
        "2031-05-03",
        "10:00",
        "12:00",
    )
    assert programme.description == "Venue: Lamp Room"


def test_a_day_without_a_time_has_none():
    programme = read(calendar("DTSTART;VALUE=DATE:20310503\nSUMMARY:Safe streets"))
    assert (programme.date, programme.starts) == ("2031-05-03", None)


def test_events_side_by_side_are_the_agenda_of_their_calendar():
    programme = read(
        calendar(
            "DTSTART:20310503T103000Z\nDTEND:20310503T110000Z\nSUMMARY:Debate\nDESCRIPTION:- Who pays?",
            "DTSTART:20310503T100000Z\nDTEND:20310503T103000Z\nSUMMARY:Welcome",
            name="Safe streets",
        )
    )
    assert programme.title == "Safe streets"
    assert [(item.title, item.minutes, item.questions) for item in programme.items] == [
        ("Welcome", 30, []),
        ("Debate", 30, ["Who pays?"]),
    ]
