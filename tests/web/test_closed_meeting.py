"""A closed meeting: who has a code of their own comes in; everybody else finds what they find where there is none."""

from __future__ import annotations

import re
import time

import pytest

from facilitation.web.security import csrf_token
from facilitation.web.toll import GUESSES
from facilitation.wire.requests import CONNECTION
from tests.web.organising import browser_of, send
from tests.witness import nothing_changes, refused

UNKNOWN = "QQQQQQQQ"


@pytest.fixture
def tickets(house, organiser):
    """Codes of the meeting, which is closed."""
    made = house.do(organiser, "ticket.add", count=3)["tickets"]
    house.do(organiser, "meeting.settings", closed=True)
    return made


@pytest.fixture
def csrf(app):
    """What a form of a page without a seat carries."""
    with app.test_request_context():
        return csrf_token(None)


def seen(answer, code):
    """Everything of an answer, byte for byte, but for the code itself."""
    body = answer.get_data().replace(code.encode(), b"CODE").replace(f"{code[:4]}-{code[4:]}".encode(), b"SHOWN")
    headers = sorted((name, value.replace(code, "CODE")) for name, value in answer.headers.items())
    return answer.status_code, headers, body


REQUESTS = {
    "the page": ("get", "/{code}", {}),
    "the page in French": ("get", "/{code}?lang=fr", {}),
    "asking": ("get", "/{code}/ask", {}),
    "the desk": ("get", "/{code}/desk", {}),
    "the stage": ("get", "/{code}/stage", {}),
    "the organiser's page": ("get", "/{code}/organise", {}),
    "forgetting": ("get", "/{code}/organise/forget", {}),
    "the record": ("get", "/{code}/record.html", {}),
    "the record as data": ("get", "/{code}/record.json", {}),
    "the confidential record": ("get", "/{code}/record.html?version=confidential", {}),
    "joining": ("post", "/{code}/join", {}),
    "joining from elsewhere": ("post", "/{code}/join", {"csrf": "wrong"}),
    "joining with a wrong code": ("post", "/{code}/join", {"ticket": "AAAAA-AAAAA"}),
    "looking with a wrong code": ("post", "/{code}/join", {"ticket": "AAAAA-AAAAA", "step": "look"}),
    "looking with none": ("post", "/{code}/join", {"ticket": "", "step": "look"}),
    "joining with a group": ("post", "/{code}/join", {"group": "nobody"}),
    "joining with a long group": ("post", "/{code}/join", {"group": "x" * 900, "ticket": "AAAAA-AAAAA"}),
    "entering": ("post", "/{code}/enter", {"invite": "guessed"}),
    "entering the stage": ("post", "/{code}/enter", {"invite": "#guessed", "screen": "stage"}),
    "entering with nothing": ("post", "/{code}/enter", {}),
    "a command": ("post", "/{code}/commands/question.ask", {"text": "Hello?"}),
    "leaving": ("post", "/{code}/leave", {}),
    "finding it": ("post", "/join", {"code": "{code}"}),
    "a seat": ("post", "/api/{code}/seats", {}),
    "a seat with a wrong code": ("post", "/api/{code}/seats", {"ticket": "AAAAAAAAAA", "group": "nobody"}),
    "a seat by a link": ("post", "/api/{code}/seats", {"invite": "guessed", "group": "nobody"}),
    "a seat by a passphrase": ("post", "/api/{code}/seats", {"passphrase": "guessed"}),
    "the state": ("get", "/api/{code}/state", {}),
    "a command to the API": ("post", "/api/{code}/commands/question.ask", {"text": "Hello?"}),
    "the links": ("get", "/api/{code}/links", {}),
    "a purge": ("post", "/api/{code}/purge", {}),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_stranger_finds_what_there_is_where_there_is_none(house, tickets, csrf, name):
    method, path, given = REQUESTS[name]
    answers = []
    for code in (house.code, UNKNOWN):
        browser, address = house.app.test_client(), path.format(code=code)
        if address.startswith("/api/"):
            more = {"json": given} if method == "post" else {}
        else:
            more = {"data": {"csrf": csrf} | {field: value.format(code=code) for field, value in given.items()}}
        if method == "get":
            more = {}
        with nothing_changes(house.engine):
            answers.append(seen(getattr(browser, method)(address, **more), code))
    assert answers[0] == answers[1]
    assert b"Protecting those who speak up" not in answers[0][2]


def test_what_they_find(client):
    page = client.get(f"/{UNKNOWN}")
    assert page.status_code == 404
    text = page.get_data(as_text=True)
    assert "There is no meeting with this code that is open to everybody." in text
    assert "Were you given a code of your own?" in text


def test_a_used_code_is_a_wrong_one(house, tickets, csrf, client):
    fields = {"csrf": csrf, "ticket": tickets[0]}
    assert client.post(f"/{house.code}/join", data=fields).status_code == 303
    answers = []
    for code, ticket in ((house.code, tickets[0]), (house.code, "AAAAAAAAAA"), (UNKNOWN, tickets[1])):
        for step in ("look", ""):
            fields = {"csrf": csrf, "ticket": ticket, "step": step}
            status, headers, page = seen(house.app.test_client().post(f"/{code}/join", data=fields), code)
            answers.append((status, headers, page.replace(f'value="{ticket}"'.encode(), b"")))  # it stays in its field
    assert all(answer == answers[0] for answer in answers)


def test_with_a_code_without_javascript(house, tickets, client):
    path = f"/{house.code}"
    form = "/join?lang=en"
    typed = f"{tickets[0][:5]}-{tickets[0][5:]}".lower()
    with nothing_changes(house.engine):
        door = send(client, path, path + form, ticket=typed)
    text = door.get_data(as_text=True)
    assert door.status_code == 200 and "Protecting those who speak up" in text and "Civil society" in text
    assert "The organisers see" in text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    joined = client.post(f"{path}/join", data=fields | {"group": "academia"})
    assert (joined.status_code, joined.location) == (303, path)
    room = client.get(path)
    assert room.status_code == 200 and "commands/question.ask" in room.get_data(as_text=True)
    assert client.get(f"{path}/record.html").status_code == 200


def test_where_nobody_is_asked_for_a_code_none_is_called_right(house, csrf, client):
    """The meeting was opened to everybody since the page was."""
    form = {"ticket": "NONSENSE12", "step": "look", "csrf": csrf}
    page = client.post(f"/{house.code}/join", data=form).get_data(as_text=True)
    assert "Your code is right" not in page and "NONSENSE12" not in page and ">Join<" in page


def test_to_look_from_elsewhere_shows_nothing(house, tickets, client):
    page = client.post(f"/{house.code}/join", data={"ticket": tickets[0], "step": "look", "csrf": "wrong"})
    assert page.status_code == 404 and "Protecting those" not in page.get_data(as_text=True)


def test_who_was_in_stays_in(house, alice, tickets):
    browser = house.app.test_client()
    browser.set_cookie(f"seat-{house.code}", house.tokens[alice.seat_id])
    assert browser.get(f"/{house.code}").status_code == 200
    house.ask(alice)


@pytest.mark.parametrize("role", ["participant", "moderator", "rapporteur", "interpreter", "stage", "organiser"])
def test_its_public_record_is_for_its_seats(house, organiser, tickets, role, client):
    seat = house.seat(role, ticket=tickets[0]) if role == "participant" else house.seat(role)
    assert client.get(f"/{house.code}/record.json", headers=house.bearer(seat)).status_code == 200
    screen = {"participant": "", "stage": "-stage", "organiser": "-organise"}.get(role, "-desk")
    client.set_cookie(f"seat-{house.code}{screen}", house.tokens[seat.seat_id])
    assert client.get(f"/{house.code}/record.html").status_code == 200


def test_a_link_opens_the_desk(house, tickets, client):
    door = client.get(f"/{house.code}/desk")
    assert door.status_code == 404 and "Protecting those" not in door.get_data(as_text=True)
    answer = send(client, f"/{house.code}/desk", f"/{house.code}/enter", invite=house.links["moderator"])
    assert answer.status_code == 303
    assert "Protecting those" in client.get(f"/{house.code}/desk").get_data(as_text=True)


def test_a_socket_finds_none_either(house, tickets):
    app = house.app
    for code in (house.code, UNKNOWN):
        socket = app.extensions["socketio"].test_client(app, auth={"meeting": code})
        assert not socket.is_connected()


def test_opened_again_it_is_there_for_everybody(house, organiser, tickets, client):
    assert client.get(f"/{house.code}").status_code == 404
    house.do(organiser, "meeting.settings", closed=False)
    assert client.get(f"/{house.code}").status_code == 200
    assert browser_of(house, organiser).get(f"/{house.code}/organise").status_code == 200
    house.do(organiser, "meeting.settings", closed=True)  # the page that was kept is not shown
    assert client.get(f"/{house.code}").status_code == 404
    with refused("meeting.unknown"):
        house.seat()


@pytest.mark.parametrize("step", ["look", ""])
def test_guessing_codes_costs_work_and_the_answer_tells_nothing(house, tickets, csrf, client, monkeypatch, step):
    """Once the budget is used up, a right code and a wrong one are answered alike, and nothing is looked up."""
    now = time.monotonic()
    monkeypatch.setattr("facilitation.web.budgets.time.monotonic", lambda: now)  # nothing comes back by itself

    def guess(ticket):
        fields = {"csrf": csrf, "ticket": ticket, "step": step}
        return client.post(f"/{house.code}/join", data=fields, environ_overrides={CONNECTION: 7})

    for _ in range(GUESSES):
        assert guess("AAAAAAAAAA").status_code == 404
    with nothing_changes(house.engine):
        for ticket in (tickets[0], "AAAAAAAAAA"):
            answer = guess(ticket)
            assert answer.status_code == 429 and "X-Work" in answer.headers
            assert "Protecting those who speak up" not in answer.get_data(as_text=True)
