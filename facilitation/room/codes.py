"""Codes that people read and type: a meeting's, short enough to read aloud in a hall, and one person's own."""

from __future__ import annotations

import secrets

# No character that is easily taken for another, on a screen or read aloud: 0 O, 1 I L, 2 Z, 5 S, 8 B, U (V).
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
LENGTH = 8
TICKET_LENGTH = 10


def new_code() -> str:
    """A fresh random code (about 36 bits)."""
    return _random(LENGTH)


def new_ticket() -> str:
    """A fresh random code for one person (about 45 bits, and of use with the meeting's own alone)."""
    return _random(TICKET_LENGTH)


def read_code(typed: str) -> str:
    """The code that was meant: any case, with or without the dash and blanks. It may still be unknown."""
    return _plain(typed)[: LENGTH + 1]


def read_ticket(typed: str) -> str:
    """The code for one person that was meant."""
    return _plain(typed)[: TICKET_LENGTH + 1]


def show_code(code: str) -> str:
    """The code as people see it: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def show_ticket(ticket: str) -> str:
    """The code for one person as people see it: XXXXX-XXXXX."""
    return f"{ticket[:5]}-{ticket[5:]}"


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _plain(typed: str) -> str:
    return "".join(character for character in typed.upper() if character.isalnum())
