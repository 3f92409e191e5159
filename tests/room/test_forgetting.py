"""Forgetting: when the key goes, what goes with it, and what stands."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from facilitation.db import reading, writing
from facilitation.models import Entry, Meeting
from facilitation.models.columns import now
from facilitation.room import forgetting
from facilitation.room.joining import TakeSeat
from tests.adversary import Adversary
from tests.witness import everything_in, nothing_changes, question_of, queued_together, refused


def later(monkeypatch, minutes):
    """Let the rule take it to be so many minutes later."""
    monkeypatch.setattr(forgetting, "now", lambda: now() + timedelta(minutes=minutes))
    monkeypatch.setattr("facilitation.engine.watch.now", lambda: now() + timedelta(minutes=minutes))


def long_look(house):
    """One of the server's looks that sees abandoned meetings as well."""
    house.engine.watch._looks = 0
    house.engine.watch.look()
    house.settle()


def rows(house, table):
    return everything_in(house.engine)[table]


def forgotten_at(house, moderator):
    return house.state(moderator)["meeting"]["forgotten_at"]


def sent_in(house):
    """What participants sent, and when, as the timeline has it."""
    with reading(house.engine.database) as db:
        sent = select(Entry.what, Entry.at).where(Entry.role == "participant").order_by(Entry.id)
        return [tuple(row) for row in db.execute(sent)]


class TestByItself:
    def test_after_the_meetings_own_minutes(self, house, moderator, alice, monkeypatch):
        house.do(moderator, "meeting.end")
        later(monkeypatch, 14)
        house.engine.watch.look()
        house.settle()
        assert forgotten_at(house, moderator) is None
        house.engine.seated(house.code, house.tokens[alice.seat_id])
        later(monkeypatch, 16)
        house.engine.watch.look()
        house.settle()
        assert forgotten_at(house, moderator)
        with refused("seat.unknown"):
            house.engine.seated(house.code, house.tokens[alice.seat_id])

    def test_not_while_it_goes_on(self, house, moderator, alice, monkeypatch):
        later(monkeypatch, 10_000)
        house.engine.watch.look()
        house.settle()
        assert forgotten_at(house, moderator) is None

    def test_not_where_a_hasty_end_was_undone_meanwhile(self, house, moderator, alice, monkeypatch):
        house.do(moderator, "meeting.end")
        later(monkeypatch, 16)
        with_due = forgetting.due
        monkeypatch.setattr("facilitation.engine.watch.forgetting.due", lambda db, at: [alice.meeting_id])
        house.do(moderator, "meeting.open")
        monkeypatch.setattr(forgetting, "due", with_due)
        house.engine._forget([alice.meeting_id])
        house.settle()
        assert forgotten_at(house, moderator) is None

    def test_at_once_where_that_is_how_it_was_made(self, house, moderator, alice):
        """Not a second later: the server may be switched off."""
        house.do(moderator, "meeting.settings", forget_after=0)
        house.do(moderator, "meeting.end")
        assert forgotten_at(house, moderator)
        with refused("seat.unknown"):
            house.engine.seated(house.code, house.tokens[alice.seat_id])

    def test_where_nobody_ends_it_and_nothing_happens_for_three_days(self, house, moderator, alice, monkeypatch):
        house.ask(alice)
        later(monkeypatch, 3 * 24 * 60 - 5)
        long_look(house)
        assert house.state(moderator)["meeting"]["state"] == "open"
        later(monkeypatch, 3 * 24 * 60 + 5)
        long_look(house)
        assert house.state(moderator)["meeting"]["state"] == "ended"

    def test_one_that_is_only_prepared_waits(self, house, moderator, monkeypatch):
        played = house.seat("participant", rehearsal=True)
        house.ask(played)
        house.do(moderator, "item.add", title="One more")
        house.do(moderator, "meeting.pause")
        later(monkeypatch, 100 * 24 * 60)
        long_look(house)
        assert house.state(moderator)["meeting"]["state"] == "paused"

    @pytest.mark.parametrize("days, state", [(97, "open"), (96, "ended")])
    def test_one_that_was_tried_out_waits_for_its_day(self, house, moderator, alice, monkeypatch, days, state):
        house.ask(alice)
        with writing(house.engine.database) as db:
            meeting = db.get_one(Meeting, alice.meeting_id)
            meeting.programme = meeting.programme | {"date": (now() + timedelta(days=days)).date().isoformat()}
            db.commit()
        later(monkeypatch, 100 * 24 * 60)
        long_look(house)
        assert house.state(moderator)["meeting"]["state"] == state

    def test_the_minutes_can_only_become_less(self, house, moderator):
        house.do(moderator, "meeting.settings", forget_after=5)
        for wish, limit in ((6, 5), (-1, 5)):
            with refused("meeting.bad_minutes", limit=limit):
                house.do(moderator, "meeting.settings", forget_after=wish)
        house.do(moderator, "meeting.settings", forget_after=0)


class TestAtOnesWord:
    def test_it_ends_the_meeting(self, house, moderator, alice):
        house.do(moderator, "meeting.forget")
        assert house.state(moderator)["meeting"]["state"] == "ended"
        assert forgotten_at(house, moderator)

    def test_twice_is_fine(self, house, moderator):
        house.do(moderator, "meeting.forget")
        with nothing_changes(house.engine):
            house.do(moderator, "meeting.forget")

    def test_sockets_of_participants_are_closed_and_the_teams_stay(self, house, moderator, alice):
        cut = []
        house.engine.teller._cut = cut.extend
        house.engine.presence.came("a phone", alice)
        house.engine.presence.came("a desk", moderator)
        house.do(moderator, "meeting.forget")
        house.settle()
        assert cut == ["a phone"]


class TestWhatGoes:
    @pytest.fixture
    def over(self, house, moderator, organiser, alice, bob):
        """A meeting that was asked in, and is over: question by what became of it."""
        asked = {
            "open": house.open_question(alice, moderator, "Who pays for it?"),
            "waiting": house.ask(alice, "Who waits?"),
            "declined": house.ask(alice, "Who lives at 4 Hidden Street?", name_="Anna"),
        }
        house.do(moderator, "question.decline", question=asked["declined"], reason="It names a home")
        house.do(bob, "vote.cast", question=asked["open"], value=1)
        house.do(organiser, "ticket.add", count=3)
        house.do(moderator, "meeting.forget")
        house.settle()
        return asked

    def test_seats_votes_receipts_and_codes(self, house, over, moderator, organiser):
        seats = everything_in(house.engine)["seats"]
        assert {row[0] for row in seats} == {moderator.seat_id, organiser.seat_id}
        assert rows(house, "votes") == rows(house, "tickets") == []
        tables = Adversary(house.engine, []).tables
        assert tables["receipts"] == []
        assert {
            (asked["seat_id"], asked["author_digest"], asked["author_revision"]) for asked in tables["questions"]
        } == {(None, None, 0)}

    def test_lists_and_the_name_of_the_form_that_made_it(self, house, organiser, moderator):
        with writing(house.engine.database) as db:
            db.get_one(Meeting, organiser.meeting_id).made_by = "form-1"
            db.commit()
        house.do(organiser, "meeting.lists", names=["Anna Petrova"])
        house.do(moderator, "meeting.forget")
        (meeting,) = Adversary(house.engine, []).tables["meetings"]
        assert (meeting["lists"], meeting["made_by"], meeting["key"]) == ({}, None, None)
        assert "Anna Petrova" not in repr(meeting)

    def test_support_and_what_was_asked_stand(self, house, over, moderator):
        question = question_of(house.state(moderator), over["open"])
        assert (question["text"], question["score"], question["group"]) == ("Who pays for it?", 1, "civil-society")
        assert question_of(house.state(moderator), over["waiting"])["text"] == "Who waits?"

    def test_so_does_what_only_the_team_has_seen_and_that_a_listed_name_stood_there(
        self, house, moderator, organiser, alice
    ):
        """As the threat model and the page with the button say."""
        house.do(organiser, "meeting.lists", names=["Anna Petrova"])
        waiting, joined = house.ask(alice, "Where is Anna Petrova?"), house.ask(alice, "Who waits?")
        house.do(moderator, "question.merge", from_=joined, into=waiting)
        house.do(moderator, "meeting.forget")
        kept = [question_of(house.state(moderator), question) for question in (waiting, joined)]
        assert [(question["state"], question["text"]) for question in kept] == [
            ("waiting", "Where is Anna Petrova?"), ("merged", "Who waits?"),
        ]  # fmt: skip
        assert kept[0]["marks"] == [[9, 21, "name"]]

    def test_declined_words_go_and_it_stays_declined(self, house, over, moderator):
        question = question_of(house.state(moderator), over["declined"])
        assert (question["state"], question["text"], question["reason"], question.get("name")) == (
            "declined", "", None, None,
        )  # fmt: skip

    def test_what_was_answered_to_it_goes_as_well(self, house, alice, moderator):
        question = house.ask(alice, "Who lives there?")
        house.do(moderator, "question.reply", question=question, text="She lives at 4 Hidden Street")
        house.do(moderator, "question.decline", question=question)
        assert "Hidden Street" in repr(everything_in(house.engine))
        house.do(moderator, "meeting.forget")
        assert question_of(house.state(moderator), question)["replies"] == []
        assert "Hidden Street" not in repr(everything_in(house.engine))

    def test_the_second_at_which_anything_was_sent(self, house, alice, moderator):
        corrected, withdrawn = house.ask(alice), house.ask(alice, "Another?")
        house.do(alice, "question.edit", question=corrected, text="Corrected")
        house.do(alice, "question.withdraw", question=withdrawn)
        before = sent_in(house)
        assert [what for what, _at in before] == ["question.ask"] * 2 + ["question.edit", "question.withdraw"]
        assert any(at.second or at.microsecond for _what, at in before)
        house.do(moderator, "meeting.forget")
        assert sent_in(house) == [(what, at.replace(second=0, microsecond=0)) for what, at in before]

    def test_but_not_when_a_question_came_on_the_list(self, house, over, moderator):
        asked = {row["id"]: row for row in Adversary(house.engine, []).tables["questions"]}
        assert asked[over["open"]]["at"] == asked[over["open"]]["published_at"]
        for never in ("waiting", "declined"):
            at = asked[over[never]]["at"]
            assert (at.second, at.microsecond) == (0, 0)

    def test_the_teams_state_is_what_its_pulses_told(self, house, over, moderator):
        pulses = [message for room, event, message in house.sent if event == "pulse" and room.endswith("team")]
        assert pulses[-1]["set"]["questions"][over["declined"]]["text"] == ""
        assert pulses[-1]["set"]["meeting"]["forgotten_at"]

    def test_nobody_can_join_any_more(self, house, over):
        with refused("meeting.ended"):
            house.engine.take_seat(house.code, TakeSeat())

    def test_the_team_comes_in_to_read(self, house, over):
        assert house.seat("rapporteur").role == "rapporteur"


class TestWhichSeatDidWhat:
    """A receipt joins a seat, and so the name of its link, with a revision: in the timeline's order, with an act."""

    def receipts(self, house):
        return {(row["seat_id"], row["command_id"]) for row in Adversary(house.engine, []).tables["receipts"]}

    @pytest.fixture
    def decided(self, house, moderator, alice):
        """A question that the moderator approved, a rapporteur answered and the moderator declined after all."""
        question = house.ask(alice, id="asked")
        house.do(moderator, "question.approve", question=question, id="approved")
        house.do(house.seat("rapporteur"), "question.reply", question=question, text="By law.", id="answered")
        house.do(moderator, "question.decline", question=question, id="declined")
        assert {name for _seat, name in self.receipts(house)} == {"asked", "approved", "answered", "declined"}
        return question

    def test_nothing_tells_but_for_the_act_that_forgets(self, house, moderator, decided):
        first = house.do(moderator, "meeting.forget", id="forgotten")
        assert self.receipts(house) == {(moderator.seat_id, "forgotten")}
        with nothing_changes(house.engine):
            assert house.do(moderator, "meeting.forget", id="forgotten") == first

    def test_nor_where_the_end_forgets(self, house, moderator, decided):
        house.do(moderator, "meeting.settings", forget_after=0, id="set")
        first = house.do(moderator, "meeting.end", id="ended")
        assert self.receipts(house) == {(moderator.seat_id, "ended")}
        assert house.do(moderator, "meeting.end", id="ended") == first

    def test_nor_where_it_happens_by_itself(self, house, moderator, decided, monkeypatch):
        house.do(moderator, "meeting.end", id="ended")
        later(monkeypatch, 16)
        house.engine.watch.look()
        house.settle()
        assert forgotten_at(house, moderator)
        assert self.receipts(house) == set()

    def test_nor_of_what_is_written_in_the_same_moment(self, house, moderator, organiser, decided):
        reopen = {"question": decided, "id": "reopened"}
        calls = (
            (moderator, "question.reopen", reopen),
            (organiser, "question.erase", {"question": house.ask(house.seat()), "id": "erased"}),
            (organiser, "meeting.forget", {"id": "forgotten"}),
            (moderator, "question.reopen", reopen),
        )
        perform = house.engine.perform
        answers = queued_together(house.engine.writer, [partial(perform, *call) for call in calls])
        assert [answer["ok"] for answer in answers] == [True] * 4
        assert self.receipts(house) == {(organiser.seat_id, "forgotten")}

    def test_another_meetings_stay(self, house, moderator, stranger, decided):
        house.do(stranger, "meeting.pause", id="paused")
        house.do(moderator, "meeting.forget")
        assert self.receipts(house) == {(stranger.seat_id, "paused")}

    def test_what_the_organiser_sees_of_links_stays(self, house, moderator, organiser, decided):
        def links():
            return [(row["role"], row["name"], row["used_at"]) for row in Adversary(house.engine, []).tables["links"]]

        before = links()
        house.do(organiser, "meeting.forget")
        assert links() == before and any(used for _role, _name, used in before)


class TestAfterwards:
    @pytest.mark.parametrize(
        ("name", "payload"),
        [
            ("meeting.open", {}),
            ("meeting.settings", {"asking": False}),
            ("question.reopen", {"question": "open"}),
            ("question.answer", {"question": "open"}),
            ("rehearsal.wipe", {}),
        ],
    )
    def test_nothing_changes_any_more(self, house, moderator, alice, name, payload):
        question = house.open_question(alice, moderator)
        house.do(moderator, "meeting.forget")
        payload = {key: question if value == "open" else value for key, value in payload.items()}
        with nothing_changes(house.engine), refused("meeting.forgotten"):
            house.do(moderator, name, **payload)

    def test_but_words_can_still_be_deleted(self, house, moderator, alice):
        question = house.open_question(alice, moderator, "Who named a name?")
        house.do(moderator, "meeting.forget")
        house.do(moderator, "question.erase", question=question)
        assert question_of(house.state(moderator), question)["text"] == ""


def test_what_a_rehearsal_voted_is_counted_out_before_its_votes_go(house, moderator, alice, bob):
    question = house.open_question(alice, moderator)
    played = house.seat(rehearsal=True)
    for voter in (bob, played):
        house.do(voter, "vote.cast", question=question, value=1)
    house.do(moderator, "meeting.forget")
    house.settle()
    assert question_of(house.state(moderator), question)["score"] == 1


def test_erased_words_leave_at_once(house, moderator, alice):
    question = house.open_question(alice, moderator, "Where does she live?")
    house.do(alice, "question.ask", text="Another one")
    house.do(moderator, "question.erase", question=question)
    seen = question_of(house.state(moderator), question)
    assert (seen["text"], seen["state"]) == ("", "withdrawn")
    assert house.mine(alice)[question]["text"] == ""
    assert question_of(house.state(alice), question) is None
    with nothing_changes(house.engine):
        house.do(moderator, "question.erase", question=question)
