"""Joining questions that ask the same: votes of both, each seat once; lineage kept; undone by reopening."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from facilitation.db import reading
from facilitation.models import Question, Vote
from tests.witness import nothing_changes, question_of, refused


@pytest.fixture
def first(house, alice, moderator):
    """Alice's question, on the list."""
    return house.open_question(alice, moderator, "Who pays?")


@pytest.fixture
def second(house, bob, moderator):
    """Bob's question, which asks the same."""
    return house.open_question(bob, moderator, "Who bears the cost?")


@pytest.fixture
def third(house, moderator):
    """Somebody else's, the same once more."""
    return house.open_question(house.seat(), moderator, "Who foots the bill?")


def support(house, voter, *questions):
    for question in questions:
        house.do(voter, "vote.cast", question=question, value=1)


def join(house, moderator, source, into):
    return house.do(moderator, "question.merge", from_=source, into=into)


def reopen(house, moderator, question):
    house.do(moderator, "question.reopen", question=question)


def supporters(house, question):
    """The seats that support a question; the score is always their number."""
    with reading(house.engine.database) as db:
        seats = set(db.scalars(select(Vote.seat_id).where(Vote.question_id == question)))
    shown = question_of(house.state(house.seat("rapporteur")), question)
    assert shown["score"] == len(seats)
    return seats


def votes_of(house, voter):
    """What a seat that joins now is told that it supports."""
    return house.engine.join(voter)["you"]["mine"]["votes"]


def told_votes(house, voter):
    """What an open page of a seat was told of its votes, all in all: question -> value."""
    house.settle()
    told = [payload["set"].get("votes", {}) for room, _event, payload in house.sent if room == f"seat:{voter.seat_id}"]
    return {question: value for votes in told for question, value in votes.items()}


def joined_with_support(house, moderator, first, second):
    """Join two questions that three people support: who supported the first, both, and the second."""
    one, both, other = house.seat(), house.seat(), house.seat()
    support(house, one, first)
    support(house, both, first, second)
    support(house, other, second)
    join(house, moderator, first, second)
    return one, both, other


class TestJoining:
    def test_votes_of_both_each_seat_once(self, house, moderator, first, second):
        one, both, other = joined_with_support(house, moderator, first, second)
        assert supporters(house, second) == {one.seat_id, both.seat_id, other.seat_id}

    def test_the_author_of_the_other_counts_with_their_support_for_this_one(self, house, bob, moderator, first, second):
        support(house, bob, first)
        join(house, moderator, first, second)
        assert supporters(house, second) == {bob.seat_id}
        assert votes_of(house, bob) == sorted([first, second])
        assert told_votes(house, bob) == {first: 1, second: 1}

    def test_which_they_neither_give_nor_take_back_there(self, house, bob, moderator, first, second, engine):
        support(house, bob, first)
        join(house, moderator, first, second)
        for value in (0, 1):
            with nothing_changes(engine), refused("vote.own"):
                house.do(bob, "vote.cast", question=second, value=value)

    def test_the_author_of_the_joined_one_keeps_their_vote_for_the_other(self, house, alice, moderator, first, second):
        support(house, alice, second)
        join(house, moderator, first, second)
        assert supporters(house, second) == {alice.seat_id}

    def test_everyone_sees_one_question_and_the_author_learns_of_it(self, house, alice, bob, moderator, first, second):
        join(house, moderator, first, second)
        assert question_of(house.state(bob), first) is None
        assert question_of(house.state(bob), second)["state"] == "open"
        mine = house.mine(alice)[first]
        assert (mine["state"], mine["into"], mine["text"]) == ("merged", second, "Who pays?")
        teams = question_of(house.state(moderator), first)
        assert (teams["state"], teams["into"]) == ("merged", second)

    def test_the_voters_votes_move_with_it(self, house, moderator, first, second):
        voter = house.seat()
        support(house, voter, first)
        join(house, moderator, first, second)
        assert second in votes_of(house, voter)
        house.settle()
        assert (f"seat:{voter.seat_id}", "yours", {"set": {"votes": {second: 1}}}) in house.sent

    def test_joining_again_changes_nothing(self, house, moderator, first, second, engine):
        support(house, house.seat(), first)
        join(house, moderator, first, second)
        with nothing_changes(engine):
            assert join(house, moderator, first, second)["ok"]

    def test_a_waiting_one_can_be_joined(self, house, alice, moderator, second):
        waiting = house.ask(alice)
        join(house, moderator, waiting, second)
        assert house.mine(alice)[waiting]["state"] == "merged"

    def test_the_one_being_answered_leaves_the_stage(self, house, moderator, first, second):
        house.do(moderator, "question.highlight", question=first)
        join(house, moderator, first, second)
        assert house.state(moderator)["meeting"]["highlighted"] is None

    def test_the_one_that_is_being_answered_can_take_another_in(self, house, moderator, first, second):
        house.do(moderator, "question.highlight", question=second)
        join(house, moderator, first, second)
        assert house.state(moderator)["meeting"]["highlighted"] == second

    def test_not_with_itself(self, house, moderator, first, engine):
        with nothing_changes(engine), refused("question.merge_with_itself"):
            join(house, moderator, first, first)

    def test_not_in_a_circle(self, house, moderator, first, second, engine):
        join(house, moderator, first, second)
        with nothing_changes(engine), refused("question.wrong_state", state="merged"):
            join(house, moderator, second, first)

    def test_not_elsewhere_before_it_was_taken_apart(self, house, moderator, first, second, third, engine):
        join(house, moderator, first, second)
        with nothing_changes(engine), refused("question.wrong_state", state="merged"):
            join(house, moderator, first, third)

    def test_not_what_was_declined_or_withdrawn(self, house, alice, moderator, second, engine):
        declined, withdrawn = house.ask(alice), house.ask(alice)
        house.do(moderator, "question.decline", question=declined)
        house.do(alice, "question.withdraw", question=withdrawn)
        for gone, state in ((declined, "declined"), (withdrawn, "withdrawn")):
            for source, into in ((gone, second), (second, gone)):
                with nothing_changes(engine), refused("question.wrong_state", state=state):
                    join(house, moderator, source, into)

    def test_what_people_support_cannot_vanish_into_what_they_do_not_see(self, house, bob, moderator, first, engine):
        waiting = house.ask(bob)
        with nothing_changes(engine), refused("question.wrong_state", state="waiting"):
            join(house, moderator, first, waiting)

    def test_another_meetings_question_is_unknown(self, house, stranger, first, second, engine):
        with nothing_changes(engine), refused("question.unknown"):
            join(house, stranger, first, second)


class TestTakingApart:
    def test_both_have_their_own_votes_again(self, house, moderator, first, second):
        one, both, other = joined_with_support(house, moderator, first, second)
        reopen(house, moderator, first)
        assert supporters(house, first) == {one.seat_id, both.seat_id}
        assert supporters(house, second) == {both.seat_id, other.seat_id}
        house.settle()
        assert (f"seat:{one.seat_id}", "yours", {"set": {"votes": {second: 0}}}) in house.sent

    def test_who_came_back_meanwhile_knows_of_their_vote(self, house, moderator, first, second):
        voter = house.seat()
        support(house, voter, first)
        join(house, moderator, first, second)
        page = dict.fromkeys(votes_of(house, voter), 1)
        house.sent.clear()
        reopen(house, moderator, first)
        page |= told_votes(house, voter)
        assert [question for question, value in page.items() if value] == votes_of(house, voter) == [first]

    def test_the_lineage_ends(self, house, alice, bob, moderator, first, second):
        join(house, moderator, first, second)
        reopen(house, moderator, first)
        assert question_of(house.state(bob), first)["state"] == "open"
        assert house.mine(alice)[first]["into"] is None

    def test_back_to_review_if_so_wished(self, house, alice, moderator, first, second):
        join(house, moderator, first, second)
        house.do(moderator, "question.reopen", question=first, state="waiting")
        assert house.mine(alice)[first]["state"] == "waiting"

    def test_what_came_to_ones_own_question_goes_again(self, house, bob, moderator, first, second):
        support(house, bob, first)
        join(house, moderator, first, second)
        reopen(house, moderator, first)
        assert (supporters(house, first), supporters(house, second)) == ({bob.seat_id}, set())
        assert votes_of(house, bob) == [first]
        assert told_votes(house, bob) == {first: 1, second: 0}
        house.do(bob, "vote.cast", question=first, value=0)
        assert supporters(house, first) == set()

    def test_again_and_again_counts_nothing_twice(self, house, moderator, first, second):
        voter = house.seat()
        support(house, voter, first)
        for _ in range(3):
            join(house, moderator, first, second)
            assert supporters(house, second) == {voter.seat_id}
            reopen(house, moderator, first)
            assert (supporters(house, first), supporters(house, second)) == ({voter.seat_id}, set())

    def test_support_that_came_through_two_stays_while_one_is_joined(self, house, moderator, first, second, third):
        voter = house.seat()
        support(house, voter, first, second)
        join(house, moderator, first, third)
        join(house, moderator, second, third)
        reopen(house, moderator, first)
        assert supporters(house, third) == {voter.seat_id}
        reopen(house, moderator, second)
        assert supporters(house, third) == set()

    def test_support_that_was_taken_back_stays_taken_back(self, house, moderator, first, second, third):
        voter = house.seat()
        support(house, voter, first, second)
        join(house, moderator, first, third)
        join(house, moderator, second, third)
        house.do(voter, "vote.cast", question=third, value=0)
        reopen(house, moderator, first)
        assert supporters(house, third) == set()

    def test_support_given_since_stays(self, house, moderator, first, second):
        voter = house.seat()
        support(house, voter, first)
        join(house, moderator, first, second)
        support(house, voter, second)
        reopen(house, moderator, first)
        assert supporters(house, second) == {voter.seat_id}


class TestChains:
    def test_what_was_joined_before_comes_along(self, house, alice, moderator, first, second, third):
        voter, other = house.seat(), house.seat()
        support(house, voter, first)
        support(house, other, second)
        join(house, moderator, first, second)
        join(house, moderator, second, third)
        assert supporters(house, third) == {voter.seat_id, other.seat_id}
        assert house.mine(alice)[first]["into"] == third

    def test_a_vote_that_moved_on_for_good_is_told_of(self, house, moderator, first, second, third):
        voter = house.seat()
        support(house, voter, first)
        join(house, moderator, first, second)
        join(house, moderator, second, third)
        assert told_votes(house, voter) == {first: 1, second: 0, third: 1}
        assert votes_of(house, voter) == sorted([first, third])

    def test_the_first_taken_out_takes_its_votes_along(self, house, moderator, first, second, third):
        voter, other = house.seat(), house.seat()
        support(house, voter, first)
        support(house, other, second)
        join(house, moderator, first, second)
        join(house, moderator, second, third)
        reopen(house, moderator, first)
        assert supporters(house, first) == {voter.seat_id}
        assert supporters(house, third) == {other.seat_id}

    def test_the_second_taken_out_leaves_the_first_where_it_is(self, house, alice, moderator, first, second, third):
        voter, other = house.seat(), house.seat()
        support(house, voter, first)
        support(house, other, second)
        join(house, moderator, first, second)
        join(house, moderator, second, third)
        reopen(house, moderator, second)
        assert house.mine(alice)[first]["into"] == third
        assert supporters(house, second) == {other.seat_id}
        assert supporters(house, third) == {voter.seat_id}

    def test_all_taken_apart_is_all_as_before(self, house, moderator, first, second, third):
        seats = {question: house.seat() for question in (first, second, third)}
        everywhere = house.seat()
        for question, voter in seats.items():
            support(house, voter, question)
        support(house, everywhere, first, second, third)
        join(house, moderator, first, second)
        join(house, moderator, second, third)
        reopen(house, moderator, second)
        reopen(house, moderator, first)
        for question, voter in seats.items():
            assert supporters(house, question) == {voter.seat_id, everywhere.seat_id}


class TestWhoWroteIt:
    """A score is what it would be if anybody else had written the question, whatever the moderator tries."""

    @pytest.fixture(params=["the second", "the third", "none of them"])
    def questions(self, request, house, moderator):
        """Three questions; who wrote one of them supports the first with somebody else, and one supports the second."""
        supporter = house.seat()
        asked = [
            house.open_question(supporter if number == request.param else house.seat(), moderator, f"{number}?")
            for number in ("the first", "the second", "the third")
        ]
        support(house, supporter, asked[0])
        support(house, house.seat(), asked[0])
        support(house, house.seat(), asked[1])
        return asked

    def test_no_score_tells(self, house, moderator, questions):
        first, second, third = questions

        def scores():
            return [len(supporters(house, question)) for question in questions]

        before = scores()
        assert before == [2, 1, 0]
        for source, into, joined in (
            (first, second, [2, 3, 0]), (second, first, [3, 1, 0]), (first, third, [2, 1, 2]), (third, first, before),
        ):  # fmt: skip
            join(house, moderator, source, into)
            assert scores() == joined
            reopen(house, moderator, source)
            assert scores() == before
        join(house, moderator, first, second)
        join(house, moderator, second, third)
        assert scores() == [2, 1, 3]
        reopen(house, moderator, second)
        assert scores() == [2, 1, 2]
        reopen(house, moderator, first)
        assert scores() == before

    def test_nor_any_that_stays(self, house, moderator, questions):
        first, second, third = questions
        join(house, moderator, first, third)
        join(house, moderator, second, third)
        house.do(moderator, "meeting.forget")
        with reading(house.engine.database) as db:
            scores = dict(db.execute(select(Question.id, Question.score)).all())
        assert scores == {first: 2, second: 1, third: 3}


class TestIntoWhatNobodyHasSeen:
    """A question that waits does not exist for participants, also where something of theirs was joined with it."""

    def test_its_author_is_told_when_everybody_is(self, house, alice, bob, moderator):
        mine, hidden = house.ask(alice, "Who pays?"), house.ask(bob, "Who will pay?")
        join(house, moderator, mine, hidden)
        house.settle()
        assert hidden not in repr([sent for sent in house.sent if sent[0] == f"seat:{alice.seat_id}"])
        assert (house.mine(alice)[mine]["state"], house.mine(alice)[mine]["into"]) == ("merged", None)
        house.do(moderator, "question.approve", question=hidden)
        house.settle()
        (told,) = [
            payload["set"]["questions"]
            for room, _event, payload in house.sent[-3:]
            if room.startswith("seat:") and mine in payload["set"].get("questions", {})
        ]
        assert told[mine] == house.mine(alice)[mine]
        assert told[mine]["into"] == hidden

    def test_who_supported_it_is_told_when_everybody_is(self, house, alice, bob, moderator):
        shown, hidden, voter = house.open_question(alice, moderator), house.ask(bob), house.seat()
        support(house, voter, shown)
        house.do(moderator, "question.reopen", question=shown, state="waiting")
        join(house, moderator, shown, hidden)
        assert told_votes(house, voter) == {shown: 1}
        assert votes_of(house, voter) == [shown]
        house.do(moderator, "question.reopen", question=shown, state="waiting")
        join(house, moderator, shown, hidden)
        assert hidden not in told_votes(house, voter)
        house.do(moderator, "question.approve", question=hidden)
        assert told_votes(house, voter)[hidden] == 1
        assert votes_of(house, voter) == sorted([shown, hidden])
