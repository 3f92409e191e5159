"""What the join page promises, and that it is true: each sentence by the setting that it comes from."""

from __future__ import annotations

import re

import pytest

from facilitation.models.columns import now
from facilitation.room.meetings import Settings
from facilitation.web.promises import promises
from tests.adversary import Adversary
from tests.conftest import PROGRAMME
from tests.witness import question_of, refused

USUAL = {
    "groups": ["state"],
    "names": True,
    "premoderation": True,
    "closed": False,
    "forget_after": 15,
}


def said(app, **settings):
    with app.test_request_context():
        return [str(sentence) for sentence in promises(USUAL | settings)]


def page(house, client):
    """The join page, as text without marks."""
    return re.sub(r"\s+", " ", client.get(f"/{house.code}").get_data(as_text=True).replace("&#39;", "'"))


@pytest.mark.parametrize(
    ("setting", "on", "off", "words", "otherwise"),
    [
        ("names", True, False, "Your name appears only if you type it.", "Nobody can add a name to a question here."),
        ("premoderation", True, False, "The organisers read each question before", "Everybody sees a question as soon"),
        ("closed", True, False, "Your own code lets you in once.", None),
        ("groups", ["state"], [], "and your group if you choose one", "The organisers see what you write. They do not"),
        ("forget_after", 15, 0, "Until 15 minutes after the end", "Until the meeting ends, whoever runs"),
    ],
)
def test_each_setting_has_its_sentence(app, setting, on, off, words, otherwise):
    for value, there, not_there in ((on, words, otherwise), (off, otherwise, words)):
        text = " ".join(said(app, **{setting: value}))
        assert there is None or there in text
        assert not_there is None or not_there not in text


def test_the_join_page_says_them_before_anything_is_typed_and_follows_the_settings(house, client, moderator, app):
    for sentence in said(app):
        assert sentence in page(house, client)
    house.do(moderator, "meeting.settings", forget_after=1, names=False)
    assert "Until 1 minute after the end" in page(house, client)
    assert "Nobody can add a name" in page(house, client)


def test_so_do_the_pages_for_asking(house, alice, client, app):
    client.set_cookie(f"seat-{house.code}", house.tokens[alice.seat_id])
    asking = client.get(f"/{house.code}/ask").get_data(as_text=True)
    assert all(sentence.split(".")[0] in asking for sentence in said(app))
    listed = re.search(r'<ul class="ticks" id="privacy">(.*?)</ul>', asking, re.S)[1]
    assert listed.count("<li>") == len(said(app))
    assert said(app)[0] in client.get(f"/{house.code}").get_data(as_text=True)


class TestTheyAreTrue:
    def test_nobody_can_add_a_name(self, house, alice, moderator):
        house.do(moderator, "meeting.settings", names=False)
        with refused("question.names_off"):
            house.ask(alice, name_="Alice")

    def test_the_organisers_read_it_first_or_everybody_at_once(self, house, alice, bob, moderator):
        waiting = house.ask(alice)
        assert question_of(house.state(bob), waiting) is None
        house.do(moderator, "meeting.settings", premoderation=False)
        seen = house.ask(alice)
        assert question_of(house.state(bob), seen)

    def test_a_code_of_ones_own_is_not_kept_with_what_one_does(self, house, organiser):
        ticket = house.do(organiser, "ticket.add", count=1)["tickets"][0]
        house.do(organiser, "meeting.settings", closed=True)
        house.ask(house.seat(ticket=ticket))
        adversary = Adversary(house.engine, [ticket])
        assert adversary.tables["tickets"] == []
        assert adversary.holders() == {}

    def test_until_the_minutes_are_over_a_phone_leads_to_its_seat_and_then_no_more(self, house, alice, moderator):
        house.ask(alice)
        token = house.tokens[alice.seat_id]
        house.do(moderator, "meeting.settings", forget_after=0)
        assert Adversary(house.engine, [token]).holders()
        before = now()
        house.do(moderator, "meeting.end")
        house.engine.watch.look()
        house.settle()
        assert Adversary(house.engine, [token]).holders() == {}
        assert house.state(moderator)["meeting"]["forgotten_at"] >= before.isoformat()[:19]

    def test_whoever_runs_the_server_finds_nothing_else(self, house, alice):
        """Of a participant the tables hold a hash, a group, a language, and nothing that came with the request."""
        house.ask(alice)
        seats = Adversary(house.engine, []).tables["seats"]
        of_alice = next(row for row in seats if row["id"] == alice.seat_id)
        assert {name for name, value in of_alice.items() if value} == {
            "id", "meeting_id", "token_hash", "role", "group", "language",
        }  # fmt: skip


def test_a_meeting_made_with_other_minutes_says_so(engine, client):
    code, _links = engine.create_meeting(PROGRAMME, Settings(forget_after=120))
    assert "Until 120 minutes after the end" in client.get(f"/{code}").get_data(as_text=True)
    with refused("meeting.bad_minutes", limit=1440):
        engine.create_meeting(PROGRAMME, Settings(forget_after=1441))


class TestWhenItIsOver:
    def test_the_page_says_that_nobody_can_find_out_any_more(self, house, moderator, client):
        house.do(moderator, "meeting.end")
        assert "Nobody can find out any more" not in page(house, client)
        house.do(moderator, "meeting.forget")
        assert "Nobody can find out any more who asked or supported what." in page(house, client)

    def test_the_browser_is_told_to_let_go_of_its_cookie(self, house, moderator, alice, client):
        client.set_cookie(f"seat-{house.code}", house.tokens[alice.seat_id])
        assert "Set-Cookie" not in client.get(f"/{house.code}").headers
        house.do(moderator, "meeting.forget")
        cookie = client.get(f"/{house.code}").headers["Set-Cookie"]
        assert cookie.startswith(f"seat-{house.code}=;") and "Max-Age=0" in cookie

    def test_a_seat_of_the_team_in_the_same_cookie_stays(self, house, moderator, client):
        client.set_cookie(f"seat-{house.code}", house.tokens[moderator.seat_id])
        assert "Set-Cookie" not in client.get(f"/{house.code}").headers

    @pytest.mark.parametrize("format", ["md", "html", "json"])
    def test_the_record_says_since_when(self, house, moderator, client, format):
        words = {"json": '"forgotten_at"'}.get(format, "nobody can find out who asked or supported what")
        assert words not in client.get(f"/{house.code}/record.{format}").get_data(as_text=True)
        house.do(moderator, "meeting.forget")
        house.settle()
        assert words in client.get(f"/{house.code}/record.{format}").get_data(as_text=True)
