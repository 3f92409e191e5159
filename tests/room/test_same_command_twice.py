"""A command carries an id that its sender made: sent again, it gives the first answer and does nothing."""

from __future__ import annotations

from functools import partial

import pytest

from facilitation.errors import Refused
from tests.witness import everything_in, nothing_changes, question_of, queued_together, refused


def at_once(house, *calls):
    """Queue commands so that they share one transaction; their answers in order."""

    def ask(actor, name, payload):
        try:
            return house.engine.perform(actor, name, payload)
        except Refused as refusal:
            return refusal.code

    return queued_together(house.engine.writer, [partial(ask, *call) for call in calls])


def test_sent_again_it_is_done_once(house, alice, engine):
    first = house.do(alice, "question.ask", text="Why?", id="a1")
    with nothing_changes(engine):
        assert house.do(alice, "question.ask", text="Why?", id="a1") == first


def test_twice_in_one_batch_it_is_done_once(house, alice, engine):
    ask = (alice, "question.ask", {"text": "Why?", "id": "a1"})
    first, second, third = at_once(house, ask, ask, ask)
    assert first == second == third and first["ok"]
    assert len(everything_in(engine)["questions"]) == 1


def test_the_first_answer_stays_whatever_happened_since(house, alice, moderator):
    first = house.do(alice, "question.ask", text="Why?", id="a1")
    house.do(moderator, "meeting.end")
    assert house.do(alice, "question.ask", text="Why?", id="a1") == first


def test_the_first_answer_stays_where_the_command_itself_forbade_the_next(house, moderator, engine):
    """The answer to the end was lost, and with it the meeting forgot who was there."""
    house.do(moderator, "meeting.settings", forget_after=0)
    first = house.do(moderator, "meeting.end", id="a1")
    with nothing_changes(engine):
        assert house.do(moderator, "meeting.end", id="a1") == first
    with refused("meeting.forgotten"):
        house.do(moderator, "meeting.end", id="a2")


def test_the_same_id_from_another_seat_is_another_command(house, alice, bob, engine):
    ask = {"text": "Why?", "id": "a1"}
    answers = at_once(house, (alice, "question.ask", ask), (bob, "question.ask", ask))
    assert answers[0]["question"] != answers[1]["question"]
    assert len(everything_in(engine)["questions"]) == 2


def test_a_refusal_is_not_kept_and_a_repeat_is_judged_afresh(house, alice, moderator):
    house.do(moderator, "meeting.pause")
    with refused("meeting.paused"):
        house.do(alice, "question.ask", text="Why?", id="a1")
    house.do(moderator, "meeting.open")
    assert house.do(alice, "question.ask", text="Why?", id="a1")["ok"]


def test_one_refusal_in_a_batch_spoils_nobody_elses(house, alice, bob, moderator):
    question = house.open_question(alice, moderator)
    vote = {"question": question, "value": 1}
    answers = at_once(
        house,
        (alice, "vote.cast", vote | {"id": "v"}),
        (bob, "vote.cast", vote | {"id": "v"}),
        (bob, "question.ask", {"text": "x" * 501}),
        (house.seat(), "vote.cast", vote),
    )
    assert answers[0] == "vote.own" and answers[2] == "question.too_long"
    assert answers[1]["ok"] and answers[3]["ok"]
    assert question_of(house.state(bob), question)["score"] == 2


def test_many_votes_at_once_are_counted_once_each(house, alice, moderator):
    question = house.open_question(alice, moderator)
    voters = [house.seat() for _ in range(5)]
    vote = {"question": question, "value": 1}
    answers = at_once(house, *((voter, "vote.cast", vote | {"id": f"v{n}"}) for n in range(2) for voter in voters))
    assert [answer["ok"] for answer in answers] == [True] * 10
    assert question_of(house.state(alice), question)["score"] == 5


def test_merge_and_vote_in_one_batch_count_nothing_twice(house, alice, bob, moderator):
    first, second = house.open_question(alice, moderator), house.open_question(alice, moderator)
    merge = {"from": first, "into": second, "id": "m"}
    answers = at_once(
        house,
        (bob, "vote.cast", {"question": first, "value": 1}),
        (bob, "vote.cast", {"question": second, "value": 1}),
        (moderator, "question.merge", merge),
        (moderator, "question.merge", merge),
    )
    assert [answer["ok"] for answer in answers] == [True] * 4
    assert question_of(house.state(bob), second)["score"] == 1


@pytest.mark.parametrize("command_id", ["", "x" * 65, "a b", "a/b", "é", 5, ["a"], {}, True, "\ud800", "a\n"])
def test_an_id_is_a_short_word(house, alice, engine, command_id):
    with nothing_changes(engine), refused("payload.invalid", field="id"):
        house.do(alice, "question.ask", text="Why?", id=command_id)


@pytest.mark.parametrize("command_id", [None, "a", "x" * 64, "0b6c0d8e-5d0e-4c0e-8a52-0b8d8a2f9c11", "A_b-9"])
def test_or_none_at_all(house, alice, command_id):
    assert house.do(alice, "question.ask", text="Why?", id=command_id)["ok"]


@pytest.mark.parametrize("odd", ["\ud800", "\0", "x" * 100_000, "' OR 1=1 --"])
def test_an_odd_name_of_a_question_is_merely_unknown(house, alice, bob, moderator, odd):
    """And it spoils nobody else's command in the same transaction."""
    question = house.open_question(alice, moderator)
    answers = at_once(
        house,
        (bob, "vote.cast", {"question": question, "value": 1}),
        (bob, "vote.cast", {"question": odd, "value": 1}),
        (bob, "question.ask", {"text": "Why?", "item": odd}),
    )
    assert answers[0]["ok"]
    assert answers[1:] == ["question.unknown", "item.unknown"]
