"""Every command, from the table, sent as nobody should send it: done once, or refused with a code, nothing half-done.

At both doors of programs, the API and long polling, which take what is sent as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from facilitation.engine.commands import COMMANDS
from facilitation.models.seat import MODERATOR, PARTICIPANT
from facilitation.web.refusals import REFUSALS
from tests.web.scenes import Visitor
from tests.web.test_access_matrix import FIRST, PAYLOADS, Scene, scene  # noqa: F401 - a fixture
from tests.web.test_sockets import Wire
from tests.witness import everything_in, nothing_changes, queued_together

Answer = dict[str, Any]
Payload = dict[str, Any]
# Larger than any field may be, and than any body that holds one.
LARGE = "x" * 600_000
ODD = {"half a character": "a\ud800b", "the other half": "\udfff", "NUL": "a\0b"}


class Asking:
    """Who may give a command, at both doors, and a payload that would be taken."""

    def __init__(self, meeting: Scene, name: str) -> None:
        self.house, self.name = meeting.house, name
        self.payload: Payload = PAYLOADS[name](meeting)
        if name in FIRST:
            FIRST[name](meeting, meeting.house.seat(MODERATOR))
        may = COMMANDS[name].roles
        role = next(role for role in (PARTICIPANT, MODERATOR, *sorted(may)) if role in may)
        self.visitor = Visitor.holding(self.house, meeting.alice if role == PARTICIPANT else self.house.seat(role))
        self.wires = [Wire(self.house.app), Wire(self.house.app)]
        for wire in self.wires:
            assert wire.connect({"meeting": self.house.code, "seat": self.visitor.token})[0] == "40"

    def api(self, payload: Payload) -> Answer:
        """The answer over HTTP."""
        headers = {"Authorization": f"Bearer {self.visitor.token}"}
        path = f"/api/{self.house.code}/commands/{self.name}"
        response = self.house.app.test_client().post(path, data=json.dumps(payload), headers=headers)
        answer: Answer = response.get_json()
        assert response.status_code == (200 if "ok" in answer else REFUSALS[answer["error"]["code"]][0])
        return answer

    def polled(self, payload: Payload, wire: int = 0) -> Answer:
        """The answer over a socket."""
        answer: Answer = self.wires[wire].ask(json.dumps([self.name, payload]))
        return answer

    @property
    def doors(self) -> dict[str, Callable[[Payload], Answer]]:
        """Both."""
        return {"api": self.api, "polling": self.polled}


@pytest.fixture(params=COMMANDS)
def asking(request: pytest.FixtureRequest, scene: Scene) -> Iterator[Asking]:  # noqa: F811
    """Each command in turn."""
    asking = Asking(scene, request.param)
    yield asking
    for wire in asking.wires:
        wire.send("1")


def fields(name: str) -> dict[str, Any]:
    """The fields of a payload, with their types."""
    return {field.encode_name: field for field in msgspec.structs.fields(COMMANDS[name].payload)}


def fits(value: Any, kind: Any) -> bool:
    """Whether a value is of this type, as the payloads tell it."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def malformed(asking: Asking) -> Iterator[tuple[str, Payload]]:
    """What is not the payload of this command, said in words."""
    payload = asking.payload
    for more in ("more", "__class__", "seat", "seat_id", "meeting_id", "role", ""):
        yield f"also {more}", payload | {more: 1}
    for name, field in fields(asking.name).items():
        if field.required:
            yield f"no {name}", {key: value for key, value in payload.items() if key != name}
        wrong = [
            value for value in (5, 1.5, "x" * 9, True, None, {}, [], [[]], {"a": [5]}) if not fits(value, field.type)
        ]
        assert wrong, f"nothing is wrong for {name}"
        for value in wrong:
            yield f"{name} = {value}", payload | {name: value}
    for id_ in ("", "a b", "x" * 65, "\0", "\ud800", 5, [], {}):
        yield f"id = {id_!r}", payload | {"id": id_}


def test_malformed_it_is_refused_and_nothing_changes(asking: Asking) -> None:
    refused = {}
    with nothing_changes(asking.house.engine):
        for what, payload in malformed(asking):
            for door, send in asking.doors.items():
                refused[what, door] = send(payload).get("error", {}).get("code")
    assert len(refused) > 20
    assert {what: code for what, code in refused.items() if code not in ("payload.invalid", "request.invalid")} == {}


def test_what_is_no_object_is_refused(asking: Asking) -> None:
    with nothing_changes(asking.house.engine):
        for body in ([], "text", 5, None, True, [{}]):
            assert asking.api(body)["error"]["code"] == "request.invalid"  # type: ignore[arg-type]
            if body is not None:
                assert asking.polled(body)["error"]["code"] == "payload.invalid"  # type: ignore[arg-type]


def test_oversized_it_is_refused_and_nothing_changes(asking: Asking) -> None:
    with nothing_changes(asking.house.engine):
        for name, field in fields(asking.name).items():
            for value in (LARGE, LARGE[:60_000], LARGE[:9_000], ["x"] * 2_000, [LARGE[:9_000]]):
                if fits(value, field.type):
                    code = asking.api(asking.payload | {name: value})["error"]["code"]
                    assert code in REFUSALS, name
        assert asking.api(asking.payload | {"more": LARGE})["error"]["code"] == "payload.too_large"


def test_what_nobody_can_store_is_refused_or_left_out(asking: Asking) -> None:
    """A text is cleaned of it; wherever it would have to be kept as it is, it is refused and nothing changes."""
    engine = asking.house.engine
    for name, field in fields(asking.name).items():
        for odd in ODD.values():
            value = odd if fits("x", field.type) else [odd] if fits(["x"], field.type) else None
            if value is None:
                continue
            for send in asking.doors.values():
                before = everything_in(engine)
                answer = send(asking.payload | {name: value})
                if "error" in answer:
                    assert answer["error"]["code"] in REFUSALS
                    assert everything_in(engine) == before
                kept = repr(everything_in(engine))
                assert not [odd for odd in ("\\x00b", "\\ud800", "\\udfff") if odd in kept], (name, odd)


def test_duplicated_at_once_it_is_done_once(asking: Asking) -> None:
    """The same id from two sockets and over HTTP, all queued before the writer looks at any."""
    order = asking.payload | {"id": "once"}
    before = everything_in(asking.house.engine)
    sends = [lambda: asking.api(order), *(lambda n=n: asking.polled(order, n) for n in range(2))]
    answers = queued_together(asking.house.engine.writer, sends)
    first = max(answers, key=len)
    assert first["ok"]
    after = everything_in(asking.house.engine)
    more = {table: len(rows) - len(before[table]) for table, rows in after.items()}
    assert more["receipts"] == 1
    entries = 2 if asking.name == "meeting.forget" else 1  # it ends the meeting as well
    assert max(more.values()) <= asking.payload.get("count", entries), more
    replayed(asking, order, [*answers, first])


def replayed(asking: Asking, order: Payload, answers: list[Answer]) -> None:
    """Later, and with other words under the same id: the first answer, but for what is told only once."""
    first = max(answers, key=len)
    with nothing_changes(asking.house.engine):
        again = [send(order) for send in asking.doors.values()]
        if "text" in order:
            again.append(asking.api(order | {"text": "Other words"}))
    for answer in (*answers, *again):
        assert answer["ok"]
        assert answer.items() <= first.items()


def test_replayed_later_it_changes_nothing(asking: Asking) -> None:
    order = asking.payload | {"id": "once"}
    replayed(asking, order, [asking.polled(order)])


def test_an_old_word_that_comes_late_does_not_undo_a_newer_one(scene: Scene) -> None:  # noqa: F811
    voter = Asking(scene, "vote.cast")
    first = voter.api(voter.payload | {"id": "gives"})
    assert voter.polled(voter.payload | {"value": 0, "id": "takes"})["ok"]
    with nothing_changes(scene.house.engine):
        assert voter.api(voter.payload | {"id": "gives"}) == first
    assert scene.house.state(scene.alice)["questions"][scene.listed]["score"] == 0


def test_refused_at_once_it_is_refused_for_all(scene: Scene) -> None:  # noqa: F811
    """Under one id, with nothing done for any."""
    asking = Asking(scene, "question.ask")
    with nothing_changes(scene.house.engine):
        for send in asking.doors.values():
            assert send({"text": "\u200b", "id": "once"})["error"]["code"] == "question.empty"
    assert asking.api({"text": "Why?", "id": "once"})["ok"]
