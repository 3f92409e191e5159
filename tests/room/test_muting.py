"""Muting whoever asked a question, without learning what else they asked; and what they say to that."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from facilitation.engine.pulse import room_of_seat
from facilitation.models import Question
from tests.witness import nothing_changes, question_of, refused, written

WHY = "I only asked who pays."


def standing(house, actor):
    """Whether somebody is muted, and their appeal, as they are told when they join."""
    you = house.engine.join(actor)["you"]
    return you["muted"], you["appeal"]


def seen(house, moderator, question):
    """What the desk shows of whoever asked a question."""
    view = question_of(house.state(moderator), question)
    return view["muted"], view["appeal"]


@pytest.fixture
def question(house, alice, moderator):
    """A question of alice's, through which she was muted."""
    question = house.open_question(alice, moderator)
    house.do(moderator, "seat.mute", question=question)
    return question


class TestMuted:
    def test_they_ask_nothing_more(self, house, alice, engine, question):
        with nothing_changes(engine), refused("seat.muted"):
            house.ask(alice)
        with nothing_changes(engine), refused("seat.muted"):
            house.do(alice, "question.edit", question=question, text="Other words")

    def test_they_still_vote_and_withdraw_and_their_votes_stay(self, house, alice, bob, moderator, question):
        other = house.open_question(bob, moderator)
        house.do(alice, "vote.cast", question=other, value=1)
        assert question_of(house.state(bob), other)["score"] == 1
        assert house.do(alice, "question.withdraw", question=question)["ok"]

    def test_others_ask_on(self, house, bob, question):
        assert house.ask(bob)

    def test_they_are_told_in_a_room_of_their_own(self, house, alice, moderator, question):
        house.settle()
        own = room_of_seat(alice.seat_id)
        told = [
            (room, payload) for room, event, payload in house.sent if event == "yours" and "muted" in payload["set"]
        ]
        assert told == [(own, {"set": {"muted": True, "appeal": None}})]
        assert standing(house, alice) == (True, None)

    def test_they_ask_again_when_they_may(self, house, alice, moderator, question):
        house.do(moderator, "seat.unmute", question=question)
        assert standing(house, alice) == (False, None)
        assert house.ask(alice)

    def test_nobody_else_sees_it(self, house, bob, question):
        assert not {"muted", "appeal"} & set(question_of(house.state(bob), question))
        assert standing(house, bob) == (False, None)

    def test_withdrawing_it_does_not_undo_it(self, house, alice, moderator, question):
        house.do(alice, "question.withdraw", question=question)
        assert seen(house, moderator, question) == (True, None)
        with refused("seat.muted"):
            house.ask(alice)
        house.do(moderator, "seat.unmute", question=question)
        assert house.ask(alice)

    def test_set_not_toggled(self, house, moderator, engine, question):
        with nothing_changes(engine):
            house.do(moderator, "seat.mute", question=question)
        house.do(moderator, "seat.unmute", question=question)
        with nothing_changes(engine):
            house.do(moderator, "seat.unmute", question=question)

    @pytest.mark.parametrize("command", ["seat.mute", "seat.unmute"])
    def test_another_meetings_question_is_unknown(self, house, stranger, engine, question, command):
        with nothing_changes(engine), refused("question.unknown"):
            house.do(stranger, command, question=question)


class TestNothingLinksTwoQuestions:
    """What the moderator is told of one question is the same whoever asked the other."""

    def told(self, house, moderator, first, second, *acts):
        """Everything the desk hears from these acts on two questions: answers, states, pulses."""
        heard = []
        names = {first: "first", second: "second"}
        for command, question in acts:
            house.settle()
            house.sent.clear()
            before = house.engine.join(moderator)["revision"]
            answer = house.do(moderator, command, question=question)
            house.settle()
            views = {
                names[id_]: {field: view[field] for field in ("muted", "appeal", "state", "score")}
                for id_, view in house.state(moderator)["questions"].items()
            }
            after = house.engine.join(moderator)["revision"]
            pulses = [
                (
                    payload["audience"],
                    payload["to"] - payload["from"],
                    sorted(names[id_] for id_ in payload["set"]["questions"]),
                )
                for room, event, payload in house.sent
                if event == "pulse" and room.endswith(("team", "everyone"))
            ]
            heard.append(
                (
                    answer["revision"] - before["team"],
                    sorted(answer),
                    views,
                    pulses,
                    after["team"] - before["team"],
                    after["everyone"] - before["everyone"],
                )
            )
        return heard

    @pytest.mark.parametrize(
        "acts",
        [
            ("mute first", "mute second"),
            ("mute first", "mute second", "unmute first", "unmute second"),
            ("mute first", "mute second", "mute second", "unmute second", "mute second", "unmute first"),
        ],
    )
    def test_the_same_answers_states_and_pulses(self, house, alice, bob, moderator, acts):
        heard = []
        for author in (alice, bob):  # of the first question: once the author of the second, once another
            first, second = house.open_question(author, moderator), house.open_question(bob, moderator)
            order = [(f"seat.{act.split()[0]}", first if act.endswith("first") else second) for act in acts]
            heard.append(self.told(house, moderator, first, second, *order))
            for question in (first, second):
                house.do(moderator, "seat.unmute", question=question)
                house.do(moderator, "question.erase", question=question)
            house.do(moderator, "rehearsal.wipe")
            self.forget(house, moderator)
        assert heard[0] == heard[1]

    def forget(self, house, moderator):
        """So that the next pair is the only one in the state."""
        written(house, delete(Question), meetings=[moderator.meeting_id])
        house.engine.teller.forget(moderator.meeting_id)

    def test_they_may_ask_only_when_none_of_theirs_is_muted(self, house, alice, moderator):
        first, second = house.open_question(alice, moderator), house.open_question(alice, moderator)
        for question in (first, second):
            house.do(moderator, "seat.mute", question=question)
        house.do(moderator, "seat.unmute", question=first)
        assert (seen(house, moderator, first), seen(house, moderator, second)) == ((False, None), (True, None))
        with refused("seat.muted"):
            house.ask(alice)
        house.do(moderator, "seat.unmute", question=second)
        assert house.ask(alice)


class TestAppeals:
    def test_it_stands_with_the_question(self, house, alice, bob, moderator, question):
        house.do(alice, "seat.appeal", text=f"  {WHY}\u202e ")
        assert seen(house, moderator, question) == (True, WHY)
        assert standing(house, alice) == (True, WHY)
        assert WHY not in str(house.state(bob))

    def test_with_the_latest_alone_where_there_are_several(self, house, alice, moderator, question):
        later = house.open_question(house.seat(), moderator)
        house.do(moderator, "seat.unmute", question=question)
        second = house.open_question(alice, moderator)
        house.do(moderator, "seat.mute", question=second)
        house.do(moderator, "seat.mute", question=question)
        house.do(alice, "seat.appeal", text=WHY)
        assert [seen(house, moderator, each)[1] for each in (question, second, later)] == [WHY, None, None]

    def test_when_that_one_is_answered_the_next_goes_with_the_other(self, house, alice, moderator, question):
        house.do(moderator, "seat.unmute", question=question)
        second = house.open_question(alice, moderator)
        for each in (question, second):
            house.do(moderator, "seat.mute", question=each)
        house.do(alice, "seat.appeal", text=WHY)
        house.do(moderator, "seat.unmute", question=second)
        assert standing(house, alice) == (True, None)
        house.do(alice, "seat.appeal", text="And this?")
        assert seen(house, moderator, question) == (True, "And this?")

    def test_one_at_a_time(self, house, alice, engine, question):
        house.do(alice, "seat.appeal", text=WHY)
        with nothing_changes(engine), refused("appeal.waiting"):
            house.do(alice, "seat.appeal", text="And another thing")

    @pytest.mark.parametrize("answer", ["seat.unmute", "seat.mute"])
    def test_unmuting_answers_it_and_so_does_muting_again(self, house, alice, moderator, question, answer):
        house.do(alice, "seat.appeal", text=WHY)
        house.sent.clear()
        house.do(moderator, answer, question=question)
        house.settle()
        muted = answer == "seat.mute"
        assert seen(house, moderator, question) == (muted, None)
        assert {"set": {"muted": muted, "appeal": None}} in [payload for _room, _event, payload in house.sent]

    @pytest.mark.parametrize("gone", ["question.withdraw", "question.erase"])
    def test_it_goes_with_the_questions_words(self, house, alice, moderator, question, gone):
        house.do(alice, "seat.appeal", text=WHY)
        house.do(alice if gone == "question.withdraw" else moderator, gone, question=question)
        assert seen(house, moderator, question) == (True, None)
        house.do(alice, "seat.appeal", text="Still?")
        assert seen(house, moderator, question) == (True, "Still?")

    def test_only_who_is_muted(self, house, bob, engine, question):
        with nothing_changes(engine), refused("seat.not_muted"):
            house.do(bob, "seat.appeal", text=WHY)

    def test_three_hundred_characters_and_not_none(self, house, alice, engine, question):
        for text, code in (("é" * 301, "appeal.too_long"), (" \u200b", "appeal.empty")):
            with nothing_changes(engine), refused(code):
                house.do(alice, "seat.appeal", text=text)
        house.do(alice, "seat.appeal", text="é" * 300)

    def test_also_during_a_pause(self, house, alice, moderator, question):
        house.do(moderator, "meeting.pause")
        assert house.do(alice, "seat.appeal", text=WHY)["ok"]

    def test_forgetting_deletes_it(self, house, alice, moderator, question):
        house.do(alice, "seat.appeal", text=WHY)
        house.do(moderator, "meeting.forget")
        assert seen(house, moderator, question) == (False, None)
