"""The one question that is being answered now."""

from __future__ import annotations

import pytest

from tests.witness import nothing_changes, question_of, refused


def highlighted(house, actor):
    state = house.state(actor)
    shown = [question["id"] for question in state["questions"].values() if question["state"] == "highlighted"]
    assert shown == ([state["meeting"]["highlighted"]] if state["meeting"]["highlighted"] else [])
    return state["meeting"]["highlighted"]


def test_everybody_sees_what_is_being_answered(house, alice, bob, moderator):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.highlight", question=question)
    assert highlighted(house, bob) == question
    assert house.mine(alice)[question]["state"] == "highlighted"


def test_there_is_one_at_a_time_and_the_one_before_goes_back_to_the_list(house, alice, bob, moderator):
    first, second = house.open_question(alice, moderator), house.open_question(bob, moderator)
    for question in (first, second):
        house.do(moderator, "question.highlight", question=question)
    assert highlighted(house, bob) == second
    assert question_of(house.state(bob), first)["state"] == "open"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_can_be_highlighted(house, alice, moderator, engine, nothing):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.highlight", question=question)
    house.do(moderator, "question.highlight", question=nothing)
    assert highlighted(house, moderator) is None
    assert question_of(house.state(moderator), question)["state"] == "open"
    with nothing_changes(engine):
        house.do(moderator, "question.highlight", question=nothing)


def test_highlighting_the_same_again_changes_nothing(house, alice, moderator, engine):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.highlight", question=question)
    with nothing_changes(engine):
        house.do(moderator, "question.highlight", question=question)


@pytest.mark.parametrize("decision", ["answer", "archive"])
def test_what_was_done_with_can_be_taken_up_again(house, alice, moderator, decision):
    question = house.open_question(alice, moderator)
    house.do(moderator, f"question.{decision}", question=question)
    house.do(moderator, "question.highlight", question=question)
    assert highlighted(house, moderator) == question


def test_what_waits_or_was_declined_withdrawn_or_joined_is_not_shown_to_the_hall(house, alice, moderator, engine):
    shown = house.open_question(alice, moderator)
    waiting, declined, withdrawn, merged = (house.ask(alice, f"Question {n}?") for n in range(4))
    house.do(moderator, "question.decline", question=declined)
    house.do(alice, "question.withdraw", question=withdrawn)
    house.do(moderator, "question.merge", from_=merged, into=shown)
    house.do(moderator, "question.highlight", question=shown)
    for question, state in (
        (waiting, "waiting"), (declined, "declined"), (withdrawn, "withdrawn"), (merged, "merged"),
    ):  # fmt: skip
        with nothing_changes(engine), refused("question.wrong_state", state=state):
            house.do(moderator, "question.highlight", question=question)


def test_another_meetings_question_is_unknown(house, alice, moderator, stranger, engine):
    question = house.open_question(alice, moderator)
    with nothing_changes(engine), refused("question.unknown"):
        house.do(stranger, "question.highlight", question=question)


def test_one_must_say_what(house, moderator, engine):
    with nothing_changes(engine), refused("payload.invalid"):
        house.do(moderator, "question.highlight")


def test_a_question_answered_before_is_answered_again_when_it_is_lowered(house, moderator, alice):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.answer", question=question)
    house.do(moderator, "question.highlight", question=question)
    house.do(moderator, "question.highlight", question=None)
    assert house.state(alice)["questions"][question]["state"] == "answered"
