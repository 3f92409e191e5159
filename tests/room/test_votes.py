"""Support: one seat, one question, one vote, counted from rows."""

from __future__ import annotations

import pytest

from tests.witness import everything_in, nothing_changes, question_of, refused


@pytest.fixture
def question(house, alice, moderator):
    """Alice's question, on the list."""
    return house.open_question(alice, moderator)


def score(house, actor, question):
    return question_of(house.state(actor), question)["score"]


def votes_of(house, actor):
    return house.engine.join(actor)["you"]["mine"]["votes"]


def test_a_vote_counts_one(house, bob, question):
    answer = house.do(bob, "vote.cast", question=question, value=1)
    assert (answer["question"], answer["value"]) == (question, 1)
    assert score(house, bob, question) == 1
    assert votes_of(house, bob) == [question]


def test_voting_again_changes_nothing(house, bob, question, engine):
    house.do(bob, "vote.cast", question=question, value=1)
    with nothing_changes(engine):
        house.do(bob, "vote.cast", question=question, value=1)


def test_support_can_be_taken_back_and_given_again(house, bob, question):
    for value in (1, 0, 0, 1, 0):
        house.do(bob, "vote.cast", question=question, value=value)
        assert score(house, bob, question) == value
        assert votes_of(house, bob) == [question] * value


def test_everybody_counts_once(house, question, engine):
    voters = [house.seat() for _ in range(5)]
    for voter in voters + voters:
        house.do(voter, "vote.cast", question=question, value=1)
    assert score(house, voters[0], question) == 5
    assert len(everything_in(engine)["votes"]) == 5


def test_each_is_told_of_their_own_alone(house, bob, moderator, question):
    other, voter = house.open_question(house.seat(), moderator), house.seat()
    house.do(bob, "vote.cast", question=question, value=1)
    house.do(voter, "vote.cast", question=other, value=1)
    assert (votes_of(house, bob), votes_of(house, voter)) == ([question], [other])


def test_what_is_highlighted_can_still_be_supported(house, bob, moderator, question):
    house.do(moderator, "question.highlight", question=question)
    house.do(bob, "vote.cast", question=question, value=1)
    assert score(house, bob, question) == 1


def test_ones_own_has_ones_support_already(house, alice, question, engine):
    for value in (0, 1):
        with nothing_changes(engine), refused("vote.own"):
            house.do(alice, "vote.cast", question=question, value=value)


@pytest.mark.parametrize("decision", ["answer", "archive"])
def test_what_is_done_with_is_closed(house, bob, moderator, question, engine, decision):
    house.do(bob, "vote.cast", question=question, value=1)
    house.do(moderator, f"question.{decision}", question=question)
    with nothing_changes(engine), refused("vote.closed"):
        house.do(bob, "vote.cast", question=question, value=0)


def test_what_is_not_public_does_not_exist_for_a_voter(house, alice, bob, moderator, engine):
    waiting, declined, withdrawn, merged = (house.ask(alice, f"Question {n}?") for n in range(4))
    house.do(moderator, "question.decline", question=declined)
    house.do(alice, "question.withdraw", question=withdrawn)
    house.do(moderator, "question.merge", from_=merged, into=house.open_question(alice, moderator))
    for hidden in (waiting, declined, withdrawn, merged, "nothing", ""):
        with nothing_changes(engine), refused("question.unknown"):
            house.do(bob, "vote.cast", question=hidden, value=1)


@pytest.mark.parametrize(
    ("command", "payload", "code"),
    [
        ("meeting.pause", {}, "meeting.paused"),
        ("meeting.end", {}, "meeting.ended"),
        ("meeting.settings", {"voting": False}, "meeting.voting_off"),
    ],
)
def test_not_while_nobody_may_vote(house, bob, moderator, question, engine, command, payload, code):
    house.do(moderator, command, **payload)
    with nothing_changes(engine), refused(code):
        house.do(bob, "vote.cast", question=question, value=1)


@pytest.mark.parametrize("value", [2, -1, 1.5, True, "1", None])
def test_a_vote_is_one_or_nothing(house, bob, question, engine, value):
    with nothing_changes(engine), refused("payload.invalid", field="value"):
        house.do(bob, "vote.cast", question=question, value=value)


def test_another_meetings_question_is_unknown(house, engine, question, stranger):
    from facilitation.room.joining import TakeSeat

    other = next(row[1] for row in everything_in(engine)["meetings"] if row[1] != house.code)
    token, _role = engine.take_seat(other, TakeSeat())
    with nothing_changes(engine), refused("question.unknown"):
        house.do(engine.seated(other, token), "vote.cast", question=question, value=1)


def test_the_database_itself_takes_no_second_vote(house, bob, question, engine):
    from sqlalchemy import insert
    from sqlalchemy.exc import IntegrityError

    from facilitation.db import writing
    from facilitation.models import Vote

    house.do(bob, "vote.cast", question=question, value=1)
    again = insert(Vote).values(question_id=question, seat_id=bob.seat_id, via_id=question)
    with writing(engine.database) as db, pytest.raises(IntegrityError):
        db.execute(again)


def test_nor_two_that_are_given_at_the_same_moment(bob, question, engine):
    """Whatever the rules above it do: of two transactions that overlap, the database lets one commit."""
    import threading

    from sqlalchemy import insert
    from sqlalchemy.exc import IntegrityError

    from facilitation.db import writing
    from facilitation.models import Vote

    both, outcomes = threading.Barrier(2), []

    def vote():
        both.wait()
        try:
            with writing(engine.database) as db:
                db.execute(insert(Vote).values(question_id=question, seat_id=bob.seat_id, via_id=question))
                db.commit()
        except IntegrityError:
            outcomes.append("refused")
        else:
            outcomes.append("done")

    threads = [threading.Thread(target=vote) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert len(everything_in(engine)["votes"]) == 1


def test_other_pages_of_the_same_seat_hear_of_a_vote(house, moderator, alice, bob):
    question = house.open_question(alice, moderator)
    house.settle()
    house.sent.clear()
    for value in (1, 1, 0):
        house.do(bob, "vote.cast", question=question, value=value)
    house.settle()
    told = [payload["set"]["votes"] for room, _event, payload in house.sent if room == f"seat:{bob.seat_id}"]
    assert told == [{question: 1}, {question: 0}]
