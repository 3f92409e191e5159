"""What the join page promises about what the organisers can see, kept sentence by sentence."""

from __future__ import annotations

import json

import pytest

from facilitation.web.security import csrf_token

ADDRESS, DEVICE = "203.0.113.77", "a-telling-device-4711"


@pytest.fixture
def phone(app, house):
    """A browser that has joined and asked, from an address and a device that could be told again."""
    browser = app.test_client()
    told = {"headers": {"User-Agent": DEVICE}, "environ_base": {"REMOTE_ADDR": ADDRESS}}
    with app.test_request_context():
        csrf = csrf_token(None)
    assert browser.post(f"/{house.code}/join", data={"csrf": csrf, "group": "affected"}, **told).status_code == 303
    token = browser.get_cookie(f"seat-{house.code}").value
    bearer = told["headers"] | {"Authorization": f"Bearer {token}"}
    path = f"/api/{house.code}/commands/question.ask"
    asked = browser.post(path, json={"text": "Who knows me?"}, headers=bearer, environ_base=told["environ_base"])
    assert asked.status_code == 200
    return token


def test_the_team_sees_the_words_and_the_group_and_not_who_asked(phone, house, moderator):
    (question,) = house.state(moderator)["questions"].values()
    assert (question["text"], question["group"]) == ("Who knows me?", "affected")
    assert not [field for field in question if "seat" in field or "author" in field]
    assert phone not in json.dumps(house.state(moderator))


def test_a_name_appears_only_where_it_was_typed(phone, house, moderator, alice):
    house.do(alice, "question.ask", text="Who signs?", name_="Somebody")
    names = {question["text"]: question.get("name") for question in house.state(moderator)["questions"].values()}
    assert names == {"Who knows me?": None, "Who signs?": "Somebody"}


def test_no_address_no_device_and_no_token_is_stored(phone, app, house):
    house.settle()
    folder = app.extensions["facilitation.config"].data_dir
    stored = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"Who knows me?" in stored
    assert not [trace for trace in (ADDRESS, DEVICE, phone) if trace.encode() in stored]
