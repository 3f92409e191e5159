"""Every command × every role × every door, from the table of commands: a new command cannot be forgotten."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import update

from facilitation.engine.commands import COMMANDS
from facilitation.models import Seat
from facilitation.models.columns import now
from facilitation.models.seat import ROLES
from facilitation.room.actor import Actor
from facilitation.room.meetings import Settings
from facilitation.room.seats import TakeSeat
from tests.conftest import PROGRAMME, House
from tests.web.scenes import DOORS, Visitor
from tests.witness import nothing_changes, written


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


@pytest.fixture
def scene(house, alice, bob, moderator, organiser):
    return set_scene(house, alice, bob, moderator, organiser)


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
    moderator, done = house.seat("moderator"), {}
    for door, role in ((door, role) for door in DOORS for role in sorted(may)):
        if prepare := FIRST.get(name):
            prepare(scene, moderator)
        done[door, role] = DOORS[door](insiders[role], name, payload)
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
def test_who_reads_what_is_hidden_from_everybody(house, bob, moderator, role):
    question = house.open_question(bob, moderator, "Call +33 6 12 34 56 78?")
    house.do(moderator, "question.highlight", question=question)
    visitor = Visitor.holding(house, house.seat(role)) if role else Visitor(house, None)
    for path in ("", "/ask", "/stage", "/record.html", "/record.md", "/record.json"):
        assert "12 34 56" not in visitor.browser().get(f"/{house.code}{path}").get_data(as_text=True), path
    desk = visitor.browser().get(f"/{house.code}/desk").get_data(as_text=True)
    assert ("12 34 56" in desk) == (role in DESK)
    # The team's stage shows no more than anybody's.
    browser = house.app.test_client()
    browser.set_cookie(f"seat-{house.code}-stage", house.tokens[moderator.seat_id])
    stage = browser.get(f"/{house.code}/stage").get_data(as_text=True)
    assert "▒▒▒" in stage and "12 34 56" not in stage


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


@pytest.mark.parametrize("role", [*ROLES, None])
def test_who_organises(house, role):
    """The organiser's page and list for the organiser alone; for all others its door."""
    token = house.tokens[house.seat(role).seat_id] if role else "guessed"
    browser = house.app.test_client()
    for name in ("", "-desk", "-stage", "-organise"):
        browser.set_cookie(f"seat-{house.code}{name}", token)
    page = browser.get(f"/{house.code}/organise").get_data(as_text=True)
    assert ('id="joining"' in page) == (role == "organiser")
    listed = browser.get(f"/api/{house.code}/links", headers={"Authorization": f"Bearer {token}"})
    assert listed.status_code == {"organiser": 200, None: 401}.get(role, 403)


OVER = {"revoked": {"revoked": True}, "expired": {"expires_at": now()}}


@pytest.mark.parametrize("how", OVER)
@pytest.mark.parametrize("role", ROLES)
def test_a_seat_that_is_over_opens_nothing(scene, role, how):
    """Every command at every door, every page, every file: as if nobody were there."""
    house = scene.house
    seat = house.seat(role)
    visitor = Visitor.holding(house, seat)
    written(house, update(Seat).where(Seat.id == seat.seat_id).values(**OVER[how]))
    mine = [name for name, command in COMMANDS.items() if role in command.roles]
    with nothing_changes(house.engine):
        for name in mine:
            payload = PAYLOADS[name](scene)
            answers = {door: send(visitor, name, payload) for door, send in DOORS.items()}
            assert answers == dict.fromkeys(DOORS, "seat.unknown"), name
    browser = house.app.test_client()
    for name in ("", "-desk", "-stage", "-organise"):
        browser.set_cookie(f"seat-{house.code}{name}", visitor.token)
    for path in ("", "/ask", "/desk", "/stage", "/organise", "/organise/forget"):
        page = browser.get(f"/{house.code}{path}", follow_redirects=True).get_data(as_text=True)
        assert 'id="page"' not in page and 'id="joining"' not in page, path
        assert "Why is nobody protected?" not in page, path
    assert browser.get(f"/{house.code}/record.html?version=confidential").status_code == 403
    for method, path in (("get", "state"), ("get", "links"), ("post", "purge")):
        assert getattr(browser, method)(f"/api/{house.code}/{path}", headers=house.bearer(seat)).status_code == 401
    for screen in ("room", "desk", "stage", "organise"):
        assert not visitor.socket(screen=screen).is_connected()
