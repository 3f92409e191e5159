"""The store of a simulated phone."""

from __future__ import annotations

from typing import Any

import pytest

from facilitation.rehearsal.store import Store


def question(name: str, revision: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": name, "text": f"What about {name}?", "state": "open", "score": 0, "revision": revision, **fields}


def join(revision: int = 5, audience: str = "everyone", **questions: Any) -> dict[str, Any]:
    return {
        "you": {"mine": {"questions": [question("mine", 2)], "votes": ["q1"]}},
        "state": {"meeting": {"title": "A meeting", "revision": 1}, "items": {}, "questions": questions},
        "revision": {"everyone": revision} if audience == "everyone" else {"everyone": 1, "team": revision},
        "audience": audience,
    }


def pulse(start: int, end: int, audience: str = "everyone", **changes: Any) -> dict[str, Any]:
    return {"audience": audience, "from": start, "to": end, "set": changes, "drop": {}}


@pytest.fixture
def store() -> Store:
    store = Store()
    store.fresh(join(q1=question("q1")))
    return store


def test_a_pulse_before_the_join_was_missed() -> None:
    assert Store().apply(pulse(0, 1)) == "missed"


def test_the_next_pulse_is_applied(store: Store) -> None:
    assert store.apply(pulse(5, 7, questions={"q2": question("q2", 7)})) == "applied"
    assert store.revision == 7
    assert set(store.questions) == {"q1", "q2"}


def test_an_overlapping_pulse_is_applied(store: Store) -> None:
    assert store.apply(pulse(3, 6, questions={"q1": question("q1", 6, score=4)})) == "applied"
    assert store.questions["q1"]["score"] == 4


def test_a_score_is_put_on_the_question_that_is_held(store: Store) -> None:
    ack_question = store.questions["q1"]
    assert store.apply(pulse(5, 6, scores={"q1": 9, "q7": 1})) == "applied"
    assert store.questions == {"q1": question("q1", score=9)}
    assert ack_question["score"] == 0


def test_a_score_that_is_known_changes_nothing(store: Store) -> None:
    assert store.apply(pulse(3, 5, scores={"q1": 9})) == "stale"
    assert store.questions["q1"]["score"] == 0


def test_a_known_pulse_changes_nothing(store: Store) -> None:
    assert store.apply(pulse(3, 5, questions={"q1": question("q1", 4, score=9)})) == "stale"
    assert store.questions["q1"]["score"] == 0


def test_a_gap_is_missed_and_changes_nothing(store: Store) -> None:
    assert store.apply(pulse(6, 8, questions={"q2": question("q2", 8)})) == "missed"
    assert store.revision == 5
    assert set(store.questions) == {"q1"}


def test_another_audiences_pulse_is_ignored(store: Store) -> None:
    assert store.apply(pulse(0, 99, audience="team", questions={"q9": question("q9")})) == "stale"
    assert store.revision == 5


def test_what_is_dropped_goes_and_a_second_time_does_no_harm(store: Store) -> None:
    for start in (5, 6):
        message = pulse(start, start + 1) | {"drop": {"questions": ["q1"]}}
        assert store.apply(message) == "applied"
    assert store.questions == {}


def test_a_heartbeat_above_the_held_revision_means_join_again(store: Store) -> None:
    assert not store.behind({"everyone": 5})
    assert store.behind({"everyone": 6})
    assert Store().behind({"everyone": 0})


def test_the_team_follows_its_own_counter() -> None:
    store = Store()
    store.fresh(join(9, "team"))
    assert store.revision == 9
    assert not store.behind({"everyone": 40, "team": 9, "here": 3})


def test_an_older_word_about_ones_own_question_never_replaces_a_newer_one(store: Store) -> None:
    store.yours({"set": {"questions": {"mine": question("mine", 4, state="answered")}}})
    store.yours({"set": {"questions": {"mine": question("mine", 3, state="waiting")}}})
    assert store.own["mine"]["state"] == "answered"


def test_votes_that_the_team_moved_are_followed(store: Store) -> None:
    store.yours({"set": {"votes": {"q1": 0, "q2": 1}}})
    assert store.votes == {"q2"}


def test_a_vote_acknowledged_after_the_state_was_read_stays_until_a_state_has_it(store: Store) -> None:
    store.voted("q1", 0, 6)
    store.voted("q2", 1, 7)
    store.fresh(join(5))
    assert store.votes == {"q2"}
    store.fresh(join(6))
    assert store.votes == {"q1", "q2"}
    store.fresh(join(7))
    assert store.votes == {"q1"}


def test_after_the_database_was_set_back_a_vote_that_it_lost_is_not_kept(store: Store) -> None:
    store.voted("q2", 1, 6)
    store.fresh(join(3))
    assert store.votes == {"q1"}
    store.fresh(join(4))
    assert store.votes == {"q1"}


def test_joining_again_forgets_everything(store: Store) -> None:
    store.apply(pulse(5, 6, questions={"q2": question("q2", 6)}))
    ack = join(8, q3=question("q3"))
    store.fresh(ack)
    assert store.state == ack["state"]
    assert store.revision == 8


def test_the_join_reply_itself_is_left_as_it_was(store: Store) -> None:
    ack = join(5, q1=question("q1"))
    store.fresh(ack)
    store.apply(pulse(5, 6) | {"drop": {"questions": ["q1"]}})
    assert set(ack["state"]["questions"]) == {"q1"}
