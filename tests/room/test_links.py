"""Invitations: for one use or several, for a while or until they are revoked, and told once."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.models import Link, Seat
from facilitation.models.columns import now
from facilitation.room.joining import TakeSeat
from facilitation.room.seats import meeting_with
from tests.witness import everything_in, nothing_changes, refused, written


@pytest.fixture
def enter(house):
    """Takes a seat by a link's secret: the actor."""

    def by(secret):
        token, _role = house.engine.take_seat(house.code, TakeSeat(invite=secret))
        actor = house.engine.seated(house.code, token)
        house.tokens[actor.seat_id] = token
        return actor

    return by


def links(house):
    with reading(house.engine.database) as db:
        return {link.id: link for link in db.scalars(select(Link))}


def later(house, link, **delta):
    """Let time pass for a link and those who came by it."""
    past = now() + timedelta(**delta)
    for statement in (
        update(Link).where(Link.id == link).values(expires_at=past),
        update(Seat).where(Seat.link_id == link).values(expires_at=past),
    ):
        written(house, statement)


class TestMaking:
    @pytest.mark.parametrize("role", ["moderator", "rapporteur", "interpreter", "stage"])
    def test_it_opens_the_seat_of_its_role(self, house, organiser, enter, role):
        made = house.do(organiser, "link.add", role=role, name_="  Booth  ")
        assert enter(made["secret"]).role == role
        link = links(house)[made["link"]]
        assert (link.role, link.name, link.uses_left, link.expires_at) == (role, "Booth", None, None)
        assert link.used_at is not None

    @pytest.mark.parametrize("role", ["participant", "organiser", "king", ""])
    def test_nobody_else_is_invited(self, house, organiser, role):
        with nothing_changes(house.engine), refused("payload.invalid"):
            house.do(organiser, "link.add", role=role)

    @pytest.mark.parametrize(("hours", "name", "code"), [
        (0, None, "link.bad_hours"), (-1, None, "link.bad_hours"), (8761, None, "link.bad_hours"),
        (1, "é" * 81, "link.too_long"),
    ])  # fmt: skip
    def test_within_limits(self, house, organiser, hours, name, code):
        with nothing_changes(house.engine), refused(code):
            house.do(organiser, "link.add", role="stage", hours=hours, name_=name)

    def test_there_are_not_any_number_of_them(self, house, organiser, monkeypatch):
        monkeypatch.setattr("facilitation.room.links.LIMIT", 5)
        house.do(organiser, "link.add", role="stage")
        with refused("link.too_many"):
            house.do(organiser, "link.add", role="stage")

    def test_after_the_meeting_was_forgotten_as_well(self, house, organiser, enter):
        house.do(organiser, "meeting.forget")
        made = house.do(organiser, "link.add", role="rapporteur")
        assert enter(made["secret"]).role == "rapporteur"
        house.do(organiser, "link.revoke", link=made["link"])

    def test_the_first_four_say_when_they_were_used(self, house):
        before = {link.role: link.used_at for link in links(house).values()}
        assert before == dict.fromkeys(("moderator", "rapporteur", "interpreter", "stage"))
        house.seat("stage")
        assert {link.role for link in links(house).values() if link.used_at} == {"stage"}


class TestTheSecretIsToldOnce:
    def test_a_repeat_is_answered_without_it(self, house, organiser):
        first = house.do(organiser, "link.add", role="stage", id_="once")
        again = house.do(organiser, "link.add", role="stage", id_="once")
        assert first["secret"] and "secret" not in again
        assert again == {name: value for name, value in first.items() if name != "secret"}

    def test_it_is_in_nothing_that_is_stored_told_or_logged(self, house, organiser, caplog):
        with caplog.at_level(logging.DEBUG):
            secret = house.do(organiser, "link.add", role="stage", name_="Zanzibar", id_="once")["secret"]
            house.engine.take_seat(house.code, TakeSeat(invite=secret))
            house.settle()
        assert "Zanzibar" in str(everything_in(house.engine))
        assert secret not in str(everything_in(house.engine))
        assert secret not in str(house.sent) and secret not in caplog.text
        folder = house.app.extensions["facilitation.config"].data_dir
        assert secret.encode() not in b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


class TestUses:
    def test_for_one_use(self, house, organiser, enter):
        secret = house.do(organiser, "link.add", role="moderator", single=True)["secret"]
        first = enter(secret)
        with nothing_changes(house.engine), refused("invite.unknown"):
            enter(secret)
        house.do(first, "meeting.pause")  # the first stays

    def test_for_one_use_by_many_at_once(self, house, organiser):
        secret = house.do(organiser, "link.add", role="moderator", single=True)["secret"]

        def one(_number):
            try:
                return house.engine.take_seat(house.code, TakeSeat(invite=secret))[1]
            except Refused as refusal:
                return refusal.code

        with ThreadPoolExecutor(12) as crowd:
            assert sorted(crowd.map(one, range(12))) == ["invite.unknown"] * 11 + ["moderator"]

    def test_for_several(self, house, organiser, enter):
        secret = house.do(organiser, "link.add", role="stage")["secret"]
        assert len({enter(secret).seat_id for _ in range(3)}) == 3


class TestExpiry:
    def test_it_lets_nobody_in_and_nobody_stay(self, house, organiser, enter):
        made = house.do(organiser, "link.add", role="moderator", hours=1)
        holder = enter(made["secret"])
        assert links(house)[made["link"]].expires_at > now() + timedelta(minutes=59)
        house.do(holder, "meeting.pause")
        later(house, made["link"], seconds=-1)
        with nothing_changes(house.engine), refused("invite.unknown"):
            enter(made["secret"])
        with nothing_changes(house.engine), refused("seat.unknown"):
            house.do(holder, "meeting.open")
        with refused("seat.unknown"):
            house.engine.seated(house.code, house.tokens[holder.seat_id])

    def test_its_sockets_are_cut_when_the_time_has_come(self, house, organiser, enter):
        made = house.do(organiser, "link.add", role="moderator", hours=1)
        holder, other = enter(made["secret"]), house.seat("moderator")
        house.engine.presence.came("a socket", holder)
        house.engine.presence.came("another", other)
        cut = []
        house.engine.watch._cut = cut.extend
        house.engine.watch.look()
        assert cut == []
        later(house, made["link"], seconds=-1)
        house.engine.watch.look()
        assert set(cut) == {"a socket"}


class TestRevoking:
    def test_nobody_gets_in_and_nobody_stays(self, house, organiser, enter):
        made = house.do(organiser, "link.add", role="moderator")
        holder, other = enter(made["secret"]), house.seat("moderator")
        cut = []
        house.engine.teller._cut = cut.extend
        house.engine.presence.came("a socket", holder)
        house.engine.presence.came("another", other)
        house.do(organiser, "link.revoke", link=made["link"])
        house.settle()
        assert cut == ["a socket"]
        for attempt in (lambda: house.do(holder, "meeting.pause"), lambda: enter(made["secret"])):
            with nothing_changes(house.engine), pytest.raises(Refused) as refusal:
                attempt()
            assert refusal.value.code in ("seat.unknown", "invite.unknown")
        house.do(other, "meeting.pause")

    def test_where_the_word_was_lost_the_look_finds_them(self, house, organiser, enter):
        made = house.do(organiser, "link.add", role="moderator")
        holder = enter(made["secret"])
        house.do(organiser, "link.revoke", link=made["link"])
        house.engine.presence.came("a socket", holder)  # as at another process, which was not told
        cut = []
        house.engine.watch._cut = cut.extend
        house.engine.watch.look()
        assert "a socket" in cut

    def test_once_more_changes_nothing(self, house, organiser):
        made = house.do(organiser, "link.add", role="stage")
        house.do(organiser, "link.revoke", link=made["link"])
        with nothing_changes(house.engine):
            house.do(organiser, "link.revoke", link=made["link"])

    @pytest.mark.parametrize("link", [0, -1, 2**31, 2**63, 2**70, 999_999])
    def test_one_that_is_not_there(self, house, organiser, link):
        with nothing_changes(house.engine), refused("link.unknown"):
            house.do(organiser, "link.revoke", link=link)

    def test_one_of_another_meeting_is_not_there(self, house, organiser, stranger):
        ours = links(house)
        theirs = [link.id for link in ours.values() if link.meeting_id == stranger.meeting_id]
        assert theirs
        for link in theirs:
            with nothing_changes(house.engine), refused("link.unknown"):
                house.do(organiser, "link.revoke", link=link)


class TestLists:
    def kept(self, house):
        with reading(house.engine.database) as db:
            return meeting_with(db, house.code).lists

    def test_what_is_left_out_stays(self, house, organiser):
        house.do(organiser, "meeting.lists", names=[" Ana  Quill ", "", "Ana Quill"], words={"en": ["fool"], "fr": []})
        house.do(organiser, "meeting.lists", use_words=True)
        assert self.kept(house) == {"names": ["Ana Quill"], "words": {"en": ["fool"]}, "use_words": True}
        house.do(organiser, "meeting.lists", names=[])
        assert self.kept(house)["names"] == [] and self.kept(house)["words"] == {"en": ["fool"]}

    @pytest.mark.parametrize(("payload", "code"), [
        ({"names": ["a"] * 501}, "list.too_many"), ({"names": ["é" * 81]}, "list.too_long"),
        ({"words": {str(n): ["a"] for n in range(21)}}, "list.too_many"),
        ({"words": {"x" * 21: ["a"]}}, "language.too_long"),
        ({"words": {"en": ["a"] * 501}}, "list.too_many"), ({"words": ["a"]}, "payload.invalid"),
    ])  # fmt: skip
    def test_within_limits(self, house, organiser, payload, code):
        with nothing_changes(house.engine), refused(code):
            house.do(organiser, "meeting.lists", **payload)

    def test_nobody_is_shown_them(self, house, organiser, moderator, alice):
        house.do(organiser, "meeting.lists", names=["Zanzibar"], words={"en": ["Zanzibar"]})
        house.settle()
        for actor in (organiser, moderator, alice):
            assert "Zanzibar" not in str(house.engine.join(actor))
        assert "Zanzibar" not in str(house.sent)

    def test_what_was_asked_already_is_marked_anew(self, house, organiser, moderator, alice):
        question = house.open_question(alice, moderator, "What did Ana Quill say?")
        assert "Ana Quill" in house.state(alice)["questions"][question]["text"]
        house.do(organiser, "meeting.lists", names=["Ana Quill"])
        assert "Ana Quill" not in house.state(alice)["questions"][question]["text"]
        assert "Ana Quill" in house.state(moderator)["questions"][question]["text"]
        house.do(organiser, "meeting.lists", names=[])
        assert "Ana Quill" in house.state(alice)["questions"][question]["text"]

    def test_they_go_when_the_meeting_is_forgotten(self, house, organiser):
        house.do(organiser, "meeting.lists", names=["Zanzibar"])
        house.do(organiser, "meeting.forget")
        assert self.kept(house) == {}
