"""Meeting codes: short enough to read aloud in a hall."""

from __future__ import annotations

import secrets

# No character that is easily taken for another, on a screen or read aloud: 0 O, 1 I L, 2 Z, 5 S, 8 B, U (V).
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
LENGTH = 8


def new_code() -> str:
    """A fresh random code (about 36 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """The code that was meant: any case, with or without the dash and blanks. It may still be unknown."""
    return "".join(character for character in typed.upper() if character.isalnum())[: LENGTH + 1]


def show_code(code: str) -> str:
    """The code as people see it: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"
