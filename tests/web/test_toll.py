"""What strangers may guess and take at no price, and what they pay for more."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest
from sqlalchemy import event
from sqlalchemy.exc import TimeoutError as NoConnection

from facilitation.errors import Refused
from facilitation.room.codes import show_code
from facilitation.room.meetings import Settings
from facilitation.web import payment, work
from facilitation.web import toll as module
from facilitation.web.guesses import Guesses
from facilitation.web.security import csrf_token
from facilitation.wire.requests import CONNECTION
from tests.conftest import PROGRAMME
from tests.web.scenes import Visitor, reconfigured
from tests.web.working import ASKED, field, proof_for

WRONG = "AAAACCCC"
# Every door at which somebody without a seat has a code looked up: method and path.
DOORS = [("GET", "/{code}"), ("GET", "/{code}/desk"), ("GET", "/{code}/stage"), ("GET", "/{code}/record.html"),
         ("GET", "/{code}/record.json"), ("GET", "/{code}/record.md"), ("POST", "/{code}/join"),
         ("POST", "/{code}/enter"), ("POST", "/api/{code}/seats")]  # fmt: skip


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    """Work that is done at once: what it costs is another test's."""
    monkeypatch.setattr(payment, "LEAST", 4)
    monkeypatch.setattr(payment, "SEAT_LEAST", 5)


@pytest.fixture
def still(monkeypatch):
    """No budget comes back by itself."""
    now = time.monotonic()
    monkeypatch.setattr("facilitation.web.budgets.time.monotonic", lambda: now)


@pytest.fixture
def used_up(app, still):
    """The budget of wrong guesses is used up."""
    stranger = app.test_client()
    for _ in range(module.ALL_GUESSES):
        assert stranger.get(f"/{WRONG}").status_code == 404
    assert stranger.get(f"/{WRONG}").status_code == ASKED


def knock(app, method, path, to, **fields):
    """A stranger's request at a door; of the form's fields, none depends on the code."""
    browser = app.test_client()
    address = path.format(code=to)
    if path.startswith("/api"):
        return browser.open(address, method=method, json=fields)
    if method == "GET":
        return browser.open(address, method=method, query_string=fields)
    with app.test_request_context():
        form = {"csrf": csrf_token(None), "invite": "/x#guessed", **fields}
    return browser.open(address, method=method, data=form)


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_every_door_counts_and_then_does_not_look(house, app, still, monkeypatch, method, path):
    answers = [knock(app, method, path, WRONG).status_code for _ in range(module.ALL_GUESSES + 5)]
    assert answers == [404] * module.ALL_GUESSES + [ASKED] * 5

    def looked(*_anything, **_more):
        if threading.current_thread() is threading.main_thread():  # who asks; others look after the meeting
            raise AssertionError("the code was looked up")

    monkeypatch.setattr(house.engine, "take_seat", looked)
    event.listen(house.engine.database, "before_cursor_execute", looked)
    for door in DOORS:
        assert knock(app, *door, house.code).status_code == ASKED, door


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_right_and_wrong_codes_are_asked_alike(house, app, used_up, method, path):
    def told(code):
        answer = knock(app, method, path, code)
        page = answer.get_data(as_text=True).replace(code, "CODE")
        for word in (
            answer.headers.get("X-Work", "").split(" ")[0],
            (answer.get_json(silent=True) or {}).get("error", {}).get("salt"),
        ):
            page = page.replace(word, "SALT") if word else page
        stamps = {part.split('"')[0] for part in page.split('name="wait" value="')[1:]}
        for stamp in stamps:
            page = page.replace(stamp, "STAMP").replace(stamp.replace("=", "%3D"), "STAMP")
        heads = {name: value for name, value in answer.headers if name not in ("X-Work", "Date")}
        return answer.status_code, heads, page

    assert told(house.code) == told(WRONG)


@pytest.mark.parametrize(
    "path", ["/join", "/{code}/join", "/{code}", "/{code}/desk", "/{code}/stage", "/{code}/record.json"]
)
def test_wrong_codes_are_told_as_such_whatever_they_are(house, app, path):
    def told(code):
        answer = knock(app, "POST" if path.endswith("join") else "GET", path, code, code=code)
        page = answer.get_data(as_text=True).replace(show_code(code), "SHOWN").replace(code, "CODE")
        return answer.status_code, page

    assert told(WRONG) == told("XXXXYYYY") and told(WRONG)[0] == 404


def test_a_typed_code_is_not_looked_up_either(house, app, used_up):
    for code in (house.code, WRONG):
        sent = app.test_client().post("/join", data={"code": code})
        assert (sent.status_code, sent.location) == (303, f"/{code}")


def test_half_a_code_is_no_guess(house, app, still):
    for _ in range(module.ALL_GUESSES + 5):
        assert app.test_client().post("/join", data={"code": "AAAA-CCC"}).status_code == 404
    assert app.test_client().get(f"/{house.code}").status_code == 200


def test_who_works_comes_in_and_is_not_asked_again(house, app, used_up):
    browser = app.test_client()
    asked = browser.get(f"/{house.code}?lang=fr")
    page = browser.get(f"/{house.code}", query_string={"lang": "fr", "work": proof_for(asked)})
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    joined = browser.post(f"/{house.code}/join", data={"csrf": field(text, "csrf"), "known": field(text, "known")})
    assert joined.status_code == 303
    assert 'id="page"' in browser.get(f"/{house.code}").get_data(as_text=True)


def test_what_one_code_is_known_by_opens_no_other(house, app, used_up):
    known = app.extensions["facilitation.toll"].mark_of(house.code)
    assert knock(app, "POST", "/{code}/join", house.code, known=known).status_code == 303
    for door in (("POST", "/{code}/join"), ("GET", "/{code}")):
        assert knock(app, *door, WRONG, known=known).status_code == ASKED


def test_a_proof_pays_for_three_wrong_guesses_or_one_right_one(house, app, used_up):
    paid = proof_for(app.test_client().get(f"/{WRONG}"))
    tries = [knock(app, "GET", "/{code}", WRONG, work=paid).status_code for _ in range(5)]
    assert tries == [404] * 3 + [ASKED] * 2
    paid = proof_for(app.test_client().get(f"/{WRONG}"))
    tries = [knock(app, "GET", "/{code}", code, work=paid).status_code for code in (WRONG, house.code, house.code)]
    assert tries == [404, 200, ASKED]


def test_over_the_api(house, app, used_up):
    path = f"/api/{house.code}/seats"
    asked = app.test_client().post(path, json={})
    assert asked.get_json()["error"]["code"] == "work.needed"
    taken = app.test_client().post(path, json={"work": proof_for(asked), "group": "state"})
    assert taken.status_code == 201
    assert app.test_client().post(path, json={"work": 5}).get_json()["error"]["field"] == "work"


def test_who_holds_a_seat_is_never_asked(house, app, alice, used_up):
    browser = Visitor.holding(house, alice).browser()
    for path in ("", "/desk", "/stage", "/record.html", "/ask"):
        assert browser.get(f"/{house.code}{path}").status_code == 200, path
    planted = app.test_client()
    planted.set_cookie(f"seat-{house.code}", "guessed")
    assert planted.get(f"/{house.code}").status_code == ASKED


def test_guessing_dearly_makes_it_dearer(house, app, used_up):
    def price():
        return int(app.test_client().get(f"/{WRONG}").headers["X-Work"].split()[1])

    first = price()
    for _ in range(0, payment.DEARER_GUESSES, 3):
        paid = proof_for(app.test_client().get(f"/{WRONG}"))
        for _ in range(3):
            knock(app, "GET", "/{code}", WRONG, work=paid)
    assert price() == first + 1
    app.extensions["facilitation.toll"].till._paid[payment.GUESS].add(10**9)
    assert price() == work.MOST


def test_one_connection_has_a_share_of_its_own(house, app, still):
    def get(code, number):
        return app.test_client().get(f"/{code}", environ_overrides={CONNECTION: number}).status_code

    assert [get(WRONG, 1) for _ in range(module.GUESSES + 1)] == [404] * module.GUESSES + [ASKED]
    assert (get(house.code, 1), get(house.code, 2)) == (ASKED, 200)


def test_what_a_proxy_says_of_the_connection_counts_behind_one_alone(house, app, still):
    def answers(header):
        return [app.test_client().get(f"/{WRONG}", headers={"X-Connection": header}).status_code for _ in range(25)]

    assert answers("7") == [404] * 25
    reconfigured(app, behind_proxy=True)
    assert answers("8") == [404] * module.GUESSES + [ASKED] * (25 - module.GUESSES)
    assert app.test_client().get(f"/{house.code}", headers={"X-Connection": "9"}).status_code == 200


def test_budgets_come_back(house, app, monkeypatch):
    now = [time.monotonic()]
    monkeypatch.setattr("facilitation.web.budgets.time.monotonic", lambda: now[0])
    reconfigured(app)
    for _ in range(module.ALL_GUESSES):
        knock(app, "GET", "/{code}", WRONG)
    assert knock(app, "GET", "/{code}", house.code).status_code == ASKED
    now[0] += 1
    assert knock(app, "GET", "/{code}", house.code).status_code == 200


def test_thousands_who_guess_at_once_are_counted_before_any_is_answered(app, still):
    toll = app.extensions["facilitation.toll"]
    with app.test_request_context(), contextlib.ExitStack() as guessing:
        for _ in range(module.ALL_GUESSES):
            guessing.enter_context(toll.guess(payment.Payment(), code=WRONG))
        with pytest.raises(Refused, match="work.needed"), toll.guess(payment.Payment(), code=WRONG):
            raise AssertionError("not looked at")


def test_a_hall_that_comes_at_once_holds_nobody_back(house, app, still):
    toll = app.extensions["facilitation.toll"]
    assert knock(app, "GET", "/{code}", house.code).status_code == 200
    with app.test_request_context(), contextlib.ExitStack() as coming:
        for _ in range(10 * module.ALL_GUESSES):
            coming.enter_context(toll.guess(payment.Payment(), code=house.code))


def test_a_guessed_seat_costs_the_same_questions_whatever_the_code(house):
    """Who holds no seat and says so with a cookie or a token learns nothing from how long it takes."""
    asked = []

    def hear(_connection, _cursor, statement, *_more):
        if threading.current_thread() is threading.main_thread():
            asked.append(statement)

    event.listen(house.engine.database, "before_cursor_execute", hear)

    def questions(code):
        asked.clear()
        with pytest.raises(Refused, match="seat.unknown"):
            house.engine.seated(code, "guessed")
        return list(asked)

    assert questions(house.code) == questions(WRONG) != []


def test_other_parts_count_what_is_guessed_there(app, still):
    toll = app.extensions["facilitation.toll"]
    with app.test_request_context():
        for _ in range(module.ALL_GUESSES):
            with pytest.raises(Refused, match="passphrase.wrong"), toll.guess(payment.Payment(), {"passphrase.wrong"}):
                raise Refused("passphrase.wrong")
        with pytest.raises(Refused, match="work.needed"), toll.guess(payment.Payment(), {"passphrase.wrong"}):
            raise AssertionError("not looked at")


def in_trouble(*_anything, **_more):
    raise NoConnection("too many are reading")


class TestTroubleOfOurs:
    """What the database does not answer is nobody's wrong guess, and nobody pays for it."""

    def test_is_no_guess(self, house, app, still, monkeypatch):
        with monkeypatch.context() as trouble:
            trouble.setattr("facilitation.web.screens.reading", in_trouble)
            for _ in range(module.ALL_GUESSES + 5):
                assert knock(app, "GET", "/{code}", house.code).status_code == 503
        assert knock(app, "GET", "/{code}", house.code).status_code == 200

    def test_is_no_seat(self, house, app, still, monkeypatch):
        def take():
            return knock(app, "POST", "/api/{code}/seats", house.code).status_code

        app.extensions["facilitation.toll"]._seats.count(None, module.ALL_SEATS - 1)
        with monkeypatch.context() as trouble:
            trouble.setattr(house.engine, "take_seat", in_trouble)
            assert [take() for _ in range(3)] == [503] * 3
        assert [take(), take()] == [201, ASKED]

    @pytest.mark.parametrize("purpose", [payment.GUESS, payment.SEAT])
    def test_uses_up_no_proof(self, house, app, used_up, monkeypatch, purpose):
        door = ("POST", "/api/{code}/seats") if purpose == payment.SEAT else ("GET", "/{code}")
        paid = proof_for(knock(app, *door, house.code))
        with monkeypatch.context() as trouble:
            trouble.setattr("facilitation.web.screens.reading", in_trouble)
            trouble.setattr(house.engine, "take_seat", in_trouble)
            assert knock(app, *door, house.code, work=paid).status_code == 503
        assert knock(app, *door, house.code, work=paid).status_code in (200, 201)

    def test_uses_up_no_proof_for_a_passphrase(self, app, still):
        toll, few = app.extensions["facilitation.toll"], Guesses(at_once=0)
        puzzle = toll.till._work.puzzle(payment.GUESS, 0)
        paid = payment.Payment(f"{puzzle.salt}:0")
        for trouble in (NoConnection, Refused):
            with app.test_request_context(), pytest.raises(trouble), toll.proof(paid, {"passphrase.wrong"}, few):
                raise trouble("server.busy")
        with app.test_request_context(), toll.proof(paid, {"passphrase.wrong"}, few):
            pass


class TestSeats:
    def test_a_hall_that_comes_at_once_pays_nothing(self, house, app, still):
        for number in range(2_600):
            with app.test_request_context(environ_overrides={CONNECTION: number}):
                toll = app.extensions["facilitation.toll"]
                with toll.seat(payment.Payment(), house.code) as paid:
                    assert not paid

    def test_more_than_a_hall_is_asked(self, house, app, still):
        toll = app.extensions["facilitation.toll"]
        toll._seats.count(None, module.ALL_SEATS - 1)
        assert knock(app, "POST", "/api/{code}/seats", house.code).status_code == 201
        asked = knock(app, "POST", "/api/{code}/seats", house.code)
        assert knock(app, "POST", "/api/{code}/seats", house.code, work=proof_for(asked)).status_code == 201

    def test_more_than_a_few_dozen_over_one_connection_are_asked(self, house, app, still):
        def take(number, **wish):
            return app.test_client().post(f"/api/{house.code}/seats", json=wish, environ_overrides={CONNECTION: number})

        assert [take(1).status_code for _ in range(module.SEATS)] == [201] * module.SEATS
        asked = take(1)
        assert take(1, work=proof_for(asked)).status_code == 201
        assert (take(1).status_code, take(2).status_code) == (ASKED, 201)

    def test_what_is_refused_costs_nothing(self, house, app, still):
        for _ in range(module.SEATS + 5):
            answer = app.test_client().post(
                f"/api/{house.code}/seats", json={"group": "no such"}, environ_overrides={CONNECTION: 1}
            )
            assert answer.status_code == 400

    def test_a_flood_makes_it_dearer(self, house, app, still):
        toll = app.extensions["facilitation.toll"]
        toll._seats.count(None, module.ALL_SEATS)
        prices = []
        for _ in range(4):
            asked = knock(app, "POST", "/api/{code}/seats", house.code)
            prices.append(asked.get_json()["error"]["bits"])
            assert knock(app, "POST", "/api/{code}/seats", house.code, work=proof_for(asked)).status_code == 201
            toll.till._paid[payment.SEAT].add(payment.DEARER_SEATS * 2 ** len(prices) / 2)
        assert prices[0] == payment.SEAT_LEAST and prices == sorted(set(prices))

    def test_one_proof_is_one_seat(self, house, app, still):
        app.extensions["facilitation.toll"]._seats.count(None, module.ALL_SEATS)
        paid = proof_for(knock(app, "POST", "/api/{code}/seats", house.code))
        answers = [knock(app, "POST", "/api/{code}/seats", house.code, work=paid).status_code for _ in range(2)]
        assert answers == [201, ASKED]


class TestProtectedMeeting:
    @pytest.fixture
    def code(self, engine):
        return engine.create_meeting(PROGRAMME, Settings(protection=True))

    def test_a_seat_costs_work_at_every_door(self, app, code):
        code, _links = code
        for door in (("POST", "/{code}/join"), ("POST", "/api/{code}/seats")):
            asked = knock(app, *door, code)
            assert asked.status_code == ASKED and "Set-Cookie" not in asked.headers
            assert knock(app, *door, code, work="x:1").status_code == ASKED
            paid = proof_for(asked)
            assert knock(app, *door, code, work=paid).status_code in (201, 303)
            assert knock(app, *door, code, work=paid).status_code == ASKED

    def test_what_was_chosen_on_the_form_is_sent_again(self, app, code):
        asked = knock(app, "POST", "/{code}/join", code[0], group="state", language="fr")
        page = asked.get_data(as_text=True)
        assert (field(page, "group"), field(page, "language")) == ("state", "fr") and field(page, "csrf")

    def test_the_team_comes_by_its_links(self, app, code):
        code, links = code
        assert knock(app, "POST", "/api/{code}/seats", code, invite=links["moderator"]).status_code == 201

    def test_the_moderator_turns_it_on_and_off(self, house, app, moderator):
        for on in (True, False):
            house.do(moderator, "meeting.settings", protection=on)
            assert knock(app, "POST", "/api/{code}/seats", house.code).status_code == (ASKED if on else 201)


class TestWithoutScripts:
    @pytest.fixture
    def clock(self, monkeypatch):
        now = [time.time()]
        monkeypatch.setattr("facilitation.web.work.time.time", lambda: now[0])
        return now

    def test_who_waits_comes_in(self, house, app, used_up, clock):
        browser = app.test_client()
        page = browser.get(f"/{house.code}?lang=fr").get_data(as_text=True)
        stamp = field(page, "wait")
        assert f'content="{payment.WAIT + 1};url=/{house.code}?lang=fr&amp;wait=' in page
        early = browser.get(f"/{house.code}?wait={stamp}")
        assert early.status_code == ASKED and field(early.get_data(as_text=True), "wait") == stamp
        clock[0] += payment.WAIT + 1
        assert browser.get(f"/{house.code}?wait={stamp}").status_code == 200
        assert browser.get(f"/{house.code}?wait={stamp}").status_code == ASKED, "it is worth one entry"

    def test_so_many_a_minute_do(self, house, app, used_up, clock):
        pages = [knock(app, "GET", "/{code}", WRONG).get_data(as_text=True) for _ in range(payment.WAITERS + 3)]
        clock[0] += payment.WAIT + 1
        answers = [knock(app, "GET", "/{code}", WRONG, wait=field(page, "wait")) for page in pages]
        assert [answer.status_code for answer in answers] == [404] * payment.WAITERS + [ASKED] * 3
        # A place is free every other second, and the page comes back a second after that.
        assert 'http-equiv="refresh" content="3;' in answers[-1].get_data(as_text=True)

    def test_for_a_seat_in_a_protected_meeting(self, app, engine, still, clock):
        code, _links = engine.create_meeting(PROGRAMME, Settings(protection=True))
        stamp = field(knock(app, "POST", "/{code}/join", code).get_data(as_text=True), "wait")
        assert knock(app, "POST", "/{code}/join", code, wait=stamp).status_code == ASKED
        clock[0] += payment.WAIT + 1
        assert [knock(app, "POST", "/{code}/join", code, wait=stamp).status_code for _ in range(2)] == [303, ASKED]
