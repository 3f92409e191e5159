"""The Socket.IO door."""

from __future__ import annotations

import pytest

from facilitation.web.refusals import REFUSALS
from facilitation.wire.frames import MESSAGE_LIMIT
from tests.web.scenes import Visitor
from tests.web.wire import Wire
from tests.witness import nothing_changes


@pytest.fixture
def phone(house, alice):
    """Alice's open socket, joined."""
    socket = Visitor.holding(house, alice).socket()
    assert socket.emit("join", {}, callback=True)["ok"]
    return socket


def refusal_at(app, auth):
    """The code with which a handshake is refused, or None where it is let in."""
    wire = Wire(app)
    kind, data = wire.connect(auth)
    if kind == "40":
        wire.send("1")
        return None
    assert kind == "44" and data["data"]["error"]["code"] == data["message"]
    assert data["data"]["error"]["message"]
    return data["message"]


class TestHandshake:
    def test_with_a_token(self, app, house, alice):
        assert refusal_at(app, {"meeting": house.code, "seat": house.tokens[alice.seat_id]}) is None

    def test_the_code_is_read_in_any_form(self, app, house, alice):
        written = f"{house.code[:4]}-{house.code[4:]}".lower()
        assert refusal_at(app, {"meeting": written, "seat": house.tokens[alice.seat_id]}) is None

    def test_with_the_browsers_cookie(self, app, house, alice, moderator):
        cookies = {
            f"seat-{house.code}": house.tokens[alice.seat_id],
            f"seat-{house.code}-desk": house.tokens[moderator.seat_id],
        }
        for screen, role in ((None, "participant"), ("room", "participant"), ("desk", "moderator")):
            auth = {"meeting": house.code} | ({"screen": screen} if screen else {})
            wire = Wire(app, cookies)
            wire.connect(auth)
            assert wire.ask('["join",{}]')["you"]["role"] == role
            wire.send("1")

    @pytest.mark.parametrize(
        "auth",
        [None, {}, [], "token", 5, {"meeting": None}, {"meeting": 5}, {"meeting": ["A"]}, {"meeting": {}}],
    )
    def test_no_meeting_named(self, app, auth):
        assert refusal_at(app, auth) == "meeting.unknown"

    @pytest.mark.parametrize(
        "more",
        [
            {},
            {"seat": ""},
            {"seat": "guessed"},
            {"seat": None},
            {"seat": 5},
            {"seat": ["a"]},
            {"seat": "\ud800"},
            {"screen": "kitchen"},
            {"screen": None},
            {"screen": []},
            {"screen": {}},
        ],
    )
    def test_no_seat(self, app, house, more):
        assert refusal_at(app, {"meeting": house.code} | more) == "seat.unknown"

    @pytest.mark.parametrize("code", ["", "AAAAAAAA", "\0", "\ud800", "x" * 10_000])
    def test_nothing_tells_which_meetings_exist(self, app, house, alice, code):
        auth = {"meeting": code, "seat": house.tokens[alice.seat_id]}
        assert refusal_at(app, auth) == "seat.unknown"

    @pytest.mark.parametrize(
        ("accepted", "language"),
        [
            (None, "en"),
            ("", "en"),
            ("xx", "en"),
            ("xx, fr-CH, fr;q=0.9, en;q=0.5", "fr"),
            ("fr;q=x, *;q=-1," + "a," * 1000, "en"),
        ],
    )
    def test_a_refusal_is_in_the_browsers_language(self, app, house, accepted, language):
        wire = Wire(app, headers={"Accept-Language": accepted} if accepted is not None else {})
        _, data = wire.connect({"meeting": house.code, "seat": "guessed"})
        with app.test_request_context(f"/?lang={language}"):
            assert data["data"]["error"]["message"] == str(REFUSALS["seat.unknown"][1])


class TestJoining:
    def test_what_one_gets(self, house, alice, phone):
        answer = phone.emit("join", {}, callback=True)
        assert set(answer) == {"ok", "you", "state", "revision", "audience", "now"}
        assert set(answer["you"]) == {"role", "group", "language", "mine", "muted", "appeal"}
        assert set(answer["state"]) == {"meeting", "items", "questions"}
        assert (answer["audience"], set(answer["revision"])) == ("everyone", {"everyone"})

    def test_the_team_has_its_own_audience(self, house, moderator):
        answer = Visitor.holding(house, moderator).socket().emit("join", {}, callback=True)
        assert (answer["audience"], set(answer["revision"])) == ("team", {"everyone", "team"})

    def test_the_stage_sees_what_everyone_sees(self, house):
        answer = Visitor.holding(house, house.seat("stage")).socket().emit("join", callback=True)
        assert answer["audience"] == "everyone"

    def test_who_joins_hears_what_happens(self, house, bob, moderator, phone):
        house.engine.pulse.stop()
        question = house.open_question(bob, moderator)
        house.settle()
        pulses = [event for event in phone.get_received() if event["name"] == "pulse"]
        assert any(question in pulse["args"][0]["set"].get("questions", {}) for pulse in pulses)
        assert {pulse["args"][0]["audience"] for pulse in pulses} == {"everyone"}

    def test_ones_own_things_come_to_oneself_alone(self, house, alice, bob, phone):
        other = Visitor.holding(house, bob).socket()
        other.emit("join", {}, callback=True)
        question = phone.emit("question.ask", {"text": "Why?"}, callback=True)["question"]
        house.engine.stop()
        assert [e["args"][0]["set"]["questions"][question]["state"] for e in named(phone, "yours")] == ["waiting"]
        assert named(other, "yours") == []


def named(socket, name):
    return [event for event in socket.get_received() if event["name"] == name]


class TestCommands:
    @pytest.mark.parametrize("name", ["question.dance", "", "message", "__init__", "Question.ask", "x" * 5_000])
    def test_an_unknown_event(self, phone, engine, name):
        with nothing_changes(engine):
            assert phone.emit(name, {}, callback=True)["error"]["code"] == "command.unknown"

    @pytest.mark.parametrize("payload", [[], "text", 5, None, True, ["text"]])
    def test_a_payload_that_is_no_object(self, phone, engine, payload):
        with nothing_changes(engine):
            answer = phone.emit("question.ask", payload, callback=True)
        assert answer["error"]["code"] == "payload.invalid"

    def test_no_payload_at_all(self, phone):
        assert phone.emit("question.ask", callback=True)["error"]["code"] == "payload.invalid"

    @pytest.mark.parametrize("command_id", ["", "x" * 65, 5, [], {}, "a b"])
    def test_an_id_that_is_none(self, phone, engine, command_id):
        with nothing_changes(engine):
            answer = phone.emit("question.ask", {"text": "Why?", "id": command_id}, callback=True)
        assert (answer["error"]["code"], answer["error"]["field"]) == ("payload.invalid", "id")

    def test_sent_again_after_a_lost_acknowledgement(self, house, alice, phone):
        payload = {"text": "Why?", "id": "0b6c0d8e-5d0e-4c0e-8a52-0b8d8a2f9c11"}
        first = phone.emit("question.ask", payload, callback=True)
        phone.disconnect()
        again = Visitor.holding(house, alice).socket()
        assert again.emit("question.ask", payload, callback=True) == first
        assert len(house.mine(alice)) == 1

    def test_half_a_character_is_no_fault(self, app, house, alice):
        wire = Wire(app)
        wire.connect({"meeting": house.code, "seat": house.tokens[alice.seat_id]})
        assert wire.ask(r'["question.ask",{"text":"a\ud800"}]')["ok"]
        assert [question["text"] for question in house.mine(alice).values()] == ["a?"]
        assert wire.ask(r'["question.withdraw",{"question":"\ud800"}]')["error"]["code"] == "question.unknown"
        assert wire.ask(r'["question.ask",{"text":"a","id":"\ud800"}]')["error"]["field"] == "id"
        wire.send("1")

    def test_commands_are_taken_without_joining_first(self, house, alice):
        assert Visitor.holding(house, alice).socket().emit("question.ask", {"text": "Why?"}, callback=True)["ok"]

    def test_a_refusal_is_an_acknowledgement_in_the_seats_language(self, phone):
        error = phone.emit("question.ask", {"text": "é" * 501}, callback=True)["error"]
        assert (error["code"], error["limit"]) == ("question.too_long", 500) and "500" in error["message"]


def test_a_message_holds_sixteen_kilobytes(app):
    assert MESSAGE_LIMIT == 16 * 1024
    assert app.extensions["socketio"].server.eio.max_http_buffer_size == MESSAGE_LIMIT


def test_presence_counts_people_not_pages(house, engine, alice, bob):
    sockets = [Visitor.holding(house, actor).socket() for actor in (alice, alice, bob)]
    assert engine.presence.here(alice.meeting_id) == 2
    for socket in sockets:
        socket.disconnect()
    assert engine.presence.meetings() == set()


@pytest.mark.parametrize("name", ["connect", "disconnect"])
@pytest.mark.parametrize("payload", [{}, [], "join"])
def test_an_event_named_as_the_library_names_its_own_is_unknown(phone, engine, name, payload):
    with nothing_changes(engine):
        answer = phone.emit(name, payload, callback=True)
    assert answer["error"]["code"] == "command.unknown"
    assert phone.emit("join", {}, callback=True)["ok"]


def test_who_is_gone_before_the_database_answers_keeps_no_seat(app, house, alice, monkeypatch):
    server = app.extensions["socketio"].server
    seated = house.engine.seated

    def slowly(code, token):
        actor = seated(code, token)
        for eio_sid in list(server.environ):
            server._handle_eio_disconnect(eio_sid, "transport close")
        return actor

    monkeypatch.setattr(house.engine, "seated", slowly)
    Visitor.holding(house, alice).socket()
    assert house.engine.presence.meetings() == set()
    assert server.manager.rooms.get("/", {}) == {}


def test_a_seat_revoked_before_its_socket_joined_reads_nothing_more(app, house, moderator):
    second = house.seat("moderator", rehearsal=True)
    socket = Visitor.holding(house, second).socket()
    assert len(house.engine.presence.held_by([second.seat_id])) == 1, "it can be found, and cut"
    house.do(moderator, "rehearsal.wipe")
    assert socket.emit("join", {}, callback=True)["error"]["code"] == "seat.unknown"


def test_who_posts_and_never_fetches_is_closed(app, house, alice):
    wire = Wire(app)
    wire.connect({"meeting": house.code, "seat": house.tokens[alice.seat_id]})
    sent = 0
    while wire.send("\x1e".join(['421["join",{}]'] * 16)).status_code == 200:
        sent += 1
        assert sent < 1_000
    assert app.extensions["socketio"].server.eio.sockets == {}
    assert house.engine.presence.meetings() == set()


def test_nothing_of_a_handshake_is_kept_once_it_has_proved_a_seat(app, house, alice):
    wire = Wire(app, {f"seat-{house.code}": house.tokens[alice.seat_id]})
    server = app.extensions["socketio"].server
    (before,) = server.environ.values()
    assert "HTTP_COOKIE" in before and "wsgi.input" not in before
    wire.connect({"meeting": house.code})
    assert list(server.environ.values()) == [{}]
    wire.send("1")
