"""Puzzles: signed, for one purpose, for a while, and worth something once."""

from __future__ import annotations

import base64
import hashlib

import pytest

from facilitation.web import work as module
from facilitation.web.work import LIFE, Work, zero_bits
from tests.web.working import proof

BITS = 6


@pytest.fixture
def work():
    return Work("a secret")


def test_a_solved_puzzle_is_taken_once(work):
    puzzle = work.puzzle("s", BITS)
    solved = work.solved(proof(puzzle.salt, BITS), "s")
    assert solved == puzzle
    assert [work.spend(solved), work.spend(solved)] == [True, False]
    work.give_back(solved)
    assert work.spend(solved)


def test_all_processes_know_each_others_and_strangers_do_not(work):
    puzzle = work.puzzle("s", BITS)
    assert Work("a secret").solved(proof(puzzle.salt, BITS), "s") == puzzle
    assert Work("another secret").solved(proof(puzzle.salt, BITS), "s") is None


def test_for_another_purpose_it_is_worth_nothing(work):
    assert work.solved(proof(work.puzzle("s", BITS).salt, BITS), "g") is None


def test_after_a_while_it_is_worth_nothing(work, monkeypatch):
    solved = proof(work.puzzle("s", BITS).salt, BITS)
    later = module.time.time() + LIFE + 2
    monkeypatch.setattr(module.time, "time", lambda: later)
    assert work.solved(solved, "s") is None


def test_less_work_than_was_asked_for_is_none(work):
    salt = work.puzzle("s", 12).salt
    cheap = next(
        f"{salt}:{number}"
        for number in range(10_000)
        if zero_bits(hashlib.sha256(f"{salt}:{number}".encode()).digest()) < 12
    )
    assert work.solved(cheap, "s") is None


def test_nobody_makes_a_cheaper_one_of_it(work):
    whole = bytearray(base64.urlsafe_b64decode(work.puzzle("s", 20).salt))
    for place in range(len(whole)):
        whole[place] ^= 1
        salt = base64.urlsafe_b64encode(whole).decode()
        assert work.read(salt) is None
        whole[place] ^= 1


def test_no_second_writing_of_a_proof_is_worth_anything(work):
    salt = work.puzzle("s", 0).salt
    assert work.solved(f"{salt}:0", "s")
    numbers = ["", "+0", " 0", "0 ", "²", "0" * 16, "-0", "0x0"]
    salts = [f" {salt}", f"{salt}=", f"{salt}\n", f"{salt}!", salt[:-1], "", "é"]
    other = [f"{salt}:{number}" for number in numbers] + [f"{written}:0" for written in salts] + [salt]
    assert [work.solved(proof, "s") for proof in other] == [None] * len(other)
    assert work.spend(work.read(salt))
    assert not work.spend(work.solved(f"{salt}:7", "s")), "another number for the same salt pays no second time"


def test_what_was_spent_takes_a_bounded_memory(work, monkeypatch):
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    for _ in range(50):
        assert work.spend(work.puzzle("s", 0))
    assert len(work._spent) == 10


def test_zero_bits():
    assert [zero_bits(bytes([first, 0])) for first in (255, 128, 127, 1, 0)] == [0, 0, 1, 7, 16]
