"""The organiser's door: a passphrase, a one-time code; whatever is wrong is refused alike, and not for ever at once."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from facilitation.db import reading
from facilitation.engine.jobs import Job
from facilitation.errors import Refused
from facilitation.models import Meeting
from facilitation.room import organisers, passphrases
from facilitation.room.lookup import meeting_of
from facilitation.room.organisers import change_passphrase, turn_codes_off, turn_codes_on
from facilitation.web import payment, signing_in, toll
from facilitation.web.guesses import AT_ONCE, FEW, ByMeeting, Guesses
from facilitation.web.toll import GUESSES
from facilitation.wire.requests import CONNECTION
from tests.web.organising import PASSPHRASE, browser_of, change, fields_of, send, with_passphrase
from tests.web.working import proof_for
from tests.witness import everything_in, nothing_changes, refused

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def opened(house):
    """A meeting with a passphrase."""
    return with_passphrase(house)


@pytest.fixture
def coded(house):
    """A meeting that asks for a one-time code as well."""
    return with_passphrase(house, totp=SECRET)


@pytest.fixture
def app_code():
    """What the organiser's app shows, so many steps from now."""
    return lambda away=0: pyotp.TOTP(SECRET).at(datetime.now(UTC) + timedelta(seconds=30 * away))


def over_api(house, code=None, **brought):
    response = house.app.test_client().post(f"/api/{code or house.code}/seats", json=brought)
    answer = response.get_json()
    return response.status_code, answer.get("role") or answer["error"]["code"]


class TestTheDoor:
    def test_from_the_passphrase_to_the_page(self, opened, client):
        path = f"/{opened.code}/organise"
        answer = send(client, path, path, passphrase=PASSPHRASE.title())
        assert (answer.status_code, answer.location) == (303, path)
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith(f"seat-{opened.code}-organise=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert "Protecting those who speak up" in client.get(path).get_data(as_text=True)

    def test_by_the_api(self, opened):
        assert over_api(opened, passphrase=PASSPHRASE) == (201, "organiser")

    def test_the_passphrase_of_a_new_meeting_opens_it(self, client, house):
        made = client.post("/api/meetings", json={"programme": "A meeting"}).get_json()
        assert len(made["passphrase"].split()) == 7
        assert over_api(house, made["code"], passphrase=made["passphrase"]) == (201, "organiser")
        assert over_api(house, passphrase=made["passphrase"]) == (403, "passphrase.wrong")

    def test_it_is_stored_nowhere(self, client, house):
        passphrase = client.post("/api/meetings", json={"programme": "A meeting"}).get_json()["passphrase"]
        folder = house.app.extensions["facilitation.config"].data_dir
        stored = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
        assert b"$argon2id$" in stored
        assert passphrase.encode() not in stored and " ".join(passphrase.split()[:2]).encode() not in stored

    def test_a_form_from_elsewhere_opens_nothing(self, opened, client):
        answer = client.post(f"/{opened.code}/organise", data={"passphrase": PASSPHRASE})
        assert answer.status_code == 403 and "Set-Cookie" not in answer.headers

    @pytest.mark.parametrize("body", [{"passphrase": 1}, {"one_time_code": "1"}, {"passphrase": "a", "invite": "b"}])
    def test_the_api_takes_what_is_documented(self, opened, body):
        assert over_api(opened, **body) == (400, "payload.invalid")


WRONG = {
    "another passphrase": {"passphrase": "another"},
    "none": {"passphrase": ""},
    "a very long one": {"passphrase": "x" * 3_000},
    "half a character": {"passphrase": "\ud800"},
}


def doors(house, coded, client, **brought):
    """What each kind of meeting answers: the page without its code, and the API."""
    no_passphrase = client.post("/api/meetings", json={"programme": "Another"}).get_json()["code"]
    house.engine.writer.submit(
        Job(lambda db: db.query(Meeting).filter_by(code=no_passphrase).update({"passphrase": None}) and None)
    )
    seen = {}
    for code in (coded.code, no_passphrase, "AAAAAAAA"):
        browser = house.app.test_client()
        path = f"/{code}/organise"
        door, answer = browser.get(path), send(browser, path, path, **brought)
        shown = f"{code[:4]}-{code[4:]}"
        pages = [page.get_data(as_text=True).replace(code, "CODE").replace(shown, "SHOWN") for page in (door, answer)]
        headers = sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")
        seen[code] = (door.status_code, answer.status_code, headers, *pages, over_api(house, code, **brought))
    return list(seen.values())


class TestWhateverIsWrongIsRefusedAlike:
    @pytest.mark.parametrize("wrong", WRONG)
    def test_the_passphrase(self, house, coded, client, wrong):
        brought = {name: text.encode("utf-8", "replace").decode() for name, text in WRONG[wrong].items()}
        first, *others = doors(house, coded, client, **brought)
        assert all(other == first for other in others)
        assert first[0] == 200 and first[1] == 403 and first[-1] == (403, "passphrase.wrong")
        assert "coded" not in first[3] and house.state(house.seat())["meeting"]["title"] not in first[4]

    def test_the_one_time_code(self, house, coded, client):
        first, *others = doors(house, coded, client, passphrase=PASSPHRASE, one_time_code="000000")
        assert all(other == first for other in others)

    def test_the_work_is_the_same(self, house, coded, client, monkeypatch):
        worked = []
        verify = PasswordHasher.verify
        monkeypatch.setattr(PasswordHasher, "verify", lambda *args: worked.append(args[1]) or verify(*args))
        steps = []
        monkeypatch.setattr(signing_in, "step_of", lambda *args: steps.append(args))
        doors(house, coded, client, passphrase="another", one_time_code="000000")
        assert not steps, "only a meeting with one-time codes would look"
        assert len(worked) == 6 and {kept.split("$")[3] for kept in worked} == {"m=19456,t=2,p=1"}


class TestOneTimeCodes:
    def test_it_takes_both(self, coded, app_code):
        assert over_api(coded, passphrase=PASSPHRASE) == (403, "passphrase.wrong")
        assert over_api(coded, passphrase="another", one_time_code=app_code()) == (403, "passphrase.wrong")
        assert over_api(coded, passphrase=PASSPHRASE, one_time_code=app_code()) == (201, "organiser")

    def test_each_once(self, coded, app_code):
        code = app_code()
        assert over_api(coded, passphrase=PASSPHRASE, one_time_code=code) == (201, "organiser")
        with nothing_changes(coded.engine):
            assert over_api(coded, passphrase=PASSPHRASE, one_time_code=code) == (403, "passphrase.wrong")

    def test_once_also_for_two_processes_at_once(self, coded, app_code):
        """Both have read the meeting before either wrote."""
        engine = coded.engine
        with reading(engine.database) as db:
            lock = organisers.lock_of(db, coded.code)
        step = pyotp.TOTP(SECRET).timecode(datetime.now(UTC))

        def one(_number):
            try:
                return bool(engine.sign_in(lock, step))
            except Refused as refusal:
                return refusal.code

        with ThreadPoolExecutor(4) as crowd:
            assert sorted(map(str, crowd.map(one, range(4)))) == ["True"] + ["passphrase.wrong"] * 3

    def test_a_passphrase_that_was_changed_meanwhile_opens_nothing(self, opened):
        with reading(opened.engine.database) as db:
            lock = organisers.lock_of(db, opened.code)
        change(opened, passphrase=passphrases.hashed("another"))
        with nothing_changes(opened.engine), refused("passphrase.wrong"):
            opened.engine.sign_in(lock, None)

    def test_on_and_off_on_the_page(self, opened, client, app_code):
        path, action = f"/{opened.code}/organise", f"/{opened.code}/organise/one-time-code"
        send(client, path, path, passphrase=PASSPHRASE)
        step = client.post(action, data=fields_of(client.get(path).get_data(as_text=True), action) | {"step": "new"})
        page = step.get_data(as_text=True)
        secret = fields_of(page, action)["secret"][0]
        assert "<svg" in page and secret in page.replace(" ", "") and secret not in str(everything_in(opened.engine))
        wrong = client.post(action, data=fields_of(page, action) | {"one_time_code": "000000"})
        assert wrong.status_code == 403
        assert fields_of(wrong.get_data(as_text=True), action)["secret"] == [secret]
        right = fields_of(page, action) | {"one_time_code": pyotp.TOTP(secret).now()}
        assert client.post(action, data=right).status_code == 303
        assert over_api(opened, passphrase=PASSPHRASE) == (403, "passphrase.wrong")
        # The code that turned it on was used by that.
        used = {"passphrase": PASSPHRASE, "one_time_code": right["one_time_code"]}
        assert over_api(opened, **used) == (403, "passphrase.wrong")
        assert secret not in client.get(path).get_data(as_text=True)
        assert send(client, path, action, one_time_code="000000").status_code == 403
        later = pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30))
        assert send(client, path, action, one_time_code=later).status_code == 303
        assert over_api(opened, passphrase=PASSPHRASE) == (201, "organiser")


class TestGuessing:
    @pytest.fixture
    def clock(self, opened, monkeypatch):
        """The seconds that have passed at the organiser's door, and work that is done at once."""
        clock = [0.0]
        opened.app.extensions["facilitation.proving"].guesses = Guesses(lambda: clock[0])
        monkeypatch.setattr(payment, "LEAST", 4)
        return clock

    def test_after_some_wrong_ones_nobody_is_looked_at_who_has_not_worked(self, opened, clock, monkeypatch):
        answers = [over_api(opened, passphrase=str(number)) for number in range(AT_ONCE + 5)]
        assert answers == [(403, "passphrase.wrong")] * AT_ONCE + [(429, "work.needed")] * 5
        hashed = []
        monkeypatch.setattr(PasswordHasher, "verify", lambda *args: hashed.append(args))
        assert over_api(opened, "AAAAAAAA", passphrase="a") == (429, "work.needed") and not hashed
        monkeypatch.undo()
        clock[0] += 1.0
        assert [over_api(opened, passphrase="a")[0] for _ in range(2)] == [403, 429]
        clock[0] += 2.0
        assert [over_api(opened, passphrase="a")[0] for _ in range(3)] == [403, 403, 429]

    def test_who_knows_and_works_gets_in_whoever_guesses(self, opened, clock):
        """Also where those who guess pay as well, and where they stand in line at the same time."""
        address = f"/api/{opened.code}/seats"

        def post(**body):
            return opened.app.test_client().post(address, json=body)

        def guess(_number):
            asked = post(passphrase="wrong words")
            return asked if asked.status_code == 403 else post(passphrase="wrong words", work=proof_for(asked))

        def come_in(_number):
            return post(passphrase=PASSPHRASE, work=proof_for(post(passphrase="wrong words")))

        for _ in range(AT_ONCE):
            guess(0)
        with ThreadPoolExecutor(8) as crowd:
            guessing, coming = [crowd.submit(guess, n) for n in range(30)], [crowd.submit(come_in, n) for n in range(5)]
            assert {each.result().status_code for each in guessing} == {403}
            assert [each.result().status_code for each in coming] == [201] * 5

    def test_the_page_asks_for_the_work_and_takes_it(self, opened, clock, client):
        path = f"/{opened.code}/organise"
        for _ in range(AT_ONCE):
            over_api(opened, passphrase="wrong words")
        asked = send(client, path, path, passphrase=PASSPHRASE)
        assert send(client, path, path, passphrase=PASSPHRASE, work=proof_for(asked)).status_code == 303

    def test_the_price_grows(self, opened, clock, monkeypatch):
        now = time.monotonic()
        monkeypatch.setattr("facilitation.web.budgets.time.monotonic", lambda: now)
        monkeypatch.setattr(payment, "DEARER_GUESSES", 3)
        opened.app.extensions["facilitation.toll"] = toll.Toll(opened.app.extensions["facilitation.config"])
        address, bits = f"/api/{opened.code}/seats", []
        for _ in range(AT_ONCE):
            over_api(opened, passphrase="wrong words")
        for _ in range(8):
            asked = opened.app.test_client().post(address, json={"passphrase": "a"})
            bits.append(asked.get_json()["error"]["bits"])
            assert over_api(opened, passphrase="a", work=proof_for(asked)) == (403, "passphrase.wrong")
        assert bits == [4, 4, 4, 5, 5, 5, 6, 6]

    @pytest.mark.parametrize("code", ["ours", "AAAAAAAA"])
    def test_they_count_among_all_that_is_guessed_over_a_connection(self, opened, code, monkeypatch):
        always = iter(range(0, 10**9, 1_000))
        opened.app.extensions["facilitation.proving"].guesses = Guesses(lambda: float(next(always)))
        now = time.monotonic()
        monkeypatch.setattr("facilitation.web.budgets.time.monotonic", lambda: now)  # nothing comes back by itself
        address = f"/api/{opened.code if code == 'ours' else code}/seats"

        def guess(passphrase):
            body = {"json": {"passphrase": passphrase}, "environ_overrides": {CONNECTION: 7}}
            return opened.app.test_client().post(address, **body).status_code

        assert [guess(str(number)) for number in range(GUESSES)] == [403] * GUESSES
        assert guess(PASSPHRASE) == 429

    def test_a_right_one_costs_nothing(self, opened):
        for _ in range(AT_ONCE + 5):
            assert over_api(opened, passphrase=PASSPHRASE) == (201, "organiser")

    def test_the_one_time_code_of_a_stolen_seat_is_not_guessed_either(self, coded, organiser):
        browser = coded.app.test_client()
        browser.set_cookie(f"seat-{coded.code}-organise", coded.tokens[organiser.seat_id])
        path, action = f"/{coded.code}/organise", f"/{coded.code}/organise/one-time-code"
        coded.app.extensions["facilitation.proving"].seated = ByMeeting(lambda: 0.0)
        answers = [send(browser, path, action, one_time_code="000000").status_code for _ in range(FEW + 3)]
        assert answers == [403] * FEW + [429] * 3
        change_it = f"{path}/passphrase"
        assert send(browser, path, change_it, present=PASSPHRASE).status_code == 429

    def test_who_sits_there_and_mistypes_is_told_how_long_to_wait(self, opened, organiser):
        opened.app.extensions["facilitation.proving"].seated = ByMeeting(lambda: 0.0)
        browser, path = browser_of(opened, organiser), f"/{opened.code}/organise"
        for _ in range(FEW):
            assert send(browser, path, f"{path}/passphrase", present="mistyped").status_code == 403
        page = send(browser, path, f"{path}/passphrase", present=PASSPHRASE).get_data(as_text=True)
        assert "Send it again in 60 s." in page and "too much to do" not in page

    def test_who_sits_there_is_not_held_up_by_strangers(self, opened, clock, organiser):
        for _ in range(AT_ONCE + 1):
            over_api(opened, passphrase="wrong words")
        browser, path = browser_of(opened, organiser), f"/{opened.code}/organise"
        assert send(browser, path, f"{path}/passphrase", present=PASSPHRASE).status_code == 200

    def test_one_at_a_time(self, opened, monkeypatch):
        here, most = [], []
        verify = PasswordHasher.verify

        def watched(*args):
            here.append(1)
            most.append(len(here))
            try:
                return verify(*args)
            finally:
                here.pop()

        monkeypatch.setattr(PasswordHasher, "verify", watched)
        with ThreadPoolExecutor(6) as crowd:
            list(crowd.map(lambda _number: over_api(opened, passphrase="another"), range(6)))
        assert len(most) == 6 and max(most) == 1


class TestGuessingOneTimeCodes:
    """By who has the passphrase: there are but a million."""

    @pytest.fixture
    def clock(self, coded):
        clock, proving = [0.0], coded.app.extensions["facilitation.proving"]
        proving.codes = ByMeeting(lambda: clock[0])
        always = iter(range(0, 10**9, 1_000))
        proving.guesses = Guesses(lambda: float(next(always)))  # what is wrong at all costs nothing here
        return clock

    def wrong(self, house, **brought):
        return over_api(house, **{"passphrase": PASSPHRASE, "one_time_code": "000000"} | brought)

    def test_after_a_few_one_a_minute(self, coded, clock, app_code, monkeypatch):
        assert [self.wrong(coded)[0] for _ in range(FEW + 3)] == [403] * FEW + [429] * 3
        assert over_api(coded, passphrase=PASSPHRASE, one_time_code=app_code()) == (429, "seat.too_fast")
        clock[0] += 15
        brought = {"passphrase": PASSPHRASE, "one_time_code": "000000"}
        answer = coded.app.test_client().post(f"/api/{coded.code}/seats", json=brought)
        assert answer.get_json()["error"]["wait"] == 45 and answer.headers["Retry-After"] == "45"
        clock[0] += 45
        assert [self.wrong(coded)[1] for _ in range(2)] == ["passphrase.wrong", "seat.too_fast"]
        clock[0] += 60
        assert over_api(coded, passphrase=PASSPHRASE, one_time_code=app_code()) == (201, "organiser")

    def test_who_lacks_the_passphrase_neither_causes_it_nor_sees_it(self, coded, clock, app_code):
        for _ in range(FEW + 1):
            assert self.wrong(coded, passphrase="another") == (403, "passphrase.wrong")
        assert over_api(coded, passphrase=PASSPHRASE, one_time_code=app_code()) == (201, "organiser")
        for _ in range(FEW + 1):
            held_up = self.wrong(coded)
        assert held_up == (429, "seat.too_fast")
        assert self.wrong(coded, passphrase="another") == (403, "passphrase.wrong")

    def test_it_is_that_meetings_alone(self, coded, clock, client):
        for _ in range(FEW + 1):
            self.wrong(coded)
        made = client.post("/api/meetings", json={"programme": "A meeting"}).get_json()
        assert over_api(coded, made["code"], passphrase=made["passphrase"]) == (201, "organiser")

    def test_whoever_goes_on_is_asked_for_work(self, coded):
        proving = coded.app.extensions["facilitation.proving"]
        proving.guesses, proving.codes = Guesses(lambda: 0.0), ByMeeting(lambda: 0.0)
        seen = [self.wrong(coded)[1] for _ in range(AT_ONCE + 1)]
        assert seen == ["passphrase.wrong"] * FEW + ["seat.too_fast"] * (AT_ONCE - FEW) + ["work.needed"]

    def test_no_code_at_all_is_no_guess(self, coded, clock, app_code):
        for _ in range(FEW + 1):
            assert over_api(coded, passphrase=PASSPHRASE) == (403, "passphrase.wrong")
        assert over_api(coded, passphrase=PASSPHRASE, one_time_code=app_code()) == (201, "organiser")


class TestThePassphrase:
    def test_one_hashed_with_less_work_is_hashed_anew(self, opened):
        change(opened, passphrase=PasswordHasher(1, 8 * 1024, 1).hash(PASSPHRASE))
        assert over_api(opened, passphrase=PASSPHRASE) == (201, "organiser")
        kept = next(each for row in everything_in(opened.engine)["meetings"] for each in row if "$argon2" in str(each))
        assert "m=19456,t=2,p=1" in kept
        assert over_api(opened, passphrase=PASSPHRASE) == (201, "organiser")

    @pytest.fixture
    def signed_in(self, opened, client):
        path = f"/{opened.code}/organise"
        send(client, path, path, passphrase=PASSPHRASE)
        return client

    def changed(self, browser, house, **typed):
        path = f"/{house.code}/organise"
        return send(browser, path, f"{path}/passphrase", **typed)

    def test_seven_new_words_shown_once(self, opened, signed_in, organiser):
        page = self.changed(signed_in, opened, present=PASSPHRASE)
        made = re.search(r'id="made"[^>]*>([^<]+)<', page.get_data(as_text=True))[1]
        assert len(made.split()) == 7
        assert over_api(opened, passphrase=PASSPHRASE) == (403, "passphrase.wrong")
        assert over_api(opened, passphrase=made) == (201, "organiser")

    def test_whoever_came_in_by_the_one_before_is_out(self, opened, signed_in, organiser):
        self.changed(signed_in, opened, present=PASSPHRASE)
        with refused("seat.unknown"):
            opened.do(organiser, "ticket.add", count=1)
        assert 'id="joining"' in signed_in.get(f"/{opened.code}/organise").get_data(as_text=True)

    def test_ones_own(self, opened, signed_in):
        own = "Ours for this meeting"
        page = self.changed(signed_in, opened, present=PASSPHRASE, how="own", own=own)
        assert page.status_code == 200 and own not in page.get_data(as_text=True)
        assert over_api(opened, passphrase=own) == (201, "organiser")

    @pytest.mark.parametrize(("typed", "status"), [
        ({"present": "another"}, 403), ({"present": PASSPHRASE, "how": "own", "own": "too short"}, 400),
        ({"present": PASSPHRASE, "how": "own", "own": "  "}, 400), ({"present": PASSPHRASE, "csrf": "x"}, 403),
    ])  # fmt: skip
    def test_what_is_refused_changes_nothing(self, opened, signed_in, typed, status):
        with nothing_changes(opened.engine):
            page = self.changed(signed_in, opened, **typed)
        assert page.status_code == status and 'role="alert"' in page.get_data(as_text=True)

    def test_only_the_organiser_changes_what_opens_it(self, opened, moderator):
        for rule in (
            lambda db, actor: change_passphrase(db, actor, meeting_of(db, actor).passphrase, "x"),
            lambda db, actor: turn_codes_on(db, actor, SECRET, pyotp.TOTP(SECRET).now()),
            lambda db, actor: turn_codes_off(db, actor, ""),
        ):
            with nothing_changes(opened.engine), refused("command.forbidden"):
                opened.engine.change(moderator, rule)
