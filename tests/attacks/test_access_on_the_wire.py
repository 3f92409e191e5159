"""Who may do what, at a real server: every command × everybody × WebSocket, long polling, API and forms."""

from __future__ import annotations

import json
import time

import pytest

from facilitation.engine.commands import COMMANDS
from facilitation.models.columns import now
from facilitation.models.seat import ROLES
from tests.attacks.seated import OverPolling, OverWebSocket, Seated
from tests.attacks.visitors import Caller, Gate, OpenHouse, Visitor
from tests.attacks.wire import TEXT, Polling, connect_packet, frame, websocket
from tests.matrix import FIRST, PAYLOADS, Scene, set_scene

pytestmark = pytest.mark.slow

LINES: dict[str, type[OverWebSocket] | type[OverPolling]] = {"websocket": OverWebSocket, "polling": OverPolling}
# Seconds in which a line must have been cut at last; how soon it is, is measured elsewhere.
PATIENCE = 30
# What a participant types on a page without scripts.
WRITTEN = ("question.ask", "question.edit", "seat.appeal")


def scene_at(gate: Gate) -> Scene:
    """A meeting in which every command has something to work on."""
    house = gate.house()
    alice, bob, moderator, organiser = (
        Visitor(who, gate.seat(house, role), role)
        for who, role in (
            ("alice", "participant"),
            ("bob", "participant"),
            *((who, who) for who in ("moderator", "organiser")),
        )
    )
    return set_scene(house, alice, bob, moderator, organiser)


def insiders(gate: Gate, scene: Scene) -> dict[str, Visitor]:
    """One of each role; the participant has asked."""
    return gate.insiders(scene.house) | {"participant": scene.alice}


def packet(name: str, scene: Scene) -> bytes:
    """A command as an event."""
    return json.dumps([name, PAYLOADS[name](scene)]).encode()


@pytest.mark.parametrize("transport", LINES)
def test_over_a_socket_no_role_does_what_is_anothers(gate: Gate, transport: str) -> None:
    scene = scene_at(gate)
    forbidden = {role: [name for name in COMMANDS if role not in COMMANDS[name].roles] for role in ROLES}
    lines = {
        role: LINES[transport](scene.house, visitor.token, joins=True)
        for role, visitor in insiders(gate, scene).items()
    }
    with gate.nothing_changes():
        for role, line in lines.items():
            for name in forbidden[role]:
                (answer,) = line.ask([packet(name, scene)])
                assert answer["error"]["code"] == "command.forbidden", (role, name, answer)
    for line in lines.values():
        assert line.works()
        line.leave()


@pytest.mark.parametrize("name", COMMANDS)
def test_over_a_socket_whoever_may_does_it(gate: Gate, name: str) -> None:
    scene = scene_at(gate)
    visitors = insiders(gate, scene)
    for kind in LINES.values():
        for role in sorted(COMMANDS[name].roles):
            if name in FIRST:
                FIRST[name](scene, visitors["moderator"])
            line: Seated = kind(scene.house, visitors[role].token, joins=False)
            (answer,) = line.ask([packet(name, scene)])
            assert answer.get("ok"), (role, answer)
            line.leave()


def test_over_a_websocket_outsiders_do_nothing(gate: Gate) -> None:
    scene = scene_at(gate)
    outsiders = list(gate.outsiders(scene.house))
    with gate.nothing_changes():
        for visitor in outsiders:
            for is_polite in (True, False):  # asks to be let in, or behaves as if it had been
                line = websocket(scene.house.server)
                packets = [connect(scene.house, visitor)] if is_polite else []
                packets += [b"42%d%b" % (number, packet(name, scene)) for number, name in enumerate(COMMANDS)]
                for each in packets:
                    if not line.send(frame(TEXT, each)):
                        break
                line.no_more()
                said = line.read_all()
                assert (b'44{"' in said) == is_polite, (visitor.who, said)
                assert b'{"ok":true' not in said, (visitor.who, said)
                line.socket.close()


def test_over_polling_outsiders_do_nothing(gate: Gate) -> None:
    scene = scene_at(gate)
    outsiders = list(gate.outsiders(scene.house))
    with gate.nothing_changes():
        for visitor in outsiders:
            for is_polite in (True, False):
                session = Polling(scene.house.server)
                if is_polite:
                    assert session.post(connect(scene.house, visitor))[0] == 200
                    assert session.get()[1].startswith("44{"), visitor.who
                packets = [b"42%d%b" % (number, packet(name, scene)) for number, name in enumerate(COMMANDS)]
                for start in range(0, len(packets), 10):
                    assert session.post(b"\x1e".join(packets[start : start + 10]))[0] in (200, 400)
                # Asks to be let in once more: what is said to that comes after all that was said before.
                session.post(connect(scene.house, visitor))
                assert '"ok":true' not in session.get()[1], visitor.who
                session.post(b"1")


def test_over_the_api_and_forms_outsiders_do_nothing(gate: Gate) -> None:
    scene = scene_at(gate)
    outsiders = list(gate.outsiders(scene.house))
    with Caller(scene.house) as caller, gate.nothing_changes():
        for visitor in outsiders:
            for name in COMMANDS:
                answer = caller.api(visitor, f"/commands/{name}", PAYLOADS[name](scene))
                assert (answer.status, answer.code) == (401, "seat.unknown"), (visitor.who, name)
            for screen in ("room", "desk"):
                for name in COMMANDS:
                    form = caller.form(visitor, name, screen, PAYLOADS[name](scene))
                    # The door, or, where words were typed, the page that gives them back.
                    given_back = screen == "room" and name in WRITTEN
                    assert form.status == (401 if given_back else 303), (visitor.who, name, form)
            assert caller.api(visitor, "/purge", {}).status == 401, visitor.who


def test_over_the_api_and_forms_no_role_does_what_is_anothers(gate: Gate) -> None:
    scene = scene_at(gate)
    visitors = insiders(gate, scene)
    with Caller(scene.house) as caller, gate.nothing_changes():
        for role, visitor in visitors.items():
            if role != "organiser":
                assert caller.api(visitor, "/purge", {}).code == "command.forbidden"
            for name in (name for name in COMMANDS if role not in COMMANDS[name].roles):
                answer = caller.api(visitor, f"/commands/{name}", PAYLOADS[name](scene))
                assert (answer.status, answer.code) == (403, "command.forbidden"), (role, name)
                for screen in ("room", "desk", "stage"):
                    form = caller.form(visitor, name, screen, PAYLOADS[name](scene))
                    given_back = screen == "room" and name in WRITTEN
                    assert form.status in ((303, 401, 403) if given_back else (303, 403)), (role, name, screen, form)


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_an_open_line_ends_with_its_seat(gate: Gate, end: str) -> None:
    scene = scene_at(gate)
    held = [
        (role, kind(scene.house, visitor.token, joins=True), visitor)
        for kind in LINES.values()
        for role, visitor in insiders(gate, scene).items()
    ]
    assert all(line.works() for _role, line, _visitor in held)
    for token in {visitor.token for _role, _line, visitor in held}:
        gate.change(scene.house, str(token), **({"revoked": True} if end == "revoked" else {"expires_at": now()}))
    for role, line, _visitor in held:
        patience = time.monotonic() + PATIENCE
        while line.works():
            assert time.monotonic() < patience, f"the {role}'s line stays open"
            time.sleep(0.1)
    with gate.nothing_changes():
        for role, line, _visitor in held:
            theirs = [name for name in COMMANDS if role in COMMANDS[name].roles]
            assert not [answer for answer in line.ask([packet(name, scene) for name in theirs]) if answer.get("ok")]
            line.leave()


def connect(house: OpenHouse, visitor: Visitor) -> bytes:
    """The packet in which a visitor asks to be let in."""
    if visitor.token is None:
        return b"40" + json.dumps({"meeting": house.code}).encode()
    return connect_packet(house.code, visitor.token)
