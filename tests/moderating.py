"""Random acts of moderation, and what a frame to everybody may hold meanwhile."""

from __future__ import annotations

import random
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from facilitation.engine.jobs import Job
from facilitation.errors import Refused
from facilitation.room.actor import Actor
from facilitation.room.lookup import meeting_of
from facilitation.room.marks import remark
from tests.conftest import House

ACTS = (
    "approve", "approve", "decline", "answer", "archive", "reopen", "highlight", "reply", "back_to_review", "merge",
    "vote", "mute", "unmute", "appeal", "stop", "go_on", "unmask", "mask", "lists", "erase",
)  # fmt: skip
PUBLIC = {"open", "highlighted", "answered", "archived"}
TEAM_ONLY = {"group", "reason", "into", "rehearsal", "seat", "seat_id", "marks", "whole", "muted", "appeal", "edition"}


def change_lists(house: House, moderator: Actor, names: list[str]) -> None:
    def change(db: Session) -> None:
        meeting = meeting_of(db, moderator)
        before = meeting.lists
        meeting.lists = {"names": names}
        remark(db, meeting, before)

    house.engine.writer.submit(Job(change, meetings=(moderator.meeting_id,)))


def act(
    house: House,
    moderator: Actor,
    chance: random.Random,
    questions: list[str],
    voter: Actor,
    authors: list[Actor],
    acts: tuple[str, ...] = ACTS,
) -> None:
    what, question = chance.choice(acts), chance.choice(questions)
    orders: dict[str, tuple[str, dict[str, Any]]] = {
        "reply": ("question.reply", {"question": question, "text": "An answer"}),
        "back_to_review": ("question.reopen", {"question": question, "state": "waiting"}),
        "decline": ("question.decline", {"question": question, "reason": "a reason for the team and its author"}),
        "mute": ("seat.mute", {"question": question}),
        "unmute": ("seat.unmute", {"question": question}),
        "stop": ("meeting.stop", {}),
        "go_on": ("meeting.open", {}),
        "unmask": ("question.unmask", {"question": question, "whole": True}),
        "mask": ("question.unmask", {"question": question, "whole": False}),
        "merge": ("question.merge", {"from_": question, "into": chance.choice(questions)}),
    }
    name, payload = orders.get(what, (f"question.{what}", {"question": question}))
    try:
        if what == "vote":
            house.do(voter, "vote.cast", question=question, value=chance.choice([0, 1, 1]))
        elif what == "appeal":
            house.do(chance.choice(authors), "seat.appeal", text=f"an appeal {chance.random()}")
        elif what == "lists":
            change_lists(house, moderator, [f"Haddad{number}y" for number in range(200) if chance.random() < 0.5])
        else:
            house.do(moderator, name, **payload)
    except Refused as refusal:
        assert not refusal.code.startswith("server."), what


def check_public_frame(event: str, payload: Any, hidden: set[str], public: set[str]) -> None:
    frame = msgspec.json.encode(payload).decode()
    assert not [text for text in hidden if text in frame]
    if event == "pulse":
        assert payload["to"] - payload["from"] == 1, "one act, one step: anything else betrays what lies between"
        for view in payload["set"].get("questions", {}).values():
            assert not TEAM_ONLY & set(view)
        assert set(payload["set"].get("scores", {})) <= public
    else:
        assert event in {"heartbeat", "ended"}
