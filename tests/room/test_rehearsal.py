"""Wiping what a rehearsal left; what real people wrote stays."""

from __future__ import annotations

import pytest

from tests.witness import everything_in, nothing_changes, question_of, refused


@pytest.fixture
def player(house):
    """A simulated participant."""
    return house.seat(rehearsal=True)


def test_the_team_sees_what_was_played_and_everyone_sees_a_question(house, player, bob, moderator):
    question = house.open_question(player, moderator)
    assert question_of(house.state(moderator), question)["rehearsal"] is True
    assert "rehearsal" not in question_of(house.state(bob), question)


def test_played_questions_are_gone_for_everybody_and_their_words_from_every_table(
    house, player, alice, moderator, engine
):
    played = house.open_question(player, moderator, "Zanzibar, for example?")
    waiting = house.ask(player, "Zanzibar again?")
    real = house.open_question(alice, moderator)
    answer = house.do(moderator, "rehearsal.wipe")
    assert (answer["seats"], answer["questions"]) == (1, 2)
    for actor in (alice, moderator):
        assert set(house.state(actor)["questions"]) == {real}
    assert waiting != played and "Zanzibar" not in repr(everything_in(engine))


def test_played_votes_no_longer_count_and_real_ones_do(house, player, alice, bob, moderator):
    question = house.open_question(alice, moderator)
    for voter in (player, bob):
        house.do(voter, "vote.cast", question=question, value=1)
    house.do(moderator, "rehearsal.wipe")
    assert question_of(house.state(bob), question)["score"] == 1


def test_a_played_question_leaves_the_stage(house, player, moderator):
    question = house.open_question(player, moderator)
    house.do(moderator, "question.highlight", question=question)
    house.do(moderator, "rehearsal.wipe")
    assert house.state(moderator)["meeting"]["highlighted"] is None


def test_a_real_question_that_was_joined_with_a_played_one_goes_back_to_review(house, player, alice, moderator):
    played, real = house.open_question(player, moderator), house.open_question(alice, moderator)
    house.do(moderator, "question.merge", from_=real, into=played)
    house.do(moderator, "rehearsal.wipe")
    mine = house.mine(alice)[real]
    assert (mine["state"], mine["into"]) == ("waiting", None)


def test_players_leave_their_seats(house, player, moderator, engine):
    house.do(moderator, "rehearsal.wipe")
    with refused("seat.unknown"):
        engine.seated(house.code, house.tokens[player.seat_id])


def test_real_people_keep_theirs(house, alice, moderator, engine):
    house.do(moderator, "rehearsal.wipe")
    assert engine.seated(house.code, house.tokens[alice.seat_id]) == alice


def test_the_programme_begins_anew_where_a_player_led_it(house, alice, moderator):
    house.do(house.seat("moderator", rehearsal=True), "item.present", item="i2")
    house.do(moderator, "rehearsal.wipe")
    assert house.state(alice)["meeting"]["current"] is None


def test_what_the_real_moderator_presented_stays(house, alice, moderator):
    house.do(house.seat("moderator", rehearsal=True), "item.present", item="i1")
    house.do(moderator, "item.present", item="i2")
    house.do(moderator, "rehearsal.wipe")
    assert house.state(alice)["meeting"]["current"] == "i2"


def test_the_timeline_keeps_nothing_that_was_played(house, player, alice, moderator, engine):
    played, real = house.open_question(player, moderator), house.open_question(alice, moderator)
    house.do(moderator, "rehearsal.wipe")
    timeline = repr(everything_in(engine)["timeline"])
    assert real in timeline and played not in timeline


def test_another_meetings_rehearsal_goes_on(house, player, stranger, moderator):
    question = house.open_question(player, moderator)
    house.do(stranger, "rehearsal.wipe")
    assert question_of(house.state(moderator), question)["state"] == "open"


def test_where_nothing_was_played_nothing_changes(house, alice, moderator, engine):
    house.open_question(alice, moderator)
    with nothing_changes(engine):
        answer = house.do(moderator, "rehearsal.wipe")
    assert (answer["seats"], answer["questions"]) == (0, 0)
