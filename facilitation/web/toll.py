"""What strangers may do at no price, and what they pay where somebody takes too much of it: processor time.

Two things are counted: guesses that were wrong, whatever was guessed, and seats. While a budget is used up, a door
does not look before whoever asks has worked, so that the answer tells nothing; and whoever has worked is let in,
however many others are refused. The dear part falls on who asks often. See docs/operating.md.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import request

from facilitation.config import Config
from facilitation.errors import Refused
from facilitation.room.codes import read_code
from facilitation.web.budgets import Budget, Level
from facilitation.web.guesses import Guesses
from facilitation.web.work import LEAST, MOST, Puzzle, Work
from facilitation.wire.requests import CONNECTION

# Wrong guesses a minute that cost nothing: of one connection, and of everybody at one process. A person who types a
# code from a screen needs a few.
GUESSES, ALL_GUESSES = 20, 120
# Seats a minute that cost nothing: of one connection, which may be a gateway's, and of everybody. A hall of 2,600 that
# comes at once, twice over, has room.
SEATS, ALL_SEATS = 36, 6_000
# Zero bits of the least work for a seat.
SEAT_LEAST = LEAST + 1
# Of what is paid for in a minute, after how much the work doubles, and again at twice, four times … that.
DEARER_SEATS, DEARER_GUESSES = 500, 120
# Wrong guesses that one proof pays for; it pays for one right one.
TRIES = 3
# Who has no script waits instead: so many seconds, and so many people a minute.
WAIT, WAITERS = 20, 30
# What refusals say of a guess that was wrong.
WRONG = frozenset({"meeting.unknown", "invite.unknown"})
# Codes that were right lately, remembered lest a hall that comes at once holds back what strangers may guess.
_RIGHT = 1_000
# Proofs that were used in part, remembered likewise; each of them was work.
_BEGUN = 10_000

_GUESS, _SEAT, _WAIT = "g", "s", "w"


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


class Toll:
    """The budgets of one process, and the price where they are used up."""

    def __init__(self, config: Config) -> None:
        self._key = hashlib.sha256(b"known:" + config.secret_key.encode()).digest()
        self._behind_proxy = config.behind_proxy
        self._work = Work(config.secret_key)
        self._guesses, self._seats = Budget(GUESSES, ALL_GUESSES), Budget(SEATS, ALL_SEATS)
        self._paid = {_GUESS: Level(DEARER_GUESSES), _SEAT: Level(DEARER_SEATS)}
        self._waiters = Level(WAITERS)
        self._tries: dict[str, int] = {}
        self._right: set[str] = set()

    def mark_of(self, code: str) -> str:
        """What stands in a page that only who knows this code was shown: their next step is no guess."""
        return hmac.digest(self._key, read_code(code).encode(), hashlib.sha256).hex()[:32]

    @contextmanager
    def guess(
        self, payment: Payment, wrong: Collection[str] = WRONG, *, code: str = "", free: bool = False
    ) -> Iterator[None]:
        """Do inside what tells whether somebody guessed right: a code, an invitation, a passphrase, a ticket.

        A refusal with a code in ``wrong`` counts as a wrong guess. Raises Refused("work.needed") instead of doing it
        where the budget is used up and nothing was paid. ``code`` is the meeting's, where that is what is guessed;
        ``free`` says that they hold a seat.
        """
        with self._guess(_GUESS, payment, wrong, code, free):
            yield

    @contextmanager
    def proof(self, payment: Payment, wrong: Collection[str], few: Guesses) -> Iterator[None]:
        """Look inside at a passphrase, which takes the server long, so that of wrong ones but a ``few`` cost nothing.

        Who pays is looked at whatever is used up: nobody who guesses keeps out who knows.
        """
        puzzle = self._accept(_GUESS, payment)
        if puzzle is None and (self._guesses.is_used_up(self._connection()) or not few.take()):
            raise self._asked(_GUESS)
        missed = False
        try:
            with self._counted(puzzle, wrong, "", held=puzzle is not None):
                yield
        except Refused as refusal:
            missed = refusal.code in wrong
            raise
        finally:
            if puzzle is None and not missed:
                few.give_back()

    @contextmanager
    def seat(self, payment: Payment, code: str, ticket: bool = False) -> Iterator[bool]:
        """Take a seat inside: whether it is paid for. The rule's own "work.needed" gets its puzzle here.

        A ticket can be guessed, so that who has one pays as for a code, known or not.
        """
        knows = not ticket and self._knows(payment, code)
        guessed = not knows and self._guesses.is_used_up(self._connection())
        crowded = self._seats.is_used_up(self._connection())
        puzzle = self._accept(_SEAT, payment)
        if (guessed or crowded) and puzzle is None:
            raise self._asked(_SEAT)
        free = 0 if puzzle else 1
        self._seats.count(self._connection(), free)
        try:
            with self._counted(puzzle, WRONG, "" if ticket else code, held=knows or puzzle is not None):
                yield puzzle is not None
        except Refused as refusal:
            self._seats.count(self._connection(), -free)
            if refusal.code == "work.needed":
                raise self._asked(_SEAT) from None
            raise
        if puzzle:
            self._paid[_SEAT].add()

    def is_asked(self) -> bool:
        """Whether who guesses now is asked to pay first."""
        return self._guesses.is_used_up(self._connection())

    def stamp(self, payment: Payment) -> tuple[str, int]:
        """For who has no script: the stamp to wait with, the one they brought if they did, and how many seconds yet."""
        puzzle = self._work.read(payment.wait)
        if puzzle is None or puzzle.purpose != _WAIT or puzzle.salt != payment.wait:
            puzzle = self._work.puzzle(_WAIT, 0)
        return puzzle.salt, max(1, WAIT - int(time.time() - puzzle.made))

    @contextmanager
    def _guess(self, purpose: str, payment: Payment, wrong: Collection[str], code: str, free: bool) -> Iterator[None]:
        puzzle = None
        knows = free or (bool(code) and self._knows(payment, code))
        if not knows and self._guesses.is_used_up(self._connection()):
            puzzle = self._accept(purpose, payment)
            if puzzle is None:
                raise self._asked(purpose)
        with self._counted(puzzle, wrong, code, held=knows or puzzle is not None):
            yield

    @contextmanager
    def _counted(self, puzzle: Puzzle | None, wrong: Collection[str], code: str, held: bool) -> Iterator[None]:
        """Count what is wrong: before it is known, since thousands may guess at once; and give back what was right.

        Where ``held``, nothing is counted before. What a proof paid for raises the price and nothing else.
        """
        connection = self._connection()
        reserved = not held and not (code and read_code(code) in self._right)
        if reserved:
            self._guesses.count(connection)
        try:
            yield
        except Refused as refusal:
            if refusal.code not in wrong:
                self._settle(puzzle, 0)
                if reserved:
                    self._guesses.count(connection, -1)
            elif puzzle:
                self._settle(puzzle, 1)
                self._paid[_GUESS].add()
            elif not reserved:
                self._right.discard(read_code(code))
                self._guesses.count(connection)
            raise
        if reserved:
            self._guesses.count(connection, -1)
            if code:
                self._remember(read_code(code))

    def _accept(self, purpose: str, payment: Payment) -> Puzzle | None:
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

    def _settle(self, puzzle: Puzzle | None, wrong: int) -> None:
        """Give a proof back that has not been used up: by a right guess, or by as many wrong ones as it pays for."""
        if puzzle is None or puzzle.purpose == _WAIT:
            return
        wrong += self._tries.pop(puzzle.salt, 0)
        if wrong >= TRIES:
            return
        if wrong:
            if len(self._tries) >= _BEGUN:
                self._tries.pop(next(iter(self._tries)))
            self._tries[puzzle.salt] = wrong
        self._work.give_back(puzzle)

    def _asked(self, purpose: str) -> Refused:
        """The refusal that says what to pay: the more was paid lately, the more."""
        paid = self._paid[purpose]
        least = SEAT_LEAST if purpose == _SEAT else LEAST
        bits = min(MOST, least + int(paid.now() / paid.a_minute).bit_length())
        puzzle = self._work.puzzle(purpose, bits)
        return Refused("work.needed", salt=puzzle.salt, bits=puzzle.bits)

    def _knows(self, payment: Payment, code: str) -> bool:
        return bool(payment.known) and hmac.compare_digest(payment.known.encode(), self.mark_of(code).encode())

    def _remember(self, code: str) -> None:
        if len(self._right) >= _RIGHT:
            self._right.clear()
        self._right.add(code)

    def _connection(self) -> str | None:
        """What tells this connection from the next one, and nothing else: a number."""
        if self._behind_proxy:
            return request.headers.get("X-Connection", "")[:20] or None
        number = request.environ.get(CONNECTION)
        return None if number is None else str(number)
