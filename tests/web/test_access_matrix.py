"""Every command × every role × every door, from the table of commands: a new command cannot be forgotten."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from facilitation.engine.commands import COMMANDS
from facilitation.models.seat import ROLES
from facilitation.room.actor import Actor
from facilitation.room.meetings import Settings
from facilitation.room.seats import TakeSeat
from tests.conftest import PROGRAMME, House
from tests.web.scenes import DOORS, Visitor
from tests.witness import nothing_changes


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
    "question.erase": lambda scene: {"question": scene.waiting},
    "question.highlight": lambda scene: {"question": scene.listed},
    "question.merge": lambda scene: {"from": scene.listed, "into": scene.other},
    "question.reply": lambda scene: {"question": scene.listed, "text": "Yes."},
    "meeting.open": lambda scene: {},
    "meeting.pause": lambda scene: {},
    "meeting.end": lambda scene: {},
    "meeting.settings": lambda scene: {"voting": False},
    "meeting.forget": lambda scene: {},
    "meeting.lists": lambda scene: {"names": ["Somebody"]},
    "link.add": lambda scene: {"role": "stage"},
    "link.revoke": lambda scene: {"link": scene.link},
    "ticket.add": lambda scene: {"count": 2},
    "rehearsal.wipe": lambda scene: {},
}


@pytest.fixture
def scene(house, alice, bob, moderator, organiser):
    """Alice asked one question that waits; Bob asked three."""
    listed, other = house.open_question(bob, moderator), house.open_question(bob, moderator)
    removed = house.do(moderator, "item.add", title="Taken out again")["item"]
    house.do(moderator, "item.remove", item=removed)
    link = house.do(organiser, "link.add", role="interpreter")["link"]
    return Scene(
        house,
        alice,
        own=house.ask(alice),
        listed=listed,
        other=other,
        waiting=house.ask(bob),
        removed=removed,
        link=link,
    )


def outsiders(house):
    """People who have no seat here, whatever they hold."""
    code, links = house.engine.create_meeting(PROGRAMME, Settings())
    for role in ("moderator", "participant"):
        token, _role = house.engine.take_seat(code, TakeSeat(invite=links.get(role)))
        yield f"a {role} of another meeting", Visitor(house, token, role)
    yield "nobody", Visitor(house, None)
    yield "nobody at the desk", Visitor(house, None, "moderator")
    yield "a wrong token", Visitor(house, "guessed")
    yield "an invitation taken for a token", Visitor(house, house.links["moderator"], "moderator")


def test_every_command_is_tried():
    assert set(PAYLOADS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_who_may(scene, name):
    """Refused for all others, with nothing changed; then done for those in the table."""
    house, payload = scene.house, PAYLOADS[name](scene)
    insiders = {role: Visitor.holding(house, house.seat(role)) for role in ROLES if role != "participant"}
    insiders["participant"] = Visitor.holding(house, scene.alice)
    outside = dict(outsiders(house))
    may = COMMANDS[name].roles
    with nothing_changes(house.engine):
        refusals = {
            (door, who): send(visitor, name, payload)
            for door, send in DOORS.items()
            for who, visitor in (insiders | outside).items()
            if who not in may
        }
    assert refusals == {
        (door, who): "seat.unknown" if who in outside else "command.forbidden" for door, who in refusals
    }
    done = {(door, role): DOORS[door](insiders[role], name, payload) for door in DOORS for role in sorted(may)}
    assert set(done.values()) == {"done"}, done


# Where each role finds what is on the list, and what still waits for review.
DESK = {"moderator", "rapporteur", "interpreter", "organiser"}
SEES_LIST = {"room": {"participant"}, "desk": DESK, "stage": {"stage"}}
SEES_WAITING = {"room": set(), "desk": DESK, "stage": set()}


@pytest.mark.parametrize("role", [*ROLES, None])
def test_who_opens_which_page(house, bob, moderator, role):
    house.do(moderator, "question.highlight", question=house.open_question(bob, moderator, "Seen by all?"))
    house.ask(bob, "Not yet reviewed?")
    visitor = Visitor.holding(house, house.seat(role)) if role else Visitor(house, None)
    for screen, path in (("room", ""), ("desk", "/desk"), ("stage", "/stage")):
        page = visitor.browser().get(f"/{house.code}{path}")
        text = page.get_data(as_text=True)
        assert page.status_code == 200
        assert ("Seen by all?" in text) == (role in SEES_LIST[screen]), screen
        assert ("Not yet reviewed?" in text) == (role in SEES_WAITING[screen]), screen


def test_the_teams_stage_shows_no_more_than_anybodys(house, alice, moderator):
    house.ask(alice, "Not yet reviewed?")
    browser = house.app.test_client()
    browser.set_cookie(f"seat-{house.code}-stage", house.tokens[moderator.seat_id])
    page = browser.get(f"/{house.code}/stage").get_data(as_text=True)
    assert 'id="page"' in page
    assert "Not yet reviewed?" not in page


@pytest.mark.parametrize("role", [*ROLES, None])
def test_who_reads_which_state(house, bob, role):
    house.ask(bob, "Not yet reviewed?")
    visitor = Visitor.holding(house, house.seat(role)) if role else Visitor(house, "guessed")
    headers = {"Authorization": f"Bearer {visitor.token}"}
    answer = house.app.test_client().get(f"/api/{house.code}/state", headers=headers)
    assert answer.status_code == (200 if role else 401)
    is_team = role in DESK
    assert ("Not yet reviewed?" in answer.get_data(as_text=True)) == is_team
    assert ("team" in answer.get_json().get("revision", {})) == is_team


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("format", ["json", "html"])
def test_who_reads_which_record(house, bob, role, format):
    house.ask(bob, "Not yet reviewed?")
    browser = (Visitor.holding(house, house.seat(role)) if role else Visitor(house, "guessed")).browser()
    assert browser.get(f"/{house.code}/record.{format}").status_code == 200
    confidential = browser.get(f"/{house.code}/record.{format}?version=confidential")
    is_team = role in DESK
    assert confidential.status_code == (200 if is_team else 403)
    assert ("Not yet reviewed?" in confidential.get_data(as_text=True)) == is_team
    assert "Not yet reviewed?" not in browser.get(f"/{house.code}/record.{format}").get_data(as_text=True)
