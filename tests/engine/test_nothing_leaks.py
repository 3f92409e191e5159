"""No frame to a participant holds a waiting or declined text, who asked, or a gap that betrays either."""

from __future__ import annotations

import json
import random
from typing import Any

import msgspec
import pytest
from sqlalchemy.orm import Session

from facilitation.db import reading
from facilitation.engine.jobs import Job
from facilitation.engine.pulse import room_of
from facilitation.errors import Refused
from facilitation.models import Meeting
from facilitation.record.as_json import as_json
from facilitation.record.structure import Transcript
from facilitation.record.transcript import build
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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_hundred_random_acts_of_moderation(house: House, moderator: Actor, alice: Actor, seed: int) -> None:
    chance = random.Random(seed)
    authors = [house.seat(group="affected", language="es") for _ in range(3)]
    voters = [house.seat() for _ in range(4)]
    texts: dict[str, str] = {}
    authored: dict[str, Actor] = {}
    secrets: dict[str, set[str]] = {}
    public = room_of(moderator.meeting_id, "everyone")
    for number in range(200):
        house.sent.clear()
        before, revision = house.state(alice), house.engine.join(alice)["revision"]["everyone"]
        if chance.random() < 0.3 or not texts:
            author = chance.choice(authors)
            # A name of the list, if it is on it just now, and a number to call.
            text = f"hidden-{number}x{chance.randrange(10**6)} +33 6 {number:08} Haddad{number}y"
            try:
                question = house.ask(author, text)
            except Refused:  # muted, or stopped
                continue
            texts[question], authored[question] = text.split()[0], author
            secrets[question] = {f"{number:08}", f"Haddad{number}y"}
        else:
            act(house, moderator, chance, list(texts), chance.choice(voters), authors)
        house.settle()
        after, now = house.state(alice), house.engine.join(alice)["revision"]["everyone"]
        # A revision that moves with nothing to show would tell that something is there to hide.
        assert (now != revision) == (strip(after) != strip(before))
        seen_by_team = house.state(moderator)["questions"]
        hidden = {texts[q] for q, view in seen_by_team.items() if view["state"] not in PUBLIC}
        for question, view in seen_by_team.items():
            marked = {view["text"][begins:ends] for begins, ends, _kind in view["marks"] or ()}
            secret = {word for word in secrets[question] if any(word in stretch for stretch in marked)}
            assert view["state"] == "withdrawn" or f"+33 6 {min(secrets[question])}" in marked
            if not view["whole"] or view["state"] not in PUBLIC:
                hidden |= secret
        hidden.add("an appeal")
        assert not [text for text in hidden if text in strip(after)]
        for room, event, payload in house.sent:
            if room == public:
                check_public_frame(event, payload, hidden, set(after["questions"]))
            elif room.startswith("seat:"):
                owner = int(room.removeprefix("seat:"))
                for question in payload["set"].get("questions", {}):
                    assert authored[question].seat_id == owner
                if "muted" in payload["set"]:
                    assert owner in {author.seat_id for author in authors}
                    assert payload["set"]["muted"] == any(
                        seen_by_team[q]["muted"] for q, author in authored.items() if author.seat_id == owner
                    )
        assert not TEAM_ONLY & {field for view in after["questions"].values() for field in view}
        if number % 10 == 9:
            record = as_json(record_of(house, moderator)).decode()
            assert not [text for text in hidden if text in record]
            assert not [field for field in ("muted", "seat.mute", '"hidden"') if field in record]
    states = {view["state"] for view in house.state(moderator)["questions"].values()}
    assert len(states) > 3, "the play went through little"


def record_of(house: House, moderator: Actor) -> Transcript:
    with reading(house.engine.database) as db:
        return build(db, db.get_one(Meeting, moderator.meeting_id), "public")


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


def strip(state: dict[str, Any]) -> str:
    return json.dumps(state, sort_keys=True)


def test_a_heartbeat_tells_participants_of_their_own_audience_only(
    house: House, moderator: Actor, alice: Actor
) -> None:
    house.engine.presence.came("a socket", alice)
    house.ask(alice)
    house.sent.clear()
    house.engine.heartbeat._pages = lambda _room: 1
    house.engine.heartbeat.beat()
    frames = {room: payload for room, event, payload in house.sent if event == "heartbeat"}
    assert set(frames[room_of(alice.meeting_id, "everyone")]) == {"everyone"}
    assert frames[room_of(alice.meeting_id, "team")]["here"] == 1


def test_a_waiting_question_does_not_exist_for_others(house: House, moderator: Actor, alice: Actor, bob: Actor) -> None:
    question = house.ask(alice)
    for command, payload in (("vote.cast", {"value": 1}), ("question.edit", {"text": "x"}), ("question.withdraw", {})):
        with pytest.raises(Refused) as waiting:
            house.do(bob, command, question=question, **payload)
        with pytest.raises(Refused) as absent:
            house.do(bob, command, question="000000000000", **payload)
        assert waiting.value.code == absent.value.code == "question.unknown"
