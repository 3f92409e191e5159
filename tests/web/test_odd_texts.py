"""What nobody can store, a NUL or half a character, in every text at every door: refused or cleaned, never a fault."""

from __future__ import annotations

import json

import msgspec
import pytest

from facilitation.engine.commands import COMMANDS
from facilitation.models.seat import MODERATOR, PARTICIPANT
from facilitation.web.security import csrf_token

# In JSON, as it is written there; in forms, headers and addresses, as bytes.
ODD = ["a\0b", "\ud800", "\udfff b", "\0", "e\u0301\0\u202e"]
FORM = ["a\0b", "\0", "\ufffe", "é" * 70]


@pytest.fixture
def csrf(app):
    with app.test_request_context():
        return csrf_token(None)


def as_json(body):
    return json.dumps(body).encode()  # half characters as \ud800


def odd_payloads(command, odd):
    """The command's payload with each text of it odd, one after the other, the rest as plain as can be."""
    kinds = {field.encode_name: str(field.type) for field in msgspec.structs.fields(command.payload)}
    plain = {
        name: 1 if "Literal[0, 1]" in kind else "x" for name, kind in kinds.items() if "str" in kind or "0" in kind
    }
    plain |= {name: ["x"] for name, kind in kinds.items() if "list[str]" in kind}
    for name, value in plain.items():
        if value != 1:
            yield plain | {name: [odd] if isinstance(value, list) else odd}
            yield {name: [odd] if isinstance(value, list) else odd}
    yield plain | {"id": odd}
    yield plain | {odd: "x"}


@pytest.mark.parametrize("name", COMMANDS)
def test_in_every_command(house, client, alice, moderator, name):
    command = COMMANDS[name]
    role = PARTICIPANT if PARTICIPANT in command.roles else MODERATOR
    actor = alice if role == PARTICIPANT else moderator
    question = house.open_question(alice, moderator)
    for odd in ODD:
        for payload in odd_payloads(command, odd):
            for fill in ({}, {"question": question}, {"item": "i1"}):
                filled = {key: fill.get(key, value) if value == "x" else value for key, value in payload.items()}
                path = f"/api/{house.code}/commands/{name}"
                answer = client.post(path, data=as_json(filled), headers=house.bearer(actor))
                assert answer.status_code < 500, (filled, answer.get_data(as_text=True))


@pytest.mark.parametrize("odd", ODD)
def test_in_what_begins_a_meeting(client, odd):
    texts = ("title", "series", "part", "date", "starts", "description")
    programmes = [{"title": "A", name: odd} for name in texts]
    programmes += [{"title": "A", "items": [{"title": "B", name: odd}]} for name in ("title", "id", "text")]
    programmes += [{"title": "A", "items": [{"title": "B", name: [odd]}]} for name in ("questions", "speakers")]
    programmes += [{"title": "A", name: [{"name": odd}]} for name in ("speakers", "organisers")]
    programmes += [{"title": "A", name: [odd]} for name in ("languages", "objectives")]
    programmes += [{"title": "A", odd: "x"}, odd, f"# A meeting {odd}", f'title: "A {json.dumps(odd)[1:-1]}"']
    settings = [{"title": odd}, {"groups": [odd]}, {odd: True}]
    bodies = [{"programme": programme} for programme in programmes]
    bodies += [{"programme": "# A", "settings": one} for one in settings] + [{"programme": "# A", odd: 1}]
    for body in bodies:
        answer = client.post("/api/meetings", data=as_json(body))
        assert answer.status_code < 500, (body, answer.get_data(as_text=True))


@pytest.mark.parametrize("odd", ODD)
def test_in_who_takes_a_seat(house, client, odd):
    for body in [*({name: odd} for name in ("group", "language", "invite")), {odd: "x"}]:
        answer = client.post(f"/api/{house.code}/seats", data=as_json(body))
        assert answer.status_code < 500, (body, answer.get_data(as_text=True))
        if answer.status_code == 201:
            bearer = {"Authorization": f"Bearer {answer.get_json()['seat']}"}
            assert client.get(f"/api/{house.code}/state", headers=bearer).status_code == 200
            asked = client.post(f"/api/{house.code}/commands/question.ask", json={"text": "Why?"}, headers=bearer)
            assert asked.status_code == 200


@pytest.mark.parametrize("odd", FORM)
def test_in_every_form(house, client, csrf, odd):
    made = {"csrf": csrf, "title": "A session", "item-title": "x", "item-kind": "discussion"}
    rows = dict.fromkeys(("item-text", "item-minutes", "item-questions", "item-speakers"), "")
    forms = [
        *(("/new/create", made | rows | {name: odd}) for name in (*made, *rows, "id", "source", "key", "languages")),
        *(("/new", {"csrf": csrf, name: odd}) for name in ("text", "key")),
        ("/join", {"csrf": csrf, "code": odd}),
        *((f"/{house.code}/join", {"csrf": csrf, name: odd}) for name in ("group", "language")),
        *(
            (f"/{house.code}/enter", {"csrf": csrf, "invite": "x", name: odd})
            for name in ("invite", "language", "screen")
        ),
    ]
    for path, fields in forms:
        answer = client.post(path, data=fields)
        assert answer.status_code < 500, (path, fields, answer.get_data(as_text=True))


@pytest.mark.parametrize("odd", FORM)
def test_in_headers_cookies_and_addresses(house, client, alice, odd):
    token = odd.encode().decode("latin-1").replace("\0", "%00")
    for name in ("Authorization", "Cookie", "Accept-Language", "Origin", "If-None-Match"):
        value = {"Authorization": f"Bearer {token}", "Cookie": f"seat-{house.code}={token}"}.get(name, token)
        for path in (f"/{house.code}", f"/api/{house.code}/state", f"/{house.code}/record.json"):
            assert client.get(path, headers={name: value}).status_code < 500, (name, path)
    for path in (f"/{house.code}/record.{odd}", f"/{house.code}/record.md?version={odd}", f"/{odd}", f"/?lang={odd}"):
        assert client.get(path, headers=house.bearer(alice)).status_code < 500, path
    path = f"/api/{house.code}/commands/{odd}"
    assert client.post(path, json={}, headers=house.bearer(alice)).status_code < 500
