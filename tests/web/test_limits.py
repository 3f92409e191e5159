"""How much each door takes: what people write comes through, and nobody may send more than that."""

from __future__ import annotations

import gc
import weakref
from io import BytesIO

import pytest
from flask import request, request_finished

from facilitation.engine.commands import COMMANDS
from facilitation.room.muting import APPEAL_LIMIT
from facilitation.room.questions import NAME_LIMIT, TEXT_LIMIT
from facilitation.web.limits import LIMITS, PROGRAMME, SMALL
from facilitation.web.security import csrf_token
from tests.conftest import House
from tests.web.scenes import Visitor

# What takes most room of all that one person sees as one character.
FAMILY = "👩🏽‍👩🏽‍👧🏽‍👦🏽"
HINDI = "क्षत्रि"  # two characters
FORM = "application/x-www-form-urlencoded"
ORDINARY = {
    "item.present", "item.move", "item.remove", "item.restore", "question.withdraw", "vote.cast",
    "question.approve", "question.answer", "question.archive", "question.reopen", "question.highlight",
    "question.merge", "meeting.open", "meeting.pause", "meeting.stop", "meeting.end", "meeting.forget",
    "question.erase", "question.unmask", "seat.mute", "seat.unmute", "ticket.add", "link.revoke", "rehearsal.wipe",
}  # fmt: skip


def test_every_door_that_takes_something_says_how_much(app):
    doors = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods & {"POST", "PUT", "PATCH", "DELETE"}}
    assert doors == set(LIMITS)


def test_what_carries_no_text_is_small():
    assert {name for name in COMMANDS if LIMITS["api.command"][name] == SMALL} == ORDINARY
    assert LIMITS["api.command"] == LIMITS["forms.command"]


@pytest.mark.parametrize("path", ["/api/{code}/seats", "/{code}/join", "/{code}/enter", "/join"])
def test_a_wish_for_a_seat_is_small(house, client, path):
    answer = client.post(path.format(code=house.code), data=b"x" * (SMALL + 1), content_type=FORM)
    assert answer.status_code == 413


@pytest.mark.parametrize("name", sorted(ORDINARY))
def test_a_vote_and_its_like_are_small(house: House, alice, client, name):
    answer = client.post(
        f"/api/{house.code}/commands/{name}", data=b" " * (SMALL + 1), headers=house.bearer(alice), content_type=FORM
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "payload.too_large")


def test_a_body_at_a_door_that_takes_none_is_not_read(client):
    unread = BytesIO(b"x" * 100)
    client.get("/", input_stream=unread, headers={"Content-Length": "100"})
    client.post("/nowhere", input_stream=unread, headers={"Content-Length": "100"})
    assert unread.tell() == 0


class TestWhatPeopleWriteComesThrough:
    def test_the_longest_question_in_the_widest_characters(self, house, alice):
        visitor = Visitor.holding(house, alice)
        words = {"text": FAMILY * TEXT_LIMIT, "name": FAMILY * NAME_LIMIT, "language": "en"}
        assert visitor.form("question.ask", words | {"id": "a" * 36}).status_code == 303
        assert visitor.post("/commands/question.ask", words)[0] == 200

    def test_the_longest_appeal_in_the_widest_characters(self, house, alice, moderator):
        house.do(moderator, "seat.mute", question=house.ask(alice))
        answer = Visitor.holding(house, alice).form("seat.appeal", {"text": FAMILY * APPEAL_LIMIT, "id": "a" * 36})
        assert answer.status_code == 303

    def test_a_seat_with_the_longest_group(self, house, moderator, client, app):
        group = HINDI * 40
        house.do(moderator, "meeting.settings", groups=[group])
        with app.test_request_context():
            csrf = csrf_token(None)
        wish = {"group": group, "language": "hi", "csrf": csrf}
        assert client.post(f"/{house.code}/join", data=wish).status_code == 303
        assert client.post(f"/api/{house.code}/seats", json={"group": group}).status_code == 201

    def test_a_long_item_and_a_long_answer(self, house, moderator, alice):
        question = house.open_question(alice, moderator)
        item = {"title": "क" * 500, "text": "क" * 5_000, "questions": ["क" * 1_000] * 30, "speakers": ["क" * 200] * 30}
        for name, payload in (("item.add", item), ("question.reply", {"question": question, "text": FAMILY * 2_000})):
            assert Visitor.holding(house, moderator).post(f"/commands/{name}", payload)[0] == 200

    @pytest.mark.parametrize(("size", "status"), [(10_000_000, 403), (PROGRAMME, 413)])
    def test_a_document_of_ten_megabytes_is_read_and_found_not_to_come_from_our_page(self, client, size, status):
        page = client.post("/new", data={"file": (BytesIO(b"x" * size), "a.docx")})
        page.request.environ["wsgi.input"].close()
        assert page.status_code == status


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data"])
def test_what_was_sent_is_gone_with_the_answer_although_pages_hold_on_to_their_request(app, client, kind):
    held = []

    def look(_app, **_more):
        held.extend([weakref.ref(request.form), weakref.ref(request.files)])

    gc.disable()
    try:
        with request_finished.connected_to(look, app):
            assert client.post("/new", data={"text": "a" * 200_000}, content_type=kind).status_code == 403
        assert [each() for each in held] == [None, None], "a stranger's megabytes stay until garbage is collected"
    finally:
        gc.enable()
