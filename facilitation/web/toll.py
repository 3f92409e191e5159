"""What strangers may do at no price, and what they pay where somebody takes too much of it: processor time.

Two things are counted: guesses that were wrong, whatever was guessed, and seats. While a budget is used up, a door
does not look before whoever asks has worked, so that the answer tells nothing; and whoever has worked is let in,
however many others are refused. The dear part falls on who asks often. See docs/operating.md.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager

from flask import request

from facilitation.config import Config
from facilitation.errors import Refused
from facilitation.room.codes import read_code
from facilitation.web.budgets import Budget
from facilitation.web.guesses import Guesses
from facilitation.web.payment import GUESS, SEAT, Payment, Till
from facilitation.web.work import Puzzle
from facilitation.wire.requests import CONNECTION

# Wrong guesses a minute that cost nothing: of one connection, and of everybody at one process. A person who types a
# code from a screen needs a few.
GUESSES, ALL_GUESSES = 20, 120
# Seats a minute that cost nothing: of one connection, which may be a gateway's, and of everybody. A hall of 2,600 that
# comes at once, twice over, has room.
SEATS, ALL_SEATS = 36, 6_000
# What refusals say of a guess that was wrong.
WRONG = frozenset({"meeting.unknown", "invite.unknown"})
# Codes that were right lately, remembered lest a hall that comes at once holds back what strangers may guess.
_RIGHT = 1_000


class Toll:
    """The budgets of one process, and the price where they are used up."""

    def __init__(self, config: Config) -> None:
        self._key = hashlib.sha256(b"known:" + config.secret_key.encode()).digest()
        self._behind_proxy = config.behind_proxy
        self.till = Till(config.secret_key)
        self._guesses, self._seats = Budget(GUESSES, ALL_GUESSES), Budget(SEATS, ALL_SEATS)
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
        puzzle = None
        knows = free or (bool(code) and self._knows(payment, code))
        if not knows and self._guesses.is_used_up(self._connection()):
            puzzle = self.till.accept(GUESS, payment)
            if puzzle is None:
                raise self.till.asks(GUESS)
        with self._counted(puzzle, wrong, code, held=knows or puzzle is not None):
            yield

    @contextmanager
    def proof(self, payment: Payment, wrong: Collection[str], few: Guesses) -> Iterator[None]:
        """Look inside at a passphrase, which takes the server long, so that of wrong ones but a ``few`` cost nothing.

        Who pays is looked at whatever is used up: nobody who guesses keeps out who knows.
        """
        puzzle = self.till.accept(GUESS, payment)
        if puzzle is None and self._guesses.is_used_up(self._connection()):
            raise self.till.asks(GUESS)
        with ExitStack() as taken:
            if puzzle is None:
                try:
                    taken.enter_context(few.taking(wrong))
                except Refused:  # none is left
                    raise self.till.asks(GUESS) from None
            with self._counted(puzzle, wrong, "", held=puzzle is not None):
                yield

    @contextmanager
    def seat(self, payment: Payment, code: str, ticket: bool = False) -> Iterator[bool]:
        """Take a seat inside: whether it is paid for. The rule's own "work.needed" gets its puzzle here.

        A ticket can be guessed, so that who has one pays as for a code, known or not.
        """
        knows = not ticket and self._knows(payment, code)
        guessed = not knows and self._guesses.is_used_up(self._connection())
        crowded = self._seats.is_used_up(self._connection())
        puzzle = self.till.accept(SEAT, payment)
        if (guessed or crowded) and puzzle is None:
            raise self.till.asks(SEAT)
        free = 0 if puzzle else 1
        self._seats.count(self._connection(), free)
        try:
            with self._counted(puzzle, WRONG, "" if ticket else code, held=knows or puzzle is not None):
                yield puzzle is not None
        except Exception as error:
            self._seats.count(self._connection(), -free)
            if isinstance(error, Refused) and error.code == "work.needed":
                raise self.till.asks(SEAT) from None
            raise
        if puzzle:
            self.till.paid(SEAT)

    def is_asked(self) -> bool:
        """Whether who guesses now is asked to pay first."""
        return self._guesses.is_used_up(self._connection())

    @contextmanager
    def _counted(self, puzzle: Puzzle | None, wrong: Collection[str], code: str, held: bool) -> Iterator[None]:
        """Count what is wrong: before it is known, since thousands may guess at once; and give back what was right.

        Where ``held``, nothing is counted before. What a proof paid for raises the price and nothing else. A fault of
        ours says nothing of the guess, and costs nobody anything.
        """
        connection = self._connection()
        reserved = not held and not (code and read_code(code) in self._right)
        if reserved:
            self._guesses.count(connection)
        try:
            yield
        except Exception as error:
            if not isinstance(error, Refused) or error.code not in wrong:
                if puzzle:
                    self.till.settle(puzzle, wrong=0)
                if reserved:
                    self._guesses.count(connection, -1)
            elif puzzle:
                self.till.settle(puzzle, wrong=1)
                self.till.paid(GUESS)
            elif not reserved:
                self._right.discard(read_code(code))
                self._guesses.count(connection)
            raise
        if reserved:
            self._guesses.count(connection, -1)
            if code:
                self._remember(read_code(code))

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
