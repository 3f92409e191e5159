"""After the key's destruction, the whole database and everybody's phone do not tell whose anything was."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from facilitation.room.actor import Actor
from tests.adversary import Adversary
from tests.conftest import House


@pytest.fixture
def hall(house: House, moderator: Actor) -> dict[int, list[str]]:
    """Six people of one group and language, who asked two questions each and supported others: seat -> questions."""
    people = [house.seat(group="affected", language="en") for _ in range(6)]
    asked = {person.seat_id: [] for person in people}
    for number in range(2):
        for person in people:
            question = house.ask(person, f"Question {number} of the {person.seat_id}th?")
            house.do(moderator, "question.approve", question=question)
            asked[person.seat_id].append(question)
    for voter, author in zip(people, people[1:], strict=False):
        for question in asked[author.seat_id]:
            house.do(voter, "vote.cast", question=question, value=1, id=f"{question}-{voter.seat_id}")
    return asked


def tokens(house: House, hall: dict[int, list[str]]) -> list[str]:
    return [house.tokens[seat] for seat in hall]


def pairs(hall: dict[int, list[str]]) -> set[frozenset[str]]:
    return {frozenset(questions) for questions in hall.values()}


def left(house: House, *secrets: bytes) -> list[bytes]:
    """Those of the secrets that stand in any file."""
    folder = house.app.extensions["facilitation.config"].data_dir
    stored = b"".join(file.read_bytes() for file in folder.iterdir())
    return [secret for secret in secrets if secret in stored]


def hashes(house: House, hall: dict[int, list[str]]) -> Iterator[bytes]:
    """What is stored of each token while the key is there."""
    adversary = Adversary(house.engine, tokens(house, hall))
    return (row["token_hash"] for row in adversary.holders().values())


def test_before_it_they_tell(house, hall):
    adversary = Adversary(house.engine, tokens(house, hall))
    assert len(adversary.holders()) == 6
    assert pairs(hall) <= adversary.linked()
    assert adversary.tables["votes"]


@pytest.mark.parametrize("how", ["at the organiser's word", "by itself"])
def test_after_it_they_do_not(house, hall, moderator, organiser, how):
    was = list(hashes(house, hall))
    assert len(was) == 6
    key = Adversary(house.engine, []).tables["meetings"][0]["key"]
    if how == "by itself":
        house.do(moderator, "meeting.settings", forget_after=0)
        house.do(moderator, "meeting.end")
        house.engine.watch.look()
    else:
        house.do(organiser, "meeting.forget")
    house.settle()
    adversary = Adversary(house.engine, tokens(house, hall))
    assert adversary.holders() == {}
    assert adversary.linked() == set()
    assert adversary.tables["votes"] == []
    assert not [row for row in adversary.tables["receipts"] if row["seat_id"] in hall]
    scores = {row["id"]: row["score"] for row in adversary.tables["questions"]}
    assert sorted(scores.values()) == [0, 0] + [1] * 10  # the support itself stands
    if house.engine.database.dialect.name == "sqlite":
        # The log is emptied again where somebody was reading just now.
        patience = time.monotonic() + 10
        while left(house, *was, key) and time.monotonic() < patience:
            time.sleep(0.05)
        assert not left(house, *was, key)


def test_the_phones_are_out(house, hall, organiser):
    house.do(organiser, "meeting.forget")
    from facilitation.errors import Refused

    for token in tokens(house, hall):
        with pytest.raises(Refused, match="seat.unknown"):
            house.engine.seated(house.code, token)
    assert house.engine.seated(house.code, house.tokens[organiser.seat_id]) == organiser
