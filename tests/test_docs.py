"""The documents name all that a client or an operator can meet; each test lists everything that is missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from facilitation.engine.commands import COMMANDS
from facilitation.models.question import STATES
from facilitation.models.seat import ROLES, TEAM
from facilitation.programme import codes
from facilitation.programme.structure import Item, Kind, Organiser, Programme, Speaker
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings
from facilitation.web.refusals import REFUSALS
from facilitation.web.warnings import WARNINGS

ROOT = Path(__file__).parent.parent
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()
OPERATING = (ROOT / "docs" / "operating.md").read_text()
SOURCES = sorted((ROOT / "facilitation").rglob("*.py"))
SERVER = [path for path in SOURCES if path.parent.name != "rehearsal"]  # a client repeats what a server said
WHO = {
    "participant": {"participant"},
    "moderator": {"moderator"},
    "organiser": {"organiser"},
    "leader": {"moderator", "organiser"},
    "team": set(TEAM),
}


def section(title, text=PROTOCOL):
    """What stands under a heading."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    assert found, f"no section {title}"
    return found[1]


def rows(title, text=PROTOCOL):
    """The rows of the tables in a section: first name -> the other cells."""
    lines = re.findall(r"^\| `([^`]+)`(.*)\|$", section(title, text), re.M)
    return {name: [cell.strip() for cell in rest.split(" | ")] for name, rest in lines}


def names_in(text):
    """Everything that stands in code or in quotation marks."""
    return set(re.findall(r'[`"]([\w.<>-]+)[`"]', text))


def fields_of(struct):
    return {field.encode_name for field in msgspec.structs.fields(struct)}


def test_every_command_with_its_fields_and_who_may():
    documented = rows("Commands")
    assert set(documented) == set(COMMANDS)
    wrong = {}
    for name, (_, payload, who, effect) in documented.items():
        taken = msgspec.structs.fields(COMMANDS[name].payload)
        fields = {field.encode_name: "" if field.required else "?" for field in taken}
        if dict(re.findall(r"`(\w+)`(\??)", payload)) != fields or WHO[who] != COMMANDS[name].roles or not effect:
            wrong[name] = (fields, COMMANDS[name].roles)
    assert wrong == {}


def test_every_refusal_with_its_status():
    documented = {code: int(cells[1]) for code, cells in rows("Refusals").items()}
    assert documented == {code: status for code, (status, _sentence) in REFUSALS.items()}


def test_every_refusal_that_the_code_can_give_has_a_sentence():
    given = set()
    for path in SERVER:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                words = (word.value for word in ast.walk(node.args[0]) if isinstance(word, ast.Constant))
                given |= {word for word in words if not word.startswith(".")}
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("clean", "clean_line"):
                if not isinstance(node.args[2], ast.Constant):  # clean_line hands its own noun on
                    continue
                noun = node.args[2].value
                given |= {f"{noun}.too_long"} | ({f"{noun}.empty"} if node.func.id == "clean" else set())
    assert len(given) > 30
    assert given - set(REFUSALS) == set()


def test_every_detail_of_a_refusal():
    details = set()
    for path in SERVER:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                details |= {keyword.arg for keyword in node.keywords if keyword.arg}
    assert details - names_in(section("Refusals")) == set()


def events():
    """What is sent to an audience or a seat, and so counted."""
    return {
        node.args[1].value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("_send", "_fanout")
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }


def test_every_event():
    assert events() >= {"pulse", "yours", "heartbeat", "again", "ended"}
    assert (events() | {"join"}) - set(rows("Socket.IO")) == set()


def test_every_event_that_is_counted():
    [(_labels, listed)] = [cells[-2:] for name, cells in rows("Numbers", OPERATING).items() if "messages" in name]
    assert names_in(listed) == events()


def test_every_field_of_the_state(house, alice, moderator):
    question = house.ask(alice, name_="Alice")
    house.do(moderator, "question.reply", question=question, text="Yes.")
    joined = house.engine.join(moderator)
    state = house.state(moderator)
    mine = house.mine(alice)[question]
    names = set(joined) | set(joined["you"]) | set(joined["you"]["mine"]) | set(state) | set(mine)
    for thing in (state["meeting"], state["meeting"]["settings"], state["items"]["i1"], state["questions"][question]):
        names |= set(thing)
    names |= set(mine["replies"][0])
    assert names - names_in(section("State") + section("Socket.IO")) == set()


def test_every_state_and_role():
    assert (STATES | set(ROLES) | {"open", "paused", "ended"}) - names_in(PROTOCOL) == set()


def test_every_field_and_kind_of_the_structured_programme():
    text = names_in(section("The structured programme"))
    structs = (Programme, Organiser, Speaker, Item)
    assert set().union(*map(fields_of, structs), get_args(Kind)) - text == set()


def test_every_warning_and_each_has_a_sentence():
    assert set(codes.WARNINGS) - names_in(section("The structured programme")) == set()
    assert set(codes.WARNINGS) == set(WARNINGS)
    assert set(codes.REFUSALS) - set(REFUSALS) == set()


def test_every_field_that_http_takes():
    assert fields_of(TakeSeat) - names_in(section("HTTP")) == set()
    assert fields_of(Settings) - names_in(section("State") + section("Commands")) == set()


@pytest.mark.parametrize("kind", ["api", "pages"])
def test_every_address(app, kind):
    addresses = {
        re.sub(r"<code:code>", "<code>", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api") == (kind == "api") and rule.endpoint != "static"
    }
    ours_alone = {"/", "/join", "/new", "/new/read", "/new/create", "/away"} | {
        f"/<code>/{form}" for form in ("join", "enter", "leave")
    }
    text = section("HTTP")
    assert sorted(address for address in addresses - ours_alone if address not in text) == []


def test_every_environment_variable():
    # What the doors and the wire call so is a request's environment.
    files = [path for path in SOURCES if path.parent.name not in ("web", "wire")]
    read = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', "".join(path.read_text() for path in files)))
    assert {"HOST", "ORGANISER_KEY"} <= read
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATING, re.M))
    assert documented == read
