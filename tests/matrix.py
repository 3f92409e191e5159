"""A payload for every command of the table, and a meeting in which each has something to work on."""

from __future__ import annotations

from dataclasses import dataclass

from facilitation.room.actor import Actor
from tests.conftest import House


@dataclass
class Scene:
    """A meeting in which every command has something to work on."""

    house: House
    alice: Actor
    own: str
    listed: str
    other: str
    waiting: str
    removed: str
    link: int
    muted: str


PAYLOADS = {
    "item.present": lambda scene: {"item": "i2"},
    "item.add": lambda scene: {"title": "A poll", "kind": "poll"},
    "item.edit": lambda scene: {"item": "i2", "title": "Another title"},
    "item.move": lambda scene: {"item": "i3", "position": 0},
    "item.remove": lambda scene: {"item": "i3"},
    "item.restore": lambda scene: {"item": scene.removed},
    "question.ask": lambda scene: {"text": "May I?"},
    "question.edit": lambda scene: {"question": scene.own, "text": "Might I?"},
    "question.withdraw": lambda scene: {"question": scene.own},
    "vote.cast": lambda scene: {"question": scene.listed, "value": 1},
    "question.approve": lambda scene: {"question": scene.waiting},
    "question.decline": lambda scene: {"question": scene.waiting, "reason": "Asked already"},
    "question.answer": lambda scene: {"question": scene.listed},
    "question.archive": lambda scene: {"question": scene.listed},
    "question.reopen": lambda scene: {"question": scene.waiting},
    "question.unmask": lambda scene: {"question": scene.waiting, "whole": True},
    "question.erase": lambda scene: {"question": scene.waiting},
    "question.highlight": lambda scene: {"question": scene.listed},
    "question.merge": lambda scene: {"from": scene.listed, "into": scene.other},
    "question.reply": lambda scene: {"question": scene.listed, "text": "Yes."},
    "seat.mute": lambda scene: {"question": scene.waiting},
    "seat.unmute": lambda scene: {"question": scene.muted},
    "seat.appeal": lambda scene: {"text": "Why?"},
    "meeting.open": lambda scene: {},
    "meeting.pause": lambda scene: {},
    "meeting.stop": lambda scene: {},
    "meeting.end": lambda scene: {},
    "meeting.settings": lambda scene: {"voting": False},
    "meeting.forget": lambda scene: {},
    "meeting.lists": lambda scene: {"names": ["Somebody"]},
    "link.add": lambda scene: {"role": "stage"},
    "link.revoke": lambda scene: {"link": scene.link},
    "ticket.add": lambda scene: {"count": 2},
    "rehearsal.wipe": lambda scene: {},
}

# What has to be so each time before somebody may: who appeals is muted, and has no answer yet.
FIRST = {"seat.appeal": lambda scene, moderator: scene.house.do(moderator, "seat.mute", question=scene.own)}


def set_scene(house, alice, bob, moderator, organiser):
    """Alice asked one question that waits; Bob asked four."""
    listed, other = house.open_question(bob, moderator), house.open_question(bob, moderator)
    removed = house.do(moderator, "item.add", title="Taken out again")["item"]
    house.do(moderator, "item.remove", item=removed)
    link = house.do(organiser, "link.add", role="interpreter")["link"]
    muted = house.ask(bob)
    return Scene(
        house,
        alice,
        own=house.ask(alice),
        listed=listed,
        other=other,
        waiting=house.ask(bob),
        removed=removed,
        link=link,
        muted=muted,
    )
