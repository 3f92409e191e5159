"""Asking, correcting and withdrawing one's own question."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.witness import everything_in, nothing_changes, question_of, refused

WORDS = "Who protects the protectors?"


def own(house, author, question):
    """A question as its author sees it."""
    return house.mine(author)[question]


class TestAsking:
    def test_it_waits_for_review_and_only_the_team_sees_it(self, house, alice, bob, moderator):
        answer = house.do(alice, "question.ask", text=WORDS)
        assert answer["ok"] and answer["state"] == "waiting"
        assert question_of(house.state(moderator), answer["question"])["state"] == "waiting"
        assert question_of(house.state(bob), answer["question"]) is None

    def test_the_author_follows_it(self, house, alice, bob):
        question = house.ask(alice, WORDS)
        assert house.mine(alice)[question]["state"] == "waiting"
        assert house.mine(bob) == {}

    def test_without_review_it_is_on_the_list_at_once(self, house, alice, bob, moderator):
        house.do(moderator, "meeting.settings", premoderation=False)
        answer = house.do(alice, "question.ask", text=WORDS)
        assert answer["state"] == "open"
        assert question_of(house.state(bob), answer["question"])["text"] == WORDS

    def test_nobody_learns_who_asked(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator, WORDS)
        seen = question_of(house.state(bob), question)
        assert set(seen) == {"id", "text", "language", "item", "state", "score", "at", "replies", "revision"}
        teams = question_of(house.state(moderator), question)
        judged = {"group", "reason", "into", "rehearsal", "marks", "whole", "name_hidden", "muted", "appeal", "edition"}
        assert set(teams) == set(seen) | judged
        assert teams["group"] == "civil-society"

    def test_a_name_is_shown_where_it_was_given(self, house, alice, bob, moderator):
        question = house.ask(alice, WORDS, name_="  Alice\nA. ")
        house.do(moderator, "question.approve", question=question)
        assert question_of(house.state(bob), question)["name"] == "Alice A."

    def test_it_belongs_to_what_is_discussed_now(self, house, alice, moderator):
        before = house.ask(alice, WORDS)
        house.do(moderator, "item.present", item="i2")
        now = house.ask(alice, WORDS)
        elsewhere = house.ask(alice, WORDS, item="i3")
        mine = house.mine(alice)
        assert [mine[question]["item"] for question in (before, now, elsewhere)] == [None, "i2", "i3"]

    def test_its_language_is_the_seats_unless_told(self, house, alice):
        assert own(house, alice, house.ask(alice, WORDS))["language"] == "en"
        assert own(house, alice, house.ask(alice, WORDS, language="ar"))["language"] == "ar"

    def test_the_moment_is_kept_to_the_millisecond_in_utc(self, house, alice):
        at = own(house, alice, house.ask(alice, WORDS))["at"]
        assert at.endswith("Z") and len(at) == len("2026-11-22T09:30:00.000Z")
        assert datetime.fromisoformat(at).tzinfo

    def test_line_breaks_are_kept_and_overrides_go(self, house, alice):
        question = house.ask(alice, "One\r\ntwo\u202e three\0")
        assert house.mine(alice)[question]["text"] == "One\ntwo three"

    def test_five_hundred_characters_fit_and_one_more_does_not(self, house, alice, engine):
        house.ask(alice, "é" * 500)
        with nothing_changes(engine), refused("question.too_long", limit=500):
            house.ask(alice, "é" * 501)

    @pytest.mark.parametrize("nothing", ["", " \n ", "\u200b"])
    def test_nothing_is_no_question(self, house, alice, engine, nothing):
        with nothing_changes(engine), refused("question.empty"):
            house.ask(alice, nothing)

    def test_a_name_is_short(self, house, alice, engine):
        with nothing_changes(engine), refused("name.too_long", limit=80):
            house.ask(alice, WORDS, name_="x" * 81)

    def test_a_blank_name_is_no_name(self, house, alice, moderator):
        house.do(moderator, "meeting.settings", names=False)
        assert own(house, alice, house.ask(alice, WORDS, name_=" "))["name"] is None

    def test_no_names_where_the_meeting_takes_none(self, house, alice, moderator, engine):
        house.do(moderator, "meeting.settings", names=False)
        with nothing_changes(engine), refused("question.names_off"):
            house.ask(alice, WORDS, name_="Alice")

    def test_an_item_that_is_not_there_is_refused(self, house, alice, moderator, engine):
        house.do(moderator, "item.remove", item="i1")
        for item in ("i1", "i99"):
            with nothing_changes(engine), refused("item.unknown"):
                house.ask(alice, WORDS, item=item)

    @pytest.mark.parametrize(
        ("command", "payload", "code"),
        [
            ("meeting.pause", {}, "meeting.paused"),
            ("meeting.end", {}, "meeting.ended"),
            ("meeting.settings", {"asking": False}, "meeting.asking_off"),
        ],
    )
    def test_not_while_nobody_may_ask(self, house, alice, moderator, engine, command, payload, code):
        house.do(moderator, command, **payload)
        with nothing_changes(engine), refused(code):
            house.ask(alice, WORDS)

    @pytest.mark.parametrize(
        "payload", [{}, {"text": 5}, {"text": None}, {"text": WORDS, "score": 99}, {"text": [WORDS]}]
    )
    def test_a_payload_of_another_shape_is_refused(self, house, alice, engine, payload):
        with nothing_changes(engine), refused("payload.invalid"):
            engine.perform(alice, "question.ask", payload)


class TestCorrecting:
    def test_a_waiting_question_gets_new_words(self, house, alice, moderator):
        question = house.ask(alice, WORDS)
        assert house.do(alice, "question.edit", question=question, text="Who pays?")["state"] == "waiting"
        assert question_of(house.state(moderator), question)["text"] == "Who pays?"

    def test_a_published_one_goes_back_to_review(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator)
        assert house.do(alice, "question.edit", question=question, text="Who pays?")["state"] == "waiting"
        assert question_of(house.state(bob), question) is None

    def test_unless_the_meeting_publishes_at_once(self, house, alice, bob, moderator):
        house.do(moderator, "meeting.settings", premoderation=False)
        question = house.ask(alice, WORDS)
        house.do(alice, "question.edit", question=question, text="Who pays?")
        assert question_of(house.state(bob), question)["text"] == "Who pays?"

    def test_the_same_words_change_nothing_and_stay_on_the_list(self, house, alice, moderator):
        question = house.open_question(alice, moderator, WORDS)
        before = house.state(moderator)
        assert house.do(alice, "question.edit", question=question, text=f" {WORDS} ")["state"] == "open"
        assert house.state(moderator) == before

    def test_not_once_somebody_supports_it(self, house, alice, bob, moderator, engine):
        question = house.open_question(alice, moderator)
        assert house.mine(alice)[question]["editable"]
        house.do(bob, "vote.cast", question=question, value=1)
        assert not house.mine(alice)[question]["editable"]
        with nothing_changes(engine), refused("question.not_editable"):
            house.do(alice, "question.edit", question=question, text="Give me money")

    def test_again_when_the_support_was_taken_back(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator)
        house.do(bob, "vote.cast", question=question, value=1)
        house.do(bob, "vote.cast", question=question, value=0)
        assert house.mine(alice)[question]["editable"]
        assert house.do(alice, "question.edit", question=question, text="Who pays?")["ok"]

    @pytest.mark.parametrize("decision", ["answer", "archive", "highlight", "decline"])
    def test_not_once_the_moderator_decided(self, house, alice, moderator, engine, decision):
        question = house.open_question(alice, moderator)
        house.do(moderator, f"question.{decision}", question=question)
        with nothing_changes(engine), refused("question.not_editable"):
            house.do(alice, "question.edit", question=question, text="Who pays?")

    def test_it_is_as_short_as_any(self, house, alice, engine):
        question = house.ask(alice, WORDS)
        for text, code in (("x" * 501, "question.too_long"), (" ", "question.empty")):
            with nothing_changes(engine), refused(code):
                house.do(alice, "question.edit", question=question, text=text)

    def test_somebody_elses_is_unknown(self, house, alice, bob, moderator, engine):
        waiting, listed = house.ask(alice, WORDS), house.open_question(alice, moderator)
        for question in (waiting, listed, "nothing"):
            with nothing_changes(engine), refused("question.unknown"):
                house.do(bob, "question.edit", question=question, text="Mine now")

    def test_not_during_a_pause(self, house, alice, moderator):
        question = house.ask(alice, WORDS)
        house.do(moderator, "meeting.pause")
        with refused("meeting.paused"):
            house.do(alice, "question.edit", question=question, text="Who pays?")


class TestWithdrawing:
    def test_the_words_leave_every_table(self, house, alice, moderator, engine):
        question = house.ask(alice, "Zanzibar papers", name_="Alice Quill")
        house.do(moderator, "question.approve", question=question)
        house.do(moderator, "question.reply", question=question, text="See annex of Zanzibar")
        assert house.do(alice, "question.withdraw", question=question)["state"] == "withdrawn"
        assert not [word for word in ("Zanzibar", "Quill") if word in repr(everything_in(engine))]

    def test_why_it_was_declined_goes_with_it(self, house, alice, moderator, engine):
        question = house.ask(alice, WORDS)
        house.do(moderator, "question.decline", question=question, reason="It names somebody of Zanzibar")
        house.do(alice, "question.withdraw", question=question)
        assert question_of(house.state(moderator), question)["reason"] is None
        assert house.mine(alice)[question]["reason"] is None
        assert "Zanzibar" not in repr(everything_in(engine))

    @pytest.mark.sqlite_alone("PostgreSQL's files are its own, and it cleans them when it likes")
    def test_the_words_leave_the_files_too(self, house, alice, moderator, tmp_path):
        question = house.open_question(alice, moderator, "Zanzibar papers")
        house.do(alice, "question.edit", question=question, text="Tanganyika papers")
        house.do(alice, "question.withdraw", question=question)
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert b"Protecting those" in kept
        assert b"Zanzibar" not in kept and b"Tanganyika" not in kept

    def test_everyone_loses_sight_of_it_and_the_team_sees_that_it_is_gone(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator)
        house.do(alice, "question.withdraw", question=question)
        assert question_of(house.state(bob), question) is None
        gone = question_of(house.state(moderator), question)
        assert (gone["state"], gone["text"], gone["replies"]) == ("withdrawn", "", [])

    def test_withdrawing_twice_is_withdrawing_once(self, house, alice, engine):
        question = house.ask(alice, WORDS)
        house.do(alice, "question.withdraw", question=question)
        with nothing_changes(engine):
            assert house.do(alice, "question.withdraw", question=question)["state"] == "withdrawn"

    def test_the_one_being_answered_leaves_the_stage(self, house, alice, moderator):
        question = house.open_question(alice, moderator)
        house.do(moderator, "question.highlight", question=question)
        house.do(alice, "question.withdraw", question=question)
        assert house.state(alice)["meeting"]["highlighted"] is None

    @pytest.mark.parametrize("moment", ["meeting.pause", "meeting.end"])
    def test_it_is_possible_at_any_time(self, house, alice, moderator, moment):
        question = house.ask(alice, WORDS)
        house.do(moderator, moment)
        assert house.do(alice, "question.withdraw", question=question)["state"] == "withdrawn"

    @pytest.mark.parametrize("decision", ["decline", "answer", "archive"])
    def test_in_any_state(self, house, alice, moderator, decision):
        question = house.open_question(alice, moderator)
        house.do(moderator, f"question.{decision}", question=question)
        house.do(alice, "question.withdraw", question=question)
        assert question_of(house.state(moderator), question)["reason"] is None

    def test_what_was_joined_with_it_goes_back_to_review(self, house, alice, bob, moderator):
        into, other = house.open_question(alice, moderator), house.open_question(bob, moderator, "The same?")
        house.do(moderator, "question.merge", from_=other, into=into)
        house.do(alice, "question.withdraw", question=into)
        assert house.mine(bob)[other]["state"] == "waiting"
        assert house.mine(bob)[other]["into"] is None

    def test_somebody_elses_is_unknown(self, house, alice, bob, moderator, stranger, engine):
        question = house.open_question(alice, moderator)
        with nothing_changes(engine), refused("question.unknown"):
            house.do(bob, "question.withdraw", question=question)
