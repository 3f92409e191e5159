"""Written answers."""

from __future__ import annotations

import pytest

from tests.witness import nothing_changes, question_of, refused


@pytest.mark.parametrize("role", ["moderator", "rapporteur", "interpreter"])
def test_the_team_answers_and_whoever_sees_the_question_sees_the_answer(house, alice, bob, moderator, role):
    question = house.open_question(alice, moderator)
    house.do(house.seat(role), "question.reply", question=question, text="See\r\npage 4\u202e")
    for replies in (question_of(house.state(bob), question)["replies"], house.mine(alice)[question]["replies"]):
        assert [(reply["text"], reply["role"]) for reply in replies] == [("See\npage 4", role)]
        assert set(replies[0]) == {"text", "at", "role"}


def test_a_waiting_question_is_answered_to_its_author_alone(house, alice, bob, moderator):
    question = house.ask(alice)
    house.do(moderator, "question.reply", question=question, text="Please ask this in the next session.")
    assert len(house.mine(alice)[question]["replies"]) == 1
    assert question_of(house.state(bob), question) is None


def test_answers_stand_in_the_order_in_which_they_were_written(house, alice, moderator):
    question = house.open_question(alice, moderator)
    for text in ("One", "Two", "Three"):
        house.do(moderator, "question.reply", question=question, text=text)
    assert [reply["text"] for reply in house.mine(alice)[question]["replies"]] == ["One", "Two", "Three"]


@pytest.mark.parametrize("decision", ["answer", "archive", "highlight"])
def test_whatever_is_public_can_be_answered(house, alice, moderator, decision):
    question = house.open_question(alice, moderator)
    house.do(moderator, f"question.{decision}", question=question)
    assert house.do(moderator, "question.reply", question=question, text="Yes.")["ok"]


def test_what_was_declined_withdrawn_or_joined_is_not_answered(house, alice, moderator, engine):
    declined, withdrawn, merged = (house.ask(alice, f"Question {n}?") for n in range(3))
    house.do(moderator, "question.decline", question=declined)
    house.do(alice, "question.withdraw", question=withdrawn)
    house.do(moderator, "question.merge", from_=merged, into=house.open_question(alice, moderator))
    for question, state in ((declined, "declined"), (withdrawn, "withdrawn"), (merged, "merged")):
        with nothing_changes(engine), refused("question.wrong_state", state=state):
            house.do(moderator, "question.reply", question=question, text="Yes.")


def test_an_answer_has_bounds(house, alice, moderator, engine):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.reply", question=question, text="é" * 2_000)
    for text, code in (("é" * 2_001, "reply.too_long"), (" ", "reply.empty")):
        with nothing_changes(engine), refused(code):
            house.do(moderator, "question.reply", question=question, text=text)


def test_a_question_holds_twenty_answers(house, alice, moderator, engine):
    question = house.open_question(alice, moderator)
    for _ in range(20):
        house.do(moderator, "question.reply", question=question, text="Yes.")
    with nothing_changes(engine), refused("reply.too_many", limit=20):
        house.do(moderator, "question.reply", question=question, text="Yes.")


def test_another_meetings_question_is_unknown(house, alice, moderator, stranger, engine):
    question = house.open_question(alice, moderator)
    with nothing_changes(engine), refused("question.unknown"):
        house.do(stranger, "question.reply", question=question, text="Yes.")
