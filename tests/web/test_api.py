"""The JSON API, as a client meets it that nobody here wrote."""

from __future__ import annotations

import json

import pytest

from tests.web.scenes import Visitor
from tests.witness import everything_in, nothing_changes

TEXT = "# A meeting\n\nDate: 26 November 2026\n\n## Discussion\n\n- Who pays?\n- Who decides?\n"


def refusal(response):
    """(status, code) of an error, which always has the same shape and a sentence."""
    error = response.get_json()["error"]
    assert error["message"] and response.mimetype == "application/json"
    return response.status_code, error["code"]


class TestMeetings:
    def test_from_a_text(self, client):
        response = client.post("/api/meetings", json={"programme": TEXT})
        answer = response.get_json()
        assert response.status_code == 201
        assert set(answer) == {"code", "links", "passphrase", "programme", "warnings"}
        assert answer["programme"]["title"] == "A meeting"
        assert set(answer["links"]) == {"participant", "moderator", "rapporteur", "interpreter", "stage"}

    def test_secrets_stand_in_the_fragment(self, client):
        answer = client.post("/api/meetings", json={"programme": TEXT}).get_json()
        for role, link in answer["links"].items():
            assert "?" not in link
            assert ("#" in link) == (role != "participant")
            assert link.partition("#")[0].startswith(f"http://127.0.0.1:8000/{answer['code']}")

    def test_from_its_own_structured_form_with_settings(self, client):
        programme = client.post("/api/meetings", json={"programme": TEXT}).get_json()["programme"]
        body = {"programme": programme, "settings": {"premoderation": False}}
        again = client.post("/api/meetings", json=body)
        assert again.status_code == 201
        assert again.get_json()["programme"] == programme

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({}, "payload.invalid"),
            ({"programme": None}, "payload.invalid"),
            ({"programme": 5}, "payload.invalid"),
            ({"programme": TEXT, "surprise": 1}, "payload.invalid"),
            ({"programme": TEXT, "settings": None}, "payload.invalid"),
            ({"programme": TEXT, "settings": {"asking": "no"}}, "payload.invalid"),
            ({"programme": TEXT, "settings": {"groups": ["x" * 81]}}, "group.too_long"),
            ({"programme": ""}, "programme.empty"),
            ({"programme": " \n "}, "programme.empty"),
            ({"programme": "\0\1\2"}, "programme.binary"),
            ({"programme": {}}, "programme.invalid"),
            ({"programme": {"title": "A", "date": "tomorrow"}}, "programme.invalid"),
            ({"programme": {"title": "A", "items": [{"title": ""}]}}, "programme.invalid"),
            ({"programme": {"title": "A", "items": [{"title": "B", "kind": "dance"}]}}, "programme.invalid"),
        ],
    )
    def test_what_is_not_a_programme(self, client, engine, body, code):
        with nothing_changes(engine):
            status, found = refusal(client.post("/api/meetings", json=body))
        assert (status, found) == (400, code)

    def test_what_is_too_large(self, client, engine):
        with nothing_changes(engine):
            assert refusal(client.post("/api/meetings", json={"programme": "a " * 600_000})) == (
                413,
                "programme.too_large",
            )
            assert refusal(client.post("/api/meetings", data=b" " * 2_000_000)) == (413, "payload.too_large")


class TestSeats:
    def test_a_participants(self, house, client):
        response = client.post(f"/api/{house.code}/seats", json={"group": "state", "language": "fr"})
        assert response.status_code == 201
        assert set(response.get_json()) == {"seat", "role"}
        assert response.get_json()["role"] == "participant"

    def test_an_empty_body_will_do(self, house, client):
        assert client.post(f"/api/{house.code}/seats").status_code == 201

    def test_an_invited_one(self, house, client):
        response = client.post(f"/api/{house.code}/seats", json={"invite": house.links["stage"]})
        assert response.get_json()["role"] == "stage"

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"invite": "guessed"}, 403, "invite.unknown"),
            ({"group": "martians"}, 400, "group.unknown"),
            ({"role": "moderator"}, 400, "payload.invalid"),
            ({"invite": 5}, 400, "payload.invalid"),
        ],
    )
    def test_refusals(self, house, client, engine, body, status, code):
        with nothing_changes(engine):
            assert refusal(client.post(f"/api/{house.code}/seats", json=body)) == (status, code)

    def test_an_unknown_meeting(self, client):
        assert refusal(client.post("/api/AAAA-AAAA/seats", json={})) == (404, "meeting.unknown")

    def test_the_code_is_read_in_any_form(self, house, client):
        written = f"{house.code[:4]}-{house.code[4:]}".lower()
        assert client.post(f"/api/{written}/seats").status_code == 201


class TestState:
    def test_it_is_what_a_socket_gets_on_joining(self, house, alice, moderator, client):
        house.open_question(alice, moderator)
        answer = client.get(f"/api/{house.code}/state", headers=house.bearer(alice)).get_json()
        joined = Visitor.holding(house, alice).socket().emit("join", {}, callback=True)
        assert answer == {name: value for name, value in joined.items() if name not in ("ok", "now")}

    def test_an_unchanged_one_is_not_sent_again(self, house, alice, bob, moderator, client):
        def again(etag):
            headers = house.bearer(alice) | {"If-None-Match": etag}
            return client.get(f"/api/{house.code}/state", headers=headers)

        first = client.get(f"/api/{house.code}/state", headers=house.bearer(alice))
        assert again(first.headers["ETag"]).status_code == 304
        house.ask(bob)  # waits for review: for Alice nothing has changed
        assert again(first.headers["ETag"]).status_code == 304
        house.ask(alice)  # her own
        second = again(first.headers["ETag"])
        assert second.status_code == 200
        house.open_question(bob, moderator)
        assert again(second.headers["ETag"]).status_code == 200

    @pytest.mark.parametrize(
        "header", [None, "", "Bearer", "Bearer ", "Bearer guessed", "Basic Z3Vlc3NlZA==", "Bearer é"]
    )
    def test_without_a_seat_there_is_none(self, house, client, header):
        headers = {"Authorization": header} if header is not None else {}
        assert refusal(client.get(f"/api/{house.code}/state", headers=headers)) == (401, "seat.unknown")

    def test_a_cookie_is_no_seat_here(self, house, alice):
        browser = Visitor.holding(house, alice).browser()
        assert refusal(browser.get(f"/api/{house.code}/state"))[0] == 401
        assert refusal(browser.post(f"/api/{house.code}/commands/question.ask", json={"text": "Why?"}))[0] == 401


class TestCommands:
    def test_the_answer_is_the_sockets_acknowledgement(self, house, alice):
        payload = {"text": "Why?", "id": "a1"}
        status, answer = Visitor.holding(house, alice).post("/commands/question.ask", payload)
        acknowledged = Visitor.holding(house, alice).socket().emit("question.ask", payload, callback=True)
        assert status == 200 and answer == acknowledged
        assert set(answer) == {"ok", "revision", "question", "state"}

    def test_a_refusal_carries_its_data_and_a_sentence_in_the_seats_language(self, house, bob):
        status, answer = Visitor.holding(house, bob).post("/commands/question.ask", {"text": "é" * 501})
        assert (status, answer["error"]["code"], answer["error"]["limit"]) == (400, "question.too_long", 500)
        assert "500" in answer["error"]["message"]

    @pytest.mark.parametrize("name", ["join", "question.dance", "__class__", "question.ask.", "%00"])
    def test_an_unknown_command(self, house, alice, client, name):
        response = client.post(f"/api/{house.code}/commands/{name}", json={}, headers=house.bearer(alice))
        assert refusal(response) == (404, "command.unknown")

    @pytest.mark.parametrize(
        "body",
        [
            b"[]",
            b'"text"',
            b"5",
            b"null",
            b"{",
            b"\xff\xfe",
            b"[" * 80_000,
            b'{"a":' * 16_000,
            b'{"text":1e999}',
            b"{'a':1}",
        ],
    )
    def test_a_body_that_is_no_object(self, house, alice, client, engine, body):
        with nothing_changes(engine):
            response = client.post(f"/api/{house.code}/commands/question.ask", data=body, headers=house.bearer(alice))
        assert refusal(response) == (400, "request.invalid")

    def test_a_body_that_is_far_too_large_is_not_read(self, house, alice, client, engine):
        body = json.dumps({"text": "x" * 300_000})
        with nothing_changes(engine):
            response = client.post(f"/api/{house.code}/commands/question.ask", data=body, headers=house.bearer(alice))
        assert refusal(response) == (413, "payload.too_large")

    def test_every_wrong_verb_and_address_answers_in_json(self, house, client):
        assert refusal(client.get(f"/api/{house.code}/commands/question.ask")) == (405, "request.invalid")
        assert refusal(client.get("/api/nothing/here")) == (404, "page.unknown")

    def test_only_post_changes_anything(self, house, alice, client, engine):
        with nothing_changes(engine):
            for verb in ("get", "put", "patch", "delete"):
                address = f"/api/{house.code}/commands/meeting.end"
                assert getattr(client, verb)(address, headers=house.bearer(alice)).status_code == 405


def test_the_server_says_whether_it_is_well(client, app, engine):
    assert (client.get("/healthz").status_code, client.get("/healthz").get_json()) == (200, {"ok": True})
    with engine.database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE meetings RENAME TO elsewhere")
    try:
        assert (client.get("/healthz").status_code, client.get("/healthz").get_json()) == (503, {"ok": False})
        answer = client.get("/api/ACDE-FGHJ/state", headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "server.storage")
    finally:
        with engine.database.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO meetings")


def test_receipts_never_hold_what_somebody_wrote(house, alice, engine):
    house.do(alice, "question.ask", text="Zanzibar?", id="a1")
    assert "Zanzibar" not in repr(everything_in(engine)["receipts"])


def test_nor_what_is_written_by_any_other_command(house, alice, moderator, organiser, engine):
    question = house.ask(alice)
    written = (
        (alice, "question.edit", {"question": question, "text": "Zanzibar?"}),
        (moderator, "question.reply", {"question": question, "text": "Zanzibar."}),
        (moderator, "question.decline", {"question": question, "reason": "Zanzibar"}),
        (moderator, "seat.mute", {"question": question}),
        (alice, "seat.appeal", {"text": "Zanzibar!"}),
        (moderator, "item.add", {"title": "Zanzibar", "text": "Zanzibar"}),
        (organiser, "meeting.lists", {"names": ["Zanzibar"], "words": {"en": ["Zanzibar"]}}),
        (organiser, "meeting.settings", {"title": "Zanzibar", "groups": ["Zanzibar"]}),
        (organiser, "link.add", {"role": "stage", "name": "Zanzibar"}),
    )
    for number, (actor, name, payload) in enumerate(written):
        assert engine.perform(actor, name, payload | {"id": f"a{number}"})["ok"]
    kept = everything_in(engine)["receipts"]
    assert len(kept) == len(written)
    assert "Zanzibar" not in repr(kept)
