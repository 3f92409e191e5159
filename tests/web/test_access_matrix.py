"""Every command × every role × every door, from the table of commands: a new command cannot be forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from facilitation.engine.commands import COMMANDS
from facilitation.models import Seat
from facilitation.models.columns import now
from facilitation.models.seat import ROLES
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings
from tests.conftest import PROGRAMME
from tests.matrix import FIRST, PAYLOADS
from tests.web.scenes import DOORS, Visitor
from tests.witness import nothing_changes, written


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
