"""Seats that are taken at one process while another forgets or purges the meeting: none is left, and nobody fails."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from facilitation.db import writing
from facilitation.engine.locks import lock_meetings
from facilitation.errors import Refused
from facilitation.models.seat import PARTICIPANT
from facilitation.room import forgetting, joining
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Nothing
from tests.conftest import House
from tests.postgres import Postgres
from tests.witness import everything_in

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("new_database", ["postgres"], indirect=True)]

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'tests' AND wait_event_type = 'Lock'"


class Meanwhile:
    """Something that is done at the same time; ``outcome`` is the code of its refusal, or "done"."""

    def __init__(self, server: Postgres, what: Callable[[], object]) -> None:
        self.outcome = ""
        self._server, self._what = server, what
        self._thread = threading.Thread(target=self._run)

    def go(self) -> None:
        """Begin, and return when it is done or waits for somebody."""
        self._thread.start()
        while self._thread.is_alive() and not self._server.execute(WAITING)[0][0]:
            self._thread.join(0.01)

    def end(self) -> str:
        """Wait for its end: its outcome."""
        self._thread.join(20)
        return self.outcome

    def _run(self) -> None:
        try:
            self._what()
            self.outcome = "done"
        except Refused as refusal:
            self.outcome = refusal.code


def participants(house: House) -> list[object]:
    return [row for row in everything_in(house.engine)["seats"] if PARTICIPANT in row]


@pytest.mark.parametrize("early", [True, False], ids=["before it is stored", "before it is committed"])
@pytest.mark.parametrize("end", ["forget", "purge"])
def test_a_seat_that_is_being_taken_goes_as_well(
    house: House, organiser: Actor, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, early: bool, end: str
) -> None:
    ends = {"forget": lambda: house.do(organiser, "meeting.forget"), "purge": lambda: house.engine.purge(house.code)}
    meanwhile = Meanwhile(postgres, ends[end])

    def new_token() -> str:
        if early:
            meanwhile.go()
        return "a token"

    monkeypatch.setattr(joining, "new_token", new_token)
    with writing(house.engine.database) as elsewhere:
        assert joining.take(elsewhere, [(house.code, TakeSeat(group="state"), False, None)]) == [
            ("a token", PARTICIPANT)
        ]
        if not early:
            meanwhile.go()
        elsewhere.commit()
    assert meanwhile.end() == "done"
    assert participants(house) == []


def test_whoever_comes_while_it_is_being_forgotten_is_refused(
    house: House, organiser: Actor, postgres: Postgres
) -> None:
    meanwhile = Meanwhile(postgres, lambda: house.engine.take_seat(house.code, TakeSeat()))
    with writing(house.engine.database) as elsewhere:
        lock_meetings(elsewhere, [organiser.meeting_id])
        forgetting.forget(elsewhere, organiser, Nothing())
        forgetting.let_go(elsewhere, aftermath(elsewhere).forgotten)
        meanwhile.go()
        elsewhere.commit()
    assert meanwhile.end() == "meeting.ended"
    assert participants(house) == []


def test_a_hall_that_joins_waits_neither_for_another_one_nor_for_a_command(
    house: House, organiser: Actor, postgres: Postgres
) -> None:
    with writing(house.engine.database) as elsewhere:
        lock_meetings(elsewhere, [organiser.meeting_id])
        joining.take(elsewhere, [(house.code, TakeSeat(), False, None)])
        house.seat()
        elsewhere.commit()
    with writing(house.engine.database) as elsewhere:
        joining.take(elsewhere, [(house.code, TakeSeat(), False, None)])
        house.do(organiser, "ticket.add", count=1)
        elsewhere.commit()
    assert len(participants(house)) == 3
