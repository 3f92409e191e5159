"""What the record tells of marked places, deleted words, mutes and the stop, in each version and format."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from facilitation.record.as_json import as_json
from facilitation.record.as_markdown import as_markdown
from facilitation.room.actor import Actor
from tests.conftest import House
from tests.record.conftest import WORDS, Clerk, told

SECRET, MASK = "+33 6 12 34 56 78", "▒▒▒"


@pytest.fixture
def marked(clerk: Clerk, moderator: Actor, alice: Actor) -> str:
    """A question on the list with a number to call in it."""
    question = clerk.ask(1, alice, f"Call {SECRET}, please?")
    clerk.on(2, moderator, "approve", question)
    return question


def test_the_public_version_masks_it_in_every_format(clerk: Clerk, marked: str, client: FlaskClient) -> None:
    public = clerk.read("public")
    (question,) = public.outcome.open
    assert (question.text, question.masked, question.hidden) == (f"Call {MASK}, please?", True, [])
    assert [event.text for _stretch, event in told(public, "question.ask")] == [question.text]
    for written in (as_json(public).decode(), as_markdown(public, WORDS)):
        assert MASK in written and "12 34 56" not in written
    for format in ("html", "md", "json"):
        text = client.get(f"/{clerk.house.code}/record.{format}").get_data(as_text=True)
        assert MASK in text and "12 34 56" not in text
    assert "▒▒▒ stands for something that is hidden" in as_markdown(public, WORDS)
    assert '"hidden"' not in as_json(public).decode()


def test_the_confidential_version_has_all_of_it_and_says_what_others_do_not_see(clerk: Clerk, marked: str) -> None:
    confidential = clerk.read("confidential")
    (question,) = confidential.outcome.open
    assert (question.text, question.masked, question.hidden) == (f"Call {SECRET}, please?", False, ["phone"])
    assert "Hidden from everybody but the team: a phone number" in as_markdown(confidential, WORDS)


def test_what_was_shown_to_everybody_is_in_both(clerk: Clerk, moderator: Actor, marked: str) -> None:
    clerk.on(3, moderator, "unmask", marked, whole=True)
    for version in ("public", "confidential"):
        (question,) = clerk.read(version).outcome.open
        assert (question.text, question.masked, question.hidden) == (f"Call {SECRET}, please?", False, [])


def test_a_name_that_could_lead_to_somebody_is_in_the_confidential_version_alone(
    clerk: Clerk, moderator: Actor, alice: Actor
) -> None:
    question = clerk.at(1, alice, "question.ask", {"text": "Who pays?", "name": SECRET})["question"]
    clerk.on(2, moderator, "approve", question)
    (told_of,) = clerk.read("public").outcome.open
    assert (told_of.name, told_of.masked, told_of.hidden) == (None, False, [])
    assert "12 34 56" not in as_json(clerk.read("public")).decode()
    (told_of,) = clerk.read("confidential").outcome.open
    assert (told_of.name, told_of.hidden) == (SECRET, ["author"])
    assert "Hidden from everybody but the team: the author's name" in as_markdown(clerk.read("confidential"), WORDS)
    clerk.on(3, moderator, "unmask", question, whole=True)
    for version in ("public", "confidential"):
        (told_of,) = clerk.read(version).outcome.open
        assert (told_of.name, told_of.hidden) == (SECRET, [])


def test_words_that_were_deleted_are_told_of_in_words(
    clerk: Clerk, moderator: Actor, alice: Actor, house: House
) -> None:
    declined, erased = clerk.ask(1, alice, "DECLINEDx"), clerk.ask(2, alice, "ERASEDx")
    clerk.on(3, moderator, "decline", declined)
    clerk.on(3, moderator, "erase", erased)
    clerk.at(4, moderator, "meeting.forget", {})
    confidential = clerk.read("confidential")
    assert [question.text for question in confidential.outcome.declined] == [""]
    written = as_markdown(confidential, WORDS)
    assert "Its words are deleted." in written
    assert "The words of question 2 were deleted by the team" in written
    page = house.app.test_client().get(
        f"/{house.code}/record.html?version=confidential", headers=house.bearer(moderator)
    )
    assert "Its words are deleted." in page.get_data(as_text=True)


def test_the_stop_is_told_to_all_and_a_mute_to_the_team_alone(clerk: Clerk, moderator: Actor, marked: str) -> None:
    clerk.at(3, moderator, "seat.mute", {"question": marked})
    clerk.at(4, moderator, "seat.unmute", {"question": marked})
    clerk.at(5, moderator, "meeting.stop", {})
    public, confidential = clerk.read("public"), clerk.read("confidential")
    assert len(told(public, "meeting.stop")) == len(told(confidential, "meeting.stop")) == 1
    assert "stopped the meeting for a moment" in as_markdown(public, WORDS)
    for what in ("seat.mute", "seat.unmute"):
        assert told(public, what) == []
        assert len(told(confidential, what)) == 1
