"""The organiser's page: everything on it works by forms alone, and what is shown once is shown once."""

from __future__ import annotations

import re

import pytest

from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.room.joining import TakeSeat
from facilitation.room.purging import words_of
from facilitation.room.seats import meeting_with
from facilitation.web.security import csrf_token
from tests.web.organising import PASSPHRASE, browser_of, fields_of, send, with_passphrase
from tests.web.scenes import Visitor
from tests.witness import everything_in, nothing_changes, refused


@pytest.fixture
def browser(house, organiser):
    """The organiser's browser."""
    return browser_of(house, organiser)


@pytest.fixture
def path(house):
    """The page's address."""
    return f"/{house.code}/organise"


def text(page):
    return page.get_data(as_text=True)


def kept(house):
    with reading(house.engine.database) as db:
        meeting = meeting_with(db, house.code)
        return meeting.settings, meeting.lists


class TestWhatItShows:
    def test_in_this_order(self, browser, path):
        parts = re.findall(r'<section id="([a-z-]+)"', text(browser.get(path)))
        assert parts == ["standing", "links", "tickets", "joining", "lists", "sign-in", "ending"]

    def test_how_things_stand(self, house, browser, path, moderator):
        page = text(browser.get(path))
        assert "The meeting is open." in page and "15 minutes after its end" in page
        house.do(moderator, "meeting.pause")
        assert "The meeting is paused." in text(browser.get(path))
        house.do(moderator, "meeting.end")
        page = text(browser.get(path))
        assert "The meeting has ended" in page and "in 15 minutes" in page
        house.do(moderator, "meeting.forget")
        page = text(browser.get(path))
        assert "The meeting is over and forgotten" in page and "commands/meeting.settings" not in page

    def test_the_screens_and_both_records(self, house, browser, path):
        page = text(browser.get(path))
        for screen in ("", "/desk", "/stage", "/record.html?version=public", "/record.html?version=confidential"):
            assert f'href="/{house.code}{screen}"' in page

    def test_nothing_that_opens_anything(self, house, browser, path):
        page = text(browser.get(path))
        assert not [secret for secret in house.links.values() if secret in page]
        assert "$argon2" not in page

    def test_the_organisers_seat_opens_the_confidential_record(self, house, browser, alice):
        house.ask(alice, "Not yet reviewed?")
        record = browser.get(f"/{house.code}/record.html?version=confidential")
        assert record.status_code == 200 and "Not yet reviewed?" in text(record)


class TestLinks:
    def test_made_shown_once_used_and_revoked(self, house, browser, path):
        action = f"/{house.code}/commands/link.add"
        fields = fields_of(text(browser.get(path)), action) | {"role": "interpreter", "name": "Booth <b>", "hours": "3"}
        made = browser.post(action, data=fields)
        link = re.search(r"/desk#([\w-]+)", text(made))[1]
        assert made.status_code == 200 and house.engine.take_seat(house.code, TakeSeat(invite=link))[1] == "interpreter"
        assert made.headers["Cache-Control"] == "no-store"
        again = browser.post(action, data=fields)  # a reload
        assert again.status_code == 200 and link not in text(again) and "cannot be shown again" in text(again)
        page = text(browser.get(path))
        assert "Booth &lt;b&gt;" in page and link not in page
        assert "runs out in 3 hours" in page and re.search(r"last used [^<]*ago", page)
        revoked = send(browser, path, f"/{house.code}/commands/link.revoke")  # the last one comes first
        assert (revoked.status_code, revoked.location) == (303, f"{path}?done=link.revoke#links")
        with refused("invite.unknown"):
            house.engine.take_seat(house.code, TakeSeat(invite=link))
        assert "Revoked" in text(browser.get(path))

    def test_for_one_use(self, house, browser, path):
        made = send(browser, path, f"/{house.code}/commands/link.add", role="stage", single="true")
        secret = re.search(r"/stage#([\w-]+)", text(made))[1]
        house.engine.take_seat(house.code, TakeSeat(invite=secret))
        page = text(browser.get(path))
        assert re.search(r"Opened [^<]* ago; opens nothing more. Whoever opened it is in until you revoke it\.", page)
        assert "not valid any more" not in page and "organise-over" not in page  # its holder sits at the screen
        send(browser, path, f"/{house.code}/commands/link.revoke")
        page = text(browser.get(path))
        assert "1 that is not valid any more" in page and page.count("organise-over") == 1

    @pytest.mark.parametrize("closed", [False, True])
    def test_for_one_use_is_not_used_up_at_another_screen(self, house, organiser, closed):
        secret = house.do(organiser, "link.add", role="stage", single=True)["secret"]
        house.do(organiser, "meeting.settings", closed=closed)
        with house.app.test_request_context():
            form = {"csrf": csrf_token(None), "invite": f"/x/stage#{secret}"}

        def enter(screen):
            answer = house.app.test_client().post(f"/{house.code}/enter", data=form | {"screen": screen})
            return answer.status_code, "opens another screen" in text(answer)

        with nothing_changes(house.engine):
            assert [enter("desk"), enter("room")] == [(404 if closed else 403, True)] * 2
        assert [enter("stage"), enter("stage")] == [(303, False), (404 if closed else 403, False)]

    def test_a_refusal_keeps_what_was_typed(self, house, browser, path):
        with nothing_changes(house.engine):
            page = send(browser, path, f"/{house.code}/commands/link.add", role="stage", name="Zanzibar", hours="9000")
        assert page.status_code == 400 and 'role="alert"' in text(page) and 'value="Zanzibar"' in text(page)

    def test_the_list_over_the_api(self, house, organiser, client):
        house.do(organiser, "link.add", role="stage", name_="Hall", single=True)
        answer = client.get(f"/api/{house.code}/links", headers=house.bearer(organiser))
        first, *others = answer.get_json()["links"]
        assert first == {
            "link": first["link"], "role": "stage", "name": "Hall", "single": True, "valid": True,
            "expires_at": None, "used_at": None, "revoked_at": None,
        }  # fmt: skip
        assert {link["role"] for link in others} == set(house.links)

    def test_the_first_links_page_names_each_role(self, client, app):
        made = client.post("/api/meetings", json={"programme": "A meeting"}).get_json()
        assert set(made["links"]) == {"participant", "moderator", "rapporteur", "interpreter", "stage"}


class TestTickets:
    def test_a_sheet_shown_once(self, house, browser, path):
        action = f"/{house.code}/commands/ticket.add"
        fields = fields_of(text(browser.get(path)), action) | {"count": "12"}
        sheet = browser.post(action, data=fields)
        codes = re.findall(r'class="ticket-code"[^>]*>([A-Z0-9-]+)<', text(sheet))
        assert len(set(codes)) == 12 and text(sheet).count("<svg") == 12
        assert sheet.headers["Cache-Control"] == "no-store"
        assert house.state(house.seat("moderator"))["meeting"]["title"] not in text(sheet)
        again = browser.post(action, data=fields)
        assert again.status_code == 200 and not [code for code in codes if code in text(again)]
        assert re.search(r">12</strong>\s*have not been used", text(browser.get(path)))
        house.do(house.seat("moderator"), "meeting.settings", closed=True)
        assert house.engine.take_seat(house.code, TakeSeat(ticket=codes[0]))[1] == "participant"

    def test_a_whole_hall_of_them(self, house, browser, path):
        sheet = send(browser, path, f"/{house.code}/commands/ticket.add", count="500")
        assert text(sheet).count("<svg") == 500


class TestSettings:
    def save(self, house, browser, path, **typed):
        return send(browser, path, f"/{house.code}/commands/meeting.settings", **typed)

    def test_saved_as_it_stands_changes_nothing(self, house, browser, path):
        before = kept(house)[0]
        answer = self.save(house, browser, path)
        assert (answer.status_code, answer.location) == (303, f"{path}?done=meeting.settings#joining")
        assert kept(house)[0] == before
        assert "Saved." in text(browser.get(answer.location.partition("#")[0]))

    def test_ticked_and_unticked(self, house, browser, path):
        self.save(house, browser, path, closed=["true", "false"], names=["false"], forget_after="3")
        settings = kept(house)[0]
        assert (settings["closed"], settings["names"], settings["voting"]) == (True, False, True)
        assert settings["forget_after"] == 3
        assert self.save(house, browser, path, forget_after="4").status_code == 400

    @pytest.mark.parametrize("hinted", ["closed", "protection"])
    def test_a_second_save_changes_nothing(self, house, browser, path, hinted):
        """What was ticked is ticked on the page that comes back, so that whoever saves groups reopens no meeting."""
        self.save(house, browser, path, **{hinted: ["true", "false"]})
        before = kept(house)[0]
        assert before[hinted] is True
        fields = fields_of(text(browser.get(path)), f"/{house.code}/commands/meeting.settings")
        assert fields[hinted] == ["true", "false"]
        self.save(house, browser, path, groups=["Youth"])
        assert kept(house)[0] == before | {"groups": ["Youth"]}

    def test_groups(self, house, browser, path):
        self.save(house, browser, path, groups=["state", "Youth\r\nElders\r\n"])
        assert kept(house)[0]["groups"] == ["state", "Youth", "Elders"]
        self.save(house, browser, path, groups=[""])
        assert kept(house)[0]["groups"] == []


class TestLists:
    def test_kept_and_emptied(self, house, browser, path):
        action = f"/{house.code}/commands/meeting.lists"
        typed = {"names": "Ana Quill\r\n\r\n Ben ", "words-en": "fool", "use_words": ["true", "false"]}
        answer = send(browser, path, action, **typed)
        assert (answer.status_code, answer.location) == (303, f"{path}?done=meeting.lists#lists")
        assert kept(house)[1] == {"names": ["Ana Quill", "Ben"], "words": {"en": ["fool"]}, "use_words": True}
        page = text(browser.get(path))
        assert ">Ana Quill\nBen</textarea>" in page and ">fool</textarea>" in page
        send(browser, path, action, names="", **{"words-en": ""}, use_words="false")
        assert kept(house)[1] == {"names": [], "words": {}, "use_words": False}


class TestTheEnd:
    def test_forgetting_takes_two_steps(self, house, browser, path, alice):
        assert f'href="{path}/forget"' in text(browser.get(path))
        with nothing_changes(house.engine):
            page = text(browser.get(f"{path}/forget"))
        assert "keeps the words of questions that still wait, until the meeting is deleted" in page
        answer = send(browser, f"{path}/forget", f"/{house.code}/commands/meeting.forget")
        assert answer.status_code == 303
        with refused("seat.unknown"):
            house.do(alice, "question.ask", text="Still here?")
        assert "forgotten" in text(browser.get(path))

    def test_a_purge_wants_the_code_typed(self, house, browser, path):
        for confirm in ("", "AAAAAAAA", house.code[:7]):
            with nothing_changes(house.engine):
                page = send(browser, path, f"{path}/purge", confirm=confirm)
            assert page.status_code == 400 and "Nothing was deleted" in text(page)

    def test_a_purge_leaves_a_receipt_and_no_cookie(self, house, browser, path, alice):
        house.ask(alice, "Who remembers Zanzibar?")
        typed = f"{house.code[:4]}-{house.code[4:]}".lower()
        receipt = send(browser, path, f"{path}/purge", confirm=typed)
        assert receipt.status_code == 200 and "Questions: " in text(receipt) and "Zanzibar" not in text(receipt)
        assert browser.get_cookie(f"seat-{house.code}-organise") is None
        assert everything_in(house.engine)["meetings"] == []
        assert "passphrase" in text(browser.get(path))
        with pytest.raises(Refused):
            house.engine.take_seat(house.code, TakeSeat())

    def test_what_the_organiser_kept_is_looked_for_as_well(self, house, organiser):
        with reading(house.engine.database) as db:
            before = len(words_of(db, house.code)[1])
        house.do(organiser, "meeting.lists", names=["Ana Quill of Zanzibar"])
        house.do(organiser, "link.add", role="stage", name_="The hall in Zanzibar")
        with_passphrase(house, totp="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        with reading(house.engine.database) as db:
            words = words_of(db, house.code)[1]
        assert len(words) == before + 4 and b"Ana Quill of Zanzibar" in words and b"The hall in Zanzibar" in words
        assert house.engine.purge(house.code).found == 0

    def test_over_the_api(self, house, organiser, client):
        receipt = client.post(f"/api/{house.code}/purge", headers=house.bearer(organiser)).get_json()
        assert receipt["rows"]["meetings"] == 1 and receipt["found"] == 0
        assert client.post(f"/api/{house.code}/purge", headers=house.bearer(organiser)).status_code == 401


class TestARefusalStandsInItsSection:
    def section(self, page, name):
        return re.search(rf'<section id="{name}".*?</section>', text(page), re.S)[0]

    @pytest.mark.parametrize(
        ("form", "typed", "place", "sentence"),
        [
            ("/organise/passphrase", {"present": "another"}, "sign-in", "This is not your passphrase."),
            ("/organise/purge", {"confirm": "AAAAAAAA"}, "ending", "Nothing was deleted."),
            ("/commands/link.add", {"role": "stage", "hours": "9000"}, "links", "A link can hold"),
            ("/commands/ticket.add", {"count": "9000"}, "tickets", "There can be at most"),
            ("/commands/meeting.settings", {"forget_after": "90"}, "joining", "This can be from 0"),
            ("/commands/meeting.lists", {"names": "x" * 999}, "lists", "on a list holds at most"),
        ],
    )
    def test_where_it_was_sent_from(self, house, browser, path, form, typed, place, sentence):
        with_passphrase(house)
        page = send(browser, path, f"/{house.code}{form}", **typed)
        assert page.status_code in (400, 403)
        assert sentence in self.section(page, place) and 'role="alert"' in self.section(page, place)
        assert text(page).count('role="alert"') == 1


# Every form that takes words, as somebody fills it in, where it is refused.
REFUSED = {
    "/commands/link.add": {"role": ["stage"], "name": ["Zanzibar"], "hours": ["9000"], "single": ["true"]},
    "/commands/ticket.add": {"count": ["9000"]},
    "/commands/meeting.settings": {
        "closed": ["true", "false"], "protection": ["false"], "premoderation": ["false"], "names": ["true", "false"],
        "forget_after": ["90"], "groups": ["state", "academia", "Youth\r\nElders"],
    },
    "/commands/meeting.lists": {
        "names": ["\r\n".join(f"Ana {number}" for number in range(501))], "use_words": ["true", "false"],
        "words-en": ["fool\r\nclown"], "words-fr": ["sot"],
    },
    "/organise/passphrase": {"how": ["own"]},
    "/organise/purge": {"confirm": ["AAAAAAAA"]},
}  # fmt: skip


class TestARefusedFormIsGivenBack:
    def forms(self, house, page):
        """What each of them would send, the marks of this very page aside."""
        marks = dict.fromkeys(("csrf", "id"))
        return {form: fields_of(text(page), f"/{house.code}{form}") | marks for form in REFUSED}

    @pytest.mark.parametrize("form", REFUSED)
    def test_as_it_was_filled_in_and_the_others_as_they_were(self, house, browser, path, organiser, form):
        with_passphrase(house)
        house.do(organiser, "meeting.lists", names=["Kept"], words={"en": ["kept"], "sw": ["mjinga"]}, use_words=False)
        before = self.forms(house, browser.get(path))
        with nothing_changes(house.engine):
            page = send(browser, path, f"/{house.code}{form}", **REFUSED[form])
        assert page.status_code in (400, 403)
        before[form] |= REFUSED[form]
        assert self.forms(house, page) == before

    @pytest.mark.parametrize("form", REFUSED)
    def test_also_one_with_nothing_in_it(self, house, browser, path, form):
        before = self.forms(house, browser.get(path))
        page = browser.post(f"/{house.code}{form}", data={"screen": "organise"})
        assert page.status_code == 403 and self.forms(house, page) == before

    def test_but_for_passphrases(self, house, browser, path):
        typed = {"present": "zanzibar", "how": "own", "own": "zanzibar and some more words"}
        with_passphrase(house)
        page = send(browser, path, f"{path}/passphrase", **typed)
        assert page.status_code == 403 and "zanzibar" not in text(page)


def test_once_forgotten_it_offers_no_way_in(house, browser, path, organiser):
    assert "Close it below" in text(browser.get(path)) and "People join here" in text(browser.get(path))
    house.do(organiser, "meeting.forget")
    page = text(browser.get(path))
    assert "Close it below" not in page and "People join here" not in page
    assert f"/{house.code}/commands/link.add" in page  # the team still reads its record


def test_nothing_is_printed_where_nothing_is_shown(house, browser, path):
    action = f"/{house.code}/commands/link.add"
    fields = fields_of(text(browser.get(path)), action)
    first, again = (text(browser.post(action, data=fields)) for _ in range(2))
    assert 'id="print"' in first and 'id="print"' not in again
    with_passphrase(house)
    own = {"present": PASSPHRASE, "how": "own", "own": "a sentence of my own"}
    assert 'id="print"' not in text(send(browser, path, f"{path}/passphrase", **own))


FORMS = ("", "/passphrase", "/one-time-code", "/purge")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("role", ["participant", "moderator", "rapporteur", "interpreter", "stage", None])
def test_nobody_elses_seat_opens_it(house, role, form):
    """Whatever cookie somebody has, under whatever name, it is the door that they get, and nothing is done."""
    with_passphrase(house)
    token = house.tokens[house.seat(role).seat_id] if role else "guessed"
    browser = house.app.test_client()
    for screen in ("", "-desk", "-stage", "-organise"):
        browser.set_cookie(f"seat-{house.code}{screen}", token)
    page = f"/{house.code}/organise"
    with house.app.test_request_context():
        fields = {"csrf": csrf_token(token), "confirm": house.code, "present": PASSPHRASE, "step": "new"}
    with nothing_changes(house.engine):
        assert 'action="' + page + '"' in text(browser.get(page)) and 'id="joining"' not in text(browser.get(page))
        assert browser.get(f"{page}/forget").status_code == 303
        answer = browser.post(page + form, data=fields)
    assert answer.status_code == (403 if not form else 303)


@pytest.mark.parametrize("form", [*FORMS[1:]])
def test_a_form_from_elsewhere_does_nothing(house, browser, path, form):
    with nothing_changes(house.engine):
        for fields in ({"confirm": house.code}, {"confirm": house.code, "csrf": "wrong"}):
            assert browser.post(path + form, data=fields).status_code == 403


@pytest.mark.parametrize("role", ["participant", "moderator", "rapporteur", "interpreter", "stage"])
@pytest.mark.parametrize(("method", "door"), [("get", "links"), ("post", "purge")])
def test_the_api_for_the_organiser_alone(house, client, role, method, door):
    visitor = Visitor.holding(house, house.seat(role))
    headers = {"Authorization": f"Bearer {visitor.token}"}
    with nothing_changes(house.engine):
        answer = getattr(client, method)(f"/api/{house.code}/{door}", headers=headers)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "command.forbidden")
    assert getattr(client, method)(f"/api/{house.code}/{door}").status_code == 401
