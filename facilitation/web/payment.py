"""What somebody pays with at a door: processor time, or, without scripts, the time they waited. And what it costs."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from flask import request

from facilitation.errors import Refused
from facilitation.web.budgets import Level
from facilitation.web.work import LEAST, MOST, Puzzle, Work

# Zero bits of the least work for a seat; a guess costs the least there is.
SEAT_LEAST = LEAST + 1
# Of what is paid for in a minute, after how much the work doubles, and again at twice, four times … that.
DEARER_SEATS, DEARER_GUESSES = 500, 120
# Wrong guesses that one proof pays for; it pays for one right one.
TRIES = 3
# Who has no script waits instead: so many seconds, and so many people a minute.
WAIT, WAITERS = 20, 30
# Proofs that were used in part, remembered lest they pay for more; each of them was work.
_BEGUN = 10_000

# What a payment is for.
GUESS, SEAT = "g", "s"
_WAIT = "w"


@dataclass(frozen=True, slots=True)
class Payment:
    """What somebody brings: proof of work, or the stamp with which they waited; and proof that they know a code."""

    work: str = ""
    wait: str = ""
    known: str = ""

    @classmethod
    def of_page(cls) -> Payment:
        """What came with the request for a page, or with a form."""
        fields = request.form if request.method == "POST" else request.args
        return cls(*(fields.get(name, "")[:200] for name in ("work", "wait", "known")))


class Till:
    """Takes the payments of one process, each of them once."""

    def __init__(self, secret_key: str) -> None:
        self._work = Work(secret_key)
        self._paid = {GUESS: Level(DEARER_GUESSES), SEAT: Level(DEARER_SEATS)}
        self._waiters = Level(WAITERS)
        self._tries: dict[str, int] = {}

    def accept(self, purpose: str, payment: Payment) -> Puzzle | None:
        """The puzzle that this payment solves, spent until it is settled; or the stamp that has waited long enough."""
        if payment.work and (puzzle := self._work.solved(payment.work, purpose)) and self._work.spend(puzzle):
            return puzzle
        stamp = self._work.read(payment.wait) if payment.wait else None
        if stamp is None or stamp.purpose != _WAIT or time.time() - stamp.made < WAIT or self._waiters.is_full:
            return None
        if stamp.salt != payment.wait or not self._work.spend(stamp):
            return None
        self._waiters.add()
        return stamp

    def settle(self, puzzle: Puzzle, wrong: int) -> None:
        """Give a proof back that has not been used up: by a right guess, or by as many wrong ones as it pays for."""
        if puzzle.purpose == _WAIT:
            return
        wrong += self._tries.pop(puzzle.salt, 0)
        if wrong >= TRIES:
            return
        if wrong:
            if len(self._tries) >= _BEGUN:
                self._tries.pop(next(iter(self._tries)))
            self._tries[puzzle.salt] = wrong
        self._work.give_back(puzzle)

    def paid(self, purpose: str) -> None:
        """Something was had for a payment: the more of it, the dearer the next."""
        self._paid[purpose].add()

    def asks(self, purpose: str) -> Refused:
        """The refusal that says what to pay: the more was paid lately, the more."""
        paid = self._paid[purpose]
        least = SEAT_LEAST if purpose == SEAT else LEAST
        bits = min(MOST, least + int(paid.now() / paid.a_minute).bit_length())
        puzzle = self._work.puzzle(purpose, bits)
        return Refused("work.needed", salt=puzzle.salt, bits=puzzle.bits)

    def stamp(self, payment: Payment) -> tuple[str, int]:
        """For who has no script: the stamp to wait with, the one they brought if they did, and how many seconds yet.

        Who has waited for long enough, and finds all places of this minute taken, waits for the next.
        """
        puzzle = self._work.read(payment.wait)
        if puzzle is None or puzzle.purpose != _WAIT or puzzle.salt != payment.wait:
            puzzle = self._work.puzzle(_WAIT, 0)
        left = WAIT - int(time.time() - puzzle.made)
        return puzzle.salt, max(1, left, math.ceil(self._waiters.full_for) if left <= 0 else 0)
