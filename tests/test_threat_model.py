"""The threat model names tests that exist, a test for each promise, and promises that exist for each attacker."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.server import ROOT

TEXT = (ROOT / "docs" / "threat-model.md").read_text()
TO_COME = "(test to come)"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")
PROMISES = dict(re.findall(r"^\| ([A-Z]\d+) \| (.*) \|$", TEXT, re.M))
ATTACKERS = re.search(r"^## Who attacks\n(.*?)^## ", TEXT, re.S | re.M)


@cache
def written_in(path):
    """The tests of a file, as pytest names them: `test_…` and `TestClass::test_…`."""
    tree = ast.parse((ROOT / path).read_text())
    groups = [("", tree.body), *((f"{node.name}::", node.body) for node in tree.body if isinstance(node, ast.ClassDef))]
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        prefix + node.name
        for prefix, body in groups
        for node in body
        if isinstance(node, functions) and node.name.startswith("test_")
    }


def test_every_test_that_is_named_exists():
    named = NAMED.findall(TEXT)
    assert len(named) > 50
    missing = [f"{path}::{name}" for path, name in named if not (ROOT / path).exists() or name not in written_in(path)]
    assert missing == []
    assert len(named) == TEXT.count("`tests/") - TEXT.count("`tests/test_threat_model.py`"), "named in another form"


def test_every_promise_names_a_test_or_says_that_it_is_to_come():
    assert len(PROMISES) > 50
    assert len(PROMISES) == len(re.findall(r"^\| [A-Z]\d+ \|", TEXT, re.M)), "two promises have one number"
    assert [number for number, rest in PROMISES.items() if not NAMED.search(rest) and TO_COME not in rest] == []


def test_no_promise_waits_for_its_test():
    assert [number for number, rest in PROMISES.items() if TO_COME in rest] == []


def numbers(cell):
    """The promises that a cell names: `A1–A3, V1`."""
    found = set()
    for letter, first, last in re.findall(r"([A-Z])(\d+)(?:–[A-Z](\d+))?", cell):
        found |= {f"{letter}{number}" for number in range(int(first), int(last or first) + 1)}
    return found


def test_every_attacker_meets_promises_and_every_promise_an_attacker():
    assert ATTACKERS
    rows = [line.split(" | ") for line in ATTACKERS[1].splitlines() if line.startswith("| ")][1:]
    met = [(cells[0], numbers(cells[-1])) for cells in rows]
    assert len(met) > 12
    assert [who for who, promised in met if not promised] == []
    named = set().union(*(promised for _who, promised in met))
    assert named - set(PROMISES) == set()
    assert set(PROMISES) - named == set()
