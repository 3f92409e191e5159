"""Who sees what on which page and in which file, at a real server: the whole list of addresses × everybody."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.attacks.addresses import TABLE, Address
from tests.attacks.visitors import Caller, Gate, OpenHouse, Visitor

pytestmark = pytest.mark.slow

# What everybody who is in the meeting sees, and what the team sees before all others, or alone.
LISTED, WAITING, DECLINED, REASON = "Seen by all?", "Not yet reviewed?", "Not taken up?", "Because of its tone"


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
