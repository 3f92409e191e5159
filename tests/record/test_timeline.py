"""What was presented, when and for how long, and what happened meanwhile."""

from __future__ import annotations

from facilitation.room.actor import Actor
from tests.record.conftest import NINE, Clerk, told


def test_an_item_lasts_until_the_next_is_presented(clerk: Clerk, moderator: Actor) -> None:
    clerk.present(0, moderator, "i1")
    clerk.present(12, moderator, "i2")
    opening, discussion = clerk.read(minute=30).timeline
    assert (opening.item and opening.item.title, opening.begins, opening.seconds) == ("Opening", NINE, 12 * 60)
    assert (opening.offset, opening.going_on, opening.item and opening.item.minutes) == (0, False, 10)
    assert (discussion.offset, discussion.seconds, discussion.ends) == (12 * 60, 18 * 60, None)
    assert discussion.going_on


def test_the_end_of_the_meeting_ends_its_last_item(clerk: Clerk, moderator: Actor) -> None:
    clerk.present(0, moderator, "i3")
    clerk.at(5, moderator, "meeting.end", {})
    item, after = clerk.read(minute=90).timeline
    assert (item.seconds, item.going_on) == (5 * 60, False)
    assert (after.phase, [event.what for event in after.events]) == ("after", ["meeting.end"])


def test_a_meeting_opened_again_goes_on_with_its_item_and_the_gap_does_not_count(
    clerk: Clerk, moderator: Actor
) -> None:
    clerk.present(0, moderator, "i2")
    clerk.at(5, moderator, "meeting.end", {})
    clerk.at(8, moderator, "meeting.open", {})
    spent = [(stretch.phase, stretch.seconds) for stretch in clerk.read(minute=10).timeline]
    assert spent == [("item", 5 * 60), ("after", None), ("item", 2 * 60)]


def test_an_item_presented_twice_is_told_twice_each_with_what_was_asked_then(
    clerk: Clerk, moderator: Actor, alice: Actor
) -> None:
    clerk.present(0, moderator, "i1")
    clerk.on(2, moderator, "approve", clerk.ask(1, alice, "At first?"))
    clerk.present(4, moderator, "i2")
    clerk.present(9, moderator, "i1")
    clerk.on(11, moderator, "approve", clerk.ask(10, alice, "And again?"))
    transcript = clerk.read(minute=12)
    spent = [(stretch.item and stretch.item.id, stretch.seconds) for stretch in transcript.timeline]
    assert spent == [("i1", 240), ("i2", 300), ("i1", 180)]
    asked = [(transcript.timeline.index(stretch), event.text) for stretch, event in told(transcript, "question.ask")]
    assert asked == [(0, "At first?"), (2, "And again?")]


def test_a_question_stands_where_it_was_asked_and_for_the_public_where_it_came_on_the_list(
    clerk: Clerk, moderator: Actor, alice: Actor
) -> None:
    clerk.present(0, moderator, "i1")
    question = clerk.ask(1, alice, "When?")
    clerk.present(2, moderator, "i2")
    clerk.on(3, moderator, "approve", question)
    for version, expected in (("confidential", ("i1", 60)), ("public", ("i2", 180))):
        [(stretch, event)] = told(clerk.read(version), "question.ask")
        assert (stretch.item and stretch.item.id, event.offset) == expected


def test_a_question_about_another_item_says_about_which(clerk: Clerk, moderator: Actor, alice: Actor) -> None:
    clerk.present(0, moderator, "i1")
    question = clerk.ask(1, alice, "About later?", item="i2")
    clerk.on(2, moderator, "approve", question)
    [(stretch, event)] = told(clerk.read(), "question.ask")
    assert (stretch.item and stretch.item.id, event.title) == ("i1", "What keeps defenders safe?")


def test_before_the_first_item_time_counts_backwards(clerk: Clerk, moderator: Actor, alice: Actor) -> None:
    question = clerk.ask(0, alice, "Early?")
    clerk.on(0, moderator, "approve", question)
    assert clerk.read().timeline[0].offset is None
    clerk.present(2, moderator, "i1")
    before = clerk.read().timeline[0]
    assert (before.phase, before.offset, before.ends) == ("before", -120, clerk.read().begins)


def test_what_was_said_of_a_question_is_told_in_order(clerk: Clerk, moderator: Actor, alice: Actor, bob: Actor) -> None:
    clerk.present(0, moderator, "i1")
    question = clerk.ask(1, alice, "Why?", name="Alice A.")
    clerk.on(2, moderator, "approve", question)
    clerk.house.do(bob, "vote.cast", question=question, value=1)
    clerk.on(3, moderator, "highlight", question)
    clerk.on(4, moderator, "reply", question, text="Because.")
    clerk.on(5, moderator, "answer", question)
    transcript = clerk.read()
    happened = [(event.what, event.offset, event.question) for event in transcript.timeline[0].events]
    assert happened == [
        ("question.ask", 120, 1),
        ("question.highlight", 180, 1),
        ("question.reply", 240, 1),
        ("question.answer", 300, 1),
    ]
    [answered] = transcript.outcome.answered
    assert (answered.score, answered.name, answered.replies[0].text) == (1, "Alice A.", "Because.")


def test_the_outcome_stands_by_support(clerk: Clerk, moderator: Actor, alice: Actor, bob: Actor) -> None:
    less, more = clerk.ask(0, alice, "Less?"), clerk.ask(1, alice, "More?")
    aside = clerk.ask(2, alice, "Aside?")
    for question in (less, more, aside):
        clerk.on(3, moderator, "approve", question)
    clerk.house.do(bob, "vote.cast", question=more, value=1)
    clerk.on(4, moderator, "highlight", less)
    clerk.on(5, moderator, "archive", aside)
    outcome = clerk.read().outcome
    assert [(question.text, question.state) for question in outcome.open] == [
        ("More?", "open"),
        ("Less?", "highlighted"),
    ]
    assert [question.text for question in outcome.archived] == ["Aside?"]


def test_a_removed_item_that_was_presented_is_named_for_the_team_alone(clerk: Clerk, moderator: Actor) -> None:
    clerk.present(0, moderator, "i2")
    clerk.at(7, moderator, "item.remove", {"item": "i2"})
    [public] = clerk.read("public").timeline
    assert public.item and (public.item.title, public.item.removed, public.seconds) == (None, True, 7 * 60)
    [shown, _between] = clerk.read("confidential").timeline
    assert shown.item and shown.item.title == "What keeps defenders safe?"


def test_the_public_plan_speaks_in_the_words_of_now(clerk: Clerk, moderator: Actor) -> None:
    clerk.at(0, moderator, "item.edit", {"item": "i1", "title": "Welcome"})
    clerk.at(1, moderator, "item.remove", {"item": "i3"})
    assert [item.title for item in clerk.read("public").planned.items] == ["Welcome", "What keeps defenders safe?"]
    assert [item.title for item in clerk.read("confidential").planned.items][0] == "Opening"
    assert len(clerk.read("confidential").planned.items) == 3
