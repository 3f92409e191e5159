"""Passphrases: seven words by default, kept only as a hash that is slow to guess at."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from xkcdpass.xkcd_password import generate_wordlist, locate_wordfile

from facilitation.errors import Refused

# Of 7,776 words each: 90 bits, out of reach even for somebody who has the hash and a hall full of machines.
WORDS = 7
SHORTEST, LONGEST = 15, 200
# Different letters that one's own has at the least, and different steps in the alphabet from one to the next: "1234…"
# has one. Of passphrases of three words of the list, this refuses one in 2,600.
DIFFERENT = 8

# Between words, or within one of the list as in "yo-yo": whatever a keyboard or a letter makes of it.
_HYPHENS = re.compile(r"[\u002d\u2010-\u2015\u2212]")

# About 25 ms and 19 MiB for each: what OWASP asks for at the least, since one process serves everybody meanwhile.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def new_passphrase() -> str:
    """Seven random words of the EFF's long list."""
    return " ".join(secrets.choice(_words()) for _ in range(WORDS))


def own_passphrase(typed: str) -> str:
    """A passphrase of somebody's own, as it was typed; raises Refused where it is too short, or plainly too simple.

    Simple is what repeats a few letters, or counts: which words people like to choose is not known here.
    """
    plain = _plain(typed)
    if len(plain) < SHORTEST:
        raise Refused("passphrase.too_short", limit=SHORTEST)
    if len(plain) > LONGEST:
        raise Refused("passphrase.too_long", limit=LONGEST)
    letters = plain.replace(" ", "")
    steps = {ord(after) - ord(before) for before, after in pairwise(letters)}
    if min(len(set(letters)), len(steps)) < DIFFERENT:
        raise Refused("passphrase.too_plain")
    return typed


def hashed(passphrase: str) -> str:
    """What is kept of a passphrase."""
    return _HASHER.hash(_plain(passphrase))


def proves(kept: str | None, typed: str) -> bool:
    """Whether this is the passphrase behind a hash; where there is none, it takes as long to say no."""
    typed = typed if len(typed) <= 4 * LONGEST else ""
    # A hash of before hyphens were forgiven has them. How long this takes depends on what was typed alone.
    right = [_verified(kept, plain) for plain in {_plain(typed), _folded(typed)}]
    return any(right) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with less work than is asked for now."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _words() -> list[str]:
    words: list[str] = generate_wordlist(wordfile=locate_wordfile("eff-long"), min_length=1, max_length=20)
    return sorted(words)


@cache
def _of_nobody() -> str:
    return _HASHER.hash(secrets.token_hex(32))


def _plain(typed: str) -> str:
    """As it is meant: phones begin with a capital letter, and people count blanks, and join words, differently."""
    return " ".join(_HYPHENS.sub(" ", _folded(typed)).split())


def _folded(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed.encode("utf-8", "replace").decode())
    return " ".join(text.casefold().split())


def _verified(kept: str | None, plain: str) -> bool:
    try:
        return _HASHER.verify(kept or _of_nobody(), plain)
    except (VerificationError, InvalidHashError):
        return False
