"""A meeting in full swing, with everything that is long, and a phone that shows all of it."""

from __future__ import annotations

from typing import Any

from tests.browser.meeting import TITLE, Meeting
from tests.browser.screens import Phone
from tests.browser.sizes import unfold
from tests.server import Server

ARABIC = "من يجيب عندما يرن الهاتف ليلاً، ومن يدفع ثمن ذلك؟"
GERMAN = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahrensbeteiligte"
NAME = GERMAN[:80]
LONG_TITLE = f"{TITLE}: {GERMAN}"
QUESTIONS = [
    ARABIC,
    GERMAN,
    "https://example.org/" + "a-very-long-address/" * 12,
    "x" * 300,
    "Short?",
    "One line\nand another\n\nand one after a gap",
    "普通の質問です。" * 20,
]


def in_full_swing(server: Server) -> Meeting:
    """A meeting in full swing, with everything that is long."""
    programme: dict[str, Any] = {
        "title": LONG_TITLE,
        "series": "A series of talks with a name that goes on",
        "part": "2",
        "date": "2026-11-22",
        "starts": "10:00",
        "ends": "12:00",
        "description": f"About {GERMAN} and other things. " * 5,
        "organisers": [{"name": GERMAN, "acronym": "RIND", "partner": False}],
        "objectives": [GERMAN, ARABIC],
        "speakers": [{"name": GERMAN, "role": ARABIC, "organisation": GERMAN, "moderator": True}],
        "items": [
            {"title": "Welcome", "kind": "opening", "minutes": 10},
            {"title": f"What about {GERMAN}?", "questions": [ARABIC, GERMAN], "speakers": [GERMAN], "minutes": 20},
            {"title": ARABIC, "kind": "closing"},
        ],
    }
    meeting = Meeting.on(server, programme, names=True, groups=["state", NAME])
    meeting.do("moderator", "item.present", item=meeting.item(f"What about {GERMAN}?"))
    asked = [meeting.ask(text, name=NAME) for text in QUESTIONS]
    meeting.do("moderator", "question.unmask", question=asked[2], whole=True)  # an address, shown to be seen in full
    meeting.do("moderator", "question.reply", question=asked[1], text=GERMAN)
    meeting.do("moderator", "question.highlight", question=asked[0])
    meeting.do("moderator", "question.answer", question=asked[5])
    meeting.do("someone", "question.ask", text=f"{GERMAN} waits")
    return meeting


def in_full(phone: Phone) -> None:
    """A phone in the room with everything on it, and two own questions."""
    phone.join(title=LONG_TITLE)
    phone.ask(f"Mine: {GERMAN}")
    unfold(phone.page)
    phone.composer.fill(GERMAN * 8)
