"""What the moderator decides about a question, and how it is undone."""

from __future__ import annotations

import time

import pytest

from facilitation.web.security import csrf_token
from tests.web.scenes import Visitor
from tests.witness import nothing_changes, question_of, refused

FROM_WAITING = {"approve": "open", "decline": "declined", "reopen": "open"}
FROM_OPEN = {"answer": "answered", "archive": "archived", "decline": "declined"}


@pytest.mark.parametrize(("decision", "state"), FROM_WAITING.items())
def test_a_waiting_question_is_decided_on(house, alice, moderator, decision, state):
    question = house.ask(alice)
    assert house.do(moderator, f"question.{decision}", question=question)["ok"]
    assert house.mine(alice)[question]["state"] == state


@pytest.mark.parametrize(("decision", "state"), FROM_OPEN.items())
def test_a_question_on_the_list_is_decided_on(house, alice, bob, moderator, decision, state):
    question = house.open_question(alice, moderator)
    house.do(moderator, f"question.{decision}", question=question)
    assert house.mine(alice)[question]["state"] == state
    seen = question_of(house.state(bob), question)
    assert (seen and seen["state"]) == (None if state == "declined" else state)


@pytest.mark.parametrize(("decision", "state"), {**FROM_WAITING, **FROM_OPEN}.items())
def test_deciding_the_same_again_changes_nothing(house, alice, moderator, engine, decision, state):
    question = house.open_question(alice, moderator)
    house.do(moderator, f"question.{decision}", question=question)
    with nothing_changes(engine):
        assert house.do(moderator, f"question.{decision}", question=question)["ok"]


@pytest.mark.parametrize("decision", ["answer", "archive"])
def test_what_nobody_saw_cannot_be_answered_or_laid_aside(house, alice, moderator, engine, decision):
    waiting, declined = house.ask(alice), house.ask(alice)
    house.do(moderator, "question.decline", question=declined)
    for question, state in ((waiting, "waiting"), (declined, "declined")):
        with nothing_changes(engine), refused("question.wrong_state", state=state):
            house.do(moderator, f"question.{decision}", question=question)


@pytest.mark.parametrize("decision", ["approve", "decline", "answer", "archive", "reopen"])
def test_a_withdrawn_question_stays_withdrawn(house, alice, moderator, engine, decision):
    question = house.ask(alice)
    house.do(alice, "question.withdraw", question=question)
    with nothing_changes(engine), refused("question.wrong_state", state="withdrawn"):
        house.do(moderator, f"question.{decision}", question=question)


@pytest.mark.parametrize("decision", ["approve", "decline", "answer", "archive"])
def test_a_joined_question_is_reopened_first(house, alice, moderator, engine, decision):
    question = house.ask(alice)
    house.do(moderator, "question.merge", from_=question, into=house.open_question(alice, moderator))
    with nothing_changes(engine), refused("question.wrong_state", state="merged"):
        house.do(moderator, f"question.{decision}", question=question)


@pytest.mark.parametrize("decision", ["approve", "decline", "answer", "archive", "reopen"])
def test_another_meetings_question_is_unknown(house, alice, stranger, engine, decision):
    question = house.ask(alice)
    for unknown in (question, "nothing", "", "\0"):
        with nothing_changes(engine), refused("question.unknown"):
            house.do(stranger, f"question.{decision}", question=unknown)


def test_the_author_alone_is_told_why_a_question_was_declined(house, alice, bob, moderator):
    question = house.ask(alice)
    house.do(moderator, "question.decline", question=question, reason="Asked\n already\u202e")
    assert house.mine(alice)[question]["reason"] == "Asked already"
    assert question_of(house.state(moderator), question)["reason"] == "Asked already"
    assert question_of(house.state(bob), question) is None


def test_a_reason_can_be_corrected_and_is_short(house, alice, moderator, engine):
    question = house.ask(alice)
    house.do(moderator, "question.decline", question=question, reason="Off topic")
    house.do(moderator, "question.decline", question=question, reason="Asked already")
    assert house.mine(alice)[question]["reason"] == "Asked already"
    house.do(moderator, "question.decline", question=question, reason="é" * 300)
    with nothing_changes(engine), refused("reason.too_long", limit=300):
        house.do(moderator, "question.decline", question=question, reason="é" * 301)


@pytest.mark.parametrize("undo", ["approve", "reopen"])
def test_a_declined_question_is_taken_up_after_all(house, alice, bob, moderator, undo):
    question = house.ask(alice)
    house.do(moderator, "question.decline", question=question, reason="Off topic")
    house.do(moderator, f"question.{undo}", question=question)
    assert question_of(house.state(bob), question)["state"] == "open"
    assert house.mine(alice)[question]["reason"] is None


@pytest.mark.parametrize("decision", ["answer", "archive", "decline", "highlight"])
def test_every_decision_is_undone_by_reopening(house, alice, bob, moderator, decision):
    question = house.open_question(alice, moderator)
    house.do(bob, "vote.cast", question=question, value=1)
    before = question_of(house.state(bob), question)
    house.do(moderator, f"question.{decision}", question=question)
    house.do(moderator, "question.reopen", question=question)
    after = question_of(house.state(bob), question)
    assert before | {"revision": None} == after | {"revision": None}
    assert house.state(bob)["meeting"]["highlighted"] is None


def test_a_published_question_can_go_back_to_review(house, alice, bob, moderator):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.reopen", question=question, state="waiting")
    assert house.mine(alice)[question]["state"] == "waiting"
    assert question_of(house.state(bob), question) is None


def test_it_cannot_be_reopened_into_any_other_state(house, alice, moderator, engine):
    question = house.ask(alice)
    with nothing_changes(engine), refused("payload.invalid", field="state"):
        house.do(moderator, "question.reopen", question=question, state="answered")


@pytest.mark.parametrize("decision", ["answer", "archive", "decline", "reopen"])
def test_the_one_being_answered_leaves_the_stage_when_it_is_decided_on(house, alice, moderator, decision):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.highlight", question=question)
    house.do(moderator, f"question.{decision}", question=question)
    assert house.state(moderator)["meeting"]["highlighted"] is None


def test_approving_what_is_being_answered_leaves_it_there(house, alice, moderator):
    question = house.open_question(alice, moderator)
    house.do(moderator, "question.highlight", question=question)
    house.do(moderator, "question.approve", question=question)
    assert house.state(moderator)["meeting"]["highlighted"] == question


def test_the_moderator_decides_during_a_pause_too(house, alice, moderator):
    question = house.ask(alice)
    house.do(moderator, "meeting.pause")
    assert house.do(moderator, "question.approve", question=question)["ok"]


class TestWhatWasRead:
    """An approval is of the words that were read, not of those that stand there by now."""

    @pytest.mark.parametrize(
        ("name", "more"), [("question.approve", {}), ("question.reopen", {}), ("question.unmask", {"whole": True})]
    )
    def test_words_that_were_changed_meanwhile_are_not_decided_on(self, house, alice, moderator, engine, name, more):
        question = house.ask(alice, "A harmless question?")
        read = question_of(house.state(moderator), question)["edition"]
        house.do(alice, "question.edit", question=question, text="Anything but harmless, +41 22 917 9000!")
        with nothing_changes(engine), refused("question.changed"):
            house.do(moderator, name, question=question, edition=read, **more)
        read = question_of(house.state(moderator), question)["edition"]
        house.do(moderator, name, question=question, edition=read, **more)

    def test_who_does_not_say_what_was_read_decides_all_the_same(self, house, alice, moderator):
        question = house.ask(alice)
        house.do(alice, "question.edit", question=question, text="Other words?")
        house.do(moderator, "question.approve", question=question)

    def test_without_scripts_the_button_says_it(self, house, alice, moderator):
        question = house.ask(alice, "A harmless question?")
        desk = Visitor.holding(house, moderator)
        page = desk.browser().get(f"/{house.code}/desk").get_data(as_text=True)
        address = f"/{house.code}/commands/question.approve?edition=0"
        assert address in page
        house.do(alice, "question.edit", question=question, text="Anything but harmless!")
        with house.app.test_request_context():
            csrf = csrf_token(desk.token)
        answer = desk.browser().post(address, data={"csrf": csrf, "screen": "desk", "question": question})
        assert answer.status_code == 409
        assert question_of(house.state(alice), question) is None


def test_everyone_is_told_when_it_came_on_the_list_and_not_when_it_was_sent(house, alice, bob, moderator, client):
    question = house.ask(alice)
    sent = question_of(house.state(moderator), question)["at"]
    time.sleep(0.01)
    house.do(moderator, "question.approve", question=question)
    house.settle()
    told = question_of(house.state(bob), question)["at"]
    assert told > sent == question_of(house.state(moderator), question)["at"]
    assert sent not in client.get(f"/{house.code}/record.json").get_data(as_text=True)
    assert told in client.get(f"/{house.code}/record.json").get_data(as_text=True)
    house.do(moderator, "question.reopen", question=question, state="waiting")
    house.do(moderator, "question.approve", question=question)
    assert question_of(house.state(bob), question)["at"] == told
    house.do(moderator, "meeting.forget")
    assert question_of(house.state(moderator), question)["at"] == told
