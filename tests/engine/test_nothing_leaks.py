"""No frame to a participant holds a waiting or declined text, who asked, or a gap that betrays either."""

from __future__ import annotations

import json
import random
from typing import Any

import msgspec
import pytest

from facilitation.engine.pulse import room_of
from facilitation.errors import Refused
from facilitation.room.actor import Actor
from tests.conftest import House

ACTS = (
    "approve",
    "decline",
    "answer",
    "archive",
    "reopen",
    "highlight",
    "reply",
    "back_to_review",
    "merge",
    "vote",
    "erase",
)
PUBLIC = {"open", "highlighted", "answered", "archived"}
TEAM_ONLY = {"group", "reason", "into", "rehearsal", "seat", "seat_id"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_hundred_random_acts_of_moderation(house: House, moderator: Actor, alice: Actor, seed: int) -> None:
    chance = random.Random(seed)
    authors = [house.seat(group="affected", language="es") for _ in range(3)]
    voters = [house.seat() for _ in range(4)]
    texts: dict[str, str] = {}
    authored: dict[str, Actor] = {}
    public = room_of(moderator.meeting_id, "everyone")
    for number in range(200):
        house.sent.clear()
        before, revision = house.state(alice), house.engine.join(alice)["revision"]["everyone"]
        if chance.random() < 0.3 or not texts:
            author = chance.choice(authors)
            text = f"hidden-{number}-{chance.random()}"
            question = house.ask(author, text)
            texts[question], authored[question] = text, author
        else:
            act(house, moderator, chance, list(texts), chance.choice(voters))
        house.settle()
        after, now = house.state(alice), house.engine.join(alice)["revision"]["everyone"]
        # A revision that moves with nothing to show would tell that something is there to hide.
        assert (now != revision) == (strip(after) != strip(before))
        seen_by_team = house.state(moderator)["questions"]
        hidden = {texts[q] for q, view in seen_by_team.items() if view["state"] not in PUBLIC}
        assert not [text for text in hidden if text in strip(after)]
        for room, event, payload in house.sent:
            if room == public:
                check_public_frame(event, payload, hidden, set(after["questions"]))
            elif room.startswith("seat:"):
                owner = int(room.removeprefix("seat:"))
                for question in payload["set"].get("questions", {}):
                    assert authored[question].seat_id == owner
        assert not TEAM_ONLY & {field for view in after["questions"].values() for field in view}


def act(house: House, moderator: Actor, chance: random.Random, questions: list[str], voter: Actor) -> None:
    what, question = chance.choice(ACTS), chance.choice(questions)
    orders: dict[str, tuple[str, dict[str, Any]]] = {
        "reply": ("question.reply", {"question": question, "text": "An answer"}),
        "back_to_review": ("question.reopen", {"question": question, "state": "waiting"}),
        "decline": ("question.decline", {"question": question, "reason": "a reason for the team and its author"}),
        "merge": ("question.merge", {"from_": question, "into": chance.choice(questions)}),
    }
    name, payload = orders.get(what, (f"question.{what}", {"question": question}))
    try:
        if what == "vote":
            house.do(voter, "vote.cast", question=question, value=chance.choice([0, 1, 1]))
        else:
            house.do(moderator, name, **payload)
    except Refused:
        return


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
