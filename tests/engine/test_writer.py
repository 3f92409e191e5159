"""The one writer: many jobs, one transaction, and one job's trouble is nobody else's."""

from __future__ import annotations

import contextlib
import functools
import logging
import sqlite3
import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from facilitation.app import create_app
from facilitation.engine.commands import ordered
from facilitation.engine.jobs import Job
from facilitation.engine.writer import Writer
from facilitation.errors import Refused
from facilitation.room import seats
from facilitation.room.actor import Actor
from facilitation.room.joining import TakeSeat
from facilitation.room.lookup import meeting_of
from facilitation.room.meetings import Settings
from tests.conftest import PROGRAMME, House, config_in
from tests.witness import nothing_changes, refused


class Held:
    """Keeps the writer busy, so that what is submitted meanwhile shares the next transaction."""

    def __init__(self, house: House) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.writer = house.engine.writer
        self.first = threading.Thread(target=self.writer.submit, args=(Job(self._wait),))
        self.crowd: list[threading.Thread] = []

    def _wait(self, _db: Session) -> None:
        self.begun.set()
        self.go.wait(10)

    def __enter__(self) -> Held:
        self.first.start()
        assert self.begun.wait(10)
        return self

    def submit(self, what: Any) -> None:
        self.crowd.append(threading.Thread(target=what))
        self.crowd[-1].start()

    def __exit__(self, *_: object) -> None:
        while self.writer.waiting < len(self.crowd):
            threading.Event().wait(0.001)
        self.go.set()
        for thread in (self.first, *self.crowd):
            thread.join(10)


def commits(house: House) -> list[int]:
    """Grows by one with each commit."""
    counted: list[int] = []
    event.listen(house.engine.database, "commit", lambda _connection: counted.append(1))
    return counted


def test_a_burst_shares_one_commit(house: House, moderator: Actor, alice: Actor) -> None:
    question = house.open_question(alice, moderator)
    voters = [house.seat() for _ in range(40)]
    answers: list[dict[str, Any]] = []
    with Held(house) as held:
        counted = commits(house)
        for voter in voters:
            held.submit(lambda voter=voter: answers.append(house.do(voter, "vote.cast", question=question, value=1)))
    assert len(counted) == 1, "the job that held the writer wrote nothing"
    assert [answer["ok"] for answer in answers] == [True] * 40
    assert house.state(alice)["questions"][question]["score"] == 40


def test_one_refusal_spoils_nobody_elses_command(house: House, moderator: Actor, alice: Actor, bob: Actor) -> None:
    question = house.open_question(alice, moderator)
    refused: list[str] = []

    def vote_on_ones_own() -> None:
        try:
            house.do(alice, "vote.cast", question=question, value=1)
        except Refused as refusal:
            refused.append(refusal.code)

    with Held(house) as held:
        held.submit(vote_on_ones_own)
        held.submit(lambda: house.do(bob, "vote.cast", question=question, value=1))
    assert refused == ["vote.own"]
    assert house.state(alice)["questions"][question]["score"] == 1


def test_what_a_refused_command_had_stored_already_is_taken_back(house: House, moderator: Actor) -> None:
    def half_done(db: Session) -> None:
        meeting_of(db, moderator).title = "Half done"
        db.flush()
        raise Refused("meeting.ended")

    with nothing_changes(house.engine), refused("meeting.ended"):
        house.engine.writer.submit(Job(half_done, moderator))
    assert house.state(moderator)["meeting"]["title"] == PROGRAMME.title


@pytest.mark.parametrize("fault", [ValueError("secret words"), DatabaseError("stmt", {}, Exception("secret words"))])
def test_one_fault_spoils_nobody_elses_command_and_quotes_nobody(
    house: House, alice: Actor, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    faults: list[str] = []

    def fail(_db: Session) -> None:
        raise fault

    def submit_fault() -> None:
        try:
            house.engine.writer.submit(Job(fail))
        except Refused as refusal:
            faults.append(refusal.code)

    with caplog.at_level(logging.DEBUG), Held(house) as held:
        held.submit(submit_fault)
        held.submit(lambda: house.ask(alice, "Still here?"))
    assert faults == ["server.fault"]
    assert [question["text"] for question in house.mine(alice).values()] == ["Still here?"]
    assert type(fault).__name__ in caplog.text
    assert "secret words" not in caplog.text


def one_after_the_other(house: House, *jobs: Job) -> list[str]:
    """Do these jobs in one transaction, in this order: what each was refused with, or "done"."""
    with Held(house) as held:
        for place, job in enumerate(jobs, 1):
            held.submit(functools.partial(_submit, house, job))
            while held.writer.waiting < place:
                threading.Event().wait(0.001)
    return [job.refusal.code if job.refusal else "done" for job in jobs]


def _submit(house: House, job: Job) -> None:
    with contextlib.suppress(Refused):
        house.engine.writer.submit(job)


def test_whoever_is_shown_out_does_nothing_later_in_the_same_transaction(
    house: House, moderator: Actor, alice: Actor, bob: Actor
) -> None:
    question = house.open_question(alice, moderator)
    others = house.seat()
    outcomes = one_after_the_other(
        house,
        Job(lambda db: seats.give_up(db, house.code, [house.tokens[bob.seat_id]])),
        ordered(bob, "question.ask", {"text": "Still here?"}),
        ordered(bob, "vote.cast", {"question": question, "value": 1}),
        ordered(others, "vote.cast", {"question": question, "value": 1}),
    )
    assert outcomes == ["done", "seat.unknown", "seat.unknown", "done"]
    assert house.state(alice)["questions"][question]["score"] == 1


def test_a_wiped_rehearsal_does_not_vote_later_in_the_same_transaction(
    house: House, moderator: Actor, alice: Actor
) -> None:
    question = house.open_question(alice, moderator)
    vote = ordered(house.seat(rehearsal=True), "vote.cast", {"question": question, "value": 1})
    assert one_after_the_other(house, ordered(moderator, "rehearsal.wipe", {}), vote) == ["done", "seat.unknown"]
    assert house.state(alice)["questions"][question]["score"] == 0


@pytest.mark.parametrize(("name", "payload"), [("item.present", {"item": "i2"}), ("question.erase", {})])
def test_a_meeting_that_forgot_just_now_takes_what_any_forgotten_one_does(
    house: House, moderator: Actor, alice: Actor, name: str, payload: dict[str, Any]
) -> None:
    question = house.open_question(alice, moderator)
    command = ordered(moderator, name, payload or {"question": question})
    outcome = "done" if command.afterwards else "meeting.forgotten"
    assert one_after_the_other(house, ordered(moderator, "meeting.forget", {}), command) == ["done", outcome]


def test_a_commit_that_fails_acknowledges_nobody(house: House, alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_connection: object) -> None:
        raise house.engine.database.dialect.loaded_dbapi.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(house.engine.database.dialect, "do_commit", full)
        with pytest.raises(Refused) as refusal:
            house.ask(alice)
        assert refusal.value.code == "server.storage"
        assert house.mine(alice) == {}, "reads go on, and show nothing that was not committed"
    house.ask(alice, "And now?")
    assert len(house.mine(alice)) == 1


def test_nothing_is_told_before_it_is_committed(house: House, moderator: Actor, alice: Actor) -> None:
    told_at_commit: list[int] = []
    question = house.ask(alice)
    house.settle()
    house.sent.clear()
    event.listen(house.engine.database, "commit", lambda _connection: told_at_commit.append(len(house.sent)))
    house.do(moderator, "question.approve", question=question)
    house.settle()
    assert told_at_commit[0] == 0
    assert house.sent


def test_the_same_id_twice_in_one_transaction_is_done_once(house: House, alice: Actor) -> None:
    answers: list[dict[str, Any]] = []
    with Held(house) as held:
        for _ in range(5):
            held.submit(lambda: answers.append(house.do(alice, "question.ask", id="the-same", text="Once?")))
    assert len(house.mine(alice)) == 1
    assert len(answers) == 5
    assert all(answer == answers[0] for answer in answers)


def test_who_asks_while_others_are_written_shares_the_next_commit(house: House, moderator: Actor, alice: Actor) -> None:
    question = house.open_question(alice, moderator)
    voters = [house.seat() for _ in range(20)]
    writer = house.engine.writer
    writer.gather = 3.0  # longer than it takes to start twenty threads
    counted = commits(house)
    house.do(voters[0], "vote.cast", question=question, value=1)
    threads = [
        threading.Thread(target=house.do, args=[voter, "vote.cast"], kwargs={"question": question, "value": 1})
        for voter in voters[1:]
    ]
    for thread in threads:
        thread.start()
    while writer.waiting < len(threads):
        threading.Event().wait(0.001)
    assert len(counted) == 1, "the first goes at once"
    for thread in threads:
        thread.join(40)
    assert len(counted) == 2


@pytest.mark.parametrize(("hold", "waiting"), [(60.0, [0] * 4), (0.0, [15, 10, 5, 0])], ids=["held", "too long"])
def test_a_crowd_is_answered_before_anybody_is_told(
    house: House, moderator: Actor, alice: Actor, monkeypatch: pytest.MonkeyPatch, hold: float, waiting: list[int]
) -> None:
    question = house.open_question(alice, moderator)
    voters = [house.seat() for _ in range(20)]
    for name, value in (("writer.BATCH", 5), ("telling.CROWD", 2), ("telling.HOLD", hold)):
        monkeypatch.setattr(f"facilitation.engine.{name}", value)
    writer, waited = house.engine.writer, list[int]()
    monkeypatch.setattr(
        writer._telling, "_tell", lambda told: waited.append(writer.waiting) if told.notes.voted else None
    )
    with Held(house) as held:
        for voter in voters:
            held.submit(functools.partial(house.do, voter, "vote.cast", question=question, value=1))
    writer.stop()  # the last are answered before they are told
    assert waited == waiting, "how many still waited whenever somebody was told"


@pytest.mark.sqlite_alone("PostgreSQL's log is its own")
def test_what_a_server_before_could_not_erase_is_erased(tmp_path, database_url):
    """A backup was reading when words were taken back, and the server stopped before it had ended."""
    app = create_app(config_in(tmp_path, database_url))
    log = tmp_path / "facilitation.sqlite-wal"
    with sqlite3.connect(tmp_path / "facilitation.sqlite") as reader:
        reader.execute("BEGIN").execute("SELECT count(*) FROM meetings").fetchall()
        engine = app.extensions["facilitation.engine"]
        engine.start()
        code, links = engine.create_meeting(PROGRAMME, Settings())
        token, _role = engine.take_seat(code, TakeSeat())
        alice = engine.seated(code, token)
        asked = engine.perform(alice, "question.ask", {"text": "the canary that was taken back"})
        engine.perform(alice, "question.withdraw", {"question": asked["question"]})
        engine.stop()
        assert b"the canary" in log.read_bytes()
        reader.execute("COMMIT")
        writer = Writer(engine.database, lambda _told: None)
        writer.start()
        writer.stop()
        assert b"the canary" not in log.read_bytes()
    reader.close()
    engine.database.dispose()


def test_a_seats_number_alone_is_nobody(house, alice, stranger):
    """Whoever holds a number that is another's by now, or claims another meeting or role with it, has no seat."""
    for false in (
        replace(alice, meeting_id=stranger.meeting_id),
        replace(alice, role="moderator"),
        replace(stranger, seat_id=alice.seat_id),
    ):
        with refused("seat.unknown"):
            house.do(
                false,
                "question.ask" if false.role == "participant" else "meeting.pause",
                **({"text": "Who is this?"} if false.role == "participant" else {}),
            )
