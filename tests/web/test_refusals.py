"""Refusals in words: the same within a request and outside one, where a hall of them is worded at once."""

from __future__ import annotations

import pytest

from facilitation.errors import Refused
from facilitation.web.language import speak
from facilitation.web.refusals import REFUSALS, Worded, as_error

WITH_DETAILS = [Refused("question.too_long", limit=500), Refused("question.wrong_state", state="merged")]


@pytest.mark.parametrize("language", [None, "en", "fr", "fr-CA", "ar", "tlh"])
@pytest.mark.parametrize("refusal", [Refused("meeting.paused"), *WITH_DETAILS], ids=lambda refusal: refusal.code)
def test_the_same_within_a_request_and_outside(app, refusal, language):
    worded = Worded(app)
    with app.test_request_context():
        speak(language)
        within = as_error(refusal)
    assert [worded(refusal, language), worded(refusal, language)] == [within, within]


def test_languages_and_details_are_not_mixed_up(app):
    worded = Worded(app)
    sentences = {
        worded(Refused("name.too_long", limit=limit), language)["error"]["message"]
        for limit in (1, 2)
        for language in ("en", "fr")
    }
    assert len(sentences) == 4


def test_who_has_to_wait_is_not_blamed():
    words = str(REFUSALS["work.needed"][1])
    assert "your device has to work for a moment" in words and "Too many" not in words


def test_a_sentence_is_translated_once(app, monkeypatch):
    worded = Worded(app)
    first = worded(Refused("vote.own"), "fr")
    monkeypatch.setitem(REFUSALS, "vote.own", (409, "translated again"))
    assert worded(Refused("vote.own"), "fr") == first
