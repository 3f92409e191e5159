"""Proof of work: puzzles that cost their solver processor time, and the server nothing to give out.

A puzzle is a salt, signed by the key that all processes share, so none is remembered before it is solved. It is solved
by a number for which SHA-256 of ``salt:number`` begins with as many zero bits as the salt says.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import time
from collections import OrderedDict
from dataclasses import dataclass

# Zero bits of the cheapest puzzle that is given out, and of the dearest: about 16,000 and a million attempts.
LEAST, MOST = 14, 20
# Seconds for which a puzzle is worth something.
LIFE = 300
# Solved puzzles that are remembered until they are worth nothing. To fill this, somebody has to solve so many.
_REMEMBERED = 100_000
# Chance, end of life, zero bits and purpose; then the signature. As text it fits, with the number, into the 55 bytes
# that SHA-256 takes in one go.
_BODY = struct.Struct(">8sIB1s")
_SIGNED = 10
# Digits of a number that solves a puzzle.
_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What somebody has to solve; ``salt`` says it all."""

    salt: str
    bits: int
    purpose: str
    ends: int

    @property
    def made(self) -> int:
        """When it was given out, in seconds since 1970."""
        return self.ends - LIFE


class Work:
    """Puzzles of one server, and those that were spent at this process."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"work:" + secret_key.encode()).digest()
        self._spent: OrderedDict[str, int] = OrderedDict()

    def puzzle(self, purpose: str, bits: int) -> Puzzle:
        """A new puzzle; its purpose is one letter."""
        ends = int(time.time()) + LIFE
        body = _BODY.pack(secrets.token_bytes(8), ends, bits, purpose.encode())
        return Puzzle(base64.urlsafe_b64encode(body + self._signature(body)).decode(), bits, purpose, ends)

    def read(self, salt: str) -> Puzzle | None:
        """A puzzle of ours that is worth something yet, whether or not it was spent."""
        try:
            whole = base64.b64decode(salt.encode("ascii"), b"-_", validate=True)
            chance, ends, bits, purpose = _BODY.unpack(whole[:-_SIGNED])
        except (ValueError, binascii.Error, struct.error):
            return None
        body = _BODY.pack(chance, ends, bits, purpose)
        if not hmac.compare_digest(whole[-_SIGNED:], self._signature(body)) or ends < time.time():
            return None
        # Written anew: the same bytes can be written in several ways, of which each would be spent once.
        return Puzzle(base64.urlsafe_b64encode(whole).decode(), bits, purpose.decode("latin-1"), ends)

    def solved(self, proof: str, purpose: str) -> Puzzle | None:
        """The puzzle for this purpose that a proof, ``salt:number``, solves."""
        salt, _, number = proof.partition(":")
        if not (0 < len(number) <= _DIGITS and number.isascii() and number.isdigit()):
            return None
        puzzle = self.read(salt)
        if puzzle is None or puzzle.purpose != purpose or salt != puzzle.salt:
            return None
        return puzzle if zero_bits(hashlib.sha256(proof.encode()).digest()) >= puzzle.bits else None

    def spend(self, puzzle: Puzzle) -> bool:
        """Take a puzzle that was paid with; False where it was spent before."""
        if puzzle.salt in self._spent:
            return False
        now = time.time()
        while self._spent and (len(self._spent) >= _REMEMBERED or next(iter(self._spent.values())) < now):
            self._spent.popitem(last=False)
        self._spent[puzzle.salt] = puzzle.ends
        return True

    def give_back(self, puzzle: Puzzle) -> None:
        """Let a puzzle be paid with once more: what it was to pay for did not happen."""
        self._spent.pop(puzzle.salt, None)

    def _signature(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, hashlib.sha256)[:_SIGNED]


def zero_bits(digest: bytes) -> int:
    """With how many zero bits this begins."""
    return len(digest) * 8 - int.from_bytes(digest).bit_length()
