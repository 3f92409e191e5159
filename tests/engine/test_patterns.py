"""Votes that one phone could make stand out, and those of an honest hall do not; everybody's times are drawn."""

from __future__ import annotations

import random
from collections import defaultdict

import msgspec
import pytest

from facilitation.engine import patterns as module
from facilitation.engine.between import hint_of
from facilitation.engine.neighbours import Hint
from facilitation.engine.patterns import PAGELESS, SCRIPTED, SERIAL, WINDOW, Patterns
from facilitation.engine.stamp import Changes
from facilitation.engine.telling import Told
from facilitation.room.aftermath import Aftermath
from tests.clock import Clock
from tests.conftest import House

MEETING, QUESTION = 7, "q"


class Room:
    """People at a meeting: for each a time at which they take a seat, and one at which they vote."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.patterns = Patterns(self.clock)
        self.told: list[tuple[float, dict[str, int]]] = []
        self._acts: list[tuple[float, str, int, str]] = []
        self._seats = 0
        self._pageless: set[int] = set()

    def person(self, comes: float, votes: float, question: str = QUESTION, page: bool = True) -> None:
        """Somebody takes a seat at one time and supports a question at another."""
        self._seats += 1
        if not page:
            self._pageless.add(self._seats)
        self._acts += [(comes, "comes", self._seats, question), (votes, "votes", self._seats, question)]

    def play(self, commit: float = 0.02) -> None:
        """Let it all happen, in commits of so many seconds."""
        commits = defaultdict(list)
        for at, act, seat, question in self._acts:
            commits[int(at / commit)].append((act, seat, question))
        for number, acts in sorted(commits.items()):
            self.clock.now = 1000 + number * commit
            taken = [(seat, MEETING) for act, seat, _ in acts if act == "comes"]
            cast = [(seat, question, 1) for act, seat, question in acts if act == "votes"]
            for meeting in self.patterns.saw(taken, cast, self._pageless):
                self.told.append((self.clock.now, self.patterns.watch(meeting)["votes"]))
        self._acts.clear()

    @property
    def votes(self) -> dict[str, int]:
        """What stands out now."""
        found: dict[str, int] = self.patterns.watch(MEETING)["votes"]
        return found


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("people", "within"), [(500, 30), (500, 120), (60, 120), (15, 90), (2000, 20)])
def test_a_hall_that_scans_a_code_is_not_suspected(seed: int, people: int, within: int) -> None:
    room, chance = Room(), random.Random(seed)
    for _ in range(people):
        comes = chance.uniform(0, within)
        favourites = chance.choices("qrst", weights=(8, 3, 2, 1), k=chance.randint(1, 3))
        for question in set(favourites):
            room.person(comes, comes + chance.uniform(5, 60), question)
    room.play()
    assert room.told == []


@pytest.mark.parametrize("seed", range(20))
def test_people_who_come_one_by_one_are_not_suspected(seed: int) -> None:
    """A minute or so between two of them, each votes for what is on top."""
    room, chance, comes = Room(), random.Random(seed), 0.0
    for _ in range(60):
        comes += chance.expovariate(1 / 30)
        room.person(comes, comes + chance.uniform(5, 60))
    room.play()
    assert room.told == []


@pytest.mark.parametrize("seed", range(10))
def test_a_script_stands_out_even_in_a_rush(seed: int) -> None:
    room, chance = Room(), random.Random(seed)
    for _ in range(500):
        comes = chance.uniform(0, 60)
        room.person(comes, comes + chance.uniform(5, 60))
    for _ in range(30):
        comes = chance.uniform(40, 60)
        room.person(comes, comes + chance.uniform(0.05, 1.5))
    room.play()
    assert room.told
    assert max(votes[QUESTION] for _at, votes in room.told) >= 25


@pytest.mark.parametrize("seed", range(10))
def test_one_phone_that_joins_votes_and_joins_again_stands_out(seed: int) -> None:
    room, chance, at = Room(), random.Random(seed), 0.0
    for _ in range(20):
        read = chance.uniform(2.5, 6)
        room.person(at, at + read)
        at += read + chance.uniform(0.5, 2)
    for _ in range(2):  # some newcomers vote in between
        comes = chance.uniform(0, 60)
        room.person(comes, comes + chance.uniform(5, 30))
    room.play()
    assert room.told[0][1] == {QUESTION: SERIAL}
    assert room.votes[QUESTION] >= SERIAL


@pytest.mark.parametrize("seed", range(10))
def test_seats_taken_at_once_that_wait_and_vote_without_a_page_stand_out(seed: int) -> None:
    room, chance = Room(), random.Random(seed)
    for number in range(200):
        room.person(number / 100, 10 + number / 100, page=False)
    for _ in range(200):
        comes = chance.uniform(0, 60)
        room.person(comes, comes + chance.uniform(5, 60))
    room.play()
    assert max(votes[QUESTION] for _at, votes in room.told) == 200


@pytest.mark.parametrize("seed", range(10))
def test_a_few_in_a_hall_without_javascript_are_not_suspected(seed: int) -> None:
    room, chance = Room(), random.Random(seed)
    for number in range(300):
        comes = chance.uniform(0, 30)
        room.person(comes, comes + chance.uniform(5, 60), page=number >= PAGELESS - 1)
    room.play()
    assert room.told == []


def test_a_vote_without_a_page_can_be_taken_back_and_ages_as_others_do() -> None:
    room = Room()
    for number in range(PAGELESS):
        room.person(0, 10 + number, page=False)
    room.play()
    assert room.votes == {QUESTION: PAGELESS}
    room.patterns.saw([], [(1, QUESTION, 0)], {1})
    assert room.votes == {}
    room.patterns.saw([], [(1, QUESTION, 1)], {1})
    assert room.votes == {QUESTION: PAGELESS}
    room.clock.now += WINDOW + 1
    assert room.votes == {}


def test_too_few_are_no_sign() -> None:
    room = Room()
    for number in range(SCRIPTED - 1):
        room.person(number, number + 0.5)
    for number in range(SERIAL - 1):
        room.person(10 + 4 * number, 13 + 4 * number, "r")
    room.play()
    assert room.told == []


def test_those_who_voted_at_once_were_not_one_after_the_other() -> None:
    """What is in one commit happened at once, whatever its order."""
    room = Room()
    for number in range(40):
        room.person(3 * number, 3 * (number + 1))
    room.play(commit=3.0)
    assert room.told == []


def test_what_is_taken_back_does_not_count() -> None:
    room = Room()
    for number in range(SCRIPTED):
        room.person(number, number + 0.5)
    room.play()
    assert room.votes == {QUESTION: SCRIPTED}
    assert room.patterns.saw([], [(1, QUESTION, 0)]) == [MEETING]
    assert room.votes == {}
    room.patterns.saw([], [(2, QUESTION, 1)])  # given already: it is one vote
    assert room.votes == {}


def test_of_a_row_as_well() -> None:
    room = Room()
    for number in range(SERIAL):
        room.person(4 * number, 4 * number + 3)
    room.play()
    assert room.votes == {QUESTION: SERIAL}
    room.patterns.saw([], [(5, QUESTION, 0)])
    assert room.votes == {}


def test_it_calms_down_by_itself() -> None:
    room = Room()
    for number in range(SCRIPTED):
        room.person(number, number + 0.5)
    room.play()
    assert room.votes
    room.clock.now += WINDOW + 1
    assert room.votes == {}
    room.patterns.keep_only(())
    assert (room.patterns._taken, room.patterns._signs, room.patterns._told) == ({}, {}, {})


def test_a_desk_that_is_loaded_anew_while_nobody_else_is_there_still_learns_of_it() -> None:
    room = Room()
    for number in range(SCRIPTED):
        room.person(number, number + 0.5)
    room.play()
    before = room.votes
    room.patterns.keep_only(())  # a heartbeat in between
    assert room.votes == before != {}


def test_seats_that_were_taken_long_ago_are_not_looked_at() -> None:
    room = Room()
    for number in range(50):
        room.person(0, WINDOW + 10 + number)
    room.play()
    assert room.told == []
    assert room.patterns._signs == {}


def test_meetings_are_apart() -> None:
    room = Room()
    for number in range(SCRIPTED):
        room.patterns.saw([(number, number % 2)], [])
        room.patterns.saw([], [(number, QUESTION, 1)])
    assert [room.patterns.watch(meeting)["votes"] for meeting in (0, 1)] == [{}, {}]


def test_a_flood_takes_a_bounded_room_and_is_told_of_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEATS", 50)
    monkeypatch.setattr(module, "VOTES", 30)
    room = Room()
    for number in range(1000):
        room.person(number / 100, number / 100 + 0.05, page=False)
    room.play()
    assert len(room.patterns._taken) <= 51
    signs = room.patterns._signs[MEETING][QUESTION]
    assert len(signs.quick) <= 30
    assert len(signs.row) <= 30
    assert len(signs.pageless) <= 30
    assert 2 <= len(room.told) <= 11


def test_a_meeting_that_forgets_its_participants_is_forgotten_here_too(house, moderator, alice, bob):
    question = house.open_question(alice, moderator)
    house.do(house.seat(), "vote.cast", question=question, value=1)
    house.settle()
    patterns = house.engine.patterns
    assert patterns._taken and patterns._signs
    house.do(moderator, "meeting.forget")
    house.settle()
    assert not patterns._taken and not patterns._signs


def test_another_process_hears_who_voted_without_a_page(house: House) -> None:
    seats = range(PAGELESS + 3)
    cast = [(seat, QUESTION, 1) for seat in seats]
    notes = Aftermath(votes_cast=cast, seats_taken=[(seat, MEETING) for seat in seats])
    hint = hint_of(Told(Changes(), notes, frozenset({0, 1, 2})))
    house.engine.teller.heard(msgspec.json.decode(msgspec.json.encode(hint), type=Hint))
    assert len(house.engine.patterns._signs[MEETING][QUESTION].pageless) == PAGELESS
    assert [event for _room, event, _payload in house.sent] == ["watch"]
