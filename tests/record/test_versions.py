"""The public version holds what phones see; the confidential one what the team knows; neither says who."""

from __future__ import annotations

import msgspec
import pytest
from flask.testing import FlaskClient

from facilitation.models.question import PUBLIC_STATES
from facilitation.record.as_json import as_json
from facilitation.record.events import SEEN_BY_ALL
from facilitation.room.actor import Actor
from tests.conftest import House
from tests.record.conftest import Clerk, told

HIDDEN = ("WAITINGx", "DECLINEDx", "MERGEDx", "WITHDRAWNx", "REASONx", "PLAYEDx", "REMOVEDx", "GONEx")


@pytest.fixture
def eventful(clerk: Clerk, moderator: Actor, alice: Actor, bob: Actor) -> Clerk:
    """A meeting in which one question became of everything, two of them seen by all on the way."""
    clerk.present(0, moderator, "i1")
    clerk.ask(1, alice, "WAITINGx")
    open_ = clerk.ask(2, alice, "SEENx one")
    declined, merged = clerk.ask(3, bob, "DECLINEDx"), clerk.ask(4, bob, "MERGEDx", name="GONEx")
    withdrawn, answered = clerk.ask(5, bob, "WITHDRAWNx"), clerk.ask(6, bob, "SEENx two")
    for question in (open_, declined, merged, withdrawn, answered):
        clerk.on(7, moderator, "approve", question)
    clerk.on(8, moderator, "reply", declined, text="GONEx")
    clerk.on(9, moderator, "highlight", declined)
    clerk.on(10, moderator, "decline", declined, reason="REASONx")
    clerk.on(10, moderator, "highlight", merged)
    clerk.at(10, moderator, "question.highlight", {"question": None})
    clerk.at(11, moderator, "question.merge", {"from": merged, "into": open_})
    clerk.on(12, moderator, "highlight", withdrawn)
    clerk.on(13, bob, "withdraw", withdrawn)
    clerk.on(14, moderator, "answer", answered)
    added = clerk.at(15, moderator, "item.add", {"title": "REMOVEDx"})["item"]
    clerk.present(16, moderator, added)
    clerk.at(17, moderator, "item.remove", {"item": added})
    player = clerk.house.seat(rehearsal=True, group="business")
    played = clerk.ask(18, player, "PLAYEDx")
    clerk.on(19, moderator, "approve", played)
    clerk.house.do(player, "vote.cast", question=open_, value=1)
    return clerk


@pytest.mark.parametrize("format", ["json", "md", "html"])
def test_nothing_hidden_is_in_any_public_format(eventful: Clerk, client: FlaskClient, format: str) -> None:
    page = client.get(f"/{eventful.house.code}/record.{format}").get_data(as_text=True)
    assert page.count("SEENx") >= 4
    assert not [word for word in HIDDEN if word in page]
    for telltale in ("civil-society", "Civil society", "declined", "merged", "waiting", "withdrawn", "left_out"):
        assert telltale not in page


def test_the_public_structure_has_no_gap_and_no_act_of_the_team(eventful: Clerk) -> None:
    transcript = eventful.read("public")
    questions = transcript.outcome.questions()
    assert sorted(questions) == [1, 2]
    assert {question.state for question in questions.values()} <= PUBLIC_STATES
    told_of = {event.what for stretch in transcript.timeline for event in stretch.events}
    assert told_of == {"question.ask", "question.answer"} <= SEEN_BY_ALL | {"question.ask", "question.reply"}
    assert {event.role for stretch in transcript.timeline for event in stretch.events} == {None}


def test_the_public_record_is_the_same_whether_hidden_things_were_there_or_not(
    clerk: Clerk, moderator: Actor, alice: Actor, bob: Actor
) -> None:
    clerk.present(0, moderator, "i1")
    seen = clerk.ask(1, alice, "Seen?")
    clerk.on(2, moderator, "approve", seen)
    clerk.on(3, moderator, "highlight", seen)
    before = as_json(clerk.read("public"))
    hidden = clerk.ask(4, bob, "Hidden?")
    clerk.on(5, moderator, "approve", hidden)
    clerk.on(6, moderator, "highlight", hidden)
    clerk.on(7, moderator, "highlight", seen)
    clerk.on(8, moderator, "decline", hidden, reason="No")
    after = clerk.read("public")
    assert after.timeline[0].events.pop().offset == 7 * 60  # that it was highlighted again, everybody saw
    assert as_json(after) == before


def test_the_public_is_told_when_a_question_came_on_the_list_and_the_team_when_it_was_sent(
    clerk: Clerk, moderator: Actor, alice: Actor, bob: Actor
) -> None:
    """By its time and by its number: somebody may have been seen with a phone in hand at that minute."""
    early, late = clerk.ask(1, alice, "Sent early?"), clerk.ask(2, bob, "Sent late?")
    clerk.on(5, moderator, "approve", late)
    clerk.on(9, moderator, "approve", early)
    for version, expected in (
        ("public", [("Sent late?", 5), ("Sent early?", 9)]),
        ("confidential", [("Sent early?", 1), ("Sent late?", 2)]),
    ):
        questions = clerk.read(version).outcome.questions()
        assert [(questions[number].text, questions[number].at.minute) for number in sorted(questions)] == expected


def test_an_answer_that_was_undone_is_told_to_the_team_alone(clerk: Clerk, moderator: Actor, alice: Actor) -> None:
    question = clerk.ask(0, alice, "Why?")
    for minute, act in enumerate(("approve", "answer", "reopen"), 1):
        clerk.on(minute, moderator, act, question)
    assert not told(clerk.read("public"), "question.answer")
    assert told(clerk.read("confidential"), "question.answer") and told(clerk.read("confidential"), "question.reopen")
    clerk.on(9, moderator, "answer", question)
    assert [event.at.minute for _stretch, event in told(clerk.read("public"), "question.answer")] == [9]


def test_the_team_reads_reasons_groups_and_lineage(eventful: Clerk) -> None:
    outcome = eventful.read("confidential").outcome
    [declined], [merged], [withdrawn] = outcome.declined, outcome.merged, outcome.withdrawn
    into = outcome.questions()[merged.into or 0]
    assert (declined.text, declined.reason, declined.group) == ("DECLINEDx", "REASONx", "state")
    assert (merged.text, into.text, into.joined) == ("MERGEDx", "SEENx one", [merged.number])
    assert (withdrawn.text, withdrawn.name, withdrawn.group, withdrawn.replies) == ("", None, None, [])
    assert [question.text for question in outcome.waiting] == ["WAITINGx"]
    [(_stretch, event)] = told(eventful.read("confidential"), "question.decline")
    assert (event.reason, event.role) == ("REASONx", "moderator")
    [(_stretch, event)] = told(eventful.read("confidential"), "question.merge")
    assert event.into == into.number


def test_no_version_says_who_asked(eventful: Clerk, alice: Actor) -> None:
    fields = set(msgspec.to_builtins(eventful.read("confidential").outcome.waiting[0]))
    assert fields == {"number", "id", "text", "state", "score", "at", "replies", "item", "title", "language", "group"}


def test_a_rehearsal_is_left_out_and_the_team_is_told_how_much(eventful: Clerk) -> None:
    confidential = eventful.read("confidential")
    assert confidential.left_out == 1 and "PLAYEDx" not in as_json(confidential).decode()
    assert [question.score for question in confidential.outcome.open] == [0]
    assert eventful.read("public").left_out == 0


def test_another_meeting_is_not_in_it(eventful: Clerk, house: House, stranger: Actor) -> None:
    clerk = Clerk(house)
    clerk.present(20, stranger, "i3")
    assert "i3" not in {stretch.item and stretch.item.id for stretch in eventful.read("confidential").timeline}
