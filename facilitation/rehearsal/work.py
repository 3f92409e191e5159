"""Working for a seat, as a phone does where a server asks for it (docs/protocol.md)."""

from __future__ import annotations

import asyncio
import hashlib
import itertools

# Attempts between two turns of others: some hundredths of a second.
_STRIDE = 20_000


async def solved(salt: str, bits: int) -> str:
    """The proof of a puzzle: the salt, and a number with which SHA-256 begins with so many zero bits."""
    begin, limit = f"{salt}:".encode(), 1 << (256 - bits)
    for first in itertools.count(0, _STRIDE):
        for number in range(first, first + _STRIDE):
            if int.from_bytes(hashlib.sha256(begin + b"%d" % number).digest()) < limit:
                return f"{salt}:{number}"
        await asyncio.sleep(0)
    raise AssertionError("numbers do not end")
