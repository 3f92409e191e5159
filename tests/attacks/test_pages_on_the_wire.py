"""Who sees what on which page and in which file, at a real server: the whole list of addresses × everybody."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from facilitation.models.seat import ORGANISER, PARTICIPANT, ROLES, STAGE, TEAM
from facilitation.web.record import FORMATS
from tests.attacks.visitors import Caller, Gate, OpenHouse, Visitor

pytestmark = pytest.mark.slow

# What everybody who is in the meeting sees, and what the team sees before all others, or alone.
LISTED, WAITING, DECLINED, REASON = "Seen by all?", "Not yet reviewed?", "Not taken up?", "Because of its tone"
NOBODY, EVERYBODY, INSIDE = frozenset[str | None](), frozenset([*ROLES, None]), frozenset(ROLES)


@dataclass(frozen=True)
class Address:
    """One address: who sees the list there, who sees what waits and was declined, and what all others are answered."""

    path: str
    listed: frozenset[str | None] = NOBODY
    hidden: frozenset[str | None] = NOBODY
    opens: frozenset[str | None] = EVERYBODY
    others: int = 200
    bearer: bool = False
    nobody: int | None = None


HERE = "/<code:code>"
# Each rule that answers GET. Whoever adds one says here who may see what there.
TABLE: dict[str, list[Address]] = {
    "/": [Address("/")],
    "/new": [Address("/new")],
    "/away": [Address("/away")],
    "/healthz": [Address("/healthz")],
    HERE: [Address("/{code}", listed=frozenset({PARTICIPANT})), Address("/{code}?all=1", frozenset({PARTICIPANT}))],
    f"{HERE}/ask": [Address("/{code}/ask", opens=frozenset({PARTICIPANT}), others=303)],
    f"{HERE}/desk": [Address("/{code}/desk", listed=TEAM, hidden=TEAM)],
    f"{HERE}/stage": [Address("/{code}/stage", listed=TEAM | {STAGE})],
    f"{HERE}/organise": [Address("/{code}/organise")],  # a door where it is not the organiser's
    f"{HERE}/organise/forget": [Address("/{code}/organise/forget", opens=frozenset({ORGANISER}), others=303)],
    "/api/<code:code>/links": [
        Address("/api/{code}/links", opens=frozenset({ORGANISER}), others=403, bearer=True, nobody=401),
        Address("/api/{code}/links", opens=NOBODY, others=401),
    ],
    f"{HERE}/qr.svg": [Address("/{code}/qr.svg")],
    f"{HERE}/record.<format>": [
        *(Address(f"/{{code}}/record.{form}", listed=EVERYBODY) for form in FORMATS),
        *(
            Address(f"/{{code}}/record.{form}?version=confidential", TEAM, TEAM, TEAM, others=403, bearer=bearer)
            for form in FORMATS
            for bearer in (False, True)
        ),
    ],
    "/api/<code:code>/state": [
        Address("/api/{code}/state", listed=INSIDE, hidden=TEAM, opens=INSIDE, others=401, bearer=True),
        Address("/api/{code}/state", opens=NOBODY, others=401),  # a cookie is no proof there
    ],
}


def test_every_address_is_in_the_table(app: Flask) -> None:
    assert {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} == set(TABLE)


@pytest.fixture(scope="module")
def house(gate: Gate) -> OpenHouse:
    """A meeting with a question of each kind."""
    house = gate.house()
    alice = Visitor("alice", gate.seat(house, "participant"), "participant")
    moderator = Visitor("moderator", gate.seat(house, "moderator"), "moderator")
    house.do(moderator, "question.highlight", question=house.open_question(alice, moderator, LISTED))
    house.ask(alice, WAITING)
    house.do(moderator, "question.decline", question=house.ask(alice, DECLINED), reason=REASON)
    return house


def test_everybody_sees_what_is_for_them(gate: Gate, house: OpenHouse) -> None:
    visitors = [*gate.insiders(house).values(), *gate.outsiders(house)]
    wrong = []
    with Caller(house) as caller:
        for visitor in visitors:
            for rule, addresses in TABLE.items():
                for address in addresses:
                    if seen(caller, visitor, address) != expected(visitor, address):
                        wrong.append((visitor.who, rule, seen(caller, visitor, address), expected(visitor, address)))
    assert wrong == []


def seen(caller: Caller, visitor: Visitor, address: Address) -> tuple[int, bool, bool]:
    """(status, whether the list is there, whether anything hidden is)."""
    path = address.path.format(code=caller.house.code)
    proof = {} if visitor.token is None else {"Authorization": f"Bearer {visitor.token}"}
    answer = caller.ask("GET", path, **proof) if address.bearer else caller.page(visitor, path)
    return answer.status, LISTED in answer.body, any(text in answer.body for text in (WAITING, DECLINED, REASON))


def expected(visitor: Visitor, address: Address) -> tuple[int, bool, bool]:
    """What the table says."""
    role = visitor.role
    # A bearer that is none is told so: who sends one wants to be somebody.
    others = 401 if address.bearer and visitor.token and role is None else address.others
    if not visitor.token and address.nobody:
        others = address.nobody
    return 200 if role in address.opens else others, role in address.listed, role in address.hidden
