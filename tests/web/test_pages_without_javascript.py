"""Everything a person needs, from forms alone."""

from __future__ import annotations

import re
import threading
from html import unescape

import pytest

from facilitation.engine.jobs import Job
from facilitation.errors import Refused
from tests.web.scenes import Visitor
from tests.witness import everything_in, nothing_changes, question_of, refused


def fields_of(page, action):
    """The hidden fields of the form that posts to an address."""
    text = page.get_data(as_text=True)
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text, re.S)
    assert form, f"no form posts to {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in hidden}


def send(browser, path, action, **typed):
    """Open a page, fill one of its forms in and send it."""
    return browser.post(action, data=fields_of(browser.get(path), action) | typed)


@pytest.fixture
def phone(house, alice):
    """Alice's browser."""
    return Visitor.holding(house, alice).browser()


@pytest.fixture
def desk(house, moderator):
    """The moderator's browser."""
    return Visitor.holding(house, moderator).browser()


class TestJoining:
    def test_from_the_code_to_the_meeting(self, house, client):
        found = send(client, "/", "/join", code=f"{house.code[:4]}-{house.code[4:]}".lower())
        assert (found.status_code, found.location) == (303, f"/{house.code}")
        joined = send(client, found.location, f"/{house.code}/join", group="academia")
        assert (joined.status_code, joined.location) == (303, f"/{house.code}")
        room = client.get(joined.location).get_data(as_text=True)
        assert f'action="/{house.code}/commands/question.ask"' in room

    def test_the_cookie_is_the_browsers_secret(self, house, client):
        cookie = send(client, f"/{house.code}", f"/{house.code}/join").headers["Set-Cookie"]
        assert cookie.startswith(f"seat-{house.code}=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert "Expires" not in cookie and "Max-Age" not in cookie

    def test_a_wrong_code_stays_in_its_field(self, client):
        page = send(client, "/", "/join", code="<b>nope")
        assert page.status_code == 404
        assert 'value="&lt;b&gt;nope"' in page.get_data(as_text=True)
        assert 'role="alert"' in page.get_data(as_text=True)

    @pytest.mark.parametrize("path", ["/AAAAAAAA", "/AAAA-AAAA/ask", "/AAAAAAAA/desk", "/AAAAAAAA/stage", "/nothing"])
    def test_a_meeting_that_is_not_there(self, client, path):
        page = client.get(path, follow_redirects=True)
        assert page.status_code == 404 and "<h1>" in page.get_data(as_text=True)

    def test_an_ended_meeting_takes_nobody_in(self, house, client, moderator, engine):
        fields = fields_of(client.get(f"/{house.code}"), f"/{house.code}/join")
        house.do(moderator, "meeting.end")
        with nothing_changes(engine):
            page = client.post(f"/{house.code}/join", data=fields)
        assert page.status_code == 409 and "Set-Cookie" not in page.headers

    def test_a_seat_of_another_time_leads_back_to_the_door(self, house, client):
        client.set_cookie(f"seat-{house.code}", "forgotten")
        assert f'action="/{house.code}/join"' in client.get(f"/{house.code}").get_data(as_text=True)


class TestAsking:
    def test_asking(self, house, alice, phone):
        action = f"/{house.code}/commands/question.ask"
        answer = send(phone, f"/{house.code}/ask", action, text="Why?\r\nAnd how?", name="")
        assert (answer.status_code, answer.location) == (303, f"/{house.code}")
        (question,) = house.mine(alice).values()
        assert (question["text"], question["name"]) == ("Why?\nAnd how?", None)

    def test_a_double_submit_asks_once(self, house, alice, phone):
        action = f"/{house.code}/commands/question.ask"
        fields = fields_of(phone.get(f"/{house.code}/ask"), action) | {"text": "Why?"}
        for _ in range(2):
            assert phone.post(action, data=fields).status_code == 303
        assert len(house.mine(alice)) == 1

    @pytest.mark.parametrize(
        ("text", "status", "sentence"),
        [("é" * 501, 400, "500"), ("", 400, "write something"), (" \n", 400, "write something")],
    )
    def test_a_refusal_says_why_and_keeps_what_was_typed(self, house, phone, engine, text, status, sentence):
        with nothing_changes(engine):
            page = send(phone, f"/{house.code}/ask", f"/{house.code}/commands/question.ask", text=text, name="Ana")
        shown = page.get_data(as_text=True)
        assert page.status_code == status
        assert sentence in re.search(r'role="alert".*?</div>', shown, re.S)[0]
        assert text.strip() in shown and 'value="Ana"' in shown

    def test_during_a_pause_the_words_are_kept(self, house, phone, moderator):
        house.do(moderator, "meeting.pause")
        page = send(phone, f"/{house.code}/ask", f"/{house.code}/commands/question.ask", text="Zanzibar?")
        assert page.status_code == 409 and ">Zanzibar?</textarea>" in page.get_data(as_text=True)

    def test_correcting(self, house, alice, phone):
        question = house.ask(alice, "Wy?")
        path = f"/{house.code}/ask?question={question}"
        assert ">Wy?</textarea>" in phone.get(path).get_data(as_text=True)
        assert send(phone, path, f"/{house.code}/commands/question.edit", text="Why?").status_code == 303
        assert house.mine(alice)[question]["text"] == "Why?"

    def test_a_refused_correction_keeps_what_was_typed(self, house, alice, phone, engine):
        question = house.ask(alice, "Wy?")
        action = f"/{house.code}/commands/question.edit"
        with nothing_changes(engine):
            page = send(phone, f"/{house.code}/ask?question={question}", action, text="Zanzibar" + "é" * 500)
        shown = page.get_data(as_text=True)
        assert page.status_code == 400 and 'role="alert"' in shown
        assert "Zanzibar" + "é" * 500 in shown
        assert fields_of(page, action)["question"] == question

    def test_withdrawing(self, house, alice, phone):
        question = house.ask(alice)
        action = f"/{house.code}/commands/question.withdraw"
        assert send(phone, f"/{house.code}", action).status_code == 303
        assert house.mine(alice)[question]["state"] == "withdrawn"


def test_supporting_and_taking_it_back(house, alice, bob, moderator, phone):
    question = house.open_question(bob, moderator)
    action = f"/{house.code}/commands/vote.cast"
    for value in ("1", "0"):
        assert send(phone, f"/{house.code}", action, value=value).status_code == 303
        assert question_of(house.state(alice), question)["score"] == int(value)


class TestTheDesk:
    def test_entering_with_the_links_secret(self, house, client):
        link = f"http://127.0.0.1:8000/{house.code}/desk#{house.links['moderator']}"
        entered = send(client, f"/{house.code}/desk", f"/{house.code}/enter", invite=f" {link} ")
        assert (entered.status_code, entered.location) == (303, f"/{house.code}/desk")
        assert 'id="page"' in client.get(entered.location).get_data(as_text=True)

    @pytest.mark.parametrize("invite", ["", "guessed", "#", "https://elsewhere.example/#x"])
    def test_a_wrong_secret_is_not_shown_again(self, house, client, engine, invite):
        with nothing_changes(engine):
            page = send(client, f"/{house.code}/desk", f"/{house.code}/enter", invite=invite)
        assert page.status_code == 403 and "Set-Cookie" not in page.headers
        assert "guessed" not in page.get_data(as_text=True)

    def test_the_stages_secret_opens_no_desk(self, house, client):
        page = send(client, f"/{house.code}/desk", f"/{house.code}/enter", invite=house.links["stage"])
        assert page.status_code == 403 and "Set-Cookie" not in page.headers

    def test_a_screen_that_is_not_there(self, house, client):
        assert client.post(f"/{house.code}/enter", data={"screen": "kitchen"}).status_code == 404

    @pytest.mark.parametrize(("command", "state"), [("question.approve", "open"), ("question.decline", "declined")])
    def test_deciding(self, house, alice, moderator, command, state):
        question = house.ask(alice)
        assert Visitor.holding(house, moderator).form(command, {"question": question}).status_code == 303
        assert house.mine(alice)[question]["state"] == state

    def test_the_highlight_is_lowered_by_a_blank_field(self, house, alice, moderator):
        question = house.open_question(alice, moderator)
        desk = Visitor.holding(house, moderator)
        for value, shown in ((question, question), ("", None)):
            assert desk.form("question.highlight", {"question": value}).status_code == 303
            assert house.state(alice)["meeting"]["highlighted"] == shown

    def test_settings_and_numbers_are_read_from_their_strings(self, house, alice, moderator):
        desk = Visitor.holding(house, moderator)
        assert desk.form("meeting.settings", {"voting": False}).status_code == 303
        assert desk.form("item.add", {"title": "Poll", "minutes": 5, "position": 0, "text": ""}).status_code == 303
        state = house.state(alice)
        assert state["meeting"]["settings"]["voting"] is False
        assert ("Poll", 5, None) in [(item["title"], item["minutes"], item["text"]) for item in state["items"].values()]

    def test_a_refusal_is_shown_on_the_desk(self, house, alice, moderator, engine):
        question = house.ask(alice)
        with nothing_changes(engine):
            page = Visitor.holding(house, moderator).form("question.answer", {"question": question})
        assert page.status_code == 409 and 'role="alert"' in page.get_data(as_text=True)


class TestForms:
    """A form is taken only from a page that we gave to this very seat."""

    def test_without_the_proof_nothing_is_done(self, house, phone, engine):
        for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 32}, {"csrf": "é"}):
            with nothing_changes(engine):
                page = phone.post(f"/{house.code}/commands/question.ask", data={"text": "Zanzibar?"} | csrf)
            assert page.status_code == 403
            assert "Zanzibar?" in page.get_data(as_text=True)

    def test_another_seats_proof_is_none(self, house, alice, bob, engine):
        action = f"/{house.code}/commands/question.ask"
        stolen = fields_of(Visitor.holding(house, bob).browser().get(f"/{house.code}/ask"), action)
        with nothing_changes(engine):
            page = Visitor.holding(house, alice).browser().post(action, data=stolen | {"text": "Why?"})
        assert page.status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://elsewhere.example"},
            {"Origin": "http://localhost.elsewhere.example"},
            {"Origin": "http://localhost:8001"},
            {"Origin": "null"},
            {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_from_another_site_nothing_is_done(self, house, phone, engine, headers):
        action = f"/{house.code}/commands/question.ask"
        fields = fields_of(phone.get(f"/{house.code}/ask"), action) | {"text": "Why?"}
        with nothing_changes(engine):
            assert phone.post(action, data=fields, headers=headers).status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "http://localhost"},
            {"Origin": "http://127.0.0.1:8000"},  # where people reach the server, behind a proxy
            {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        ],
    )
    def test_from_our_own_page_it_is(self, house, phone, headers):
        action = f"/{house.code}/commands/question.ask"
        fields = fields_of(phone.get(f"/{house.code}/ask"), action) | {"text": "Why?"}
        assert phone.post(action, data=fields, headers=headers).status_code == 303

    @pytest.mark.parametrize("path", ["/join", "/enter"])
    def test_the_doors_are_guarded_too(self, house, client, engine, path):
        with nothing_changes(engine):
            page = client.post(f"/{house.code}{path}", data={"invite": house.links["moderator"]})
        assert page.status_code == 403 and "Set-Cookie" not in page.headers

    def test_a_form_leads_to_no_other_place(self, house, phone):
        action = f"/{house.code}/commands/question.ask"
        answer = send(phone, f"/{house.code}/ask", action, text="Why?", back="https://elsewhere.example/")
        assert answer.location.startswith(f"/{house.code}")

    def test_a_form_that_is_far_too_large_is_not_read(self, house, phone, engine):
        with nothing_changes(engine):
            page = phone.post(f"/{house.code}/commands/question.ask", data={"text": "x" * 300_000})
        assert page.status_code == 413

    def test_who_has_no_seat_is_led_to_the_door(self, house, client, engine):
        with nothing_changes(engine):
            answer = client.post(f"/{house.code}/commands/vote.cast", data={"question": "q", "value": "1"})
        assert (answer.status_code, answer.location) == (303, f"/{house.code}")


class TestWrittenWithoutASeat:
    """The cookie is lost, or the meeting is over: words that were typed are given back, with the reason."""

    @pytest.fixture
    def action(self, house):
        return f"/{house.code}/commands/question.ask"

    @pytest.fixture
    def typed(self, house, phone, action):
        """A page that was open while the seat went."""
        return fields_of(phone.get(f"/{house.code}/ask"), action) | {"text": "Zanzibar?"}

    @staticmethod
    def gives_back(page):
        assert page.status_code == 401 and page.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
        shown = page.get_data(as_text=True)
        assert "<h1>Nothing was sent</h1>" in shown and ">Zanzibar?</textarea>" in shown
        assert "not in this meeting any more" in re.search(r'role="alert".*?</div>', shown, re.S)[0]

    @pytest.mark.parametrize("name", ["question.ask", "question.edit", "seat.appeal"])
    def test_whose_cookie_is_lost(self, house, client, typed, engine, name):
        with nothing_changes(engine):
            self.gives_back(client.post(f"/{house.code}/commands/{name}", data=typed | {"question": "q"}))

    def test_when_the_meeting_has_forgotten(self, house, phone, action, typed, moderator, engine):
        house.do(moderator, "meeting.forget")
        with nothing_changes(engine):
            self.gives_back(phone.post(action, data=typed))

    @pytest.mark.parametrize("when", ["it is stored", "it is refused"])
    def test_when_the_seat_goes_before(self, house, alice, phone, action, typed, moderator, monkeypatch, when):
        perform = house.engine.perform

        def late(actor, *order, **how):
            if actor is alice:
                house.do(moderator, "meeting.forget")
                if when == "it is refused":
                    raise Refused("meeting.forgotten")
            return perform(actor, *order, **how)

        monkeypatch.setattr("facilitation.web.access.page_actor", lambda *_: alice)
        monkeypatch.setattr(house.engine, "perform", late)
        self.gives_back(phone.post(action, data=typed))

    def test_nothing_tells_which_meetings_exist(self, house, client, typed):
        pages = [client.post(f"/{code}/commands/question.ask", data=typed) for code in (house.code, "AAAAAAAA")]
        ours, other = (page.get_data(as_text=True).replace(house.code, "AAAAAAAA") for page in pages)
        assert ours == other and pages[0].status_code == pages[1].status_code

    @pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
    def test_another_sites_words_are_not_shown_as_ones_own(self, client, action, typed, headers):
        page = client.post(action, data=typed, headers=headers)
        assert page.status_code == 403 and "Zanzibar" not in page.get_data(as_text=True)

    def test_they_are_text(self, client, action):
        assert "<script>alert" not in client.post(action, data={"text": MARKUP}).get_data(as_text=True)

    @pytest.mark.parametrize("fields", [{"text": " "}, {}, {"text": "Zanzibar?", "screen": "desk"}])
    def test_where_nothing_was_written_there_is_the_door(self, client, action, fields):
        assert client.post(action, data=fields).status_code == 303


MARKUP = "<script>alert(1)</script>'\"&lt;</textarea></script>"


def test_nothing_typed_becomes_markup(house, alice, bob, moderator, desk, phone):
    question = house.ask(alice, MARKUP, name_=MARKUP[:80])
    house.do(moderator, "question.approve", question=question)
    house.do(moderator, "question.reply", question=question, text=MARKUP)
    house.do(moderator, "question.highlight", question=question)
    house.do(moderator, "item.add", title=MARKUP, text=MARKUP, questions=[MARKUP], speakers=[MARKUP])
    house.do(moderator, "meeting.settings", title=MARKUP, groups=[MARKUP])
    house.do(moderator, "item.present", item="i2")
    stage = house.app.test_client()
    stage.set_cookie(f"seat-{house.code}-stage", house.tokens[moderator.seat_id])
    asker = Visitor.holding(house, bob).browser()
    for browser, path in (
        (phone, ""), (asker, ""), (phone, "/ask"), (phone, f"/ask?question={question}"), (desk, "/desk"),
        (stage, "/stage"), (house.app.test_client(), ""), (house.app.test_client(), "/desk"),
        (house.app.test_client(), "/record.html"),
    ):  # fmt: skip
        page = browser.get(f"/{house.code}{path}")
        assert page.status_code == 200, path
        text = page.get_data(as_text=True)
        assert "alert(1)" in text, path
        assert "<script>alert" not in text and "&lt;</textarea>" not in text, path


class TestAppealing:
    def test_one_lands_where_it_says_that_it_was_sent(self, house, alice, moderator, phone):
        question = house.open_question(alice, moderator)
        house.do(moderator, "seat.mute", question=question)
        answer = send(phone, f"/{house.code}/ask", f"/{house.code}/commands/seat.appeal", text="It was no insult.")
        assert (answer.status_code, answer.location) == (303, f"/{house.code}/ask?done=seat.appeal")
        page = phone.get(answer.location).get_data(as_text=True)
        assert "Your message was sent to the moderator." in page and "It was no insult." in page
        assert "Your message was sent" not in phone.get(f"/{house.code}/ask").get_data(as_text=True)


class TestLeaving:
    def test_the_browser_forgets_everything_and_something_harmless_opens(self, house, phone):
        answer = phone.post(f"/{house.code}/leave")
        assert (answer.status_code, answer.location) == (303, "/away")
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert phone.get_cookie(f"seat-{house.code}") is None
        assert f'action="/{house.code}/join"' in phone.get(f"/{house.code}").get_data(as_text=True)

    @pytest.mark.parametrize("page", ["", "/ask"])
    def test_it_is_at_hand_where_one_reads_and_where_one_writes(self, house, phone, page):
        assert phone.get(f"/{house.code}{page}").text.count(f'action="/{house.code}/leave"') == 1

    @pytest.mark.parametrize("role", ["participant", "moderator", "stage", "organiser"])
    def test_the_seat_ends_and_no_other(self, house, bob, role):
        seats = [house.seat(role), house.seat(role)]
        screen = {"participant": "", "stage": "-stage", "organiser": "-organise"}.get(role, "-desk")
        browser, token = house.app.test_client(), house.tokens[seats[0].seat_id]
        browser.set_cookie(f"seat-{house.code}{screen}", token)
        assert house.engine.seated(house.code, token)
        assert browser.post(f"/{house.code}/leave").status_code == 303
        with refused("seat.unknown"):
            house.engine.seated(house.code, token)
        assert all(house.engine.seated(house.code, house.tokens[other.seat_id]) for other in (seats[1], bob))

    def test_its_open_pages_are_cut(self, house, alice, bob, phone, monkeypatch):
        cut = []
        monkeypatch.setattr(house.engine.teller, "_cut", cut.extend)
        for page, actor in (("hers", alice), ("his", bob)):
            house.engine.presence.came(page, actor)
        phone.post(f"/{house.code}/leave")
        house.settle()
        assert cut == ["hers"]

    def test_a_seat_of_another_meeting_stays(self, house, alice, client):
        other = client.post("/api/meetings", json={"programme": "Another"}).get_json()["code"]
        browser = house.app.test_client()
        browser.set_cookie(f"seat-{other}", house.tokens[alice.seat_id])
        browser.post(f"/{other}/leave")
        assert house.engine.seated(house.code, house.tokens[alice.seat_id])

    @pytest.mark.parametrize("code", ["AAAAAAAA", "ours"])
    def test_it_works_whatever_the_browser_holds(self, house, code):
        code = house.code if code == "ours" else code
        browser = house.app.test_client()
        browser.set_cookie(f"seat-{code}", "none-of-ours")
        assert browser.post(f"/{code}/leave").location == "/away"

    @pytest.mark.parametrize("away", ["it answers nothing", "it fails", "nothing is taken any more"])
    def test_it_waits_for_no_database(self, house, alice, monkeypatch, away):
        browser, token, writer = (
            Visitor.holding(house, alice).browser(),
            house.tokens[alice.seat_id],
            house.engine.writer,
        )
        back = threading.Event()
        if away == "it answers nothing":
            writer.enqueue(Job(lambda _db: back.wait() and None))
        elif away == "it fails":
            monkeypatch.setattr("facilitation.engine.writer.writing", None)
        else:
            monkeypatch.setattr(writer, "_stopping", True)
        try:
            answer = browser.post(f"/{house.code}/leave")
            assert answer.location == "/away" and "Clear-Site-Data" in answer.headers
            assert browser.get_cookie(f"seat-{house.code}") is None
        finally:
            back.set()
        if away == "it answers nothing":
            writer.submit(Job(lambda _db: None))
            with refused("seat.unknown"):
                house.engine.seated(house.code, token)

    def test_the_harmless_page_names_no_meeting(self, house, phone):
        page = phone.get("/away").get_data(as_text=True)
        assert not [word for word in (house.code, "Protecting", "acilitation", "uestion") if word in page]

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_the_harmless_page_is_a_clock_also_without_scripts(self, client, language):
        page = client.get(f"/away?lang={language}").get_data(as_text=True)
        times = re.findall(r"<time[^>]*>([^<]*)</time>", page)
        assert len(times) == 8 and all(re.search(r"\b\d\d:\d\d\b", time) for time in times)
        assert '<noscript><meta http-equiv="refresh"' in page  # a clock that stands still looks odd


def test_the_pages_language_is_the_seats_else_the_addresss_else_the_browsers(house, bob, client):
    for browser, path, headers in (
        (client, "/?lang=ar", {}),
        (client, "/", {"Accept-Language": "xx, ar;q=0.9, en;q=0.5"}),
    ):
        page = browser.get(path, headers=headers).get_data(as_text=True)
        assert '<html lang="ar" dir="rtl">' in page or "ar" not in offered(house)
    assert '<html lang="en" dir="ltr">' in client.get("/?lang=tlh").get_data(as_text=True)


def offered(house):
    from facilitation.web import language

    with house.app.test_request_context():
        return language.offered()


def test_the_qr_code_is_the_participants_link_and_names_no_seat(house, client):
    picture = client.get(f"/{house.code}/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "<svg" in picture.get_data(as_text=True) and "style=" not in picture.get_data(as_text=True)


def test_no_page_stores_an_address_or_a_device(house, client, engine):
    headers = {"User-Agent": "Zanzibar/1.0", "X-Forwarded-For": "203.0.113.77"}
    address = f"/{house.code}/join"
    fields = fields_of(client.get(f"/{house.code}", headers=headers), address)
    client.post(address, data=fields, headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.78"})
    stored = repr(everything_in(engine))
    assert "Zanzibar" not in stored and "203.0.113" not in stored


@pytest.mark.parametrize(("language", "shown"), [("en", "Tuesday, 26 November 2019"), ("fr", "mardi 26 novembre 2019")])
def test_dates_begin_with_the_day(house, language, shown):
    with house.app.test_request_context(f"/?lang={language}"):
        assert house.app.jinja_env.filters["date"]("2019-11-26") == shown
