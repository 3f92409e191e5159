"""Old state + pulses = fresh state: whatever is done, lost, repeated, delayed or restarted, for both audiences.

Every phone and desk of the play is a store in Python; what it lived through is then given to the JavaScript store
as well, which must end in the same state. What is a seat's own, its questions and its votes, is played as well.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine

from facilitation.db import prepare
from facilitation.engine import Engine
from facilitation.engine.fair import Fair
from facilitation.engine.fanout import Fanout
from facilitation.engine.jobs import Job
from facilitation.engine.pulse import room_of, room_of_seat
from facilitation.errors import Refused
from facilitation.rehearsal.store import Store
from facilitation.room.actor import Actor
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings
from tests.conftest import PROGRAMME, leisurely
from tests.javascript import node

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


class Screen:
    """A phone or a desk on a bad line, and everything that it lived through."""

    def __init__(self, engine: Engine, actor: Actor) -> None:
        self.actor = actor
        self.store = Store()
        self.wire: list[tuple[str, Any]] = []
        self.life: list[list[Any]] = []
        self.rooms = (room_of(actor.meeting_id, actor.audience), room_of_seat(actor.seat_id))
        self.join(engine)

    def join(self, engine: Engine) -> None:
        """The one recovery path."""
        self.wire.clear()
        reply = msgspec.json.decode(msgspec.json.encode(engine.join(self.actor)))
        self.store.fresh(reply)
        self.life.append(["fresh", reply])

    def hear(self, engine: Engine, event: str, message: Any) -> None:
        """One message arrives."""
        if event == "heartbeat":
            if message[self.actor.audience] > self.store.revision:
                self.join(engine)
            return
        if event == "yours":
            self.store.yours(message)
            self.life.append(["yours", message])
            return
        if event != "pulse":
            return
        outcome = self.store.apply(message)
        self.life.append(["pulse", message, outcome])
        if outcome == "missed":
            self.join(engine)


class Wires(Fanout):
    """Puts each message on the wire of every screen that it is for."""

    def __init__(self, play: Play) -> None:
        self._play = play

    def __call__(self, room: str, name: str, payload: Any) -> None:
        """Send to a room."""
        message = json.loads(msgspec.json.encode(payload))
        for screen in self._in(room):
            screen.wire.append((name, message))

    def pages(self, room: str) -> int:
        """How many screens are in a room."""
        return len(self._in(room))

    def cut(self, _room: str) -> None:
        """Nobody's seat is taken away in this play."""

    def _in(self, room: str) -> list[Screen]:
        return [screen for screen in self._play.screens if room in screen.rooms]


class Play(RuleBasedStateMachine):
    """Any sequence of commands and of mishaps."""

    new_database: Callable[[], str]
    questions = Bundle("questions")
    orders = Bundle("orders")

    @initialize(target=questions)
    def begin(self) -> Any:
        """A meeting with three participants, a moderator and a screen for each; two have questions on the list."""
        self.url = self.new_database()
        self.screens: list[Screen] = []
        self.start()
        self.code, links = self.engine.create_meeting(PROGRAMME, Settings())
        self.people = [self.seat(), self.seat()]
        self.moderator = self.seat(links["moderator"])
        self.voter = self.seat()
        asked = [self.do(actor, "question.ask", text="What first?") for actor in self.people * 2]
        listed = [answer["question"] for answer in asked if answer]
        for question in listed:
            self.do(self.moderator, "question.approve", question=question)
        self.engine.pulse.tell_now()
        self.screens = [Screen(self.engine, actor) for actor in (*self.people, self.voter, self.moderator)]
        self.vote_and_tell(listed[0], 1)
        return multiple(*listed)

    def start(self) -> None:
        self.database = create_engine(self.url)
        prepare(self.database)
        self.engine = Engine(self.database, Wires(self))
        self.engine.fair = Fair(clock=leisurely())
        self.engine.writer.start()

    def seat(self, invite: str | None = None) -> Actor:
        token, _role = self.engine.take_seat(self.code, TakeSeat(invite=invite))
        return self.engine.seated(self.code, token)

    def do(self, actor: Actor, name: str, **payload: Any) -> dict[str, Any] | None:
        """A command; a refusal is as good as any other outcome here."""
        try:
            return self.engine.perform(actor, name, {key.rstrip("_"): value for key, value in payload.items()})
        except Refused:
            return None
        finally:
            self.engine.writer.submit(Job(lambda _db: None))  # which comes after the telling

    @rule(target=questions, who=st.integers(0, 1), number=st.integers(0, 10**6))
    def ask(self, who: int, number: int) -> Any:
        telling = f", call +33 6 {number:08}" if number % 2 else ""
        answer = self.do(self.people[who], "question.ask", text=f"question {number}{telling}")
        return answer["question"] if answer else multiple()

    @rule(who=st.integers(0, 1), question=questions, value=st.sampled_from([0, 1]))
    def vote(self, who: int, question: str, value: int) -> None:
        self.do(self.people[who], "vote.cast", question=question, value=value)

    @rule(question=questions, value=st.sampled_from([1, 0]))
    def vote_and_tell(self, question: str, value: int) -> None:
        """A vote that is told before anything else happens to the question: its score travels alone."""
        self.do(self.voter, "vote.cast", question=question, value=value)
        self.engine.pulse.tell_now()

    @rule(who=st.integers(0, 1), question=questions, number=st.integers(0, 10**6))
    def edit(self, who: int, question: str, number: int) -> None:
        self.do(self.people[who], "question.edit", question=question, text=f"edited {number}")

    @rule(who=st.integers(0, 1), question=questions)
    def withdraw(self, who: int, question: str) -> None:
        self.do(self.people[who], "question.withdraw", question=question)

    @rule(
        what=st.sampled_from(["approve", "approve", "approve", "decline", "answer", "archive", "reopen", "highlight"]),
        question=questions,
    )
    def moderate(self, what: str, question: str) -> None:
        self.do(self.moderator, f"question.{what}", question=question)

    @rule(question=questions, what=st.sampled_from(["mute", "mute", "unmute"]))
    def mute(self, question: str, what: str) -> None:
        self.do(self.moderator, f"seat.{what}", question=question)

    @rule(who=st.integers(0, 1))
    def appeal(self, who: int) -> None:
        self.do(self.people[who], "seat.appeal", text="Why?")

    @rule(question=questions, whole=st.booleans())
    def unmask(self, question: str, whole: bool) -> None:
        self.do(self.moderator, "question.unmask", question=question, whole=whole)

    @rule(question=questions)
    def back_to_review(self, question: str) -> None:
        self.do(self.moderator, "question.reopen", question=question, state="waiting")

    @rule(question=questions)
    def reply(self, question: str) -> None:
        self.do(self.moderator, "question.reply", question=question, text="An answer")

    @rule(source=questions, into=questions)
    def merge(self, source: str, into: str) -> None:
        self.do(self.moderator, "question.merge", from_=source, into=into)

    @rule(item=st.sampled_from(["i1", "i2", "i3"]))
    def present(self, item: str) -> None:
        self.do(self.moderator, "item.present", item=item)

    @rule(item=st.sampled_from(["i1", "i2", "i3"]), position=st.integers(0, 3))
    def move_item(self, item: str, position: int) -> None:
        self.do(self.moderator, "item.move", item=item, position=position)

    @rule()
    def add_and_remove_item(self) -> None:
        added = self.do(self.moderator, "item.add", title="More", position=0)
        if added and random.random() < 0.5:
            self.do(self.moderator, "item.remove", item=added["item"])

    @rule(what=st.sampled_from(["open", "pause", "end", "stop", "open"]))
    def turn(self, what: str) -> None:
        self.do(self.moderator, f"meeting.{what}")

    @rule(name=st.sampled_from(["premoderation", "asking", "voting"]), value=st.booleans())
    def set_switch(self, name: str, value: bool) -> None:
        self.do(self.moderator, "meeting.settings", **{name: value})

    @rule(who=st.integers(0, 1), number=st.integers(0, 10**6))
    def say_the_same_twice(self, who: int, number: int) -> None:
        """A resend after a lost acknowledgement changes nothing and gets the first answer."""
        order = {"id": f"again-{number}-{len(self.screens[2].life)}", "text": "Once only"}
        first = self.do(self.people[who], "question.ask", **order)
        before = self.engine.join(self.moderator)["revision"]
        assert self.do(self.people[who], "question.ask", **order) == first or first is None
        assert self.engine.join(self.moderator)["revision"] == before or first is None

    @rule()
    def tell(self) -> None:
        self.engine.pulse.tell_now()

    @rule(source=questions, into=questions, last=questions)
    def merge_in_a_row(self, source: str, into: str, last: str) -> None:
        """What somebody else supports, with another, and that with one more."""
        self.do(self.voter, "vote.cast", question=source, value=1)
        self.merge(source, into)
        self.merge(into, last)

    @rule(which=st.integers(0, 3))
    def come_back(self, which: int) -> None:
        """A line breaks, with whatever was on it, and its screen joins again."""
        self.screens[which].join(self.engine)

    @rule(which=st.integers(0, 3), how=st.sampled_from(["deliver", "deliver", "lose", "repeat", "delay", "heartbeat"]))
    def on_the_wire(self, which: int, how: str) -> None:
        """What happens to a message; a seat's own is lost with its line alone, and comes in the order of its line."""
        screen = self.screens[which]
        if how == "heartbeat":
            fresh = self.engine.join(screen.actor)["revision"]
            screen.hear(self.engine, "heartbeat", fresh)
        elif screen.wire:
            if screen.wire[0][0] == "yours":
                screen.hear(self.engine, *screen.wire.pop(0))
            elif how == "lose":
                screen.wire.pop(0)
            elif how == "repeat":
                screen.wire.append(screen.wire[0])
            elif how == "delay":
                screen.wire.append(screen.wire.pop(0))
            else:
                screen.hear(self.engine, *screen.wire.pop(0))

    @rule()
    def restart(self) -> None:
        """The server dies with pulses untold; every socket breaks, and every screen joins again."""
        self.engine.writer.stop()
        self.database.dispose()
        self.start()
        for screen in self.screens:
            screen.join(self.engine)

    @invariant()
    def nothing_hidden_is_seen(self) -> None:
        for screen in self.screens[:3]:
            states = {question["state"] for question in screen.store.state["questions"].values()}
            assert states <= {"open", "highlighted", "answered", "archived"}

    @invariant()
    def ones_own_is_on_the_screen_or_on_its_way(self) -> None:
        """No revision tells of a word to a seat that was forgotten, so each is looked for, before anybody joins."""
        for screen in self.screens:
            held = Store()
            held.own, held.votes = dict(screen.store.own), set(screen.store.votes)
            held.muted, held.appeal = screen.store.muted, screen.store.appeal
            for event, message in screen.wire:
                if event == "yours":
                    held.yours(message)
            stands = {"muted": held.muted, "appeal": held.appeal}
            mine = {"questions": held.own, "votes": sorted(held.votes), **stands}
            assert mine == own(self.engine.join(screen.actor))

    def teardown(self) -> None:
        """Everything arrives at last, one heartbeat tells what was lost, and all know what a newcomer knows."""
        if not hasattr(self, "engine"):
            return
        try:
            self.engine.pulse.tell_now()
            for screen in self.screens:
                while screen.wire:
                    screen.hear(self.engine, *screen.wire.pop(0))
                newcomer = json.loads(msgspec.json.encode(self.engine.join(screen.actor)))
                screen.hear(self.engine, "heartbeat", newcomer["revision"])
                assert screen.store.state == newcomer["state"]
                assert in_javascript(screen.life) == {"state": newcomer["state"], "mine": own(newcomer)}
        finally:
            self.engine.writer.stop()
            self.database.dispose()


def own(join_ack: Mapping[str, Any]) -> dict[str, Any]:
    """What is a seat's own in the reply to a join, as the stores hold it."""
    you = json.loads(msgspec.json.encode(join_ack["you"]))
    questions = {question["id"]: question for question in you["mine"]["questions"]}
    return {"questions": questions, "votes": you["mine"]["votes"], "muted": you["muted"], "appeal": you["appeal"]}


_replayer: list[subprocess.Popen[str]] = []


def in_javascript(life: list[list[Any]]) -> Any:
    """What the JavaScript store ends with after the same life; it checks each outcome on the way."""
    process = _replayer[0]
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(life) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    assert "wrong" not in answer, answer
    return answer


@pytest.fixture
def replayer() -> Iterator[None]:
    command = [*node(), str(ROOT / "tests" / "js" / "replay.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        _replayer.append(process)
        yield
        _replayer.clear()


def test_every_screen_ends_in_the_state_that_a_newcomer_gets(new_database: Callable[[], str], replayer: None) -> None:
    Play.new_database = staticmethod(new_database)
    on_sqlite = new_database().startswith("sqlite")
    run_state_machine_as_test(
        Play,
        settings=settings(
            max_examples=40 if on_sqlite else 12,  # the play is the same; these are enough for what differs
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
